"""Bundles put together from other pieces, or spelt otherwise: each is refused, and the member is named."""

from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from keys.checkpoints import LogKey
from keys.notes import KeyType, NoteSigner, NoteVerifier
from keys.paths import TrustRoots
from keys.testing import SpecimenAuthority
from registry.log.proofs import Proof
from registry.verify.check import verify
from registry.verify.verdicts import Layer, Report, Verdict
from tests.registry.verify.desk import Desk, refusal
from tests.registry.verify.operator import Story

# --- what the stranger trusts ------------------------------------------------------------------------------


def test_the_key_of_another_log_is_not_this_ones(desk: Desk) -> None:
    another = NoteVerifier.parse(LogKey.from_seed(desk.trust.log_key.name, bytes(32)).vkey)

    report = verify(desk.bundles["letter"], replace(desk.trust, log_key=another))

    assert refusal(report) == (Layer.HISTORY, "checkpoint-not-signed")


def test_another_first_leaf_than_the_pinned_one_is_another_registry(desk: Desk) -> None:
    report = verify(desk.bundles["letter"], replace(desk.trust, leaf0=bytes(32)))

    assert refusal(report) == (Layer.HISTORY, "first-leaf-another")


def test_a_root_that_the_stranger_does_not_trust_carries_nothing(desk: Desk) -> None:
    foreign = TrustRoots([SpecimenAuthority.create("foreign").root])

    report = verify(desk.bundles["letter"], replace(desk.trust, roots=foreign))

    assert refusal(report) == (Layer.AUTHORITY, "signature-not-good")
    assert report.of(Layer.PERSON).verdict is Verdict.CANNOT_TELL


# --- pieces of other bundles -------------------------------------------------------------------------------


def test_the_proof_of_another_letter_proves_nothing_of_this_one(desk: Desk) -> None:
    stolen = desk.members("other")["entry.tlog-proof"]

    report = desk.verify(desk.repacked({"entry.tlog-proof": stolen}))

    assert refusal(report) == (Layer.HISTORY, "another-checkpoint")


def test_another_registrys_whole_history_is_not_this_ones(desk: Desk) -> None:
    report = desk.verify(Story().told())

    assert refusal(report) == (Layer.HISTORY, "checkpoint-not-signed")


def test_a_statement_of_another_letter_under_the_same_signature_is_refused(desk: Desk) -> None:
    other = desk.members("other")
    files = {name: None for name in desk.members() if name.startswith(("letter.", "files/"))}
    taken = {name: other[name] for name in ("statement.json", "letter.txt")}

    report = desk.verify(desk.repacked({**files, **taken}))

    assert report.of(Layer.HISTORY).says.slug == "not-in-the-log"
    assert report.of(Layer.HISTORY).says.facts["member"] == "statement.json"


def test_a_changed_file_is_named_with_both_digests(desk: Desk) -> None:
    report = desk.verify(desk.repacked({"letter.pdf": b"%PDF-1.7 another"}))

    finding = report.of(Layer.FILES)
    assert refusal(report) == (Layer.FILES, "file-differs")
    assert finding.says.facts["found"] == "sha256:" + sha256(b"%PDF-1.7 another").hexdigest()
    assert report.of(Layer.PERSON).verdict is Verdict.VALID  # the signature is not what is wrong


def test_a_changed_readme_cannot_name_other_commands(desk: Desk) -> None:
    readme = desk.members()["README"].replace(b"-CAfile roots.pem", b"-noverify        ")

    report = desk.verify(desk.repacked({"README": readme}))

    assert refusal(report) == (Layer.CONTAINER, "member-differs")


def test_a_checkpoint_without_the_logs_time_is_refused(desk: Desk) -> None:
    members = desk.members()
    proofs = {name: data for name, data in members.items() if name.endswith((".tlog-proof", ".consistency"))}
    note = Proof.parse(members["entry.tlog-proof"]).checkpoint
    bare = b"".join(note.splitlines(keepends=True)[:-1])

    report = desk.verify(desk.repacked({name: data.replace(note, bare) for name, data in proofs.items()}))

    assert refusal(report) == (Layer.HISTORY, "checkpoint-lines")


# --- statements that two readers might read differently ------------------------------------------------------

NOT_STATEMENTS = {
    "duplicate keys": (b'"at":', b'"at":"2021-02-09T09:00:00+07:00","at":'),
    "a float": (b'"seq":0', b'"seq":0.0'),
    "an exponent": (b'"seq":0', b'"seq":0e0'),
    "white space": (b'"seq":0', b'"seq": 0'),
    "an escape": (b'"typ":"letter', b'"typ":"\\u006cetter'),
    "another version": (b'"v":1', b'"v":2'),
    "a list of something else": (b'"re":[]', b'"re":[1]'),
    "another offset": (b"+07:00", b"+06:00"),
    "true for a number": (b'"seq":0', b'"seq":true'),
    "a large number": (b'"seq":0', b'"seq":9007199254740993'),
}


@pytest.mark.parametrize("what", NOT_STATEMENTS)
def test_a_statement_with_two_readings_is_refused(what: str, desk: Desk) -> None:
    old, new = NOT_STATEMENTS[what]
    statement = desk.members()["statement.json"].replace(old, new, 1)

    report = desk.verify(desk.repacked({"statement.json": statement}))

    assert statement != desk.members()["statement.json"]
    assert report.of(Layer.CONTAINER).verdict is Verdict.INVALID
    assert report.of(Layer.CONTAINER).says.facts["member"] == "statement.json"


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000, b"null", b"\xff"]
)
def test_json_that_would_hang_a_reader_is_refused(data: bytes, desk: Desk) -> None:
    report = desk.verify(desk.repacked({"statement.json": data}))

    assert refusal(report) == (Layer.CONTAINER, "statement-not-canonical")


# --- names and spellings that nothing else holds -------------------------------------------------------------


def renamed(desk: Desk, old: str, new: str) -> Report:
    return desk.verify(desk.repacked({old: None, new: desk.members()[old]}))


def test_no_member_can_be_renamed(desk: Desk) -> None:
    named = {name.rpartition("/")[0] + name.rpartition(".")[2]: name for name in desk.members()}

    assert renamed(desk, named["pkicer"], "pki/other.cer").headline is Verdict.INVALID
    assert renamed(desk, named["supportconsistency"], "support/seen-999.consistency").headline is Verdict.INVALID
    assert renamed(desk, "support/number-271.tlog-proof", "support/number-0271.tlog-proof").headline is Verdict.INVALID
    assert renamed(desk, "letter.pdf", "letter.bin").headline is Verdict.INVALID


def test_support_facts_cannot_be_numbered_otherwise(desk: Desk) -> None:
    members = desk.members()
    last = max(name for name in members if name.startswith("support/0"))[: len("support/000")]
    moved: dict[str, bytes | None] = {}
    for name in members:
        if name.startswith(last):
            moved |= {name: None, f"support/099{name[len(last) :]}": members[name]}

    assert refusal(desk.verify(desk.repacked(moved))) == (Layer.CONTAINER, "support-order")


def test_support_facts_of_one_name_cannot_change_places(desk: Desk) -> None:
    members = desk.members("acknowledgement")
    one, another = sorted(name[:-5] for name in members if name.endswith("-key.enrolled.json"))
    swapped: dict[str, bytes | None] = {}
    for ending in (".json", ".p7s", ".tlog-proof"):
        swapped |= {one + ending: members[another + ending], another + ending: members[one + ending]}

    report = desk.verify(desk.repacked(swapped, "acknowledgement"))

    assert refusal(report) == (Layer.CONTAINER, "support-order")


def test_a_salt_stands_where_it_belongs_and_nowhere_else(desk: Desk) -> None:
    members = desk.members()
    entry = Proof.parse(members["entry.tlog-proof"])
    number = Proof.parse(members["support/number-271.tlog-proof"])

    without = desk.verify(desk.repacked({"entry.tlog-proof": replace(entry, salt=None).write()}))
    added = desk.verify(desk.repacked({"support/number-271.tlog-proof": replace(number, salt=bytes(32)).write()}))

    assert refusal(without) == (Layer.CONTAINER, "salt-missing")
    assert refusal(added) == (Layer.CONTAINER, "salt-unknown")


def test_a_proof_of_consistency_has_one_spelling(desk: Desk) -> None:
    name = next(name for name in desk.members() if name.endswith(".consistency"))
    spelt = desk.members()[name].replace(b"old ", b"old 0")

    assert refusal(desk.verify(desk.repacked({name: spelt}))) == (Layer.CONTAINER, "consistency-malformed")


@pytest.mark.parametrize("line", ["a third line", "another second line"])
def test_a_checkpoint_has_no_lines_but_the_logs_own(line: str, desk: Desk) -> None:
    members = desk.members()
    note = Proof.parse(members["entry.tlog-proof"]).checkpoint
    lines = note.splitlines(keepends=True)
    foreign = NoteSigner("witness.example", KeyType.TEXT, Ed25519PrivateKey.generate()).line(b"".join(lines[:3]))
    other = b"".join([*(lines if line == "a third line" else lines[:-1]), foreign])
    proofs = {name: data.replace(note, other) for name, data in members.items() if note in data}

    assert refusal(desk.verify(desk.repacked(dict(proofs)))) == (Layer.HISTORY, "checkpoint-lines")
