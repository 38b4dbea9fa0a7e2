"""Pages of a document as pictures."""

from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.outputs import write_new
from api.errors import ApiError
from api.texts.text import Text
from registry.acts.files import read_small
from registry.documents import apart, pictures


def picture(call: Call) -> Answer:
    """Draw pages into a new folder, one PNG each."""
    typed, folder = call.typed, Path(call.typed.output)
    if folder.exists():
        raise ApiError("output-exists", f"{folder} exists: name another file.", file=str(folder))
    data = read_small(Path(typed.file), largest=apart.LARGEST_DOCUMENT)
    width = pictures.WIDTH if typed.width is None else typed.width
    found = pictures.pages(data, width=width, first=typed.first, last=typed.last)
    folder.mkdir()
    files = []
    for no, png in enumerate(found.drawn, start=typed.first):
        file = folder / f"page-{no}.png"
        write_new(file, png)
        files.append(str(file))
    said = Text(
        "วาด {drawn} หน้า จากทั้งหมด {pages} หน้า ลงใน {folder} แล้ว", "Drew {drawn} of {pages} pages into {folder}."
    ).with_(drawn=len(files), pages=found.pages, folder=folder)
    return Answer({"pages": found.pages, "files": list(files)}, [said])
