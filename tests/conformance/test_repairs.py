"""Real Thai is left as it is: letters that are whole, and the words of a dictionary."""

import pytest

from domain.thai.text import normalise
from registry.documents.reading.files.repairs import Repair, repair
from tests.conformance.shared import shared

LETTERS = (
    "00-founding-circular-2564",
    "04-external-scan-truth-2560",
    "06-memo-draft-2569",
    "09-announcement-moe-2563",
    "12-order-repeals-2564",
    "15-letter-resignation-2567",
    "18-regulation-saraban3-2560",
)
OBSOLETE = {"ประจาก", "ประจาค"}  # ประจำ without its ring; no letter has used them for a century


@pytest.mark.parametrize("letter", LETTERS)
def test_a_real_letter_needs_no_repair_that_could_be_wrong(letter: str) -> None:
    lines = shared(f"letters/{letter}.txt").read_text("utf-8").splitlines()

    for line in lines:
        mended = repair(line)

        assert mended.sure, (line, mended)
        if set(mended.done) <= {Repair.MARK_ORDER}:
            assert mended.text == normalise(line)


def test_the_gazette_s_open_sara_am_is_closed() -> None:
    lines = shared("letters/18-regulation-saraban3-2560.txt").read_text("utf-8").splitlines()

    mended = "\n".join(repair(line).text for line in lines)

    assert "สำนักนายกรัฐมนตรี" in mended
    assert "\u0e4d" not in mended


def test_every_word_of_a_dictionary_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHAINLP_OFFLINE", "1")
    from pythainlp.corpus import thai_words  # noqa: PLC0415 (reads its data only where it is asked)

    words = sorted(word for word in thai_words() - OBSOLETE if all("\u0e01" <= letter <= "\u0e5b" for letter in word))

    changed = [word for word in words if repair(word).text != normalise(word)]

    assert len(words) > 50_000
    assert changed == []
