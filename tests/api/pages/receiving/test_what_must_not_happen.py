"""Hostile names, markup and files at the receiving desk; who may do nothing; that looking changes nothing."""

import re

import pytest

from domain.values import StreamId
from registry.home import Home
from tests.api.pages.receiving.desk import LETTER, MARKUP, Client, brought, do, entry, mail, register, waiting
from tests.api.web import WebOffice
from tests.registry.documents.papers import pdf


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "C:\\temp\\x.txt", "a\u202egnp.txt", "CON.txt", "ก" * 300 + ".txt", "x\x00.txt", "../"],
    ids=str,
)
def test_s9_a_file_keeps_a_safe_name_and_lies_under_its_digest(office: WebOffice, clerk: Client, name: str) -> None:
    stream = register(clerk, brought(clerk, "paper", LETTER, name))

    (file,) = office.counter.office.reader.stream(stream)[0].statement.doc
    handed = clerk.get(f"/receiving/{stream}/files/{file.sha256[7:]}")
    assert not set(file.name) & set('/\\\u202e\x00":')
    assert handed.content == LETTER
    assert handed.headers["content-disposition"].startswith("attachment;")
    assert all(re.fullmatch("[0-9a-f]{62}", one.name) for one in Home(office.world.folder).arrivals.glob("*/*"))


@pytest.mark.parametrize(("name", "mime"), [("x.svg", "image/svg+xml"), ("x.html", "text/html")])
def test_s13_markup_in_a_file_is_saved_in_a_sandbox_and_never_shown(
    office: WebOffice, clerk: Client, name: str, mime: str
) -> None:
    came = mail()
    main, _, sub = mime.partition("/")
    came.add_attachment(MARKUP.encode(), maintype=main, subtype=sub, filename=name)
    path = brought(clerk, "mail", came.as_bytes(), "came.eml")
    stream = register(clerk, path)
    digest = next(
        one for one in office.counter.office.reader.stream(stream)[0].statement.doc if one.name == name
    ).sha256

    answers = [
        clerk.get(f"/receiving/{stream}/files/{digest[7:]}"),
        clerk.get(f"{brought(clerk, 'mail', came.as_bytes(), 'came.eml')}/files/{digest[7:]}"),
    ]

    for answer in answers:
        assert answer.content == MARKUP.encode()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["content-disposition"].startswith("attachment;")


def test_s13_markup_in_every_field_stays_text_on_every_page(clerk: Client) -> None:
    came = mail(MARKUP)
    path = brought(clerk, "mail", came.as_bytes(), MARKUP)
    typed = dict.fromkeys(("printed", "sender", "addressee", "subject", "remark"), MARKUP)
    form = clerk.get(path)
    refused = clerk.post(path, data={**entry(**typed), "dated": MARKUP})
    stream = register(clerk, path, **typed)
    for act in ("assign", "note", "defect", "conclude"):
        do(clerk, stream, act, MARKUP)
    other = register(clerk, brought(clerk, "paper"), **typed, again="1")
    do(clerk, other, "assign", MARKUP)

    pages = [form, refused, *(clerk.get(path) for path in ("/receiving", "/pending", f"/receiving/{stream}"))]

    for page in pages:
        assert "<img src=x" not in page.text
        assert "{{7*7}}" in page.text
    assert clerk.get("/print/received").status_code == 200
    assert clerk.get(f"/print/stamp/{stream}").status_code == 200


def test_s21_looking_and_printing_change_nothing(office: WebOffice, clerk: Client, registered: StreamId) -> None:
    path = brought(clerk, "paper", pdf(), "scan.pdf")
    before, waited = office.facts(), waiting(office)

    for place in (
        "/receiving", "/receiving/new", path, f"/receiving/{registered}", "/pending", "/print", "/print/received",
        "/print/sent", "/print/deliveries", f"/print/stamp/{registered}", f"/print/label/{registered}",
    ):  # fmt: skip
        assert clerk.get(place).status_code == 200, place

    assert (office.facts(), waiting(office)) == (before, waited)


def test_an_auditor_reads_and_does_nothing(fresh: WebOffice) -> None:
    letter = fresh.world.receive()
    before = fresh.facts()

    with fresh.client("auditor") as auditor:
        page = auditor.get(f"/receiving/{letter}")
        refused = auditor.post(f"/receiving/{letter}", data={"do": "note", "text": "x", "once": "ab" * 16})
        new = auditor.get("/receiving/new")

    assert page.status_code == 200
    assert '<form method="post" action="/receiving/' not in page.text
    assert (refused.status_code, new.status_code, fresh.facts()) == (403, 403, before)


@pytest.mark.parametrize("path", ["/receiving/arrivals/nosucharri", "/receiving/01999999-0000-7000-8000-000000000000"])
def test_what_is_not_there_is_not_found(clerk: Client, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_a_file_of_another_letter_is_not_found_below_this_one(office: WebOffice, clerk: Client) -> None:
    one, other = (
        register(clerk, brought(clerk, "paper", data, "a.txt"), printed=f"ก {data[:1]!r}")
        for data in (b"1 SPECIMEN", b"2 SPECIMEN")
    )
    (file,) = office.counter.office.reader.stream(other)[0].statement.doc

    assert clerk.get(f"/receiving/{one}/files/{file.sha256[7:]}").status_code == 404
    assert clerk.get(f"/receiving/{other}/files/{file.sha256[7:]}").status_code == 200
