"""Dates, codes and numbers that are refused, and acts at the wrong time."""

import pytest

from domain.authority import Role
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("๒๙ ก.พ. ๒๕๖๖", "no-such-day"),
        ("29/2/2566", "no-such-day"),
        ("10/2/2021", "year-looks-christian"),
        ("2021-02-10", "year-looks-christian"),
        ("10/2/2480", "year-before-2484"),
        ("10/2/3000", "year-too-large"),
        ("เมื่อวาน", "date-unreadable"),
    ],
)
def test_days_that_do_not_exist_or_are_of_another_era_are_refused(saraban: Clerk, day: str, slug: str) -> None:
    typed = ("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")

    assert refused(saraban, *typed, "--dated", day).refused == slug
    assert refused(saraban, "book", "sent", "--date", day).refused == slug
    assert refused(saraban, "replay", "--until", day).refused == slug


def test_the_twenty_ninth_of_february_2567_exists(saraban: Clerk) -> None:
    typed = ("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")

    assert saraban(*typed, "--dated", "๒๙ ก.พ. ๒๕๖๗").code == 0


def test_a_time_that_does_not_exist_is_refused(saraban: Clerk) -> None:
    typed = ("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")

    for moment in ("25.00", "9.60", "9 ก.พ. 2564", "ตอนเช้า"):
        assert refused(saraban, *typed, "--entered-at", moment).refused == "time-unreadable"


@pytest.mark.parametrize(("code", "slug"), [("ฮฮ 0812", "unknown-owner-code"), ("กค 0812", "not-our-code")])
def test_an_owner_code_that_is_unknown_or_anothers_is_refused_before_a_number_is_taken(
    saraban: Clerk, code: str, slug: str
) -> None:
    assert refused(saraban, "register", saraban.draft(code=code), *saraban.key("dg")).refused == slug


def test_secrets_are_refused_outside_the_secret_book(saraban: Clerk) -> None:
    for secrecy, slug in (("top_secret", "top-secret-electronically"), ("secret", "secret-content-unencrypted")):
        draft = saraban.draft(secrecy=secrecy)

        assert refused(saraban, "register", draft, *saraban.key("dg")).refused == slug


def test_a_letter_without_its_parts_takes_no_number(saraban: Clerk) -> None:
    for part in ("subject", "addressees", "body"):
        ran = refused(saraban, "register", saraban.draft(**{part: None}), *saraban.key("dg"))

        assert ran.refused == "part-missing"


def test_a_number_refused_behind_its_reservation_is_voided_at_once(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.acts.issuing.check", lambda *_, **_named: None)

    ran = saraban("register", saraban.draft(signatory={"post": "ปลัดกระทรวง"}), *saraban.key("dg"), "--json")

    assert ran.refused == "post-not-held"
    [row] = saraban.json("book", "sent")
    assert (row["n"], row["state"]) == (271, "void")
    assert "post-not-held" in row["remark"]


def test_a_letter_that_one_did_not_receive_cannot_be_acknowledged(saraban: Clerk) -> None:
    number = saraban.dispatched()

    assert refused(saraban, "acknowledge", number, *saraban.key("p2")).refused == "not-received"
    assert refused(saraban, "acknowledge", number, "--to", "กระบี่", *saraban.key("p1")).refused == "not-the-recipient"
    assert refused(saraban, "acknowledge", "มท 0812/ว 9", *saraban.key("p1")).refused == "letter-unknown"


def test_a_letter_that_was_not_sent_cannot_be_acknowledged(saraban: Clerk) -> None:
    number = saraban.registered()

    assert refused(saraban, "acknowledge", number, *saraban.key("p0")).refused == "wrong-stage"
    assert refused(saraban, "delivery", number, "--to", "1", "--result", "sent").refused == "not-dispatched"


def test_an_addressee_answers_once(saraban: Clerk) -> None:
    number = saraban.dispatched()
    saraban.json("acknowledge", number, *saraban.key("p0"))

    assert refused(saraban, "return", number, "--reason", "ผิด", *saraban.key("p0")).refused == "answered-before"


def test_a_letter_is_cancelled_once(saraban: Clerk) -> None:
    first, second = saraban.dispatched(), saraban.dispatched()
    typed = ("cancel", first, "--by", second, "--reason", "เลิก")
    saraban.json(*typed)

    ran = refused(saraban, *typed)

    assert ran.refused == "withdrawn-before"
    assert "ถูกยกเลิกไปก่อนแล้ว" in ran.err


def test_a_number_is_voided_once_and_a_used_one_never(saraban: Clerk) -> None:
    saraban.registered()
    saraban.json("reserve")
    saraban.json("void", "1", "--reason", "ทดสอบ")

    assert refused(saraban, "void", "1", "--reason", "ทดสอบ").refused == "number-used"
    assert refused(saraban, "void", "271", "--kind", "circular", "--reason", "ทดสอบ").refused == "number-used"
    assert refused(saraban, "void", "99", "--reason", "ทดสอบ").refused == "number-never-given"


def test_a_reply_to_nobody_and_an_unknown_addressee_are_refused(saraban: Clerk) -> None:
    number = saraban.dispatched()

    assert refused(saraban, "delivery", number, "--to", "ตราด", "--result", "sent").refused == "no-such-addressee"
    assert refused(saraban, "delivery", number, "--to", "ผู้ว่า", "--result", "sent").refused == "which-addressee"
    assert (
        refused(saraban, "register", saraban.draft(), "--answers", "รับ 7", *saraban.key("dg")).refused
        == "letter-unknown"
    )


def test_what_could_be_several_has_to_be_named(saraban: Clerk) -> None:
    saraban.json("series", "open", "เล่มสอง", "--kind", "circular")
    world = saraban.world
    world.enrol("two", "นาย สองตำแหน่ง", posts=("รองอธิบดี", "ผู้อำนวยการ"))

    assert refused(saraban, "register", saraban.draft(), *saraban.key("dg")).refused == "which-book"
    assert saraban("register", saraban.draft(), "--book", "เล่มสอง", *saraban.key("dg")).code == 0
    assert refused(saraban, "register", saraban.draft(circular=False), *saraban.key("two")).refused == "which-post"


def test_an_officer_with_two_keys_or_none_is_not_guessed_at(saraban: Clerk) -> None:
    typed = ("key", "withdraw", "dg", "--reason", "ทำหาย", *saraban.key("r1"))
    second = saraban.world.authority.officer("นายประยูร ตัวอย่าง", organisation="กรม", post="อธิบดี")
    certificate = saraban.file("second.cer", second.certificate.pem())
    saraban.json("key", "enrol", "dg", certificate, *saraban.key("r1"))
    saraban.json("key", "confirm", "dg", *saraban.key("r2"))

    assert refused(saraban, *typed).refused == "which-key"
    assert refused(saraban, "key", "confirm", "dg", *saraban.key("r2")).refused == "officer-without-key"
    assert refused(saraban, "key", "withdraw", "sha256:12", *typed[3:]).refused == "not-a-digest"
    saraban.json("key", "withdraw", second.certificate.spki, *typed[3:])


def test_two_officers_are_needed_for_a_key_and_nobody_enrols_himself(saraban: Clerk) -> None:
    key = saraban.world.authority.officer("นาย ใหม่", organisation="กรม", post="ธุรการ")
    certificate = saraban.file("new.cer", key.certificate.pem())
    saraban.json("key", "enrol", "clerk", certificate, *saraban.key("r1"))

    assert refused(saraban, "key", "confirm", "clerk", *saraban.key("r1")).refused == "second-officer-needed"
    again = ("officer", "enrol", "r1", "--name", "นาย ใหม่", "--office", "กรม", "--role", "signatory")
    assert refused(saraban, *again, *saraban.key("r1")).refused == "enrols-himself"
    assert refused(saraban, "key", "enrol", "dg", certificate, *saraban.key("clerk")).refused == "role-missing"


def test_a_registrar_is_not_enrolled_anew_where_nobody_is_left_to_confirm_the_key(saraban: Clerk) -> None:
    typed = ("officer", "enrol", "r2", "--name", "นายสอง ตัวอย่าง", "--office", "กรม", "--role", "registrar")

    alone = refused(saraban, *typed, *saraban.key("r1"))
    saraban.world.enrol("r3", "นายสาม ตัวอย่าง", posts=("นายทะเบียน",), roles=(Role.REGISTRAR,))

    assert alone.refused == "nobody-to-confirm"
    assert saraban.json(*typed, *saraban.key("r1"))["officer"] == "r2"


def test_what_nobody_can_see_does_not_get_into_the_register(saraban: Clerk) -> None:
    number, hidden = saraban.dispatched(), "a\x1b[2J"
    saraban.json("reserve")
    saraban.json("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")

    for typed in (
        ["delivery", number, "--to", "1", "--result", "sent", "--detail", hidden],
        ["delivery", number, "--to", "1", "--result", "sent", "--address", hidden],
        ["confirm", number, "--to", "1", "--spoke-with", hidden],
        ["void", "1", "--reason", hidden],
        ["receive", "ศธ 0201/16", "--from", "กระทรวง", "--subject", "ขอข้อมูล", "--remark", hidden],
        ["note", number, hidden],
        ["assign", "รับ 1", "--to", hidden],
        ["conclude", "รับ 1", hidden],
        ["acknowledge", number, "--receive-number", hidden, *saraban.key("p0")],
        ["officer", "enrol", hidden, "--name", "ก", "--office", "กรม", "--role", "clerk", *saraban.key("r1")],
    ):
        assert refused(saraban, *typed).refused == "hidden-character", typed
