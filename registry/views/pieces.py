"""Texts cut so that any piece of them is found: the indexes of `find` and of the registers.

Thai is written without spaces, and whoever searches cuts it elsewhere than a dictionary would. So nothing is
cut into words: every pair of neighbouring characters is a token, and what is typed is a phrase of such pairs.

    ขอเชิญ   →   ขอ อเ เช ชิ ิญ          เชิญ   →   "เช ชิ ิญ"

That finds exactly the texts that contain what was typed, and nothing else. Thai digits equal Arabic ones and
capital letters equal small ones; a space means *and*.

Registers of a million rows are cut into threes, whose places are not kept: what was typed is some of its threes, side
by side, and the few rows that have them all are compared (`holds`). A rare phrase of common pieces is found ten times
faster so, and the index is smaller; what is found is the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.errors import InvalidValue
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from registry.views.letters import number_key

LONGEST_QUERY = 200
"""Characters; a longer piece of text is no question but a letter."""
EDGE = "\uffff"
"""Marks where a text begins and ends: not a character, so in nobody's text."""


def fold(text: str) -> str:
    """Return *text* as it is compared: one spelling (th1), Arabic digits, small letters, single spaces."""
    try:
        text = normalise(text)
    except InvalidValue:  # what a refusal would stop elsewhere is only looked for here
        text = text.replace(EDGE, "")
    return " ".join(to_arabic(text).lower().split())


def text_tokens(text: str) -> str:
    """Return the tokens of a text for the index."""
    return key_tokens(f"{EDGE}{fold(text)}{EDGE}")


def key_tokens(text: str) -> str:
    """Return the tokens of what is folded already, such as `keys`."""
    return " ".join(_pairs(text))


def key(printed: str) -> str:
    """Return a number's key, or what can be compared of a number that follows no grammar."""
    return number_key(printed) or "".join(fold(printed).split())


def key_text(each: Iterable[str]) -> str:
    """Return several keys as one text, each with an edge before and behind it."""
    return f"{EDGE}{EDGE.join(each)}{EDGE}"


def typed_words(text: str) -> list[str]:
    """Return the words that were typed, folded.

    Raises:
        InvalidValue: more than `LONGEST_QUERY` characters were typed.
    """
    if len(text) > LONGEST_QUERY:
        raise InvalidValue(
            "query-too-long",
            f"{len(text)} characters are too many to look for: type at most {LONGEST_QUERY}.",
            length=len(text),
            most=LONGEST_QUERY,
        )
    return fold(text).split()


def words(columns: str, text: str) -> list[str]:
    """Return the queries for *text* in some columns of an index: one a word, all of which have to match."""
    return [f"({{{columns}}} : {phrase(word)})" for word in typed_words(text)]


def number(text: str) -> list[str]:
    """Return the query for a number: a whole one finds itself alone, a part of one all that have it."""
    typed = typed_words(text)
    if whole := number_key(text):
        return [f"(number : {phrase(f'{EDGE}{whole}{EDGE}')})"]
    return [f"(number : {phrase(''.join(typed))})"] if typed else []


def anywhere(text: str, columns: str) -> list[str]:
    """Return the queries for every word in any column; a whole number is that number, or is mentioned in *columns*."""
    if not number_key(text):
        return words(f"number {columns}", text)
    mentioned = " AND ".join(words(columns, text))
    return [f"({number(text)[0]} OR ({mentioned}))"]


def phrase(text: str) -> str:
    """Return the query for a piece of text: its pairs in a row, or whatever pair begins with its one character."""
    if pairs := _pairs(text):
        return f'"{" ".join(pairs)}"'
    return f'"{text.encode("utf-16-be", "surrogatepass").hex()}"*'


def _pairs(text: str) -> list[str]:
    # UTF-16 in hexadecimal: the index then needs no idea of its own of what a letter is.
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return [units[i : i + 8] for i in range(0, len(units) - 4, 4)]


def threes(text: str) -> str:
    """Return the tokens of a text for an index of threes; at its end they are filled up with edges."""
    return in_threes(f"{EDGE}{fold(text)}{EDGE}")


def in_threes(text: str) -> str:
    """Return the tokens of what is folded already, such as `key_text`."""
    units = f"{text}{EDGE}".encode("utf-16-be", "surrogatepass").hex()
    return " ".join(units[place : place + _THREE] for place in range(0, len(units) - _THREE + 1, _UNIT))


def piece(text: str) -> str:
    """Return the query for rows that may contain a piece of two characters or more, in an index of threes."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    if len(units) < _THREE:
        return f'"{units}"*'
    last = len(units) - _THREE
    places = sorted({*range(0, last + 1, _THREE), last})
    return " AND ".join(f'"{units[place : place + _THREE]}"' for place in places)


def holds(text: str, sender: str, addressee: str, *cells: str) -> bool:
    """Return whether a row contains what was typed.

    Args:
        text: a whole number, or words each of which is in any column, or all of them together in a number.
        sender: each of its words is in the sender.
        addressee: each of its words is in the addressee.
        cells: the row's `key_text`, subject, sender and addressee.
    """
    found_by, its_subject, its_sender, its_addressee = cells
    found = _looked_for(text)
    texts = (its_subject, its_sender, its_addressee) if found.exact else (*cells[1:], found_by)
    return (
        ((bool(found.number) and found.number in found_by) or all(_in_any(word, texts) for word in found.words))
        and all(_in_any(word, (its_sender,)) for word in _looked_for(sender).words)
        and all(_in_any(word, (its_addressee,)) for word in _looked_for(addressee).words)
    )


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What was typed into a search, taken apart once."""

    words: tuple[str, ...]
    number: str
    """What a number has to contain as a whole; empty where nothing of a number was typed."""
    exact: bool
    """A whole number was typed, which finds itself, or a text that mentions it."""


@lru_cache(maxsize=256)
def _looked_for(text: str) -> LookedFor:
    return looked_for(text)


def looked_for(text: str) -> LookedFor:
    """Return what was typed, taken apart.

    Raises:
        InvalidValue: it is too long.
    """
    typed = tuple(typed_words(text))
    if whole := number_key(text):
        return LookedFor(typed, f"{EDGE}{whole}{EDGE}", exact=True)
    joined = "".join(typed)
    if not any(character.isdecimal() for character in joined):
        return LookedFor(typed, "", exact=False)
    return LookedFor(typed, joined if len(joined) > 1 else f"{EDGE}{joined}{EDGE}", exact=False)


def _in_any(word: str, texts: Iterable[str]) -> bool:
    return any(word in text or word in fold(text) for text in texts)


_UNIT = 4  # hexadecimal figures of a character in UTF-16
_THREE = 3 * _UNIT
