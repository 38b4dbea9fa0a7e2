"""Files made to harm: each ends in a clear refusal, soon, and nothing of it comes into the registry.

What a child may hold and how long it may last is set by the kernel (`registry.documents.confined`) and tried in
tests/registry/documents/test_apart.py; here files try to get there.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from domain.classes import Channel
from domain.errors import InvalidValue
from domain.series import SeriesKind
from registry.acts import incoming
from registry.acts.incoming import Arrived
from registry.acts.office import Office
from registry.documents.intake import door
from registry.documents.reading import document
from registry.documents.reading.files.lines import LARGEST_TEXT
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.attacks import hostile
from tests.registry.documents import papers
from tests.registry.world import World
from tests.thorough import THOROUGH

SECONDS = 12
"""Ten for the file, and what its process takes to start on a busy machine."""

REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "ten thousand pages": ("a.pdf", hostile.many_pages),
    "a page of zeros": ("a.pdf", hostile.page_of_zeros),
    "a picture of zeros": ("a.pdf", hostile.picture_of_zeros),
    "an enclosed file of zeros": ("a.pdf", hostile.enclosed_zeros),
    "an object stream of zeros": ("a.pdf", hostile.object_stream_of_zeros),
    "a page tree of itself": ("a.pdf", hostile.page_tree_of_itself),
    "a page tree without end": ("a.pdf", hostile.page_tree_without_end),
    "arrays in arrays": ("a.pdf", hostile.arrays_in_arrays),
    "a picture of a gigabyte": ("a.png", hostile.png_of_zeros),
    "a picture with text of a gigabyte": ("a.png", hostile.png_with_text_of_zeros),
    "a scan of any size": ("a.tif", lambda: hostile.tiff(4_000_000_000, 4_000_000_000)),
    "a scan of itself": ("a.tif", lambda: hostile.tiff(100_000, 100_000, of_itself=True)),
    "a photo of any size": ("a.jpg", hostile.jpeg_of_any_size),
    "Word of zeros": ("a.docx", hostile.word_of_zeros),
    "Word of zeros that says it is small": ("a.docx", lambda: hostile.word_of_zeros(stated=1_000)),
    "Word with one text many times": ("a.docx", hostile.word_with_one_text_many_times),
    "Word whose members overlap": ("a.docx", hostile.word_whose_members_overlap),
    "Word of many members": ("a.docx", hostile.word_of_many_members),
    "laughing Word": ("a.docx", hostile.laughing_word),
    "Word that reads elsewhere": ("a.docx", lambda: hostile.word_that_reads_elsewhere("/etc/hostname")),
    "Word without end": ("a.docx", hostile.word_without_end),
    "Word of one attribute": ("a.docx", hostile.word_of_one_attribute),
}
"""Files that must not come in."""

ENDED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page of operators": ("a.pdf", hostile.page_of_operators),
    "a predictor of a gigabyte": ("a.pdf", hostile.predictor_bomb),
    "filters on filters": ("a.pdf", hostile.filters_on_filters),
    "a form of itself": ("a.pdf", hostile.form_of_itself),
    "forms that double": ("a.pdf", hostile.forms_that_double),
    "a length of itself": ("a.pdf", hostile.length_of_itself),
    "outlines of themselves": ("a.pdf", hostile.outlines_of_themselves),
    "a character map without end": ("a.pdf", hostile.character_map_without_end),
    "a character map of itself": ("a.pdf", hostile.character_map_of_itself),
    "a glyph of itself": ("a.pdf", hostile.glyph_of_itself),
    "many findings": ("a.pdf", hostile.many_findings),
    "Word in Word": ("a.docx", hostile.word_in_word),
    "corners of QR codes": ("a.png", hostile.finder_patterns),
}
"""Files that may be refused or come in with remarks, but soon."""

READ = (
    *("ten thousand pages", "a page of zeros", "a page tree of itself", "an object stream of zeros"),
    *("a character map of itself", "a glyph of itself", "corners of QR codes", "a scan of itself"),
    *("a picture of a gigabyte", "Word of zeros that says it is small", "laughing Word", "Word in Word"),
)
"""Those that are read in another way than they are looked into."""

LINES = {
    "figures": "๑" * 340_000,
    "tabs": "ก\t" * 250_000,
    "numbers": "ที่ มท ๐๘๑๒/ว ๒๗๑ " * 19_000,
    "numbers on two lines": "\n".join(" ".join(f"ที่ มท 0812/{n}" for n in range(13_000)) for _ in "ab"),
    "brackets": "(" * 1_000_000,
    "marks": "ก" + "่" * 340_000,
}
"""Lines of about a mebibyte."""


@pytest.fixture(autouse=True)
def unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever is begun here be begun where no other program writes."""
    folder = tmp_path / "unfinished"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Office]]:
    world = World.staffed(tmp_path_factory.mktemp("attacked") / "registry")
    with Reader(world.folder) as reader:
        yield world, Office(LocalDesk(world.register), reader, world.clock)
    world.close()


def arrive(office: Office, file: Path) -> dict[str, object]:
    letter = Arrived(
        printed="ศธ 0201/15",
        dated=date(2021, 2, 5),
        sender="กระทรวงศึกษาธิการ",
        addressee="อธิบดี",
        subject="ขอข้อมูล",
        channel=Channel.CENTRAL_MAIL,
        entered_at=office.now,
    )
    return incoming.receive(office, letter, files=[file], book=None, clerk="clerk")


def state(world: World) -> tuple[object, ...]:
    """What must not change: facts, numbers, kept files, unfinished ones."""
    blobs = sorted((world.folder / "blobs").rglob("*"))
    with Reader(world.folder) as reader:
        last = reader.series()[world.series[SeriesKind.RECEIVED]].last
        return reader.seen(), last, blobs, sorted(Path(tempfile.gettempdir()).glob("*"))


@pytest.mark.parametrize("attack", REFUSED)
def test_a_file_made_to_harm_is_refused_soon_and_nothing_is_registered(
    office: tuple[World, Office], attack: str, tmp_path: Path
) -> None:
    world, here = office
    name, make = REFUSED[attack]
    file = tmp_path / name
    file.write_bytes(make())
    before = state(world)
    begun = time.monotonic()

    with pytest.raises(InvalidValue, match=r": |unpacks|takes|reader") as refusal:
        arrive(here, file)

    assert time.monotonic() - begun < SECONDS
    assert state(world) == before
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize("attack", ENDED)
def test_a_file_made_to_hang_comes_to_an_end(attack: str) -> None:
    name, make = ENDED[attack]
    data = make()
    begun = time.monotonic()

    with suppress(InvalidValue):
        door.require_clean(data, name=name)

    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("attack", READ)
def test_reading_a_file_made_to_harm_comes_to_an_end(attack: str) -> None:
    name, make = {**REFUSED, **ENDED}[attack]
    data = make()
    begun = time.monotonic()

    with suppress(InvalidValue):
        assert document.read(data, name=name, ocr=False).draft.subject is None

    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("line", LINES if THOROUGH else list(LINES)[::3])
def test_a_text_of_one_enormous_line_is_read_soon(line: str) -> None:
    data = f"เรื่อง ทดสอบ\nเรียน ผู้อำนวยการ\n\n{LINES[line]}".encode()
    assert len(data) <= LARGEST_TEXT
    begun = time.monotonic()

    with suppress(InvalidValue):
        document.read(data, name="a.txt")

    assert time.monotonic() - begun < SECONDS


def test_a_pdf_cut_off_anywhere_is_refused_or_pointed_out() -> None:
    data = papers.pdf()
    assert door.require_clean(data, name="a.pdf") == ()

    for length in range(1, len(data) - 2, 17):
        try:
            found = door.require_clean(data[:length], name="a.pdf")
        except InvalidValue:
            continue
        assert found != (), length


def test_an_honest_letter_is_registered_after_all_that(office: tuple[World, Office], tmp_path: Path) -> None:
    _, here = office
    file = tmp_path / "in.pdf"
    file.write_bytes(papers.pdf())

    assert arrive(here, file)["n"] == [1]
