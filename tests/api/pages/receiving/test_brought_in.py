"""What comes in by paper or mail: the form is filled in by the reader, and what must not come in is refused."""

import os

import pytest

from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.papers.arrivals import Came, Entry, Held, Kept
from tests.api.pages.receiving.desk import (
    LETTER,
    Client,
    bring,
    brought,
    mail,
    once_of,
    received,
    register,
    value,
    waiting,
)
from tests.api.web import WebOffice
from tests.registry.world import BEGINNING


def test_a_letter_on_paper_without_a_scan_gets_number_time_and_stamp_from_the_register(
    office: WebOffice, clerk: Client, registered: StreamId
) -> None:
    page = clerk.get(f"/receiving/{registered}?registered=1").text
    stamp = clerk.get(f"/print/stamp/{registered}")

    entry = received(office, registered)
    assert (entry.registered_at, entry.entered_at) == (BEGINNING, BEGINNING.replace(hour=8, minute=45))
    assert (entry.sender, entry.subject) == ("กรมตัวอย่าง", "ขอเชิญประชุม")
    assert f"ลงทะเบียนรับแล้ว เลขรับ {to_thai(str(entry.n))}" in page
    assert stamp.headers["content-type"] == "application/pdf"


def test_a_scan_fills_the_form_in_and_each_field_says_from_which_line(clerk: Client) -> None:
    path = brought(clerk, "paper", LETTER)

    page = clerk.get(path).text

    names = ("printed", "dated", "sender", "addressee", "subject")
    assert [value(page, name) for name in names] == [
        "มท ๐๘๑๒/๕",
        "๘ กุมภาพันธ์ ๒๕๖๔",
        "กรมตัวอย่าง",
        "อธิบดีกรมตัวอย่าง",
        "ขอเชิญประชุม",
    ]
    assert "บรรทัด ๕: แน่ใจ – เรื่อง ขอเชิญประชุม" in page


def test_what_cannot_be_read_is_still_brought_in_and_the_form_says_why(office: WebOffice, clerk: Client) -> None:
    path = brought(clerk, "paper", b"SPECIMEN", "notes.txt")

    page = clerk.get(path).text

    assert value(page, "subject") == ""
    assert 'class="banner"' in page
    stream = register(clerk, path)
    assert [file.name for file in office.counter.office.reader.stream(stream)[0].statement.doc] == ["notes.txt"]


def test_a_mail_fills_sender_subject_speed_and_day_in_and_its_attachments_pass_the_door(
    office: WebOffice, clerk: Client
) -> None:
    came = mail()
    came.add_attachment(LETTER, maintype="text", subtype="plain", filename="2564_MOI0812_5.txt")

    path = brought(clerk, "mail", came.as_bytes(), "came.eml")

    page = clerk.get(path).text
    assert (value(page, "subject"), value(page, "printed")) == ("ขอเชิญประชุม", "มท ๐๘๑๒/๕")
    assert '<option value="most_urgent" selected>' in page
    assert '<option value="central_mail" selected>' in page
    assert value(page, "entered_at") == "9 ก.พ. 2564 08.30"
    stream = register(clerk, path, speed="most_urgent", channel="central_mail")
    doc = office.counter.office.reader.stream(stream)[0].statement.doc
    assert [(file.name, file.role) for file in doc] == [("2564_MOI0812_5.txt", "received"), ("came.eml", "received")]


def test_a_mail_without_a_letter_in_it_is_entered_by_what_it_says_of_itself(clerk: Client) -> None:
    page = clerk.get(brought(clerk, "mail", mail("ด่วน : ข่าว").as_bytes(), "came")).text

    assert (value(page, "sender"), value(page, "subject")) == ("saraban@example.go.th", "ข่าว")
    assert "came.eml" in page


def test_a_mail_from_the_future_came_in_now(clerk: Client) -> None:
    came = mail()
    del came["Date"]
    came["Date"] = "Fri, 09 Feb 2029 08:30:00 +0700"

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert value(page, "entered_at") == "9 ก.พ. 2564 09.00"


def test_a_piece_of_a_scan_is_shown_beside_the_form_and_not_registered(office: WebOffice, clerk: Client) -> None:
    arrivals, world = office.counter.arrivals, office.world
    scan, piece = (
        arrivals.uploads.keep(b"SPECIMEN scan", name="scan.png"),
        arrivals.uploads.keep(b"PNG", name="number.png"),
    )
    files = (Kept(scan.name, scan.digest, scan.size), Kept(piece.name, piece.digest, piece.size, "number"))
    begun = arrivals.begin(Held(Came.PAPER, Entry(), files), once="piece", by="clerk", at=world.now, random=os.urandom)
    path = f"/receiving/arrivals/{begun.arrival}"

    page = clerk.get(path).text
    shown = [clerk.get(f"{path}/pieces/{one.digest[7:]}") for one in (piece, scan)]

    assert f'src="{path}/pieces/{piece.digest[7:]}"' in page
    assert [(one.status_code, one.headers["content-type"]) for one in shown[:1]] == [(200, "image/png")]
    assert shown[1].status_code == 404
    doc = office.counter.office.reader.stream(register(clerk, path))[0].statement.doc
    assert [file.name for file in doc] == ["scan.png"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("letter.exe", b"MZ SPECIMEN"), ("letter.pdf", b"MZ SPECIMEN"), ("letter.docm", b"PK\x03\x04")],
    ids=["program", "program called pdf", "macros"],
)
@pytest.mark.parametrize("way", ["paper", "mail"])
def test_a_file_that_must_not_come_in_is_refused_beside_the_form(
    office: WebOffice, clerk: Client, way: str, name: str, data: bytes
) -> None:
    came, before = mail(), waiting(office)
    came.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)

    answer = bring(clerk, way, came.as_bytes() if way == "mail" else data, "came.eml" if way == "mail" else name)

    assert answer.status_code == 422
    assert 'aria-describedby="file-hint file-error"' in answer.text
    assert waiting(office) == before


@pytest.mark.parametrize("way", ["mail", "bundle"])
def test_without_a_file_nothing_is_brought_in(clerk: Client, way: str) -> None:
    answer = bring(clerk, way)

    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกแฟ้ม" in answer.text


def test_a_mail_within_a_mail_is_refused_beside_the_form(clerk: Client) -> None:
    outer = mail()
    outer.add_attachment(mail())

    answer = bring(clerk, "mail", outer.as_bytes(), "came.eml")

    assert answer.status_code == 422
    assert "มีอีเมลอีกฉบับซ้อนอยู่" in answer.text


def test_the_same_form_sent_twice_brings_one_thing_in(office: WebOffice, clerk: Client) -> None:
    form, before = {"once": once_of(clerk), "came": "paper"}, waiting(office)

    places = [clerk.post("/receiving/new", data=form, files={"file": ("a.txt", LETTER)}) for _ in range(2)]

    assert places[0].headers["location"] == places[1].headers["location"]
    assert waiting(office) == before + 1
