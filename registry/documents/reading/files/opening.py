"""Opens files that have pages: a PDF, or a picture. Runs in the process apart; refuses what is no letter's size."""

import io
import warnings

import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import InvalidValue
from registry.documents.reading.files.pixels import DPI, POINTS, Picture

MOST_PAGES = 1_000
"""More is no letter, nor anything that a letter has with it in one file."""
MOST_PIXELS = 80_000_000
"""Of a picture as it comes; A3 at 600 dpi has 70 million."""
FORMATS = ("PNG", "JPEG", "TIFF")
_NO_PICTURE = "no whole PNG, JPEG or TIFF"  # the library would name an address in memory instead

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY
_COARSE, _FINE = 200, 400  # dpi between which a picture is taken as it comes
_FINEST = 1200  # dpi that a scanner has
_LARGEST = 3.0  # times that a coarse picture is enlarged
_A4 = 841.9  # points, the longer side of a picture that does not say how large it is

Image.MAX_IMAGE_PIXELS = None  # measured here before anything is unpacked, so that the refusal is ours


def document_of(data: bytes) -> pdfium.PdfDocument:
    """Open a PDF.

    Raises:
        InvalidValue: it is locked, damaged, or has more pages than any letter.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in {_PASSWORD, _SECURITY}:
            message = "The PDF is locked with a password: ask for a file that anybody can open."
            raise InvalidValue("document-locked", message) from None
        raise _damaged(str(error)) from None
    if len(document) == 0:
        raise _damaged("it has no page")
    if len(document) > MOST_PAGES:
        message = f"The PDF has {len(document)} pages, more than {MOST_PAGES}: hand in the letter alone."
        raise InvalidValue("document-too-long", message, pages=len(document), most=MOST_PAGES)
    return document


def picture_of(data: bytes, number: int = 1) -> tuple[Image.Image, int]:
    """Return page *number* of a picture file as it is looked at, and how many there are.

    Raises:
        InvalidValue: no such picture, or a picture that is too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged remarks about the picture, which nobody reads
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            pages = int(getattr(image, "n_frames", 1))
            if number > 1:
                image.seek(number - 1)
            _require_size(*image.size, pages)
            seen = _on_paper(ImageOps.exif_transpose(image))
    except InvalidValue:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError, TypeError) as error:
        why = _NO_PICTURE if isinstance(error, UnidentifiedImageError) else str(error)
        message = f"The picture cannot be read ({why}): scan the page anew."
        raise InvalidValue("picture-damaged", message, why=why) from None
    seen.info["dpi"] = image.info.get("dpi")
    return seen, pages


def _require_size(width: int, height: int, pages: int) -> None:
    if width * height > MOST_PIXELS or pages > MOST_PAGES:
        message = f"The picture has {width} × {height} dots on {pages} pages, more than paper has: scan it anew."
        raise InvalidValue("picture-too-large", message, width=width, height=height, pages=pages)


def grey_of(data: bytes, number: int) -> tuple[Picture, int]:
    """Return page *number* of a picture file in grey, at some 300 dpi, and how many there are."""
    image, pages = picture_of(data, number)
    stated = image.info["dpi"]
    grey = image.convert("L")
    dpi = float(stated[0]) if stated else 0.0
    if not POINTS < dpi <= _FINEST:
        dpi = max(grey.size) / _A4 * POINTS
    if not _COARSE <= dpi <= _FINE:
        factor = min(DPI / dpi, _LARGEST)
        grey = grey.resize((round(grey.width * factor), round(grey.height * factor)), Image.Resampling.LANCZOS)
        dpi *= factor
    return Picture(grey.tobytes(), grey.width, grey.height, dpi / POINTS), pages


def _on_paper(image: Image.Image) -> Image.Image:
    """Return the picture in grey or colour of eight bits; what is transparent is white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        seen = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    if image.mode.startswith(("I", "F")):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _damaged(why: str) -> InvalidValue:
    message = f"The document makes its reader fail ({why}): it is damaged, or made to do harm; ask for the file anew."
    return InvalidValue("document-broken", message, why=why)
