"""Words for who could sign: in which capacity, in which matters, resting on which facts."""

from typing import Final

from api.texts.structure import GROUNDS, POWERS, figures
from api.texts.text import Text, plain
from domain.classes import ActingWord
from domain.structure.powers import Capacity, Power

_OWN: Final = Text("ตำแหน่งของตน", "the own post")
_ALL: Final = Text("ทุกเรื่อง", "all")
_ALL_BUT: Final = Text("ทุกเรื่อง เว้นแต่ {matters}", "all but {matters}")


def capacity(word: ActingWord | None, principal: str | None) -> Text:
    """Say in which capacity somebody signs: with which word for whose post."""
    if principal is None:
        return _OWN
    thai, english = ("", "") if word is None else (word.label, word.english)
    return Text(f"{thai} {principal}".strip(), f"{english} {principal}".strip())


def matters(one: Capacity) -> Text:
    """Say in which matters a capacity counts."""
    if one.matters:
        return plain(", ".join(one.matters))
    return _ALL_BUT.with_(matters=", ".join(one.withheld)) if one.withheld else _ALL


def given(power: Power) -> Text:
    """Say what a recorded power gives, or says of a post."""
    word = Text("", "") if power.word is None else Text(power.word.label, power.word.english)
    return POWERS[power.kind].with_(post=power.post, word=word)


def basis(power: Power) -> Text:
    """Say what kind of fact records a power, with its number where it has one."""
    return GROUNDS[power.basis.ground].with_(number=figures(power.basis.number or "–"))
