"""Attacks on whoever reads: two parsers that disagree, documents that never end, certificates without end."""

import os
import time
from collections.abc import Callable

import pytest

from domain.authority import OfficerEnrolled
from keys import cades
from keys.errors import BadCertificate, BadSignature
from keys.paths import TrustRoots, verify_chain
from keys.testing import SpecimenAuthority
from registry import requests, wire
from registry.errors import NotCanonical
from tests.registry.world import OFFICE, World

QUICKLY = 0.5
"""Seconds, where an honest document takes less than a millisecond and a trap would take minutes or all memory."""


DISAGREEMENTS: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": lambda said: said.replace(b'"seq":0', b'"seq":0,"seq":0'),
    "a key twice, differently": lambda said: said.replace(b'"name":', b'"name":"\xe0\xb8\x81","name":'),
    "a float": lambda said: said.replace(b'"seq":0', b'"seq":0.0'),
    "minus nothing": lambda said: said.replace(b'"seq":0', b'"seq":-0'),
    "an exponent": lambda said: said.replace(b'"seq":0', b'"seq":0e0'),
    "white space": lambda said: said.replace(b'"seq":0', b'"seq": 0'),
    "a number of 2^53": lambda said: said.replace(b'"seq":0', b'"seq":9007199254740993'),
    "an escape": lambda said: said.replace(b'"roles"', b'"\\u0072oles"'),
    "something behind it": lambda said: said + b" ",
    "a byte order mark": lambda said: b"\xef\xbb\xbf" + said,
    "a field of its own": lambda said: said.replace(b'"at"', b'"aa":1,"at"'),
    "a figure as text": lambda said: said.replace(b'"seq":0', b'"seq":"0"'),
}


@pytest.mark.parametrize("how", DISAGREEMENTS)
def test_bytes_that_two_parsers_could_read_differently_are_refused(world: World, how: str) -> None:
    said = world.say("r1", OfficerEnrolled("x", "ใคร", OFFICE, (), ()))
    changed = DISAGREEMENTS[how](said.statement)
    assert changed != said.statement
    evidence = cades.sign(changed, world.people["r1"].key, at=world.now)  # signed all the same

    with pytest.raises(NotCanonical):
        world.ask(requests.Admit(changed, evidence))


@pytest.mark.parametrize(
    "trap",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":' + b"9" * 1_000_000 + b"}",
        b'{"a":"' + b"\\u0041" * 300_000 + b'"}',
        b"{" + b",".join(b'"%d":1' % n for n in range(60_000)) + b"}",
        b" " * (2 << 20),
    ],
    ids=["arrays", "objects", "figures", "escapes", "keys", "spaces"],
)
def test_a_crafted_document_does_not_hang_the_reader(trap: bytes) -> None:
    started = time.perf_counter()

    with pytest.raises(NotCanonical):
        wire.decode(trap)

    assert time.perf_counter() - started < QUICKLY


def test_a_request_of_a_hundred_thousand_levels_is_refused(world: World) -> None:
    started = time.perf_counter()

    with pytest.raises(NotCanonical):
        requests.decode(b'{"op":"enter","stream":"x","name":"y","fields":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001)

    assert time.perf_counter() - started < QUICKLY
    assert world.issue()


def test_evidence_of_any_size_or_nesting_does_not_hang_the_verifier(world: World) -> None:
    said = world.say("r1", OfficerEnrolled("x", "ใคร", OFFICE, (), ()))
    started = time.perf_counter()

    for trap in (b"\x30\x80" * 8_000, b"\x30\x84\xff\xff\xff\xff", os.urandom(16_000), b"\x30" * (1 << 20)):
        with pytest.raises((BadSignature, NotCanonical)):
            world.ask(requests.Admit(said.statement, trap))

    assert time.perf_counter() - started < QUICKLY


def test_a_chain_without_end_does_not_hang_the_verifier() -> None:
    """Certificates that certify one another in a circle, and more of them than a chain may have."""
    authority = SpecimenAuthority.create(with_intermediate=True)
    leaf = authority.officer("ก", organisation=OFFICE, post="ข").certificate
    assert authority.intermediate is not None
    roots = TrustRoots((SpecimenAuthority.create("another").root,))
    started = time.perf_counter()

    for others in ([authority.intermediate, authority.root], [authority.intermediate] * 1000):
        with pytest.raises(BadCertificate):
            verify_chain(leaf, others, roots, leaf.not_before)

    assert time.perf_counter() - started < QUICKLY
