"""Real letters' paragraphs, set by us and read from our PDF files by others: not a character is lost or moved."""

from pathlib import Path

import pytest

from domain.thai.text import normalise
from tests.conformance.shared import shared
from tests.registry.documents.writing.letters import holds, read_by_pdfium, read_by_poppler, set_text
from tests.thorough import THOROUGH

SHORTEST = 100
"""Characters: what is shorter stands on one line."""
LONGEST = 2000


def paragraphs(file: Path) -> list[str]:
    """Return the long paragraphs of a letter under the text rule; some of these texts are broken on purpose."""
    lines = [" ".join(normalise(line).split()) for line in file.read_text(encoding="utf-8").split("\n")]
    return [line[:LONGEST].strip() for line in lines if len(line) >= SHORTEST]


@pytest.mark.parametrize("dropped", [0, 13, 29] if THOROUGH else [13])
def test_every_paragraph_of_real_letters_is_read_as_it_was_written(dropped: int) -> None:
    texts = [text for file in sorted(shared("letters").glob("*.txt")) for text in paragraphs(file)]
    written = [f"ด้วย{text[dropped:].strip()}" for text in texts]

    lost = [text for text in written if not all(holds(read(set_text(text)), text) for read in READERS)]

    assert len(written) > 10
    assert lost == []


READERS = (read_by_pdfium, read_by_poppler)
