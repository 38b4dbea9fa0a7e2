"""The emblem and the address that an office configures: drawings that only draw, addresses that are its own."""

from pathlib import Path

import pytest

from domain.errors import InvalidValue
from registry.documents.writing import codes
from registry.documents.writing.paper import (
    LARGEST_EMBLEM,
    Paper,
    checked_address,
    checked_emblem,
    keep_address,
    keep_emblem,
)
from registry.documents.writing.typeset import typeset
from tests.registry.documents.writing.letters import BODY, CODE, LETTER, ORIGIN


def svg(inside: str, attributes: str = "", before: str = "") -> bytes:
    """Return a drawing with something more in it."""
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 10 10" {attributes}><path d="M0 0h9v9z"/>{inside}</svg>'
    ).encode()


def test_an_office_that_configured_nothing_has_a_drawing_and_an_address_at_its_registry(tmp_path: Path) -> None:
    paper = Paper.load(tmp_path / "paper", origin="registry.example.go.th/letters")

    assert b"<svg" in paper.emblem
    assert paper.address == "https://registry.example.go.th/v/"


def test_what_is_kept_is_loaded_and_printed(tmp_path: Path) -> None:
    keep_emblem(tmp_path / "paper", svg("<circle r='3'/>"))
    keep_address(tmp_path / "paper", " https://www.example.go.th/letters/ \n", origin=ORIGIN)

    paper = Paper.load(tmp_path / "paper", origin=ORIGIN)

    assert paper == Paper(svg("<circle r='3'/>"), "https://www.example.go.th/letters/")
    assert typeset(LETTER, BODY, paper=paper, code=CODE, origin=ORIGIN).pdf.startswith(b"%PDF-1.7")
    assert codes.address(paper, CODE) == f"https://www.example.go.th/letters/{CODE}"


def test_an_emblem_is_replaced_by_the_next(tmp_path: Path) -> None:
    keep_emblem(tmp_path, svg(""))
    keep_emblem(tmp_path, svg("<rect width='2' height='2'/>"))

    assert (tmp_path / "emblem.svg").read_bytes() == svg("<rect width='2' height='2'/>")
    assert [file.name for file in tmp_path.iterdir()] == ["emblem.svg"]


@pytest.mark.parametrize(
    ("emblem", "why"),
    [
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("<text>ก</text>"), "<text>"),
        (svg("<image href='data:image/png;base64,AA'/>"), "<image>"),
        (svg("<use href='#a'/>"), "<use>"),
        (svg("<style>@import url(x)</style>"), "<style>"),
        (svg("<foreignObject/>"), "<foreignObject>"),
        (svg("<animate/>"), "<animate>"),
        (svg("<a href='#x'/>"), "<a>"),
        (svg("", "onload='alert(1)'"), "onload"),
        (svg("<path d='M0 0h1' fill='url(http://example.com/#a)'/>"), "fill"),
        (svg("<path d='M0 0h1' style='fill: URL( &quot;http://example.com/#a&quot;)'/>"), "style"),
        (svg("<linearGradient xlink:href='http://example.com/'/>"), "href"),
        (svg("", before="<?xml-stylesheet href='x'?>").replace(b"<path", b"<?php x?><path"), "instructions"),
        (svg("", before='<!DOCTYPE svg [<!ENTITY a "aaaa">]>'), "document type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "nothing is drawn"),
        (b"<svg><path d='M0 0h1'/></svg>", "not svg"),
        (b"<html/>", "not svg"),
        (b"%PDF-1.7", "no XML"),
        (b"", "no XML"),
        (svg("").decode().encode("utf-16"), "not UTF-8"),
        (svg(" " * LARGEST_EMBLEM), "more than"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(emblem: bytes, why: str) -> None:
    with pytest.raises(InvalidValue, match=why) as refused:
        checked_emblem(emblem)

    assert refused.value.slug == "emblem-unfit"


def test_a_gradient_of_its_own_and_notes_of_a_drawing_program_are_taken() -> None:
    emblem = svg(
        "<defs><linearGradient id='a'><stop offset='0'/></linearGradient></defs><!-- note -->"
        "<metadata><x xmlns='http://example.com/'/></metadata><rect width='1' height='1' fill='url(#a)'/>"
    )

    assert checked_emblem(emblem) == emblem


def test_a_drawing_that_cannot_be_set_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot be set"):
        keep_emblem(tmp_path / "paper", svg("").replace(b'viewBox="0 0 10 10"', b'width="0" height="0"'))

    assert not (tmp_path / "paper").exists()


@pytest.mark.parametrize(
    "address",
    [
        "http://example.go.th/v/",
        "https://example.go.th/v",
        "https://example.go.th/v/?a=",
        "https://example.go.th/v/#",
        "https://user@example.go.th/v/",
        "https://example.go.th/v/\nhttps://example.go.th/",
        "https://Example.go.th/v/",
        "https://ตัวอย่าง.go.th/v/",
        "https:///v/",
        "https://..example.go.th/v/",
        "https://-.example.go.th/v/",
        "https://a-.example.go.th/v/",
        "https://example.go.th./v/",
        "https://example.go.th:0/v/",
        "https://example.go.th:65536/v/",
        "https://example.go.th/../v/",
        "https://example.go.th/v/./",
        "example.go.th/v/",
        "",
        "https://example.go.th/" + "v/" * 60,
    ],
)
def test_an_address_that_is_no_plain_https_folder_is_refused(address: str) -> None:
    with pytest.raises(InvalidValue, match="is no address for QR codes") as refused:
        checked_address(address, origin=ORIGIN)

    assert refused.value.facts["example"] == "https://example.go.th/v/"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("example.com", "registry.example.go.th/letters"),
        ("go.th", "registry.example.go.th/letters"),
        ("other.go.th", "registry.example.go.th/letters"),
        ("badexample.go.th", "registry.example.go.th/letters"),
        ("example.go.th.evil.com", "registry.example.go.th/letters"),
        ("evil.org", "registry.example.org/letters"),
    ],
)
def test_an_address_in_a_foreign_domain_is_refused(host: str, origin: str) -> None:
    with pytest.raises(InvalidValue, match="whoever scans a letter") as refused:
        checked_address(f"https://{host}/v/", origin=origin)

    assert refused.value.slug == "address-of-another"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("example.go.th", "registry.example.go.th/letters"),
        ("www.example.go.th", "registry.example.go.th/letters"),
        ("v.registry.example.go.th", "registry.example.go.th/letters"),
        ("example.org", "registry.example.org/letters"),
        ("example.th", "example.th/letters"),
    ],
)
def test_an_address_in_the_offices_own_domain_is_taken(host: str, origin: str) -> None:
    assert checked_address(f"https://{host}:8443/v/", origin=origin) == f"https://{host}:8443/v/"


def test_an_address_may_have_a_port_and_folders() -> None:
    address = "https://v-1.example.go.th:65535/a/..b/v.2/~c/"

    assert checked_address(address, origin=ORIGIN) == address
