"""Files in the encodings of Thai offices, and files that are no text."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from registry.documents.reading.files.decoding import decoded

LETTER = "ที่ มท ๐๘๑๒/ว ๒๗๑\r\n\r\nเรื่อง ขอเชิญประชุม “Web Conference”\r\nเรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด\r\n"


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        BOM_UTF8 + LETTER.encode(),
        LETTER.encode("cp874"),
        BOM_UTF16_LE + LETTER.encode("utf-16-le"),
        BOM_UTF16_BE + LETTER.encode("utf-16-be"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-874", "16-le with mark", "16-be with mark", "utf-16-le", "utf-16-be"],
)  # fmt: skip
def test_a_letter_is_read_in_whichever_encoding_it_was_saved(data: bytes) -> None:
    assert decoded(data) == LETTER


def test_tis_620_is_read_as_windows_874() -> None:
    plain = LETTER.replace("“", '"').replace("”", '"')

    assert decoded(plain.encode("tis-620")) == plain


@pytest.mark.parametrize(
    "data",
    [
        "Ärger über Öl".encode("latin-1"),
        "Café au lait, déjà vu".encode("latin-1"),
        "Ελληνικά γράμματα".encode("iso8859-7"),
        "Уважаемые коллеги, направляем вам письмо".encode("koi8-r"),
        bytes(range(256)),
        b"a \xa1\xa2 b",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
        "日本語の手紙".encode("shift-jis"),
        "ที่ มท".encode()[:-1],
    ],
    ids=["german", "french", "greek", "russian", "bytes", "two letters", "picture", "japanese", "cut off"],
)
def test_what_is_neither_utf_8_nor_thai_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="not UTF-8"):
        decoded(data)


def test_a_utf_8_text_with_odd_bytes_stays_what_it_is() -> None:
    assert decoded(b"a\x00b\x0ec") == "a\x00b\x0ec"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = decoded(data)
    except InvalidValue as refused:
        assert refused.slug == "document-not-utf8"  # noqa: PT017 - both ends are right
    else:
        assert isinstance(text, str)


@given(st.text(min_size=1).filter(lambda text: not set(text) & {"\x00", "\x0e", "\ufeff"}))
def test_whatever_is_utf_8_is_read_as_that(text: str) -> None:
    assert decoded(text.encode("utf-8", "ignore")) == text.encode("utf-8", "ignore").decode()
