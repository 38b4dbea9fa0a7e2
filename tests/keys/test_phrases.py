"""Pass phrases: kept as hashes that nobody turns back, and looked at without an end to waiting."""

from threading import Thread

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from keys import phrases

PHRASE = "several words of somebody"
QUICK = Argon2id(salt=bytes(16), length=32, iterations=1, lanes=4, memory_cost=64).derive_phc_encoded(PHRASE.encode())
"""A hash in the same form that takes next to no work."""


def test_a_hash_is_of_the_form_that_rfc_9106_recommends_and_known_by_its_phrase_alone() -> None:
    kept = phrases.hashed(PHRASE, bytes(16))

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert [phrases.is_right(one, kept) for one in (PHRASE, PHRASE + " ", "")] == [True, False, False]


def test_s30_pass_phrases_that_are_looked_at_at_once_do_not_wait_for_each_other_without_end() -> None:
    right: list[bool] = []
    looking = [
        Thread(target=lambda: right.extend(phrases.is_right(PHRASE, QUICK) for _ in range(60)), daemon=True)
        for _ in range(6)
    ]

    for one in looking:
        one.start()
    for one in looking:
        one.join(30)

    assert [one.is_alive() for one in looking] == [False] * 6
    assert right == [True] * 360


def test_a_phrase_that_would_not_be_looked_at_whole_is_refused() -> None:
    phrases.require_strong("ก ข ค ง " * (phrases.LONGEST // 8))

    with pytest.raises(phrases.WeakPhrase, match="1024 characters at most"):
        phrases.require_strong("ก ข ค ง " * (phrases.LONGEST // 8) + "x")


@pytest.mark.parametrize("kept", ["", "$argon2id$", "another hash", "$argon2id$v=19$m=64,t=1,p=4$AAAA$AAAA"])
def test_what_is_no_hash_is_nobodys(kept: str) -> None:
    assert not phrases.is_right(PHRASE, kept)
