"""Letters and orders as files: typeset with number and date, signed in the file by the same act, verified by others."""

import io
import json
import subprocess
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pikepdf
import pytest

from domain.letter.events import LetterSignedTypeset
from domain.series import Purpose, SeriesKind
from domain.values import digest_bytes
from keys import pades
from registry import requests, wire
from registry.acts import typesetting
from registry.acts.office import Office
from registry.audit.audit import Trust, audit
from registry.documents.writing.fields import read_fields
from registry.errors import LogBusy, StoreDamaged
from registry.home import Home
from tests.api.cli.conftest import Clerk
from tests.foreign import program

MEMO = {"kind": "internal_letter", "circular": None, "addressees": ["อธิบดี"]}
ANNOUNCEMENT = {"kind": "announcement", "circular": None, "addressees": None}
ATTESTATION = {"kind": "attestation", "circular": None, "addressees": None}


def signed(saraban: Clerk, number: str) -> LetterSignedTypeset:
    """What was signed of a registered letter."""
    known = saraban.json("show", number)
    (said,) = [fact for fact in known["facts"] if fact["name"].startswith("letter.signed")]
    fact = wire.decode(saraban.world.register.store.at_position(said["position"]).contents.statement).fact
    assert isinstance(fact, LetterSignedTypeset)
    return fact


def last(saraban: Clerk, kind: SeriesKind = SeriesKind.CIRCULAR) -> int:
    """The number that was given last."""
    series = saraban.world.register.known.series.get(saraban.world.series[kind])
    assert series is not None
    return series.last


def test_the_file_is_signed_by_the_key_that_signed_the_statement_over_what_the_statement_says(saraban: Clerk) -> None:
    number = saraban.registered()

    document, certificate = signed(saraban, number).document, saraban.world.people["dg"].key.certificate
    gap = pades.Gap(document.begin, document.end, document.length)

    pades.verify(saraban.final(number), gap, certificate)
    assert pades.ranged(saraban.final(number), gap) == digest_bytes(document.sha256)


def test_poppler_finds_the_signature_valid_and_over_the_whole_document(saraban: Clerk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(saraban.final(saraban.registered()))

    done = subprocess.run([program("pdfsig", "poppler-utils"), letter], capture_output=True, text=True, check=False)

    assert "Signature Validation: Signature is Valid." in done.stdout
    assert "Total document signed" in done.stdout


def test_the_registry_that_typeset_letters_fill_audits_clean(saraban: Clerk) -> None:
    saraban.registered()
    saraban.registered(**MEMO)

    report = audit(saraban.world.folder, Trust.beside(saraban.world.folder), cores=1)

    assert (report.letters, report.remarks) == (2, [])


@pytest.mark.parametrize(
    ("fields", "number", "printed"),
    [
        (MEMO, "มท 0812/1", "บันทึกข้อความ"),
        (ANNOUNCEMENT, "มท 0812/1", "ประกาศณวันที่"),
        (ATTESTATION, "1/2564", "ให้ไว้ณวันที่"),
    ],
    ids=["memo", "announcement", "attestation"],
)
def test_memos_announcements_and_attestations_are_registered_as_letters_are(
    fields: dict[str, Any], number: str, printed: str, saraban: Clerk
) -> None:
    saraban.world.open_series(SeriesKind.ATTESTATION)

    found = saraban.registered(**fields)

    assert found == number
    assert printed in saraban.printed(number)


def test_the_code_in_the_qr_code_stands_in_the_statement_by_its_digest_alone_and_is_another_each_time(
    saraban: Clerk,
) -> None:
    codes = {signed(saraban, saraban.registered()).document.code for _ in range(2)}

    assert len(codes) == 2


def test_the_attached_fields_are_those_whose_digest_was_signed(saraban: Clerk) -> None:
    number = saraban.registered()

    with pikepdf.open(io.BytesIO(saraban.final(number))) as pdf:
        attached = pdf.attachments["letter.json"].get_file().read_bytes()

    assert sha256(attached).digest() == digest_bytes(signed(saraban, number).document.fields)
    assert read_fields(attached).letter == signed(saraban, number).letter


def test_a_stamped_letter_is_not_signed_electronically_and_takes_no_number(saraban: Clerk) -> None:
    before = last(saraban)

    ran = saraban("register", saraban.draft(kind="sealed_letter"), *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused, last(saraban)) == (1, "sealed-needs-initials", before)


def test_what_cannot_be_typeset_takes_no_number(saraban: Clerk) -> None:
    before = last(saraban)

    ran = saraban("register", saraban.draft(subject="ขอเชิญประชุม 鎌倉"), *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused, last(saraban)) == (1, "glyph-missing", before)


def test_a_letter_whose_expected_number_somebody_else_took_is_typeset_with_its_own(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_before = typesetting.Setting.sheet
    world = saraban.world

    def somebody_is_faster(setting: typesetting.Setting, *given: Any, **more: Any) -> typesetting.Sheet:
        sheet = set_before(setting, *given, **more)
        if not more:
            world.ask(requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk"))
        return sheet

    monkeypatch.setattr(typesetting.Setting, "sheet", somebody_is_faster)

    number = saraban.registered()

    assert number == "มท 0812/ว 272"
    assert "ว๒๗๒" in saraban.printed(number)
    assert "ว๒๗๑" not in saraban.printed(number)


def test_a_letter_that_the_writer_refuses_leaves_its_number_void_and_says_why(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = type(saraban.world.register.blobs).put
    monkeypatch.setattr(  # somebody exchanges the file between the signature and the writer
        type(saraban.world.register.blobs), "put", lambda blobs, data: put(blobs, data + b" ")
    )

    ran = saraban("register", saraban.draft(), *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused) == (1, "final-length")
    [row] = [row for row in saraban.json("book", "sent") if row["n"] == 271]
    assert row["state"] == "void"


@pytest.mark.parametrize(
    ("failure", "slug"),
    [
        (OSError(ENOSPC, "No space left on device", "letter.pdf"), "machine-refused"),
        (StoreDamaged("blob-missing", "The file is missing from the store.", digest="sha256:0"), "blob-missing"),
        (RuntimeError("something else"), "unexpected-error"),
    ],
    ids=["full disk", "damaged store", "anything"],
)
def test_a_letter_whose_file_cannot_be_kept_leaves_its_number_void_and_says_why(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch, failure: Exception, slug: str
) -> None:
    def fail(*_: object) -> NoReturn:
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(type(saraban.world.register.blobs), "put", fail)
        ran = saraban("register", saraban.draft(), *saraban.key("dg"), "--json")

    assert ran.refused == slug
    [row] = [row for row in saraban.json("book", "sent") if row["n"] == 271]
    assert row["state"] == "void"
    assert saraban.registered() == "มท 0812/ว 272"


def test_a_writer_that_cannot_be_reached_is_not_asked_to_void_the_number_which_it_may_have_used(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> NoReturn:
        raise LogBusy("writer-unreachable", "The writer cannot be reached.", why="timed out")

    with monkeypatch.context() as broken:
        broken.setattr(Office, "hand_in", unreachable)
        ran = saraban("register", saraban.draft(), *saraban.key("dg"), "--json")

    assert ran.refused == "writer-unreachable"
    assert [row["state"] for row in saraban.json("book", "sent") if row["n"] == 271] == ["reserved"]


@pytest.mark.parametrize("step", ["prepare", "typeset"])
def test_a_letter_that_midnight_overtakes_is_signed_again_of_the_new_day(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    world, before = saraban.world, getattr(typesetting, step)
    done: list[str] = []
    world.now = world.now.replace(hour=23, minute=59, second=59)

    def slowly(*given: Any, **more: Any) -> Any:
        if not done:
            done.append(step)
            world.next_day()
        return before(*given, **more)

    monkeypatch.setattr(typesetting, step, slowly)

    answer = saraban.json("register", saraban.draft(), *saraban.key("dg"))

    assert (answer["number"], answer["dated"]) == ("มท 0812/ว 272", "2021-02-10")
    assert "๑๐กุมภาพันธ์๒๕๖๔" in saraban.printed(answer["number"])
    assert [row["state"] for row in saraban.json("book", "sent") if row["n"] == 271] == ["void"]


def test_the_file_of_a_letter_that_was_issued_gets_no_second_number_and_a_draft_made_of_it_does(saraban: Clerk) -> None:
    number = saraban.registered()
    paper, draft = saraban.file("letter.pdf", saraban.final(number)), str(saraban.folder / "again.json")

    ran = saraban("register", paper, *saraban.key("dg"), "--json")

    assert (ran.code, ran.refused, last(saraban)) == (1, "issued-already", 271)
    assert ran.answer["error"]["facts"]["number"] == number
    saraban.json("read", paper, "--output", draft)
    assert saraban.json("register", draft, *saraban.key("dg"))["number"] == "มท 0812/ว 272"


def test_a_typeset_letter_is_shown_valid_to_a_stranger_with_a_line_for_the_file(saraban: Clerk) -> None:
    number, home = saraban.registered(), Home(saraban.world.folder)
    bundle = saraban.folder / "bundle.zip"
    saraban.json("bundle", number, "--output", str(bundle))

    ran = saraban("verify", str(bundle), "--trust", str(home.roots), "--log-key", str(home.log_key), "--json")

    layers = {one["layer"]: one["verdict"] for one in json.loads(ran.out)["layers"]}
    assert (ran.code, layers["document"], layers["person"]) == (0, "valid", "valid")
