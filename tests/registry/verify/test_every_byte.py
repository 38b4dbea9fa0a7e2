"""No byte of a bundle can be changed without being noticed, also when it is packed again with a right check sum.

By default every byte of what is said of the letter itself, and a sample of the rest, one bit a byte.
With SARABAN_EVERY_BYTE set: every byte of every member of every kind of bundle.
"""

import os
from collections.abc import Iterator
from itertools import pairwise

import pytest

from registry.verify.verdicts import Layer, Verdict
from tests.registry.verify.desk import Desk

THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
WHOLE = ("statement.json", "issued.json", "policy.txt")
STEP = 23
SAMPLE = 127


def flipped(members: dict[str, bytes], step: int, *, whole: tuple[str, ...] = ()) -> Iterator[tuple[str, int, bytes]]:
    """Yield member, offset and the member's bytes with one bit changed there."""
    for name, data in members.items():
        for offset in range(0, len(data), 1 if name in whole or THOROUGH else step):
            changed = bytearray(data)
            changed[offset] ^= 1 << offset % 8
            yield name, offset, bytes(changed)


def test_no_changed_byte_of_a_member_passes(desk: Desk) -> None:
    passed = [
        (name, offset)
        for name, offset, data in flipped(desk.members(), STEP, whole=WHOLE)
        if desk.verify(desk.repacked({name: data})).headline is Verdict.VALID
    ]

    assert passed == []


@pytest.mark.parametrize("kind", ["acknowledgement", "order", "sealed", "typeset-order"])
def test_no_changed_byte_of_another_kind_of_bundle_passes(kind: str, desk: Desk) -> None:
    passed = [
        (name, offset)
        for name, offset, data in flipped(desk.members(kind), SAMPLE)
        if desk.verify(desk.repacked({name: data}, kind)).headline is Verdict.VALID
    ]

    assert passed == []


def test_no_changed_byte_of_a_typeset_letters_file_passes(desk: Desk) -> None:
    letter = {"letter.pdf": desk.members("typeset")["letter.pdf"]}

    passed = [
        offset
        for name, offset, data in flipped(letter, STEP)
        if desk.verify(desk.repacked({name: data}, "typeset")).of(Layer.DOCUMENT).verdict is Verdict.VALID
    ]

    assert passed == []


def test_no_changed_byte_of_a_letter_on_paper_leaves_its_history_valid(desk: Desk) -> None:
    unchanged = desk.verify(desk.bundles["by-hand"]).findings

    same = [
        (name, offset)
        for name, offset, data in flipped(desk.members("by-hand"), SAMPLE)
        if desk.verify(desk.repacked({name: data}, "by-hand")).findings == unchanged
    ]

    assert same == []


def test_no_changed_byte_of_the_file_itself_passes(desk: Desk) -> None:
    data = desk.bundles["letter"]

    for offset in range(0, len(data), 1 if THOROUGH else 7):
        changed = bytearray(data)
        changed[offset] ^= 1 << offset % 8
        assert desk.verify(bytes(changed)).headline is Verdict.INVALID


def test_no_member_can_be_left_out_emptied_or_added(desk: Desk) -> None:
    for name in desk.members():
        for data in (None, b""):
            assert desk.verify(desk.repacked({name: data})).headline is Verdict.INVALID
    for name in ("extra", "support/extra.json", "pki/extra.cer", "support/number-999.tlog-proof", "files/extra"):
        assert desk.verify(desk.repacked({name: desk.members()["entry.tlog-proof"]})).headline is Verdict.INVALID


def test_no_two_members_can_change_places(desk: Desk) -> None:
    members = desk.members()
    endings: dict[str, list[str]] = {}
    for name in members:
        endings.setdefault(name.rpartition(".")[2], []).append(name)

    for alike in endings.values():
        for one, another in pairwise(alike):
            swapped = desk.repacked({one: members[another], another: members[one]})
            assert desk.verify(swapped).headline is Verdict.INVALID, (one, another)
