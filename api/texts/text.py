"""One sentence or label in both languages."""

from typing import Literal, NamedTuple

from domain.labels import Label
from domain.thai.digits import to_thai

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")


class Text(NamedTuple):
    """What is said, in Thai and in English; ``{names}`` are filled in by `with_`."""

    thai: str
    english: str

    def said(self, language: Language) -> str:
        """Return the text in one language."""
        return self.thai if language == "th" else self.english

    def with_(self, **values: object) -> "Text":
        """Return the text with its named fields filled in; a `Text` among them in the same language.

        Counts are printed in Thai digits in Thai; whatever else has figures comes as it shall be read.
        """
        return Text(
            self.thai.format(**{name: _said(value, "th") for name, value in values.items()}),
            self.english.format(**{name: _said(value, "en") for name, value in values.items()}),
        )


def label(label: Label) -> Text:
    """Return a label of the glossary as a text."""
    return Text(label.thai, label.english)


def plain(text: str) -> Text:
    """Return what is the same in both languages: a name, a number, a path."""
    return Text(text, text)


def _said(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.said(language)
    return to_thai(str(value)) if language == "th" and isinstance(value, int) else value
