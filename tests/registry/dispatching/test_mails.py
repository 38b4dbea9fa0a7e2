"""Mails as files: their heads, their texts, the names of their files, and the archive that they go into."""

import io
import tracemalloc
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from registry.dispatching.archive import stored
from registry.dispatching.message import Enclosed, Envelope, Head, Words
from registry.dispatching.names import cut, file_name, letter_file
from registry.dispatching.words import Owed, Sender, reminding
from registry.wire import THAI_TIME

AT = datetime(2021, 2, 10, 9, 0, tzinfo=THAI_TIME)
GOVERNOR = "ผู้ว่าราชการจังหวัดกระบี่"
SENDER = Sender("saraban@example.go.th", "0 2000 0000", "กลุ่มงานตัวอย่าง", "MOI")


WORDS = Words("ก", "<p>ก</p>")


def head(**changed: str) -> Head:
    fields = {
        "sender": "กรมตัวอย่าง",
        "sender_address": "saraban@example.go.th",
        "addressee": GOVERNOR,
        "address": "saraban@krabi.example",
        "subject": "ด่วนที่สุด : ขอเชิญประชุม",
        "id": "0001@example.go.th",
    }
    return Head(at=AT, **{**fields, **changed})


def opened(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def field(data: bytes, name: str) -> str:
    """Return a field by RFC 2047 section 6.2; the library's newer parser keeps spaces between encoded words."""
    return str(make_header(decode_header(message_from_bytes(data, policy=compat32)[name])))


def written(envelope: Envelope, above: Head, words: Words = WORDS) -> EmailMessage:
    data = b"".join(envelope.mail(above, words))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998, "RFC 5322 section 2.1.1"
    assert b"\n" not in data.replace(b"\r\n", b"")
    return opened(data)


def test_thai_names_and_subject_are_read_back_as_they_were_written() -> None:
    data = b"".join(Envelope([], boundary="=_b").mail(head(), WORDS))

    message = opened(data)
    assert message["Subject"] == "ด่วนที่สุด : ขอเชิญประชุม"
    assert field(data, "To") == f"{GOVERNOR} <saraban@krabi.example>"
    assert field(data, "From") == "กรมตัวอย่าง <saraban@example.go.th>"
    assert message["Date"].datetime == AT
    assert message["X-Unsent"] == "1"


@pytest.mark.parametrize("part", ["sender", "addressee", "subject"])
@pytest.mark.parametrize(
    "typed",
    [
        "ก\r\nBcc: all@example.org",
        "a\nBcc: all@example.org",
        'a" <x@example.org>, "b',
        "a\r\n\r\nbody",
        "a, b@example.org",
    ],
)
def test_words_with_line_breaks_or_signs_of_addresses_begin_no_other_field(part: str, typed: str) -> None:
    message = written(Envelope([], boundary="=_b"), head(**{part: typed}))

    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["saraban@krabi.example"]
    assert [one.addr_spec for one in message["From"].addresses] == ["saraban@example.go.th"]
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in message.iter_parts()] == ["multipart/alternative"]


@given(st.text(max_size=300))
def test_no_name_at_all_changes_to_whom_a_mail_goes(name: str) -> None:
    data = b"".join(Envelope([], boundary="=_b").mail(head(addressee=name, subject=name), Words("", "")))

    message = message_from_bytes(data, policy=default)

    assert [one.addr_spec for one in message["To"].addresses] == ["saraban@krabi.example"]
    assert sorted(message.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"]
    )


def test_a_file_with_a_thai_name_of_300_bytes_keeps_it_through_rfc_2231() -> None:
    name = "ก" * 99 + ".pdf"
    file = Enclosed(name, "application/pdf", "หนังสือ\r\nX-Evil: 1", bytes(range(256)) * 300)

    message = written(Envelope([file], boundary="=_b"), head())

    (found,) = message.iter_attachments()
    assert found.get_filename() == name
    assert found.get_content() == file.data
    assert found["X-Evil"] is None


def test_both_texts_come_back_whole_and_signs_of_html_stay_words() -> None:
    words = reminding(
        "<script>alert(1)</script>",
        [Owed("มท 0812/ว 271", "๑๐ กุมภาพันธ์ ๒๕๖๔", '"><img src=x>')],
        "กรม",
        SENDER,
        specimen=True,
    )

    message = written(Envelope([], boundary="=_b"), head(), words)

    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "<script>alert(1)</script>" in plain.get_content()
    assert "<script" not in html.get_content()
    assert "<img" not in html.get_content()
    assert "SPECIMEN" in html.get_content()


# --- names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("นร 0913/56", "2564_OPM0913_56"),
        ("มท 0812/ว 271", "2564_OPM0812_ว_271"),
        ("มท 0808.2/ว 5401", "2564_OPM0808.2_ว_5401"),
        ("กบ 0032/12", "2564_KBI0032_12"),
        ("นร 1208/686-723", "2564_OPM1208_686-723"),
        ("55/2564", "2564_OPM_55_2564"),
    ],
)
def test_the_file_of_a_letter_is_called_as_the_annex_has_it(number: str, name: str) -> None:
    assert letter_file(number, date(2021, 2, 10), roman="OPM") == name


def test_without_a_roman_code_the_file_has_no_name_and_the_refusal_says_what_to_set() -> None:
    with pytest.raises(InvalidValue, match="set the office's own"):
        letter_file("มท 0812/ว 271", date(2021, 2, 10), roman=None)


@pytest.mark.parametrize(
    "name", ["../../x", "C:\\x", "a\x00b", "\u202egpj.exe", "CON", "nul.txt", "ก" * 200, "...", ""]
)
def test_s9_a_name_that_somebody_typed_names_one_file_and_no_path(name: str) -> None:
    found = file_name(name, ending=".eml")

    assert found.endswith(".eml")
    assert len(found.encode()) <= 255
    assert not set("/\\\x00\u202e:") & set(found)
    assert not found.startswith(".")
    assert found.partition(".")[0].upper() not in {"CON", "NUL"}


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [("ผู้ว่า", 6, ""), ("ผู้ว่า", 9, "ผู้"), ("เเก่", 8, ""), ("กำ", 5, ""), ("กข", 5, "ก"), ("ab", 1, "a"), ("เก", 3, "")],
)
def test_a_name_is_cut_between_letters(text: str, most: int, kept: str) -> None:
    assert cut(text, most) == kept


# --- the archive -------------------------------------------------------------------------------------------


def test_a_zip_of_76_mails_is_written_with_a_few_of_them_in_memory() -> None:
    size = 1 << 20
    files = ((f"{n:03} ผู้ว่าราชการจังหวัด.eml", bytes(size)) for n in range(76))
    tracemalloc.start()

    whole = sum(len(piece) for piece in stored(files, at=AT))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole > 76 * size
    assert most < 6 * size


def test_the_zip_is_whole_and_names_sizes_before_the_files() -> None:
    files = {f"{n} ก.eml": b"mail" * (1000 - 400 * n) for n in range(3)}

    data = b"".join(stored(iter(files.items()), at=AT))

    with ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == files
        assert not any(info.flag_bits & 8 for info in archive.infolist()), "sizes stand in front"
    assert len(data) < sum(map(len, files.values())) + 500
