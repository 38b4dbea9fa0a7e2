"""A file that is handed in: is it the registered one?"""

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pikepdf
import pytest

from domain.letter.events import LetterSignedTypeset
from registry.acts import typesetting
from registry.acts.office import Office
from registry.documents import pictures
from registry.documents.reading import document
from registry.documents.writing.content import Body
from registry.reader import Reader
from registry.register.desk import LocalDesk
from registry.registered import Registered, Standing, against
from tests.registry.world import World

BODY = Body(("ด้วยกรมตัวอย่างจะจัดประชุม", "จึงเรียนมาเพื่อโปรดทราบ"), "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, bytes]]:
    """An office, and the file of a typeset letter that it issued."""
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    with Reader(world.folder) as reader:
        own = Office(LocalDesk(world.register), reader, world.clock)
        text = replace(world.letter(world.reserve()), subject="ขอเชิญประชุม")
        setting = typesetting.Setting.of(own, BODY, random=bytes)
        answer = typesetting.admit(
            own, world.people["dg"], setting.sheet(text), partial(LetterSignedTypeset, text), doc=[]
        )
        issued = reader.stream(answer["stream"])[0].statement.fact
        final = reader.blobs.path(issued.final).read_bytes()  # type: ignore[union-attr] # it was issued
        yield own, final
    world.close()


def held(office: Office, data: bytes) -> Registered:
    return against(office.reader, document.read(data, name="letter.pdf"))


def saved_again(data: bytes, *, without_fields: bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as copy:
        if without_fields:
            del copy.Root.Names, copy.Root.AF
        copy.save(out)
    return out.getvalue()


def test_the_issued_file_is_known_byte_by_byte(office: tuple[Office, bytes]) -> None:
    own, final = office

    found = held(own, final)

    assert found.standing is Standing.REGISTERED
    assert found.letter is not None
    assert found.letter.number == "มท 0812/ว 271"


def test_another_file_of_the_letter_is_told_from_it_though_it_carries_the_same_fields(
    office: tuple[Office, bytes],
) -> None:
    own, final = office

    found = held(own, saved_again(final))

    assert (found.standing, found.same_fields) == (Standing.ANOTHER_FILE, True)
    assert found.letter == held(own, final).letter


def test_a_copy_without_the_fields_is_known_by_number_and_day(office: tuple[Office, bytes]) -> None:
    own, final = office

    found = held(own, saved_again(final, without_fields=True))

    assert (found.standing, found.same_fields) == (Standing.ANOTHER_FILE, False)


def test_a_picture_of_a_page_is_known_by_its_code_and_nothing_else(office: tuple[Office, bytes]) -> None:
    own, final = office
    page = pictures.pages(final, width=1240).drawn[-1]

    by_code = against(own.reader, document.read(page, name="scan.png", ocr=False))
    unknown = against(own.reader, replace(document.read(page, name="scan.png", ocr=False), codes=()))

    assert (by_code.standing, by_code.letter) == (Standing.SAME_CODE, held(own, final).letter)
    assert unknown.standing is Standing.UNKNOWN


def test_other_fields_on_the_same_pages_are_not_the_signed_ones(office: tuple[Office, bytes]) -> None:
    own, final = office
    altered = io.BytesIO()
    with pikepdf.open(io.BytesIO(final)) as copy:
        fields = copy.attachments["letter.json"].get_file().read_bytes()
        changed = fields.replace("ขอเชิญประชุม".encode(), "ขอเลื่อนประชุม".encode())
        copy.attachments["letter.json"] = pikepdf.AttachedFileSpec(copy, changed, filename="letter.json")
        copy.save(altered)

    reading = document.read(altered.getvalue(), name="letter.pdf")

    assert reading.carried is not None
    assert against(own.reader, reading).same_fields is False


@pytest.mark.parametrize(
    "text",
    [
        "ที่ มท 0812/ว 271\nกรมตัวอย่าง\n11 กุมภาพันธ์ 2564\nเรื่อง ก\nเรียน ข\nจึงเรียนมา",
        "ที่ มท 0812/ว 999\nกรมตัวอย่าง\n9 กุมภาพันธ์ 2564\nเรื่อง ก\nเรียน ข\nจึงเรียนมา",
        "กรมตัวอย่าง\nเรื่อง ก\nเรียน ข\nจึงเรียนมา",
    ],
    ids=["another day", "another number", "no number"],
)
def test_what_bears_another_number_or_day_is_unknown(office: tuple[Office, bytes], text: str) -> None:
    own, _ = office

    assert against(own.reader, document.read(text.encode(), name="letter.txt")) == Registered(Standing.UNKNOWN)
