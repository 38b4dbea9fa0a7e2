"""Signing a letter whose official holds the key elsewhere: on a page, which shows the very bytes that are signed.

    look ─▶ the file as it will be, with the number that it would get now; nothing is reserved
    number ─▶ reserved: it is the one that was shown ─▶ the statement to sign
               │  another one, or another day ─▶ a new look, which holds what was reserved
    sign ─▶ both signatures are found good ─▶ finished, handed in, logged ─▶ the receipt
    leave, refused, too late ─▶ the number is void, with the reason

The rules are those of `waiting.sign`; between these steps only people have changed place. A signature is asked for once
the number is reserved and never before: what is signed can be admitted, or is worth nothing to anybody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from domain.errors import DomainError, WrongStage
from domain.letter.events import LetterIssued, LetterSignedTypeset, OrderIssued, OrderSignedTypeset, Way
from domain.letter.text import LetterText
from domain.values import Digest, File, StreamId, digest_bytes
from keys import pades
from keys.pades import Gap
from keys.signing import der_signature
from registry import requests, wire
from registry.acts import issuing, typesetting, waiting
from registry.acts.issuing import Ready, Wish
from registry.acts.office import Office, mime_of
from registry.authoring import Unsigned
from registry.errors import LogBusy
from registry.papers import signings as kept
from registry.papers.drafts import Drafts
from registry.papers.signings import HELD, Receipt, Signing, Signings, Step
from registry.papers.working import Stage, WorkingDraft

LEFT: Final = "ไม่ได้ใช้: ออกจากหน้าลงลายมือชื่อก่อนเสร็จ"
PAGE_REFUSED: Final = "ไม่ได้ใช้: หน้าลงลายมือชื่อไม่ยอมให้ลง เพราะสิ่งที่ขอให้ลงไม่ตรงกับที่แสดง"
OTHER_TIME: Final = "ไม่ได้ใช้: เวลาของทะเบียนต่างจากนาฬิกาของเครื่องที่จะลงลายมือชื่อ"
TOO_LATE: Final = "ไม่ได้ใช้: ไม่ได้ลงลายมือชื่อภายในเวลา"
CHANGED: Final = "เลขหรือวันที่ไม่ตรงกับที่แสดง จึงเปิดให้ดูใหม่"
"""Reasons: of a void number they stand in the register."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs."""

    office: Office
    drafts: Drafts
    signings: Signings
    random: Callable[[int], bytes]
    """Returns unpredictable bytes, for ids and for the code on the paper."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A waiting draft as it would be registered now."""

    working: WorkingDraft
    wish: Wish
    ready: Ready


def shown(signing: Signing) -> LetterSignedTypeset | OrderSignedTypeset:
    """Return the fact that was shown to be signed."""
    fact = wire.decode(signing.shown).fact
    if not isinstance(fact, LetterSignedTypeset | OrderSignedTypeset):
        raise TypeError("only typeset letters are signed here")
    return fact


def gap_of(signing: Signing) -> Gap:
    """Return where the signature goes in the file."""
    document = shown(signing).document
    return Gap(document.begin, document.end, document.length)


def look(place: Place, draft: str, spki: Digest, officer: str, *, behind: Sequence[str] = ()) -> Signing:
    """Make the file of a waiting draft as it would be now, for the signature of a key that is elsewhere.

    Args:
        place: Where.
        draft: The draft.
        spki: The key that will sign.
        officer: Whose it is.
        behind: What is looked at to be signed before it in one go; its number comes after theirs.

    Raises:
        NotAllowed: the draft waits for somebody else, the key does not count, or its officer may not sign this.
        WrongStage: the draft does not wait.
        InvalidValue, WrongNumber, ClauseForbids: the register would refuse the letter.
    """
    tidy(place)
    return _look(place, draft, spki, officer, behind=_last(place, officer, behind))


def number(place: Place, named: str, officer: str, *, insist: bool = True) -> Signing:
    """Reserve the number of what was looked at; asked twice, one number is reserved.

    Returns:
        What was looked at, with the statement to sign. Where number, day or anything else in it would be another, a
        new look: of the number that is held for it now, or of none where the day is over or nobody insists.

    Raises:
        NoSuchThing: nothing of that id is open.
        WrongStage: it is signed; its draft does not wait any more, was changed, or is being signed elsewhere.
        NotAllowed, InvalidValue, WrongNumber, ClauseForbids: the register would refuse the letter.
    """
    tidy(place)
    signing, now = place.signings.get(named, officer), place.office.now
    if signing.step is Step.NUMBERED:
        return signing
    if signing.step is Step.SIGNED:
        raise WrongStage("signed-before", "This letter is signed already: look at its receipt.")
    require_same(place, signing)
    if signing.step is Step.OVER or signing.is_over(now):
        _end(place, signing, CHANGED)
        return _look(place, signing.draft, signing.spki, officer)
    letter = _letter(place, signing.draft, officer, signing.spki, number=signing.held)
    was = shown(signing).letter
    if letter.ready.numbered(was.n) != was or (not insist and letter.ready.text != was):
        _end(place, signing, CHANGED)
        return _look(place, signing.draft, signing.spki, officer)
    return _numbered(place, signing, letter)


def sign(place: Place, named: str, officer: str, signatures: tuple[bytes, bytes]) -> Signing:
    """Finish a letter with the signatures of its official, and register it; twice is once.

    Args:
        place: Where.
        named: What was looked at and numbered.
        officer: Who signs.
        signatures: Over the statement's attributes and over those of the file, 64 bytes each (r and s).

    Raises:
        NoSuchThing: nothing of that id is open.
        WrongStage: it has no number, or its time is over.
        BadSignature: one of them is not that key's over exactly this; the number is void then.
        NotAllowed, WrongNumber, ClauseForbids: the register refuses the letter; the number is void then.
        LogBusy: the writer did not answer; nobody knows whether it is registered. Hand in the same once more.
    """
    signing = place.signings.get(named, officer)
    if signing.step is Step.SIGNED:
        return signing
    until = signing.held_until
    if signing.step is not Step.NUMBERED or signing.statement is None or until is None:
        raise kept.over()
    if place.office.now >= until:
        tidy(place)
        again = place.signings.get(named, officer)
        if again.step is not Step.SIGNED:
            raise kept.over()
        return again
    try:
        _hand_in(place, signing, signing.statement, signatures)
    except LogBusy:
        raise
    except Exception as failure:
        give_up(place, named, officer, issuing.reason_of(failure))
        raise
    return _noted(place, signing)


def give_up(place: Place, named: str, officer: str, reason: str) -> Signing:
    """End what was looked at; a number that is held for it is void, and the draft waits on. Never refuses twice.

    Raises:
        NoSuchThing: nothing of that id is open.
    """
    signing = place.signings.get(named, officer)
    if signing.step in {Step.LOOKED, Step.NUMBERED} and _admitted(place.office, signing) is not None:
        return _noted(place, signing)
    _end(place, signing, reason)
    return place.signings.get(named, officer)


def tidy(place: Place) -> None:
    """Void every number that was held for a signature which did not come in time, or that a crash left held."""
    for signing in place.signings.unfinished(place.office.now):
        if signing.step is Step.OVER:
            _void(place, signing, signing.reason or TOO_LATE)
        else:
            give_up(place, signing.id, signing.officer, TOO_LATE)


def require_same(place: Place, signing: Signing) -> WorkingDraft:
    """Return the draft of what was looked at, unchanged and still waiting for its officer.

    Raises:
        WrongStage: it does not wait any more, or was changed meanwhile.
        NotAllowed: it waits for somebody else.
    """
    working = _waiting(place.drafts, signing.draft, signing.officer)
    if working.version != signing.version:
        raise WrongStage(
            "draft-changed-since-look",
            f"Draft {signing.draft} was changed after you looked at it: open it again.",
            draft=signing.draft,
        )
    return working


def _waiting(drafts: Drafts, draft: str, officer: str) -> WorkingDraft:
    working = drafts.get(draft)
    if working.stage is not Stage.WAITING:
        raise WrongStage(
            "draft-at-another-stage",
            f"Draft {draft} is {working.stage.value.replace('_', ' ')}: that is not done with it now.",
            draft=draft,
            stage=working.stage.value,
        )
    waiting.require_for(working, officer)
    if working.plan.way is not Way.ELECTRONIC:
        raise WrongStage(
            "signed-with-its-scan",
            f"Draft {draft} is a letter on paper: sign it at the command line, with saraban sign.",
            draft=draft,
        )
    return working


def _letter(  # noqa: PLR0913 - the draft, who signs it, and which number it would get
    place: Place,
    draft: str,
    officer: str,
    spki: Digest,
    *,
    number: tuple[int, ...] = (),
    behind: Mapping[StreamId, int] | None = None,
) -> _Letter:
    """Return a draft as it would be registered now, once nothing is to be refused of it."""
    working = _waiting(place.drafts, draft, officer)
    wish = waiting.wish_of(place.office, working, Path())
    ready = issuing.make_ready(place.office, wish, officer, waiting.digests_of(working), behind=behind)
    if number:
        ready = replace(ready, text=ready.numbered(number))
    issuing.check(place.office, spki, wish, ready)
    return _Letter(working, wish, ready)


def _look(  # noqa: PLR0913 - the draft, who signs it, and what it takes over from the look before
    place: Place,
    draft: str,
    spki: Digest,
    officer: str,
    *,
    behind: Mapping[StreamId, int] | None = None,
    before: Signing | None = None,
    number: tuple[int, ...] = (),
) -> Signing:
    office, now = place.office, place.office.now
    holder = office.holder(spki)
    letter = _letter(place, draft, officer, spki, number=number, behind=behind)
    wish, ready = letter.wish, letter.ready
    setting = typesetting.Setting.of(office, issuing.body_of(office, wish, ready.acts), random=place.random)
    if before is not None and before.code is not None:
        setting = replace(setting, code=before.code)
    fact = partial(issuing.typeset_fact, wish, ready.text, ready.acts)
    laid = typesetting.lay(setting.sheet(ready.text), holder, fact, at=now)
    doc = _named(letter.working)
    said = holder.statement(laid.fact, at=now, seen=office.reader.seen(), doc=doc)
    signing = Signing(
        id=kept.new_id(place.random),
        draft=draft,
        version=letter.working.version,
        officer=officer,
        spki=spki,
        made_at=now,
        step=Step.LOOKED,
        shown=said.statement,
        file=laid.prepared.data,
        code=setting.code,
        held=number,
        held_until=now + HELD if number else None,
    )
    return place.signings.keep(signing)


def _last(place: Place, officer: str, behind: Sequence[str]) -> dict[StreamId, int]:
    """Return the last number, by series, of what is looked at to be signed before."""
    last: dict[StreamId, int] = {}
    for named in behind:
        text = shown(place.signings.get(named, officer)).letter
        last[text.series] = max(last.get(text.series, 0), *text.n)
    return last


def _named(working: WorkingDraft) -> tuple[File, ...]:
    """Return a draft's electronic attachments as its statement names them, in their order; nothing is kept yet."""
    by_path = {one.path: one for one in working.files}
    files = [by_path[one.file] for one in working.letter.attachments if one.file in by_path]
    return tuple(File(one.digest, one.size, mime_of(one.name), one.name, "attachment") for one in files)


def _numbered(place: Place, signing: Signing, letter: _Letter) -> Signing:
    """Reserve the number, unless it is held already, and write the statement down."""
    office, officer, was = place.office, signing.officer, shown(signing).letter
    newest = office.reader.store.newest()
    place.drafts.hold(signing.draft, at=office.now, newest=newest)
    taken: LetterText | None = letter.ready.numbered(signing.held) if signing.held else None
    try:
        doc = _kept(place, letter.working)
        if taken is None:
            request = sha256(f"number {signing.id}".encode()).digest()[:16]
            n = issuing.take(office, letter.wish, letter.ready.text, officer, request_id=request)
            taken = letter.ready.numbered(n)
        if taken == was and office.today == was.dated:
            said = office.holder(signing.spki).statement(
                shown(signing), at=office.now, seen=office.reader.seen(), doc=doc
            )
            return place.signings.hold(signing, taken.n, said.statement, now=office.now, newest=newest)
        return _shown_again(place, signing, taken.n)
    except BaseException as failure:
        place.drafts.let_go(signing.draft)
        why = issuing.reason_of(failure) if isinstance(failure, Exception) else TOO_LATE
        if taken is not None and place.signings.end(signing, why):
            _void(place, replace(signing, held=taken.n), why)
        raise


def _shown_again(place: Place, signing: Signing, n: tuple[int, ...]) -> Signing:
    """Return a look at the same letter with the numbers that are held for it now."""
    again = _look(place, signing.draft, signing.spki, signing.officer, before=signing, number=n)
    if place.signings.end(signing, CHANGED):
        place.signings.released(signing)  # what is held is held for the other look
    place.drafts.let_go(signing.draft)
    return again


def _kept(place: Place, working: WorkingDraft) -> tuple[File, ...]:
    """Keep the electronic attachments, as statements name them."""
    named = _named(working)
    for one in named:
        place.office.reader.blobs.put(place.drafts.uploads.get(one.sha256))
    return named


def _hand_in(place: Place, signing: Signing, statement: bytes, signatures: tuple[bytes, bytes]) -> None:
    """Put both signatures where they belong, once they are found good, and let the register decide."""
    office = place.office
    holder = office.holder(signing.spki)
    read = wire.decode(statement)
    of_statement, of_file = map(der_signature, signatures)
    said = Unsigned(read.stream, statement, read.at).signed(holder.certificate, of_statement)
    around = digest_bytes(shown(signing).document.sha256)
    cms = pades.complete(around, holder, of_file)
    request = sha256(b"sign " + signing.id.encode() + b"".join(signatures)).digest()[:16]
    typesetting.hand_in(office, said, signing.file or b"", gap_of(signing), cms, request_id=request)


def _noted(place: Place, signing: Signing) -> Signing:
    """Note the receipt of a letter that was admitted, here and in its draft."""
    receipt = _admitted(place.office, signing)
    if receipt is None:
        raise WrongStage("not-admitted", "The letter is not in the register: look at it again.")
    if place.drafts.get(signing.draft).stage is not Stage.ISSUED:
        now, by = place.office.now, signing.officer
        place.drafts.registered(signing.draft, number=receipt.number, stream=receipt.stream, by=by, at=now)
    return place.signings.signed(signing, receipt)


def _admitted(office: Office, signing: Signing) -> Receipt | None:
    """Return where the log has what was signed, whoever was told of it."""
    if signing.statement is None or signing.newest is None:
        return None
    wanted = wire.digest_of(signing.statement)
    for line in office.reader.facts(signing.newest):
        fact = line.statement.fact
        if isinstance(fact, LetterIssued | OrderIssued) and fact.signed == wanted:
            seen = office.reader.seen()
            stream = StreamId(line.entry.place.stream)
            return Receipt(fact.number, stream, line.position, wanted, line.statement.at, seen.size, seen.root)
    return None


def _end(place: Place, signing: Signing, reason: str) -> None:
    """End a signing, once; void what is held for it, and let its draft be signed otherwise."""
    if not place.signings.end(signing, reason):
        return
    if signing.step is Step.NUMBERED:
        place.drafts.let_go(signing.draft)
    if signing.held:
        _void(place, signing, reason)


def _void(place: Place, signing: Signing, reason: str) -> None:
    """Void what is held for a signing that is over; where the writer is away, `tidy` does so later."""
    series = shown(signing).letter.series
    for n in signing.held:
        try:
            place.office.desk.ask(requests.Void(series, n, reason, signing.officer))
        except DomainError:
            continue  # void already, or it lapsed
        except (LogBusy, OSError):
            return
    place.signings.released(signing)
