"""Every refusal can be said in Thai, with the facts that it really has."""

import re
import string
from datetime import date

import pytest

from api.texts.refusals import THAI, in_thai, sentence
from domain.errors import InvalidValue
from registry.verify.words import REFUSALS as VERIFYING
from tests.api.texts.raised import Raised, everywhere, verifiers

PLACES = everywhere()
VERIFIERS = verifiers()


def fields(sentence_: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence_) if name}


def test_the_search_finds_refusals_of_every_package_and_kind() -> None:
    found = {one.slug for one in PLACES}

    assert {"wrong-pass-phrase", "no-such-day", "top-secret-electronically", "signer-busy", "opening-damaged"} <= found
    assert {one.place.split("/")[0] for one in PLACES} == {"api", "domain", "keys", "registry"}


@pytest.mark.parametrize("raised", PLACES, ids=lambda one: f"{one.slug}-{one.place}")
def test_a_refusal_has_a_thai_sentence_that_needs_no_other_facts(raised: Raised) -> None:
    if raised.made_by in VERIFIERS:
        return  # said by the verifier itself, whose own tests hold its sentences

    assert raised.slug in THAI, f"{raised.slug} ({raised.place}) has no Thai sentence"

    if raised.facts is not None:
        assert fields(THAI[raised.slug]) <= raised.facts, raised.place


def test_no_sentence_is_left_of_a_refusal_that_nobody_makes() -> None:
    made = {one.slug for one in PLACES}

    assert set(THAI) - made - set(VERIFYING) == set()


def test_days_are_shown_in_the_buddhist_era_also_when_they_crossed_a_socket() -> None:
    facts = {"name": "นาย ก", "post": "อธิบดี"}

    for day in (date(2021, 2, 10), "2021-02-10"):
        said = in_thai("post-not-held", {**facts, "on": day}, "")

        assert said == "นาย ก ไม่ได้ดำรงตำแหน่ง อธิบดี ในวันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔"


def test_words_of_the_code_are_shown_in_thai() -> None:
    refusal = InvalidValue("part-missing", "The letter has no subject, addressees.", parts="subject, addressees")

    assert sentence(refusal) == "ยังไม่ได้ระบุ เรื่อง, ผู้รับ"


def test_a_refusal_that_is_not_known_is_said_in_its_own_words() -> None:
    assert sentence(InvalidValue("never-heard-of", "It is so.")) == "It is so."


AT_THE_MACHINE = {
    *("no-registry", "export-too-large", "signed-with-its-scan", "secret-content-unencrypted"),
    *("issued-already", "draft-in-doubt", "slip-unreadable", "answer-unreadable"),
}
"""Refusals of what is done at the command line alone, or met nowhere else."""
COMMAND = re.compile(r"(?<![\w.@])saraban [a-z]")


def test_a_refusal_that_names_a_command_names_the_page_too() -> None:
    named = {slug for slug, said in THAI.items() if COMMAND.search(said)}

    assert len(named) > 20
    assert {slug for slug in named if "หน้า" not in THAI[slug]} - AT_THE_MACHINE == set()
