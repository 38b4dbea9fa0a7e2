"""Every bad input that the command line can meet: one clear sentence, the exit code, nothing half-written."""

import json
import os
import resource
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keys.testing import SpecimenAuthority
from registry.home import Home
from registry.register.register import Register
from registry.wiring import open_register
from tests.api.cli.conftest import Clerk, Ran


def facts(saraban: Clerk) -> int:
    return sum(1 for _ in saraban.world.register.store.after(-1, 10_000))


def refused(saraban: Clerk, *typed: str, code: int = 1) -> Ran:
    """Type what must be refused: in Thai on standard error, in one line, and with nothing written."""
    before = facts(saraban)

    ran, as_json = saraban(*typed), saraban(*typed, "--json")

    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert (ran.code, as_json.code) == (code, code)
    assert facts(saraban) == before
    return Ran(ran.code, as_json.out, ran.err)


# --- keys and pass phrases -------------------------------------------------------------------------------


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


# --- files -----------------------------------------------------------------------------------------------


def test_unreadable_and_empty_files_are_refused(saraban: Clerk) -> None:
    key = saraban.key("dg")
    nothing, folder = str(saraban.folder / "nothing.json"), str(saraban.folder)

    assert refused(saraban, "register", nothing, *key).refused == "file-unreadable"
    assert refused(saraban, "register", folder, *key).refused == "file-unreadable"
    assert refused(saraban, "register", saraban.file("empty.json", ""), *key).refused == "file-empty"
    assert refused(saraban, "read", saraban.file("empty.txt", "")).refused == "file-empty"


def test_an_attachment_that_changes_while_it_is_read_is_refused(saraban: Clerk) -> None:
    attachment = Path(saraban.file("big.bin", b"0" * (4 << 20)))
    draft = saraban.draft(attachments=[{"title": "ใหญ่", "file": "big.bin"}])

    with changing(attachment):
        ran = refused(saraban, "register", draft, *saraban.key("dg"))

    assert ran.refused == "file-changed"
    assert not list(Home(saraban.world.folder).blobs.glob("*.part"))


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Keep changing a file."""
    done = threading.Event()

    def change() -> None:
        moment = 0
        while not done.is_set():
            moment += 1
            os.utime(path, ns=(moment, moment))

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_an_attachment_elsewhere_on_the_machine_is_refused(saraban: Clerk) -> None:
    outside = saraban.folder.parent / "private.txt"
    outside.write_text("private")
    (saraban.folder / "link.txt").symlink_to(outside)

    for name in ("../private.txt", str(outside), "link.txt"):
        draft = saraban.draft(attachments=[{"title": "ลับ", "file": name}])

        assert refused(saraban, "register", draft, *saraban.key("dg")).refused == "attachment-elsewhere"


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ('{"subject": "a", "subject": "b"}', "draft-key-twice"),
        ('{"attachments": [{"title": "a", "quantity": 1.5}]}', "draft-fraction"),
        ('{"attachments": [{"title": "a", "quantity": NaN}]}', "draft-fraction"),
        ('{"body":' + 100_000 * "[" + 100_000 * "]" + "}", "draft-too-deep"),
        ('{"subject": "a", "number": "มท 0812/1"}', "draft-unreadable"),
        ("[1]", "draft-unreadable"),
        ('{"subject": "a"', "draft-unreadable"),
        (b"\xff\xfe{}", "draft-unreadable"),
        ('{"subject": "a\\ud800"}', "hidden-character"),
    ],
)
def test_a_draft_that_two_readers_could_read_two_ways_is_refused(
    saraban: Clerk, content: str | bytes, slug: str
) -> None:
    assert refused(saraban, "register", saraban.file("bad.json", content), *saraban.key("dg")).refused == slug


def test_a_text_that_leaves_doubts_is_not_signed(saraban: Clerk) -> None:
    letter = "ที่ มท 0812/ว 1\nกรม\n31 กุมภาพันธ์ 2564\nเรื่อง ขอเชิญ\nเรียน ผู้ว่าราชการจังหวัดกระบี่\nด้วย\nขอแสดงความนับถือ\n"

    ran = refused(saraban, "register", saraban.file("letter.txt", letter), *saraban.key("dg"))

    assert ran.refused == "draft-in-doubt"


# --- dates, codes, numbers -------------------------------------------------------------------------------


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
    monkeypatch.setattr("registry.acts.issuing._check", lambda *_: None)

    ran = saraban("register", saraban.draft(signatory={"post": "ปลัดกระทรวง"}), *saraban.key("dg"), "--json")

    assert ran.refused == "post-not-held"
    [row] = saraban.json("book", "sent")
    assert (row["n"], row["state"]) == (271, "void")
    assert "post-not-held" in row["remark"]


# --- acts at the wrong time ------------------------------------------------------------------------------


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
    assert refused(saraban, "key", "enrol", "r1", certificate, *saraban.key("r1")).refused == "enrols-himself"
    assert refused(saraban, "key", "enrol", "dg", certificate, *saraban.key("clerk")).refused == "role-missing"


# --- the machine -----------------------------------------------------------------------------------------


def test_a_full_disk_leaves_nothing_half_written_and_work_goes_on_when_there_is_room(saraban: Clerk) -> None:
    saraban.json("reserve")
    before = facts(saraban)

    with no_room_behind(saraban.world.folder / "register.db-wal"):
        ran = saraban("reserve", "--count", "400", "--json")

    assert (ran.code, ran.refused) == (1, "not-stored")
    assert facts(saraban) == before
    assert saraban.json("reserve")["n"] == [2]
    assert saraban.json("audit")["verdict"] == "valid"


def test_a_full_disk_takes_no_attachment(saraban: Clerk) -> None:
    saraban.file("big.bin", b"0" * (6 << 20))
    draft = saraban.draft(attachments=[{"title": "ใหญ่", "file": "big.bin"}])

    with no_room_behind(saraban.world.folder / "register.db-wal"):
        ran = saraban("register", draft, *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused) == (1, "machine-refused")
    assert not list(Home(saraban.world.folder).blobs.glob("*.part"))
    assert saraban.json("book", "sent") == []


@contextmanager
def no_room_behind(path: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the size of *path* and a little."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 8192, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_second_writer_is_refused_while_the_first_holds_the_log(saraban: Clerk) -> None:
    with pytest.raises(Exception, match="Another process signs the log"):
        open_register(saraban.world.folder)

    assert isinstance(saraban.world.register, Register)
    assert saraban.json("reserve")["n"] == [1]


# --- bundles ---------------------------------------------------------------------------------------------


@pytest.fixture
def bundle(saraban: Clerk) -> Path:
    file = saraban.folder / "bundle.zip"
    saraban.json("bundle", saraban.registered(), "--output", str(file))
    return file


def verdict(saraban: Clerk, file: Path) -> tuple[int, str]:
    home = Home(saraban.world.folder)
    ran = saraban("verify", str(file), "--trust", str(home.roots), "--log-key", str(home.log_key), "--json")
    return ran.code, ran.answer["verdict"]


def test_a_truncated_bundle_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    data = bundle.read_bytes()
    for size in (0, 10, len(data) // 2, len(data) - 1):
        bundle.write_bytes(data[:size])

        assert verdict(saraban, bundle) == (1, "invalid")


def test_a_bundle_that_was_packed_anew_or_reaches_outside_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for more, how in (({}, zipfile.ZIP_DEFLATED), ({"../../outside": b"x"}, zipfile.ZIP_STORED)):
        with zipfile.ZipFile(bundle, "w", how) as new:
            for name, data in {**members, **more}.items():
                new.writestr(name, data)

        assert verdict(saraban, bundle) == (1, "invalid")
    assert not (saraban.folder.parent / "outside").exists()


def test_a_statement_that_is_not_canonical_is_not_valid(saraban: Clerk, bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members["statement.json"] = json.dumps(json.loads(members["statement.json"]), indent=1).encode()
    with zipfile.ZipFile(bundle, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)

    assert verdict(saraban, bundle) == (1, "invalid")


def test_a_verifier_without_usable_trust_is_wrong_usage(saraban: Clerk, bundle: Path) -> None:
    home = Home(saraban.world.folder)
    good = {"--trust": str(home.roots), "--log-key": str(home.log_key)}
    bad = [
        {"--trust": str(saraban.folder / "nothing")},
        {"--trust": saraban.file("bad.pem", "nothing")},
        {"--log-key": saraban.file("bad.vkey", "nothing")},
        {"--leaf0": "12"},
    ]
    for changed in bad:
        options = [part for pair in {**good, **changed}.items() for part in pair]

        assert saraban("verify", str(bundle), *options, "--json").code == 2


def test_an_audit_names_what_was_changed(saraban: Clerk) -> None:
    saraban.registered()
    blob = next(Home(saraban.world.folder).blobs.glob("??/*"))
    blob.write_bytes(b"changed")

    ran = saraban("audit", "--json")

    assert ran.code == 1
    assert ran.refused.startswith("blob-")
    assert blob.name in ran.answer["error"]["message"]
