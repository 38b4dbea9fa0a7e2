"""One fact as pages tell it: when, who in which post then, what, whose word it is; and inside it what shows that."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from api.pages.histories.categories import OF_FACTS, Category
from api.texts.facts import FACTS
from api.texts.fields import called, value
from api.texts.text import Text, plain
from domain.structure.events import InstrumentRecorded
from domain.thai.digits import to_thai
from domain.values import Digest, File, digest
from keys import cades
from registry.history.fields import Change, Field
from registry.history.history import Claim, Event
from registry.reader import Reader, Recorded
from registry.wire import THAI_TIME

CLAIMS: Final = {
    Claim.OPERATOR: Text("ตราทะเบียน ผู้ดูแลทะเบียนอ้าง", "the registry's seal; claimed by the operator"),
    Claim.SIGNER: Text("ลายมือชื่อบุคคล ผู้ลงลายมือชื่ออ้าง", "a person's signature; claimed by the signer"),
}
"""Whose word a fact and its time are."""
REGISTRY: Final = Text("ทะเบียน", "the registry")
NOT_IN_FORCE: Final = Text("ข้อเสนอ ยังไม่มีผลบังคับ", "proposed, not in force")
_NOTHING: Final = plain("–")
_REPEATED: Final = 160
"""Characters of a field to which something is added that are shown twice, in old and new."""
_SHOWN: Final = 60
"""Characters that are shown of more."""
_AS_THEY_STAND: Final = frozenset({"key", "parent", "unit_kind", "power", "absence"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that is otherwise than before, in words."""

    field: Text
    old: Text
    new: Text


@dataclass(frozen=True, slots=True)
class Signer:
    """Who made the signature over a fact, as the signature itself names its certificate; nothing is verified here."""

    holder: Text
    key: Digest
    certificate: Digest | None
    """None of a passkey, which has none."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact in words."""

    event: Event
    what: Text
    who: Text
    claim: Text
    category: Category
    changes: tuple[Changed, ...]
    proposed: bool
    signer: Signer
    files: tuple[File, ...]
    on: date
    """The day in Thailand."""

    @property
    def by_seal(self) -> bool:
        """Whether the fact is the seal's word and no person's."""
        return self.event.claimed_by is Claim.OPERATOR


def told(reader: Reader, event: Event) -> Told:
    """Return a fact in words."""
    fact = event.fact.statement.fact
    return Told(
        event,
        FACTS[event.name],
        who(event),
        CLAIMS[event.claimed_by],
        OF_FACTS[event.name],
        tuple(changed(one) for one in event.changes),
        isinstance(fact, InstrumentRecorded) and fact.proposed,
        signer(reader, event.fact, event),
        event.fact.statement.doc,
        event.at.astimezone(THAI_TIME).date(),
    )


def who(event: Event) -> Text:
    """Return who said it, with the posts that were held or acted for at that time, as known then."""
    if event.by is None:
        return REGISTRY
    return plain(event.by.name if not event.by.posts else f"{event.by.name} ({', '.join(event.by.posts)})")


def signer(reader: Reader, line: Recorded, event: Event) -> Signer:
    """Return who signed a fact's statement: the holder of the certificate, or of the passkey."""
    contents, key = line.entry.contents, line.statement.by
    if contents.kind != "cms":
        return Signer(who(event), key, None)
    named = digest(cades.signer_of(contents.evidence).fingerprint)
    return Signer(plain(reader.keyring.certificate(named).holder), key, named)


def words(what: str, text: str | None) -> Text:
    """Return the value of a field in words; a dash where there is none."""
    return _NOTHING if text is None else _figured(what, value(what, text))


def label(name: Field) -> Text:
    """Return what a field is called."""
    return _figured(name.what, called(*name))


def _figured(what: str, text: Text) -> Text:
    """Return a text with Thai figures in Thai, but for the names of keys and units, which have one spelling."""
    return text if what in _AS_THEY_STAND else Text(to_thai(text.thai), text.english)


def changed(change: Change) -> Changed:
    """Return a change in words; of a field that grows, what was added."""
    name, old, new = change
    if old is not None and new is not None and new.startswith(old) and len(old) > _REPEATED:
        # What is added to again and again would be repeated whole by every row.
        old, new = (f"… {text[len(old) - _SHOWN :]}" for text in (old, new))
    return Changed(label(name), words(name.what, old), words(name.what, new))
