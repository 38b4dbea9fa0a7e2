"""Keys and pass phrases that are refused: one clear sentence, the exit code, no number taken."""

import os
from datetime import UTC, datetime

from keys.testing import SpecimenAuthority
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused


def test_a_wrong_pass_phrase_opens_nothing_and_is_not_repeated(saraban: Clerk) -> None:
    key = saraban.key("dg")[:2]

    ran = refused(saraban, "register", saraban.draft(), *key, "--passphrase-file", str(saraban.pass_phrase("ผิดแน่นอน")))

    assert ran.refused == "wrong-pass-phrase"
    assert "ผิดแน่นอน" not in ran.err + ran.out


def test_a_pass_phrase_that_others_can_read_is_refused(saraban: Clerk) -> None:
    phrase = saraban.pass_phrase()
    phrase.chmod(0o644)

    ran = refused(saraban, "register", saraban.draft(), *saraban.key("dg")[:2], "--passphrase-file", str(phrase))

    assert ran.refused == "pass-phrase-open-to-others"


def test_a_pass_phrase_has_no_place_on_the_command_line(saraban: Clerk) -> None:
    ran = saraban("register", saraban.draft(), *saraban.key("dg")[:2], "--passphrase", "ถ้อยคำลับ")

    assert ran.code == 2


def test_where_nobody_can_be_asked_the_pass_phrase_has_to_come_from_a_file(saraban: Clerk) -> None:
    ran = saraban("register", saraban.draft(), *saraban.key("dg")[:2], "--json")

    assert (ran.code, ran.refused) == (2, "pass-phrase-missing")


def test_a_pass_phrase_comes_from_a_descriptor_and_an_empty_one_is_refused(saraban: Clerk) -> None:
    for words, code in (("ถ้อยคำลับ\n", 0), ("\n", 1)):
        reading, writing = os.pipe()
        os.write(writing, words.encode())
        os.close(writing)

        ran = saraban("register", saraban.draft(), *saraban.key("dg")[:2], "--passphrase-fd", str(reading))

        os.close(reading)
        assert ran.code == code, ran.err


def test_a_foreign_key_is_refused_before_a_number_is_taken(saraban: Clerk) -> None:
    stranger = SpecimenAuthority.create("another").officer("นาย นอก", organisation="อื่น", post="อธิบดี")

    ran = refused(saraban, "register", saraban.draft(), *saraban.key("stranger", stranger))

    assert ran.refused == "key-not-enrolled"


def test_an_expired_key_is_refused_before_a_number_is_taken(saraban: Clerk) -> None:
    world = saraban.world
    short = world.authority.officer(
        "นาย สั้น", organisation="กรม", post="รองอธิบดี", not_after=datetime(2021, 2, 10, tzinfo=UTC)
    )
    world.enrol("short", "นาย สั้น", posts=("รองอธิบดี",), key=short)
    world.next_day(3)

    ran = refused(saraban, "register", saraban.draft(), *saraban.key("short"))

    assert ran.refused == "certificate-expired"
    assert "๑๐ กุมภาพันธ์ ๒๕๖๔" in ran.err


def test_a_withdrawn_key_is_refused_before_a_number_is_taken(saraban: Clerk) -> None:
    saraban.json("key", "withdraw", "dg", "--reason", "ทำหาย", *saraban.key("r1"))

    assert refused(saraban, "register", saraban.draft(), *saraban.key("dg")).refused == "key-withdrawn"


def test_a_key_file_that_is_none_is_refused(saraban: Clerk) -> None:
    for content, slug in (
        (b"", "file-empty"),
        (b"not a key", "key-file-not-pkcs12"),
        (b"0" * 300_000, "file-too-large"),
    ):
        key = ("--key", saraban.file("bad.p12", content), "--passphrase-file", str(saraban.pass_phrase()))

        assert refused(saraban, "register", saraban.draft(), *key).refused == slug


def test_a_post_that_is_not_held_is_refused_before_a_number_is_taken(saraban: Clerk) -> None:
    draft = saraban.draft(signatory={"post": "ปลัดกระทรวง"})

    assert refused(saraban, "register", draft, *saraban.key("dg")).refused == "post-not-held"
