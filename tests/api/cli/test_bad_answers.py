"""Answers from elsewhere that are refused: one clear sentence, the exit code, nothing half-written or entered."""

from pathlib import Path

import pytest

from registry.home import Home
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused


@pytest.fixture
def bundle(saraban: Clerk) -> Path:
    """The bundle of a letter to the first two recipients."""
    file = saraban.folder / "bundle.zip"
    saraban.json("bundle", saraban.dispatched(), "-o", str(file))
    return file


def answering(saraban: Clerk, bundle: Path, *more: str, who: str = "p0", **changed: str) -> tuple[str, ...]:
    """The command by which a recipient answers; *changed* are other values of its options."""
    slip, home = saraban.folder / "slip.json", Home(saraban.world.folder)
    if not slip.exists():
        saraban.json("slip", "p0", "-o", str(slip))
    given = {
        "slip": str(slip),
        "trust": str(home.roots),
        "log_key": str(home.log_key),
        "output": str(saraban.folder / "answer.json"),
        **changed,
    }
    options = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]
    return ("answer", str(bundle), *options, *saraban.key(who), *more)


def nothing_signed(saraban: Clerk) -> bool:
    return not list(saraban.folder.glob("*answer*"))


def test_a_changed_bundle_is_not_answered_and_the_reason_is_said(saraban: Clerk, bundle: Path) -> None:
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)

    ran = refused(saraban, *answering(saraban, bundle))

    assert ran.refused == "bundle-not-valid"
    assert ran.err.startswith("แฟ้มหลักฐานไม่ได้แสดงว่าถูกต้อง จึงไม่ตอบ")
    assert nothing_signed(saraban)
    english = saraban("--lang", "en", *answering(saraban, bundle)).err
    assert english.startswith("The bundle is not answered, for it is not valid: ")


def test_a_bundle_is_verified_before_a_pass_phrase_is_asked_for(saraban: Clerk, bundle: Path) -> None:
    bundle.write_bytes(b"not a bundle")
    typed = answering(saraban, bundle)

    ran = saraban(*typed[: typed.index("--passphrase-file")], "--json")  # where nobody can be asked

    assert ran.refused == "bundle-not-valid"


def test_another_recipients_key_is_not_used_with_a_slip(saraban: Clerk, bundle: Path) -> None:
    assert refused(saraban, *answering(saraban, bundle, who="p1")).refused == "key-not-on-slip"
    assert nothing_signed(saraban)


def test_files_that_are_no_slip_are_refused(saraban: Clerk, bundle: Path) -> None:
    for content, slug in (
        ("", "file-empty"),
        ("{}", "slip-unreadable"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "slip-unreadable"),
        ("x" * (65 << 10), "file-too-large"),
    ):
        typed = answering(saraban, bundle, slip=saraban.file("bad.json", content))

        assert refused(saraban, *typed).refused == slug
    assert nothing_signed(saraban)


def test_what_is_not_so_in_an_answer_is_refused_before_it_is_signed(saraban: Clerk, bundle: Path) -> None:
    for more, slug, code in (
        (("--addressee", "กาญจนบุรี"), "not-the-recipient", 1),
        (("--addressee", "กรุงเทพมหานคร"), "no-such-addressee", 1),
        (("--reason", " "), "reason-missing", 1),
        (("--reason", "ส่งผิด", "--receive-number", "1"), "receipt-of-a-return", 2),
        (("--receive-number", "1\u202e2"), "hidden-character", 1),
        (("--arrived-at", "เมื่อวาน"), "time-unreadable", 1),
        (("--arrived-at", "23.59"), "not-yet", 1),
        (("--arrived-at", "8 ก.พ. 2564 09.00"), "before-the-letter", 1),
        (("--arrived-at", "08.50", "--registered-at", "08.40"), "entered-after-registered", 1),
    ):
        assert refused(saraban, *answering(saraban, bundle, *more), code=code).refused == slug
    assert nothing_signed(saraban)


def test_an_answer_without_usable_trust_is_wrong_usage(saraban: Clerk, bundle: Path) -> None:
    for changed in ({"trust": str(saraban.folder / "nothing")}, {"log_key": saraban.file("bad.vkey", "nothing")}):
        assert saraban(*answering(saraban, bundle, **changed), "--json").code == 2
    assert refused(saraban, *answering(saraban, bundle, "--leaf0", "00" * 32)).refused == "bundle-not-valid"
    assert nothing_signed(saraban)


def test_neither_a_slip_nor_an_answer_is_written_over_another_file(saraban: Clerk, bundle: Path) -> None:
    taken = saraban.file("taken.json", "mine")

    assert refused(saraban, *answering(saraban, bundle, output=taken)).refused == "output-exists"
    assert refused(saraban, "slip", "p0", "-o", taken).refused == "output-exists"
    assert Path(taken).read_text() == "mine"


def test_a_slip_of_nobody_is_refused(saraban: Clerk) -> None:
    output = ("-o", str(saraban.folder / "slip.json"))

    assert refused(saraban, "slip", "nobody", *output).refused == "no-such-officer"
    assert refused(saraban, "slip", "clerk", *output).refused == "answers-for-nobody"
    saraban.json("key", "withdraw", "p0", "--reason", "ทำหาย", *saraban.key("r1"))
    assert refused(saraban, "slip", "p0", *output).refused == "officer-without-key"


def test_files_that_are_no_answer_are_refused(saraban: Clerk, bundle: Path) -> None:
    saraban.json(*answering(saraban, bundle))
    answer = (saraban.folder / "answer.json").read_text()
    for content, slug in (
        ("", "file-empty"),
        ((saraban.folder / "slip.json").read_text(), "answer-unreadable"),
        (answer + "\n", "answer-unreadable"),
        (answer[:-1] + ',"v":1}', "answer-unreadable"),
        ("[" * 100_000, "answer-unreadable"),
        (" " * (257 << 10), "file-too-large"),
    ):
        assert refused(saraban, "admit", saraban.file("bad.json", content)).refused == slug
    assert refused(saraban, "admit", str(saraban.folder / "nothing.json"), code=2).refused == "file-unreadable"


def test_an_answer_whose_key_was_withdrawn_or_that_comes_late_is_refused_in_thai(saraban: Clerk, bundle: Path) -> None:
    saraban.json(*answering(saraban, bundle))
    answer = str(saraban.folder / "answer.json")
    saraban.world.next_day(2)

    late = refused(saraban, "admit", answer)
    saraban.json("key", "withdraw", "p0", "--reason", "ทำหาย", *saraban.key("r1"))
    withdrawn = refused(saraban, "admit", answer)

    assert (late.refused, withdrawn.refused) == ("answer-late", "key-withdrawn")
    assert late.err.startswith("คำตอบลงลายมือชื่อเมื่อ ๙ กุมภาพันธ์ ๒๕๖๔ 09.00 น. ต้องรับเข้าภายใน")
    assert saraban.json("audit")["acknowledged"] == 0
