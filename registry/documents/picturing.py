"""Draws pages as pictures; runs in the process apart, for `registry.documents.pictures`."""

from registry.documents.apart import Setting
from registry.documents.pictures import LARGEST_DPI, Pictures
from registry.documents.reading.files.opening import document_of, picture_of
from registry.documents.reading.files.pixels import encoded, scale_for


def opened(data: bytes, settings: dict[str, Setting]) -> Pictures:
    """Return pages of a PDF or picture file as PNG.

    Args:
        data: The file.
        settings: ``width`` (int) in pixels; ``first`` and ``last`` (int), counted from 1.

    Raises:
        InvalidValue: as `document_of` and `picture_of` refuse.
    """
    width, first, last = (int(settings[name] or 0) for name in ("width", "first", "last"))
    drawn: list[bytes] = []
    if data.startswith(b"%PDF"):
        document = document_of(data)
        pages = len(document)
        for number in range(first, min(last, pages) + 1):
            page = document[number - 1]
            across, down = page.get_size()
            scale = min(width / across, scale_for(across, down, dpi=LARGEST_DPI))
            drawn.append(encoded(page.render(scale=scale).to_pil()))
            page.close()
        return Pictures(pages, tuple(drawn))
    _, pages = picture_of(data)
    for number in range(first, min(last, pages) + 1):
        image, _ = picture_of(data, number)
        image.thumbnail((width, width * 4))
        drawn.append(encoded(image))
    return Pictures(pages, tuple(drawn))
