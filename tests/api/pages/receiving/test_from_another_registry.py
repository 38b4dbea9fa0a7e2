"""Bundles of other registries: verified while they are received, as far as their registry is trusted here."""

from pathlib import Path

import pytest

from tests.api.pages.receiving.desk import (
    ELSEWHERE,
    LETTER,
    Client,
    bring,
    brought,
    bundle_of,
    mail,
    received,
    register,
    trust,
    value,
)
from tests.api.web import WebOffice
from tests.registry.world import LETTER as SIGNED
from tests.registry.world import World


def test_the_bundle_of_a_known_registry_is_verified_layer_by_layer_before_it_is_received(
    trusting: WebOffice, clerk: Client, elsewhere: World
) -> None:
    stream = elsewhere.issue(subject="แจ้งแนวทาง")

    path = brought(clerk, "bundle", bundle_of(elsewhere, stream), "letter.zip")

    page = clerk.get(path).text
    assert ELSEWHERE in page
    assert page.count('<strong class="tag good">ถูกต้อง</strong>') == 6 + 1  # layers, and the headline
    assert value(page, "subject") == "แจ้งแนวทาง"
    letter = register(clerk, path, subject="แจ้งแนวทาง")
    assert received(trusting, letter).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: ถูกต้อง"
    shown = clerk.get(f"/receiving/{letter}").text
    assert "saraban answer" in shown
    assert ELSEWHERE in shown


def test_of_an_unknown_registry_nothing_is_told_and_the_page_says_what_would_help(
    fresh: WebOffice, elsewhere: World
) -> None:
    with fresh.client("clerk") as client:
        path = brought(client, "bundle", bundle_of(elsewhere, elsewhere.issue()), "letter.zip")
        page = client.get(path).text
        letter = register(client, path)

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page
    assert "saraban trust add" in page
    assert "tag good" not in page
    assert received(fresh, letter).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: บอกไม่ได้"


def test_a_bundle_under_other_keys_than_those_trusted_is_never_green(
    fresh: WebOffice, elsewhere: World, tmp_path: Path
) -> None:
    trust(fresh, World.founded(tmp_path / "impostor", origin=ELSEWHERE))

    with fresh.client("clerk") as client:
        page = client.get(brought(client, "bundle", bundle_of(elsewhere, elsewhere.issue()), "letter.zip")).text

    headline = page.partition('id="evidence">')[2].partition("</h2>")[0]
    assert "ไม่ถูกต้อง" in headline
    assert "tag good" not in headline


@pytest.mark.usefixtures("trusting")
def test_a_bundle_in_a_mail_is_verified_too(clerk: Client, elsewhere: World) -> None:
    came = mail()
    came.add_attachment(SIGNED, maintype="text", subtype="plain", filename="letter.txt")
    data = bundle_of(elsewhere, elsewhere.issue())
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert '<strong class="tag good">ถูกต้อง</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]


@pytest.mark.usefixtures("trusting")
def test_a_mail_with_nothing_but_a_bundle_is_entered_by_what_was_signed(clerk: Client, elsewhere: World) -> None:
    came = mail("คำพูดของผู้ส่ง")
    data = bundle_of(elsewhere, elsewhere.issue(subject="ตามที่ลงลายมือชื่อ"))
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert value(page, "subject") == "ตามที่ลงลายมือชื่อ"


def test_good_evidence_of_one_letter_makes_no_other_file_green(
    trusting: WebOffice, clerk: Client, elsewhere: World
) -> None:
    came = mail()
    data = bundle_of(elsewhere, elsewhere.issue())
    came.add_attachment(LETTER, maintype="text", subtype="plain", filename="forged.txt")
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    path = brought(clerk, "mail", came.as_bytes(), "came.eml")
    page = clerk.get(path).text

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]
    assert "แฟ้ม forged.txt ไม่ใช่แฟ้มของหลักฐานนี้" in page
    assert received(trusting, register(clerk, path)).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: บอกไม่ได้"


@pytest.mark.usefixtures("trusting")
def test_of_several_bundles_in_a_mail_the_worst_counts(clerk: Client, elsewhere: World, tmp_path: Path) -> None:
    stranger = World.staffed(tmp_path / "stranger", origin="stranger.example/letters")
    came = mail()
    for world in (elsewhere, stranger):
        data = bundle_of(world, world.issue())
        came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]


def test_s10_a_zip_that_is_no_bundle_in_its_one_form_is_refused(clerk: Client, elsewhere: World) -> None:
    whole = bundle_of(elsewhere, elsewhere.issue())

    for data in (whole[:-1], whole + b"\x00", whole.replace(b"README", b"../RME"), b"PK\x03\x04"):
        answer = bring(clerk, "bundle", data, "letter.zip")
        assert answer.status_code == 422
        assert "ไม่ใช่แฟ้มหลักฐานของหนังสือ" in answer.text


def test_a_bundle_about_an_answer_is_no_letter(clerk: Client, elsewhere: World) -> None:
    stream = elsewhere.issue()
    elsewhere.dispatch(stream)
    said = elsewhere.acknowledgement(stream)
    elsewhere.admit(said, stream=stream)

    answer = bring(clerk, "bundle", bundle_of(elsewhere, said.stream), "answer.zip")

    assert answer.status_code == 422
    assert "ของคำตอบ" in answer.text
