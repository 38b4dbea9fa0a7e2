"""RFC 8785's own vectors against the narrower form of statements.

Which vectors lie outside it is read from the vectors: one that holds a fraction or a key that is not ASCII.
"""

import json

import pytest

from registry.canonical import decode, encode
from registry.errors import NotCanonical
from tests.conformance.shared import shared

NAMES = ["arrays", "french", "structures", "unicode", "values", "weird"]


def belongs_to_statements(value: object) -> bool:
    match value:
        case float():
            return False
        case dict():
            return all(key.isascii() for key in value) and all(map(belongs_to_statements, value.values()))
        case list():
            return all(map(belongs_to_statements, value))
        case _:
            return True


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_is_written_byte_for_byte_or_refused_as_no_statement(name: str) -> None:
    given = json.loads(shared(f"vectors/jcs/input/{name}.json").read_bytes())
    expected = shared(f"vectors/jcs/output/{name}.json").read_bytes()

    if belongs_to_statements(given):
        assert encode(given) == expected
    else:
        with pytest.raises(NotCanonical, match=r"float|ASCII"):
            encode(given)


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_s_canonical_bytes_are_read_if_a_statement_can_hold_them(name: str) -> None:
    canonical = bytes.fromhex(shared(f"vectors/jcs/outhex/{name}.txt").read_text())
    value = json.loads(canonical)

    if belongs_to_statements(value) and isinstance(value, dict):
        assert decode(canonical, max_size=4096, max_depth=8) == value
    else:
        with pytest.raises(NotCanonical, match=r"float|ASCII|not an object"):
            decode(canonical, max_size=4096, max_depth=8)


def test_both_kinds_of_vectors_are_among_them() -> None:
    inside = {
        name
        for name in NAMES
        if belongs_to_statements(json.loads(shared(f"vectors/jcs/output/{name}.json").read_bytes()))
    }

    assert 0 < len(inside) < len(NAMES)
