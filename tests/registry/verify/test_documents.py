"""The signature inside the file of a typeset letter, as a stranger checks it whom the operator would deceive."""

import pytest

from domain.letter.typeset import Typeset
from domain.values import File
from keys import pades
from registry import finals
from registry.verify.verdicts import Layer, Report, Verdict
from tests.registry import typeset
from tests.registry.verify.desk import Desk
from tests.registry.verify.operator import FINAL, FINAL_DIGEST, Story

LIE = b"SPECIMEN: the budget is doubled"


@pytest.fixture
def story() -> Story:
    """A typeset letter on its way."""
    told = Story()
    told.typeset = typeset.prepared(b"SPECIMEN", told.people["dg"])
    return told


def unlike(report: Report) -> tuple[Layer, str]:
    """Return the one layer that is not valid of those that are demanded, and why; everything else is in order."""
    assert report.headline is Verdict.INVALID
    (found,) = [one for one in report.findings if one.verdict is Verdict.INVALID]
    return found.layer, found.says.slug


def test_a_typeset_letter_is_valid_with_a_line_of_its_own_for_the_file(story: Story) -> None:
    report = story.verified()

    assert report.of(Layer.DOCUMENT).verdict is Verdict.VALID
    assert report.of(Layer.DOCUMENT).says.facts["name"] == "นายประยูร"
    assert report.of(Layer.PERSON).verdict is Verdict.VALID


def test_of_any_other_letter_nothing_is_said_of_a_signature_in_the_file(desk: Desk) -> None:
    found = [desk.verify(desk.bundles[kind]).findings for kind in ("letter", "sealed", "order", "acknowledgement")]

    assert Layer.DOCUMENT not in {one.layer for findings in found for one in findings}


def test_the_seal_cannot_issue_another_file_that_bears_no_signature(story: Story) -> None:
    story.finished = b"%PDF-1.7 " + LIE

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


def test_the_seal_cannot_issue_a_file_that_somebody_else_signed(story: Story) -> None:
    assert story.typeset is not None
    story.finished = story.typeset.signed(story.people["nobody"])

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


def test_the_seal_cannot_issue_a_file_whose_signature_it_forged(story: Story) -> None:
    assert story.typeset is not None
    story.finished = typeset.forged(story.typeset.signed(story.people["dg"]))

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


def test_the_seal_cannot_issue_the_file_of_another_letter_by_the_same_signatory(story: Story) -> None:
    key = story.people["dg"]
    story.finished = typeset.prepared(b"specimen", key).signed(key)

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-of-another")


def test_words_changed_under_the_same_signature_are_noticed(story: Story) -> None:
    assert story.typeset is not None
    story.finished = story.typeset.signed(story.people["dg"]).replace(b"SPECIMEN", b"specimen")

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


def test_something_written_behind_the_signed_file_is_noticed(story: Story) -> None:
    assert story.typeset is not None
    story.finished = story.typeset.signed(story.people["dg"]) + b"1 0 obj\n" + LIE

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


def test_a_second_signature_over_the_same_bytes_makes_another_file_than_the_issued_one(story: Story) -> None:
    # Of ECDSA there is one for every random number, and from each anybody makes another. The admission names one file.
    assert story.typeset is not None
    twice = [story.typeset.signed(story.people["dg"]) for _ in range(2)]

    report = story.verified(files={"letter.pdf": next(one for one in twice if one != story.finished)})

    assert unlike(report) == (Layer.FILES, "file-differs")
    assert report.of(Layer.DOCUMENT).verdict is Verdict.VALID


def test_a_file_that_the_seal_calls_something_else_than_a_pdf_is_none(story: Story) -> None:
    assert story.typeset is not None
    story.finished = story.typeset.signed(story.people["dg"])
    file = finals.named(FINAL_DIGEST, len(FINAL))
    story.issued["final"] = FINAL_DIGEST
    story.admission["doc"] = (File(file.sha256, file.len, "text/plain", "letter.txt", "main"),)

    assert unlike(story.verified(files={"letter.txt": FINAL})) == (Layer.DOCUMENT, "document-no-pdf")


def test_a_typeset_letter_names_no_final_file_itself(story: Story) -> None:
    story.signed["doc"] = (File(FINAL_DIGEST, len(FINAL), "application/pdf", "letter.pdf", "main"),)

    with pytest.raises(Exception, match="names 2 final files instead of one"):
        story.told()


def test_a_gap_that_is_nowhere_is_refused_and_not_read(story: Story) -> None:
    assert story.typeset is not None
    finished = story.typeset.signed(story.people["dg"])
    story.finished = finished
    moved = pades.Gap(story.typeset.gap.begin + 1, story.typeset.gap.end, story.typeset.gap.length)
    story.typeset = _Misplaced(story.typeset.pdf, moved)

    assert unlike(story.verified()) == (Layer.DOCUMENT, "document-not-signed")


class _Misplaced(typeset.Prepared):
    """Says of its gap what is not so."""

    @property
    def document(self) -> Typeset:
        return Typeset(FINAL_DIGEST, self.gap.begin, self.gap.end, self.gap.length, FINAL_DIGEST, FINAL_DIGEST)
