"""Attacks on the file of a typeset letter: the seal must name the very file that its official signed."""

from dataclasses import replace
from hashlib import sha256

import pytest

from domain.errors import InvalidValue, WrongStage
from domain.letter.events import LetterSignedTypeset
from domain.letter.typeset import Typeset
from domain.series import SeriesKind
from domain.values import Digest, digest, digest_bytes
from keys import pades
from keys.errors import BadSignature
from registry import finals, requests
from registry.audit.report import AuditFailed
from registry.errors import RegistryError, StoreDamaged
from tests.attacks.tampering import audited
from tests.registry import typeset
from tests.registry.world import World

NOWHERE = Digest("sha256:" + 64 * "d")


def _said(world: World, document: Typeset, final: bytes) -> requests.Admit:
    """A letter whose statement says *document* of its file, handed in with the file *final*."""
    said = world.say("dg", LetterSignedTypeset(world.letter(world.reserve()), document))
    return requests.Admit(said.statement, said.evidence, final=world.register.blobs.put(final))


def _around(data: bytes, gap: pades.Gap) -> Digest:
    """What a statement would name, computed here."""
    return digest(sha256(data[: gap.begin] + data[gap.end :]).digest())


def test_a_typeset_letter_is_issued_with_the_file_that_was_signed(world: World) -> None:
    world.issue_typeset()
    world.issue_typeset(SeriesKind.ORDER)

    found = audited(world.folder)

    assert (found.letters, found.remarks) == (2, [])


def test_another_file_is_not_issued_for_the_one_that_was_signed(world: World) -> None:
    signed = world.typeset(world.letter(world.reserve()))
    other = signed.file.replace(b"SPECIMEN", b"specimen")

    with pytest.raises(BadSignature, match="over other bytes"):
        world.admit(signed.said, final=world.register.blobs.put(other))

    assert audited(world.folder).letters == 0


def test_a_file_with_something_behind_it_is_not_issued(world: World) -> None:
    signed = world.typeset(world.letter(world.reserve()))

    with pytest.raises(InvalidValue, match=r"has \d+ bytes, and \d+ were signed"):
        world.admit(signed.said, final=world.register.blobs.put(signed.file + b"%%EOF"))


@pytest.mark.parametrize("moved", [{"begin": 0}, {"begin": -1}, {"end": 1 << 40}, {"end": 3}, {"begin": 12}], ids=str)
def test_a_gap_that_is_not_where_the_statement_says_is_refused(world: World, moved: dict[str, int]) -> None:
    key = world.people["dg"].key
    file = typeset.prepared(b"SPECIMEN", key)

    with pytest.raises(BadSignature, match="has no place for a signature between"):
        world.ask(_said(world, replace(file.document, **moved), file.signed(key)))  # type: ignore[arg-type]  # integers


def test_a_file_whose_readers_would_look_for_the_signature_elsewhere_is_not_issued(world: World) -> None:
    key = world.people["dg"].key
    file = typeset.prepared(b"SPECIMEN", key)
    misleading = file.pdf.replace(b"/ByteRange [0 ", b"/ByteRange [9 ")
    around = _around(misleading, file.gap)
    signature = pades.sign(digest_bytes(around), key).hex().encode()
    signed = misleading.replace(b"<" + b"0" * len(signature), b"<" + signature)

    with pytest.raises(BadSignature, match="readers of PDF files would call it bad"):
        world.ask(_said(world, replace(file.document, sha256=around), signed))


def test_a_signature_in_the_file_by_another_key_is_refused(world: World) -> None:
    file = typeset.prepared(b"SPECIMEN", world.people["dg"].key)

    with pytest.raises(BadSignature, match="names another certificate"):
        world.ask(_said(world, file.document, file.signed(world.people["clerk"].key)))


def test_a_file_that_the_same_official_signed_for_another_letter_is_refused(world: World) -> None:
    key = world.people["dg"].key
    mine, other = typeset.prepared(b"SPECIMEN", key), typeset.prepared(b"specimen", key)

    with pytest.raises(RegistryError, match="around its signature"):
        world.ask(_said(world, mine.document, other.signed(key)))


def test_a_file_that_nobody_signed_is_refused(world: World) -> None:
    file = typeset.prepared(b"SPECIMEN", world.people["dg"].key)

    with pytest.raises(BadSignature):
        world.ask(_said(world, file.document, file.pdf))


def test_a_signature_in_the_file_that_only_looks_like_one_is_refused(world: World) -> None:
    key = world.people["dg"].key
    file = typeset.prepared(b"SPECIMEN", key)

    with pytest.raises(BadSignature) as refused:
        world.ask(_said(world, file.document, typeset.forged(file.signed(key))))

    assert refused.value.slug == "signature-mismatch"


def test_a_file_that_is_larger_than_any_letter_is_refused_before_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.issue()  # from here on the official's certificate is known, and is not read again
    signed = world.typeset(world.letter(world.reserve()))
    monkeypatch.setattr(finals, "LARGEST_FINAL", len(signed.file) - 1)
    monkeypatch.setattr(world.register.blobs, "unchecked", None)

    with pytest.raises(InvalidValue, match="are the most"):
        world.admit(signed.said)


def test_a_file_that_is_not_kept_is_refused(world: World) -> None:
    signed = world.typeset(world.letter(world.reserve()))

    with pytest.raises(StoreDamaged, match="is missing from the store"):
        world.admit(signed.said, final=NOWHERE)


def test_a_file_that_was_damaged_in_the_store_is_refused_as_damaged(world: World) -> None:
    signed = world.typeset(world.letter(world.reserve()))
    path = world.register.blobs.path(signed.final)
    zeros = signed.file.replace(b"> /ByteRange", b"0 /ByteRange")

    for damaged in (signed.file[:-1], signed.file.replace(b"SPECIMEN", b"specimen"), zeros):
        path.write_bytes(damaged)
        with pytest.raises(StoreDamaged, match="is not what was stored"):
            world.admit(signed.said, final=signed.final)


def test_a_good_file_of_the_letter_kept_under_the_name_of_another_is_refused(world: World) -> None:
    signed = world.typeset(world.letter(world.reserve()))
    path = world.register.blobs.path(NOWHERE)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(signed.file)

    with pytest.raises(StoreDamaged, match="is not what was stored"):
        world.admit(signed.said, final=NOWHERE)


def test_a_typeset_letter_without_its_file_is_refused_and_so_is_a_file_beside_any_other_statement(world: World) -> None:
    typeset_letter = world.typeset(world.letter(world.reserve()))
    plain = world.sign(world.letter(world.reserve()))

    world.finals.clear()
    with pytest.raises(InvalidValue, match="handed in with its finished file"):
        world.admit(typeset_letter.said)
    with pytest.raises(InvalidValue, match="hand in no finished file"):
        world.admit(plain, final=typeset_letter.final)


def test_a_typeset_letter_cannot_name_a_second_final_file(world: World) -> None:
    file = world.file(b"SPECIMEN: another", name="letter.pdf", mime="application/pdf")
    signed = world.typeset(world.letter(world.reserve()), doc=[file])

    with pytest.raises(InvalidValue, match="exactly one file of role 'main', not 2"):
        world.admit(signed.said, final=signed.final)


def test_one_statement_is_not_issued_twice_with_two_files(world: World) -> None:
    text = world.letter(world.reserve())
    signed = world.typeset(text)
    twin = typeset.prepared(b"SPECIMEN", world.people["dg"].key).signed(world.people["dg"].key)
    final = world.register.blobs.put(twin)  # the same words, signed by the same key, once more
    assert final != signed.final

    world.admit(signed.said, final=signed.final)
    with pytest.raises(WrongStage, match="a number is used once"):
        world.admit(signed.said, final=final)

    assert audited(world.folder).letters == 1


def test_a_refused_letter_leaves_no_fact_and_its_number_open(world: World) -> None:
    size = world.register.tree.size
    n = world.reserve()
    signed = world.typeset(world.letter(n))

    with pytest.raises(StoreDamaged):
        world.admit(signed.said, final=NOWHERE)

    assert world.register.tree.size == size + 3  # the reservation, its public leaf, the root of the map
    assert audited(world.folder).numbers_open == 1


def test_a_file_that_vanished_or_was_exchanged_is_named_by_the_audit_with_its_letter(world: World) -> None:
    world.issue()
    signed = world.typeset(world.letter(world.reserve()))
    position = world.admit(signed.said, final=signed.final)["position"]
    path = world.register.blobs.path(signed.final)

    for damage in (lambda: path.write_bytes(signed.file.replace(b"SPECIMEN", b"specimen")), path.unlink):
        damage()
        with pytest.raises(AuditFailed) as refused:
            audited(world.folder)
        assert refused.value.position == position


def test_a_number_reserved_and_a_file_kept_before_a_crash_leave_nothing_half_written(world: World) -> None:
    world.typeset(world.letter(world.reserve()))  # signed, its file kept; then the process ends before it is handed in
    world.reopen()
    world.next_day()
    world.issue()

    found = audited(world.folder)

    assert (found.letters, found.numbers_void, found.numbers_open) == (1, 1, 0)
    assert [remark.slug for remark in found.remarks] == ["unnamed-files"]
