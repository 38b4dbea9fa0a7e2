"""Every refusal in Thai: its slug, and one sentence with the named facts that are given where it is raised.

    work       the rules of the work: letters, numbers, dates, officers
    signing    keys, certificates, signatures, notes
    keeping    the store, the log, the writer, the audit
    heads      the map of newest states
    directives what letters ask for, and the calendar
    dispatching lists of addressees, mails, results, reminders
    drafting   drafts as working papers, and what waits for a signature
    links      addressees' links, and passkeys
    exports    exports, and replaying them
    structure  acts on units and instruments
    powers     posts, the power to sign for another, absences
    documents  files that are read, looked at and written
    registers  what is asked of the registers, and typed into them
    handing    what people type and hand in: commands, drafts, files, old registers
    files      what is in files from outside
    receiving  letters that come in, by paper, mail or bundle
    pages      what the pages refuse
    past       looking at the past, and into the log
    programs   what the HTTP API refuses
    administering what administrators are refused
    own_keys   signing keys made in a browser, requests for certificates, proposals

The English sentence is the refusal's own text. A test looks through the code for every slug and demands a
sentence here that names no other facts. What a bundle's verification says stands with the verifier, which
has to be able to speak alone (`registry.verify.words`).
"""

from collections.abc import Mapping
from datetime import date, datetime

from api.texts.refusals.administering import ADMINISTERING
from api.texts.refusals.directives import DIRECTIVES
from api.texts.refusals.dispatching import DISPATCHING
from api.texts.refusals.documents import DOCUMENTS
from api.texts.refusals.drafting import DRAFTING
from api.texts.refusals.exports import EXPORTS
from api.texts.refusals.files import FILES
from api.texts.refusals.handing import HANDING
from api.texts.refusals.heads import HEADS
from api.texts.refusals.keeping import KEEPING
from api.texts.refusals.links import LINKS
from api.texts.refusals.own_keys import OWN_KEYS
from api.texts.refusals.pages import PAGES
from api.texts.refusals.past import PAST
from api.texts.refusals.powers import POWERS
from api.texts.refusals.programs import PROGRAMS
from api.texts.refusals.receiving import RECEIVING
from api.texts.refusals.registers import REGISTERS
from api.texts.refusals.signing import SIGNING
from api.texts.refusals.structure import STRUCTURE
from api.texts.refusals.work import WORDS, WORK
from domain.labels import TERMS
from domain.thai.dates import FIRST_DAY, print_date
from registry.verify.words import REFUSALS as VERIFYING

THAI: dict[str, str] = {
    **VERIFYING,
    **WORK,
    **PAST,
    **REGISTERS,
    **DIRECTIVES,
    **DISPATCHING,
    **STRUCTURE,
    **POWERS,
    **RECEIVING,
    **SIGNING,
    **KEEPING,
    **HEADS,
    **HANDING,
    **LINKS,
    **FILES,
    **DOCUMENTS,
    **EXPORTS,
    **DRAFTING,
    **PAGES,
    **PROGRAMS,
    **ADMINISTERING,
    **OWN_KEYS,
}
"""Slug to sentence."""

_DAY = len("2021-02-10")


def sentence(refusal: Exception) -> str:
    """Return the Thai sentence of a refusal; its own text when the slug is not known here."""
    return in_thai(getattr(refusal, "slug", ""), getattr(refusal, "facts", {}), str(refusal))


def in_thai(slug: str, facts: Mapping[str, object], otherwise: str) -> str:
    """Return the Thai sentence of *slug*, or *otherwise* when it is not known here or lacks a fact."""
    words = THAI.get(slug)
    try:
        return otherwise if words is None else words.format_map({name: _shown(value) for name, value in facts.items()})
    except KeyError:
        return otherwise


def _shown(value: object) -> str:
    """Return a fact as people read it: days in the Buddhist era, also those that crossed a socket as text."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if len(value) > _DAY else date.fromisoformat(value)
        except ValueError:
            return ", ".join(_word(part) for part in str(value).split(", "))
    if isinstance(value, datetime):
        return f"{_printed(value.date())} {value:%H.%M} น."
    return _printed(value) if isinstance(value, date) else str(value)


def _word(text: str) -> str:
    return WORDS.get(text) or (TERMS[text].thai if text in TERMS else text)


def _printed(day: date) -> str:
    return print_date(day) if day >= FIRST_DAY else day.isoformat()
