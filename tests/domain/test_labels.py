"""The glossary in the package's README and the labels are two views of the same words."""

import re
from pathlib import Path

from domain import classes
from domain.labels import STATES, TERMS

README = (Path(__file__).resolve().parents[2] / "domain" / "README.md").read_text("utf-8")
GLOSSARY = README.partition("## Glossary")[2].partition("\n## ")[0]
TERM_ROWS = re.findall(r"^\| ([^|`]+) \| `(\w+)` \|", GLOSSARY.partition("### States")[0], re.MULTILINE)
STATE_ROWS = re.findall(r"^\| ([^|`]+) \| `(\w+)` \|", GLOSSARY.partition("### States")[2], re.MULTILINE)
TWO_COLUMNS = {("เลขรับ", "receive_number"), ("ที่ (แบบ 14)", "owner_code")}
"""The stamp's short word for the receive number, and ที่ where a form prints the code alone."""


def test_every_term_of_the_glossary_has_its_label_and_no_label_lacks_its_term() -> None:
    rows = [row for row in TERM_ROWS if row not in TWO_COLUMNS]

    assert [(label.thai, identifier) for identifier, label in TERMS.items() if identifier != "owner_code"] == rows
    assert len(TERM_ROWS) == len(rows) + len(TWO_COLUMNS)
    assert TERMS["owner_code"].thai == "ที่"


def test_every_state_shown_is_explained() -> None:
    assert [(label.thai, identifier) for identifier, label in STATES.items()] == STATE_ROWS
    assert len(STATES) == 14


def test_one_identifier_has_one_english_word() -> None:
    assert len({label.english for label in TERMS.values()}) == len(TERMS)
    assert len({label.english for label in STATES.values()}) == len(STATES)


def test_words_that_are_values_too_have_the_same_labels_there() -> None:
    values = {word.value: word for words in (classes.LetterKind, classes.ActingWord) for word in words}

    for identifier, label in TERMS.items():
        if identifier in values:
            assert (values[identifier].label, values[identifier].english) == label
