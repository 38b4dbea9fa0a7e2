"""Comparing pictures: another smoothing of letters passes, a word more or less does not."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.api.pictures import otherwise


def page(*words: str) -> Image.Image:
    """Return a page of some lines."""
    drawn = Image.new("L", (900, 1200), 255)
    for line in range(40):
        ImageDraw.Draw(drawn).text((40, 30 * line), "approved words of a page " * 4, fill=0)
    for place, word in enumerate(words):
        ImageDraw.Draw(drawn).text((700, 300 * place + 10), word, fill=0, font_size=17)
    return drawn


def test_letters_that_are_smoothed_otherwise_are_the_same_page() -> None:
    smoothed = page("ตาม").filter(ImageFilter.GaussianBlur(0.6))

    assert otherwise(smoothed, page("ตาม")) is None
    assert otherwise(page("x").quantize(16), page("x")) is None


def test_a_word_more_is_seen_and_told_where() -> None:
    said = otherwise(page("", "abolished"), page())

    assert said is not None
    assert "between 700,3" in said


def test_a_line_that_moved_and_a_longer_page_are_seen() -> None:
    longer = Image.new("L", (900, 1300), 255)

    assert otherwise(ImageChops.offset(page(), 0, 6), page()) is not None
    assert otherwise(longer, page()) == "is (900, 1300) dots large, and was (900, 1200)"
