from hypothesis import given
from hypothesis import strategies as st

from domain.thai.digits import in_script, to_arabic, to_thai


def test_figures_of_all_three_scripts_become_the_asked_one() -> None:
    assert to_arabic("มท ๐1２/๙") == "มท 012/9"
    assert to_thai("มท ๐1２/9") == "มท ๐๑๒/๙"
    assert in_script("๕5", "thai") == "๕๕"
    assert in_script("๕5", "arabic") == "55"


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    folded = to_arabic(text)

    assert len(folded) == len(text)
    assert to_arabic(to_thai(text)) == folded
