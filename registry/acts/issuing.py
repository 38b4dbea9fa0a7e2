"""Register a letter or order: one act, in which nothing waits and no number is taken in vain.

draft ─▶ checked as if numbered, and typeset ─▶ number reserved ─▶ signed, the file too ─▶ admitted
                                                                   └▶ refused: voided; by midnight: once more
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from domain.authority import OfficerEnrolled
from domain.classes import LetterKind
from domain.codes import owner_code
from domain.errors import DomainError, InvalidValue
from domain.letter import admission
from domain.letter.events import (
    LetterSealed,
    LetterSignedByHand,
    LetterSignedTypeset,
    OrderSignedByHand,
    OrderSignedTypeset,
    SignedLetter,
    Way,
)
from domain.letter.text import LetterText, Link, Signatory
from domain.letter.typeset import Typeset
from domain.numbers import CIRCULAR, LetterNumber, OrderNumber
from domain.series import Purpose, Series, SeriesKind
from domain.structure.acts import NO_ACTS, Acts, InstrumentAct
from domain.structure.powers import PowerKind
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from domain.values import Digest, File, StreamId
from keys.errors import KeysError
from keys.signing import SigningKey
from registry import powers, requests
from registry.acts import order_acts
from registry.acts.drafts import LetterDraft, beside
from registry.acts.letter_text import unnumbered
from registry.acts.office import Office, Wanted
from registry.authoring import Author
from registry.calendar import Calendar
from registry.documents.writing.content import Body
from registry.errors import LogBusy, RegistryError

_NOBODY = Digest("sha256:" + 64 * "0")
_NO_FILE_YET = Typeset(_NOBODY, 0, 0, 0, _NOBODY, _NOBODY)
"""What stands for a file that is not typeset yet, where only the letter is looked at."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be registered, and how."""

    draft: LetterDraft
    folder: Path
    """Where the draft's attachments lie."""
    series: Wanted
    way: Way
    links: tuple[Link, ...] = ()
    number_each: bool = False
    """One consecutive number for every addressee."""
    scan: Path | None = None
    """The paper, for the two ways that leave one."""
    signatory: str | None = None
    """The officer who signed the paper; whose key it is otherwise."""
    reserved: int | None = None
    """A number that a clerk reserved before and that stands on the paper."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A registered letter."""

    stream: StreamId
    number: str
    dated: date
    signed: Digest
    position: int
    untold: dict[str, Any] | None = None
    """Why no record shows that the signatory may sign for another: slug, message, facts."""
    idle: tuple[InstrumentAct, ...] = ()
    """Acts of an order that end a clause on which nothing in the structure rests."""


def register(office: Office, key: SigningKey, wish: Wish) -> Registered:
    """Register a letter or order in one act; one that midnight overtakes is signed again, of the new day.

    Raises:
        NotAllowed: the key does not count, or its officer may not sign this.
        InvalidValue, WrongNumber, ClauseForbids: the rules refuse the letter; no number was taken.
    """
    day = office.today
    officer = office.officer_of(key)
    files = _attachments(office, wish)
    ready = make_ready(office, wish, officer, {place: file.sha256 for place, file in files.items()})
    entry = _Entry(office, office.author(key), officer, wish, ready.acts, tuple(files.values()))
    check(office, Digest(key.certificate.spki), wish, ready)
    enter = entry.typeset(ready.text) if wish.way is Way.ELECTRONIC else entry.on_paper()
    idle = tuple(order_acts.idle(office, ready.acts))
    text = ready.numbered(take(office, wish, ready.text, officer))
    try:
        answer = enter(text)
    except Exception as failure:
        if wish.reserved is not None:
            raise
        _give_back(office, text, officer, failure)
        if isinstance(failure, DomainError) and office.today != day:
            return register(office, key, wish)
        raise
    stream = StreamId(answer["stream"])
    return Registered(stream, text.number, text.dated, answer["signed"], answer["position"], answer.get("reason"), idle)


def rehearse(office: Office, wish: Wish, officer: str, files: Mapping[int, Digest]) -> LetterText:
    """Refuse now what `register` would refuse, as far as no key is needed; nothing is kept, and no number is taken.

    Args:
        office: Where it would be registered.
        wish: What is to be registered, and how.
        officer: Whose key it waits for.
        files: The digests of the electronic attachments, by their place.

    Returns:
        The letter as it would be registered now.
    """
    ready = make_ready(office, wish, officer, files)
    check(office, None, wish, ready)
    if wish.way is Way.ELECTRONIC:
        from registry.acts import typesetting  # noqa: PLC0415 - a paper needs none of what sets letters

        typesetting.Setting.of(office, body_of(office, wish, ready.acts), random=bytes).sheet(ready.text)
    return ready.text


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter as it would be registered now, and into what."""

    text: LetterText
    acts: Acts
    series: Series
    owner: tuple[str, str]

    def numbered(self, n: tuple[int, ...]) -> LetterText:
        """Return the letter with the numbers that it got."""
        return _numbered(self.text, n, self.series, self.owner)


def make_ready(
    office: Office,
    wish: Wish,
    officer: str,
    files: Mapping[int, Digest],
    *,
    behind: Mapping[StreamId, int] | None = None,
) -> Ready:
    """Return the letter with the number that it would get now.

    Args:
        office: Where it would be registered.
        wish: What is to be registered, and how.
        officer: Whose key it waits for.
        files: The digests of the electronic attachments, by their place.
        behind: The last numbers, by series, of letters that are signed before it.
    """
    stream, series = office.series(wish.series)
    text = _text(office, wish, stream, _signatory(office, wish, officer), files)
    acts = order_acts.found(office, wish.draft.acts, wish.draft.kind)
    _require_room_for_matter(wish)
    owner = owner_code(normalise(wish.draft.code or office.reader.identity.codes[0]))
    last = max(series.last, (behind or {}).get(stream, 0))
    text = _numbered(text, _next(wish, last, len(text.addressees)), series, owner)
    return Ready(text, acts, series, owner)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is entered, and by whom; whatever can go wrong before it has its number is tried before."""

    office: Office
    author: Author
    officer: str
    wish: Wish
    acts: Acts
    attached: tuple[File, ...]

    def typeset(self, expected: LetterText) -> "_Enter":
        """Typeset the letter with the number that it is expected to get; return how it is entered with its own."""
        from registry.acts import typesetting  # noqa: PLC0415 - a paper needs none of what sets letters

        setting = typesetting.Setting.of(self.office, body_of(self.office, self.wish, self.acts), random=os.urandom)
        before = setting.sheet(expected)

        def enter(text: LetterText) -> dict[str, Any]:
            sheet = setting.sheet(text, before=before)
            fact = partial(typeset_fact, self.wish, text, self.acts)
            return typesetting.admit(self.office, self.author, sheet, fact, doc=self.attached)

        return enter

    def on_paper(self) -> "_Enter":
        """Keep the scan of a paper; return how the paper is entered."""
        if self.wish.scan is None:
            raise InvalidValue("scan-missing", "A letter on paper is entered with its scan: give --scan.")
        scan = self.office.keep(self.wish.scan, "scan")

        def enter(text: LetterText) -> dict[str, Any]:
            fact = _paper_fact(self.wish, text, self.officer, self.acts)
            return self.office.admit(self.author, fact, doc=[scan, *self.attached])

        return enter


_Enter = Callable[[LetterText], dict[str, Any]]
"""Enters a letter under the numbers in its text, and returns the writer's answer."""


def _attachments(office: Office, wish: Wish) -> dict[int, File]:
    """Keep the electronic attachments and return them by their place in the draft."""
    return {
        place: office.keep(beside(wish.folder, one.file), "attachment")
        for place, one in enumerate(wish.draft.attachments)
        if one.file
    }


def _signatory(office: Office, wish: Wish, officer: str) -> Signatory:
    words = wish.draft.signatory
    known = office.reader.authority().officer(wish.signatory or officer)
    post = normalise(words.post) if words.post else _only_post(office, known)
    return Signatory(
        known.officer, normalise(words.name or known.name), post, words.rank, words.acting, words.principal
    )


def _only_post(office: Office, officer: OfficerEnrolled) -> str:
    """Return the one post that an officer holds now, by enrolment or by order."""
    held = {
        power.post
        for power in office.records().of((officer.officer,))
        if power.kind is PowerKind.OWN_POST and power.officer == officer.officer and power.in_force(office.now)
    }
    if len(held) != 1:
        raise InvalidValue(
            "which-post",
            f"{officer.name} holds {len(held)} posts today: say in the draft in which one it is signed.",
            name=officer.name,
            count=len(held),
        )
    return held.pop()


def _text(
    office: Office, wish: Wish, series: StreamId, signatory: Signatory, files: Mapping[int, Digest]
) -> LetterText:
    """Return the letter without its number."""
    return unnumbered(
        wish.draft,
        dated=parse_date(wish.draft.dated) if wish.draft.dated else office.today,
        office=office.reader.identity.office,
        signatory=signatory,
        calendar=lambda: Calendar.of(office.reader),
        series=series,
        links=wish.links,
        files=files,
    )


def _require_room_for_matter(wish: Wish) -> None:
    """Refuse a matter that what is signed about a letter on paper would not carry."""
    if wish.draft.matter is not None and wish.way is not Way.ELECTRONIC:
        raise InvalidValue(
            "matter-on-paper",
            "What a clerk signs of a letter on paper names no matter: take it out of the draft.",
            matter=wish.draft.matter,
        )


def _next(wish: Wish, last: int, addressees: int) -> tuple[int, ...]:
    """Return the numbers that it would get now: the one on the paper, or the next ones."""
    first = wish.reserved or last + 1
    return tuple(range(first, first + (max(1, addressees) if wish.number_each else 1)))


def _numbered(text: LetterText, n: tuple[int, ...], series: Series, owner: tuple[str, str]) -> LetterText:
    """Return the text with its numbers and their printed form."""
    if series.kind in {SeriesKind.ORDER, SeriesKind.ATTESTATION}:
        return replace(text, n=n, number=OrderNumber(n[0], series.year).printed("arabic"))
    letter = CIRCULAR if series.kind is SeriesKind.CIRCULAR else None
    last = n[-1] if len(n) > 1 else None
    return replace(text, n=n, number=LetterNumber(*owner, n[0], letter, last=last).printed("arabic"))


def check(office: Office, key: Digest | None, wish: Wish, ready: Ready) -> None:
    """Refuse now what admission would refuse later, when a number would have been taken; *key* is whoever signs."""
    text, acts, series = ready.text, ready.acts, ready.series
    records, fact = office.records(), _fact(wish, text, acts)
    if key is not None and wish.way is not Way.BY_HAND:
        records.authority.require_own_key(key, text.signatory)
    matter = powers.matter_of(fact)
    on = powers.moment_of(office.now, text)
    judged = powers.require_power(records, text.signatory, on=on, matter=matter)
    if acts != NO_ACTS:
        source = order_acts.require_possible(office, acts, text.number)
        powers.require_acts(records, fact, acts, judged, on=on, source=source)
    admission.admit(
        text,
        office=admission.Office(office.reader.identity.codes, series.kind, series.year),
        way=wish.way,
        signed=admission.Said(_NOBODY, text.series),
        final=_NOBODY,
        entered=office.today,
    )


def take(
    office: Office, wish: Wish, text: LetterText, clerk: str, *, request_id: bytes | None = None
) -> tuple[int, ...]:
    """Take the numbers of a letter; under the same *request_id* (16 bytes) they are taken once."""
    if wish.reserved is not None:
        return text.n
    purpose = Purpose.ELECTRONIC if wish.way is Way.ELECTRONIC else Purpose.PAPER
    wanted = requests.Reserve(text.series, purpose, clerk, len(text.n))
    answer = office.desk.ask(wanted, request_id=request_id)
    return tuple(answer["n"])


def body_of(office: Office, wish: Wish, acts: Acts) -> Body:
    """Return what the letter says beside its register entry; what an order does is said in its text."""
    mark = "SPECIMEN" if office.reader.identity.specimen else None
    draft = wish.draft
    paragraphs = order_acts.with_force(order_acts.text(office, acts, draft.body), draft.in_force, draft.kind)
    return Body(paragraphs, draft.address, mark, draft.in_force)


def _fact(wish: Wish, text: LetterText, acts: Acts) -> SignedLetter:
    """Return what would be signed now, but for the file."""
    if wish.way is Way.ELECTRONIC:
        return typeset_fact(wish, text, acts, _NO_FILE_YET)
    return _paper_fact(wish, text, text.signatory.officer, acts)


def typeset_fact(
    wish: Wish, text: LetterText, acts: Acts, document: Typeset
) -> LetterSignedTypeset | OrderSignedTypeset:
    """Return what is signed of a letter or order whose file is *document*."""
    if text.kind is LetterKind.ORDER:
        return OrderSignedTypeset(text, wish.draft.in_force, acts, wish.draft.matter, document=document)
    return LetterSignedTypeset(text, document, wish.draft.matter)


def _paper_fact(
    wish: Wish, text: LetterText, officer: str, acts: Acts
) -> LetterSignedByHand | OrderSignedByHand | LetterSealed:
    if wish.way is Way.SEALED:
        return LetterSealed(text)
    if acts != NO_ACTS:
        return OrderSignedByHand(text, officer, wish.draft.in_force, acts)
    return LetterSignedByHand(text, officer)


def _give_back(office: Office, text: LetterText, clerk: str, failure: Exception) -> None:
    """Void the numbers of a letter that did not come in; a writer that cannot be reached is not waited for twice."""
    if not isinstance(failure, LogBusy):
        void(office, text, clerk, reason_of(failure))


def void(office: Office, text: LetterText, clerk: str, reason: str) -> None:
    """Void what was reserved for a letter that did not come in, so that nothing hangs half-written.

    What cannot be voided is void already, or in use after all, or lapses at midnight; why the letter did not come in
    matters more.
    """
    for n in text.n:
        with suppress(DomainError, RegistryError, OSError):
            office.desk.ask(requests.Void(text.series, n, reason, clerk))


def reason_of(failure: Exception) -> str:
    """Return the reason that is recorded of a number whose letter was refused."""
    return f"ไม่ได้ใช้: {_slug(failure)}"


def _slug(failure: Exception) -> str:
    """Return by which slug people are told of a failure."""
    if isinstance(failure, DomainError | KeysError | RegistryError):
        return failure.slug
    return "machine-refused" if isinstance(failure, OSError) else "unexpected-error"
