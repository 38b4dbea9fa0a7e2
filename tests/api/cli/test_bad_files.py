"""Files and drafts that are refused: one clear sentence, the exit code, nothing half-written."""

import itertools
import os
from pathlib import Path

import pytest

from registry.home import Home
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused


def test_unreadable_and_empty_files_are_refused(saraban: Clerk) -> None:
    key = saraban.key("dg")
    nothing, folder = str(saraban.folder / "nothing.json"), str(saraban.folder)

    assert refused(saraban, "register", nothing, *key, code=2).refused == "file-unreadable"
    assert refused(saraban, "register", folder, *key, code=2).refused == "file-unreadable"
    assert refused(saraban, "register", saraban.file("empty.json", ""), *key).refused == "file-empty"
    assert refused(saraban, "read", saraban.file("empty.txt", "")).refused == "file-empty"


@pytest.mark.parametrize(
    "typed",
    [
        ("verify", "{nothing}", "--trust", "{nothing}", "--log-key", "{nothing}"),
        ("read", "{nothing}"),
        ("register", "{nothing}", "--key", "{key}", "--passphrase-file", "{phrase}"),
        ("register", "{draft}", "--key", "{nothing}", "--passphrase-file", "{phrase}"),
        ("register", "{draft}", "--key", "{key}", "--passphrase-file", "{nothing}"),
        ("key", "enrol", "dg", "{nothing}", "--key", "{key}", "--passphrase-file", "{phrase}"),
        ("admit", "{nothing}"),
        ("audit", "--held", "{nothing}"),
        ("import-register", "{nothing}", "--book", "เล่มเดิม"),
        ("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอเชิญ", "--file", "{nothing}"),
        ("series", "open", "เล่มเดิม", "--after", "3", "--last-page", "{nothing}"),
    ],
)
def test_a_file_that_is_not_there_is_wrong_usage_in_every_command(saraban: Clerk, typed: tuple[str, ...]) -> None:
    _, key, _, phrase = saraban.key("dg")
    files = {"nothing": str(saraban.folder / "nothing"), "key": key, "phrase": phrase, "draft": saraban.draft()}

    ran = refused(saraban, *(word.format(**files) for word in typed), code=2)

    assert files["nothing"] in ran.err


def test_an_attachment_that_changes_while_it_is_read_is_refused(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = Path(saraban.file("big.bin", b"0" * (4 << 20)))
    draft = saraban.draft(attachments=[{"title": "ใหญ่", "file": "big.bin"}])
    looked_at, moments = os.fstat, itertools.count(1)

    def changes_behind(opened: int) -> os.stat_result:
        """Look at an open file; the attachment is written to right behind that."""
        found = looked_at(opened)
        if found.st_ino == attachment.stat().st_ino:
            moment = next(moments)
            os.utime(attachment, ns=(moment, moment))
        return found

    monkeypatch.setattr("registry.acts.files.os.fstat", changes_behind)
    ran = refused(saraban, "register", draft, *saraban.key("dg"))

    assert ran.refused == "file-changed"
    assert not list(Home(saraban.world.folder).blobs.glob("*.part"))


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


def test_every_text_of_a_draft_is_spelt_as_the_register_spells(saraban: Clerk) -> None:
    number = saraban.registered(salutation="เรียน\u200b", contact="โทร.\u0e4d\u0e32", owner_unit="  กอง ")

    letter = saraban.json("show", number)["facts"][0]["fields"]["letter"]

    assert (letter["salutation"], letter["contact"], letter["owner_unit"]) == ("เรียน", "โทร.\u0e33", "กอง")
    for part in ("contact", "in_force", "later_date_reason"):
        draft = saraban.draft(**{part: "a\x1b[2J"})

        assert refused(saraban, "register", draft, *saraban.key("dg")).refused == "hidden-character"


@pytest.mark.parametrize(
    ("typed", "kind", "right"),
    [
        ("order", "external_letter", "saraban register"),
        ("order", "internal_letter", "saraban register"),
        ("order", "sealed_letter", "saraban seal-letter"),
        ("register", "order", "saraban order"),
    ],
)
def test_a_draft_of_another_kind_is_refused_with_the_command_for_it(
    saraban: Clerk, typed: str, kind: str, right: str
) -> None:
    ran = refused(saraban, typed, saraban.draft(kind=kind, circular=None), *saraban.key("dg"))

    assert ran.refused == "another-kind"
    assert right in ran.err
    assert right in ran.answer["error"]["message"]


def test_a_draft_that_says_its_kind_is_registered_by_the_command_for_it(saraban: Clerk) -> None:
    order = saraban.draft(kind="order", circular=None, addressees=None, subject="แต่งตั้งคณะทำงาน")

    assert saraban.json("order", order, *saraban.key("dg"))["number"] == "1/2564"
    assert saraban.registered(kind="external_letter") == "มท 0812/ว 271"
