"""Letters of every kind from offices that do not exist, each read as its answers beside it say, and nothing more."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.classes import LetterKind
from registry.documents.answers import Outcome
from registry.documents.draft import Sureness
from registry.documents.reading import text
from registry.documents.scoring import Detail, Quality, score

SPECIMENS = Path(__file__).parents[1] / "specimens"
NAMES = sorted(path.stem for path in SPECIMENS.glob("*.txt"))


@pytest.fixture(scope="module")
def details() -> dict[str, list[Detail]]:
    found: dict[str, list[Detail]] = {name: [] for name in NAMES}
    for detail in score(SPECIMENS).details:
        found[detail.file].append(detail)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_read_as_people_read_it(name: str, details: dict[str, list[Detail]]) -> None:
    judged = [detail.judged for detail in details[name]]

    assert [one for one in judged if one.outcome is not Outcome.RIGHT] == []
    assert len(judged) >= 5


@pytest.mark.parametrize(
    ("changed", "least"),
    [
        (lambda typed: "\n".join(line.strip() for line in typed.splitlines() if line.strip()), 0.95),
        (lambda typed: typed.translate({0x0E50 + figure: str(figure) for figure in range(10)}), 1.0),
        (lambda typed: typed.replace("\u0e33", "\u0e4d\u0e32"), 1.0),
        (lambda typed: re.sub(" {3,}", "\t", typed), 0.99),
    ],
    ids=["without blank lines and indentation", "Arabic digits", "decomposed", "tabs for gaps"],
)
def test_the_same_letters_typed_otherwise_say_the_same(
    changed: Callable[[str], str], least: float, tmp_path: Path
) -> None:
    for name in set(NAMES) - {"letter-recognised-in-a-picture"}:
        shutil.copy(SPECIMENS / f"{name}.json", tmp_path)
        (tmp_path / f"{name}.txt").write_text(changed((SPECIMENS / f"{name}.txt").read_text("utf-8")), "utf-8")

    found = score(tmp_path)

    assert found.invented == 0
    assert found.share(Quality.CLEAN) >= least


def test_the_specimens_are_of_every_kind() -> None:
    kinds = {text.read((SPECIMENS / f"{name}.txt").read_bytes()).kind for name in NAMES}

    assert kinds == set(LetterKind) - {LetterKind.NOTE, LetterKind.OTHER_EVIDENCE}


def test_what_was_recognised_in_a_picture_leaves_its_figures_open_and_its_words_likely() -> None:
    draft = text.read((SPECIMENS / "letter-recognised-in-a-picture.txt").read_bytes())

    assert (draft.number, draft.dated, draft.date_printed, draft.dates, draft.phones) == (None, None, None, (), ())
    assert {doubt.part for doubt in draft.doubts} >= {"number", "dated", "dates", "phones"}
    assert draft.subject is not None
    assert draft.subject.sure is Sureness.LIKELY


def test_a_day_before_what_the_letter_cites_is_in_doubt() -> None:
    draft = text.read((SPECIMENS / "letter-dated-before-what-it-cites.txt").read_bytes())

    assert draft.dated is not None
    assert draft.dated.sure is Sureness.DOUBTFUL
    assert [(doubt.line, doubt.slug, doubt.part) for doubt in draft.doubts] == [(6, "day-contradicts-text", "dated")]


def test_a_clean_letter_leaves_no_doubt_and_is_sure_of_its_head() -> None:
    draft = text.read((SPECIMENS / "letter-province.txt").read_bytes())

    assert draft.doubts == ()
    parts = (draft.number, draft.dated, draft.issuing_office, draft.subject, draft.signature)
    assert [part.sure for part in parts if part] == [Sureness.SURE] * 5


def test_an_order_that_minutes_tell_of_has_only_a_likely_day() -> None:
    draft = text.read((SPECIMENS / "order-told-in-minutes.txt").read_bytes())

    assert draft.dated is not None
    assert draft.dated.sure is Sureness.LIKELY


def test_a_law_that_is_no_kind_of_letter_is_read_with_a_doubt() -> None:
    draft = text.read((SPECIMENS / "law-read-like-rules.txt").read_bytes())

    assert [(doubt.slug, doubt.part) for doubt in draft.doubts] == [("kind-of-law", "kind")]


def test_a_draft_s_gaps_are_doubts_and_what_is_printed_is_kept() -> None:
    draft = text.read((SPECIMENS / "order-draft.txt").read_bytes())

    assert [doubt.slug for doubt in draft.doubts] == ["number-open", "date-unreadable"]
    assert draft.number_printed is not None
    assert (draft.number_printed.value.running, draft.number_printed.value.year) == (None, 2569)
    assert draft.date_printed is not None
    assert (draft.date_printed.value.day, draft.date_printed.value.month) == (None, 5)
