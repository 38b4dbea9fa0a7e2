"""The code that leads from a letter to the office's page about it."""

import os
from hashlib import sha256

import pytest

from domain.values import Digest
from registry.documents.writing import codes
from tests.registry.documents.writing.letters import CODE, PAPER


def test_a_code_has_128_bits_and_only_characters_that_an_address_may_have() -> None:
    asked: list[int] = []

    def random(count: int) -> bytes:
        asked.append(count)
        return bytes(range(count))

    code = codes.new_code(random)

    assert asked == [16]
    assert code == "aaaqeayeaudaocajbifqydiob4"


def test_no_two_codes_are_alike() -> None:
    assert len({codes.new_code(os.urandom) for _ in range(1000)}) == 1000


def test_the_address_is_the_offices_own_and_holds_the_code_and_no_number() -> None:
    assert codes.address(PAPER, CODE) == f"https://registry.example.go.th/v/{CODE}"


def test_the_digest_is_of_the_codes_ascii() -> None:
    assert codes.digest(CODE) == Digest("sha256:" + sha256(CODE.encode("ascii")).hexdigest())


def test_a_code_that_is_not_ascii_has_no_digest() -> None:
    with pytest.raises(UnicodeEncodeError, match="ascii"):
        codes.digest("๑๒๓")


def test_the_drawing_is_one_path_within_its_quiet_zone() -> None:
    drawing = codes.drawing("https://example.go.th/v/x")

    assert drawing.count("<path") == 1
    assert 'viewBox="0 0 33 33"' in drawing
    assert drawing.index("M4 4h7v1h-7z") > 0
