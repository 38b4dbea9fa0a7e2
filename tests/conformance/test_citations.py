"""Real citation lines from government news, each as people who read them wrote its parts down."""

import json

import pytest

from domain.citations import find_citations
from domain.numbers import LetterNumber
from registry.documents.reading import text
from tests.conformance.shared import shared

PARTS = (
    "issuer", "speed", "secrecy", "code", "owner", "committee", "letter", "circular", "running", "date", "be_year",
)  # fmt: skip


def test_every_real_citation_line_is_read_as_people_read_it() -> None:
    lines = [json.loads(line) for line in shared("letters/citations.jsonl").read_text("utf-8").splitlines()]

    read = {line["n"]: [citation.fields() for citation in find_citations(line["text"])] for line in lines}

    assert len(lines) >= 42
    for line in lines:
        assert [{part: fields[part] for part in PARTS} for fields in read[line["n"]]] == [
            {part: line[part] for part in PARTS}
        ], line["text"]
        assert read[line["n"]][0]["year_be_in_number"] == line.get("year_be_in_number")


def test_every_real_number_is_the_same_after_printing_in_either_script() -> None:
    lines = [json.loads(line) for line in shared("letters/citations.jsonl").read_text("utf-8").splitlines()]

    for line in lines:
        number = find_citations(line["text"])[0].number

        assert isinstance(number, LetterNumber)
        assert LetterNumber.parse(number.printed("thai")) == number
        assert LetterNumber.parse(number.printed("arabic")) == number


@pytest.mark.parametrize("letter", ["00-founding-circular-2564.txt"])
def test_the_order_enclosed_with_the_circular_is_found(letter: str) -> None:
    whole = shared(f"letters/{letter}").read_text("utf-8")

    found = [(citation.number.printed("arabic"), citation.dated) for citation in find_citations(whole)]

    assert [(number, str(dated)) for number, dated in found] == [
        ("มท 0812/ว 271", "None"),
        ("55/2564", "2021-02-10"),
    ]


def test_every_real_citation_is_found_in_a_letter_that_refers_to_it() -> None:
    lines = [json.loads(line) for line in shared("letters/citations.jsonl").read_text("utf-8").splitlines()]

    for line in lines:
        letter = f"เรื่อง ก\n\nเรียน ข\n\nอ้างถึง {line['text']}\n\nด้วย ค\n"
        found = [citation.value.fields() for citation in text.read(letter.encode()).citations]

        assert [{part: fields[part] for part in PARTS} for fields in found] == [{part: line[part] for part in PARTS}]


def test_the_orders_that_a_real_order_names_are_cited_with_their_days() -> None:
    draft = text.read(shared("letters/12-order-repeals-2564.txt").read_bytes())

    assert [(str(one.value.number), str(one.value.dated)) for one in draft.citations] == [
        ("85/2564", "2021-04-09"),
        ("242/2563", "2020-08-13"),
    ]
