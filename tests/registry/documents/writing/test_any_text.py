"""Whatever Thai is written, with whatever marks: both readers find it in the file as it was."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.thai.text import normalise
from tests.registry.documents.writing.letters import holds, read_by_pdfium, read_by_poppler, set_text

CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
syllables = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["", "", "เ", "แ", "โ", "ใ", "ไ"]),
    st.sampled_from(CONSONANTS),
    st.sampled_from(["", "ุ", "ู", "ั", "ิ", "ี", "ึ", "ื", "็"]),
    st.sampled_from(["", "่", "้", "๊", "๋", "์"]),
    st.sampled_from(["", "", "า", "ะ", "ำ", "น", "ง"]),
)
words = st.lists(syllables, min_size=1, max_size=6).map("".join)
others = st.sampled_from(
    [
        "Web",
        "Conference",
        "COVID-19",
        "A",
        "(TE2S)",
        "๒๕๖๔",
        "2564",
        "๐๙.๓๐",
        "-",
        "–",
        "10%",
        "๕๕/๒๕๖๔",
        "ๆ",
        "ฯลฯ",
        "“ร่าง”",
    ]
)
paragraphs = st.lists(words | words | others, min_size=1, max_size=40).map(
    lambda parts: " ".join(normalise(f"ด้วย{' '.join(parts)} จึงเรียนมา").split())
)


@given(paragraphs)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_paragraph_is_read_as_it_was_written(text: str) -> None:
    pdf = set_text(text)

    assert holds(read_by_pdfium(pdf), text)
    assert holds(read_by_poppler(pdf), text)
