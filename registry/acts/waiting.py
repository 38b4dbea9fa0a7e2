"""What waits for a signature (รอลงลายมือชื่อ): drafts sent to an official, signed and registered, or sent back.

    draft ─send▶ rehearsed: everything that can be refused without the key is refused here
                   │
                   ▼
    waiting ─sign, with the key▶ held ─▶ registered ─▶ noted in the draft
                                   └ broken off: the next attempt looks first whether it was registered after all

A letter on paper waits for the clerk's key, who says that it was signed by hand; a sealed one for the initials of
the officer in charge.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from domain.authority import Role
from domain.classes import LetterKind
from domain.errors import InvalidValue, NotAllowed, WrongStage
from domain.letter.events import LetterIssued, OrderIssued, Way
from domain.letter.text import LetterText
from domain.structure.powers import Capacity
from domain.structure.signers import who_may_sign
from domain.values import Digest, StreamId
from keys.signing import SigningKey
from registry import registered
from registry.acts import incoming, issuing, outgoing, printing
from registry.acts.drafts import DraftSignatory, LetterDraft
from registry.acts.issuing import Registered, Wish
from registry.acts.office import Office, Wanted
from registry.papers.drafts import Change, Drafts
from registry.papers.working import FileRole, Opened, Plan, Stage, Who, WorkingDraft


@dataclass(frozen=True, slots=True)
class Signed:
    """A draft that was registered."""

    draft: WorkingDraft
    registered: Registered | None
    """None where an earlier attempt had registered it already."""


def signers(office: Office) -> list[Capacity]:
    """Return every capacity in which somebody may sign letters here today, own posts first."""
    records, now = office.records(), office.now
    enrolled = {
        who: known.enrolled
        for who, known in records.authority.officers.items()
        if Role.SIGNATORY in known.enrolled.roles
    }
    own = records.of(enrolled)
    known = tuple(dict.fromkeys([*own, *records.of(sorted({one.post for one in own}))]))
    units = dict.fromkeys(one.unit for one in known if one.in_force(now))
    found = [one for unit in units for one in who_may_sign(known, enrolled, unit=unit, on=now)]
    once = {(one.officer, one.post, one.word, one.principal): one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: (one.word is not None, one.name or "", one.post))


def words_of(capacity: Capacity) -> DraftSignatory:
    """Return what stands under the signature of somebody who signs in a capacity."""
    return DraftSignatory(capacity.name, capacity.post, None, capacity.word, capacity.principal)


def key_of(capacity: Capacity) -> str:
    """Return the word by which a form names a capacity."""
    word = capacity.word.value if capacity.word else ""
    return "|".join((capacity.officer, capacity.post, word, capacity.principal or ""))


def choose(office: Office, drafts: Drafts, opened: Opened, signer: str, *, by: Who) -> WorkingDraft:
    """Put who shall sign, and in which capacity, into a draft.

    Args:
        office: Whose records say who signs today.
        drafts: Where it is kept.
        opened: The draft that was looked at.
        signer: As `key_of` names the capacity.
        by: Who chooses.

    Raises:
        InvalidValue: nobody is chosen, or nobody may sign so today.
        WrongStage: the draft waits, or was saved meanwhile.
    """
    working = _editable(drafts, opened)
    if not signer:
        raise InvalidValue("signatory-not-chosen", "Nobody is named who signs: choose the signatory.")
    capacity = next((one for one in signers(office) if key_of(one) == signer), None)
    if capacity is None:
        raise InvalidValue("capacity-not-offered", "Nobody may sign so today: choose again.")
    words = msgspec.structs.replace(words_of(capacity), rank=working.letter.signatory.rank)
    letter = msgspec.structs.replace(working.letter, signatory=words)
    plan = msgspec.structs.replace(working.plan, signatory=capacity.officer)
    if (letter, plan) == (working.letter, working.plan):
        return working
    change = Change(letter, plan, working.files)
    return drafts.save(working.draft, working.version, change, by=by.account, at=office.now)


def send(office: Office, drafts: Drafts, opened: Opened, *, by: Who) -> WorkingDraft:
    """Let a draft wait for whose key it needs, after a rehearsal of its registration.

    Args:
        office: Where it will be registered.
        drafts: Where it is kept.
        opened: The draft that was looked at.
        by: Who sends it; of a letter on paper, the clerk who will say that it was signed by hand.

    Raises:
        WrongStage: it waits already or was registered, somebody saved it meanwhile, or its file is a letter's.
        InvalidValue, NotAllowed, NoSuchThing, WrongNumber, ClauseForbids: it could not be registered so.
    """
    working = drafts.get(opened.draft)
    to = _awaited(working.plan, by)
    _require_whole(office, working)
    if working.plan.way is Way.BY_HAND:
        _require_clerk(office, to)
    issuing.rehearse(office, wish_of(office, working, Path()), to, digests_of(working))
    return drafts.send(opened.draft, opened.version, to=to, by=by.account, at=office.now)


def take_back(office: Office, drafts: Drafts, draft: str, *, by: str) -> WorkingDraft:
    """Take a waiting draft back to change it."""
    return drafts.take_back(draft, by=by, at=office.now)


def send_back(office: Office, drafts: Drafts, draft: str, reason: str, *, by: str) -> WorkingDraft:
    """Return a waiting draft unsigned, with the reason."""
    return drafts.send_back(draft, reason, by=by, at=office.now)


def delete(office: Office, drafts: Drafts, opened: Opened) -> None:
    """Delete a draft whose number, if it had one, is accounted for.

    Raises:
        WrongStage: it waits, was saved meanwhile, or has a reserved number that is neither used nor void.
    """
    working = _editable(drafts, opened)
    if working.plan.reserved is not None and is_reserved(office, working):
        raise _has_number(working)
    drafts.delete(working.draft, working.version)


def waiting(drafts: Drafts, officer: str | None = None) -> list[WorkingDraft]:
    """Return what waits for anybody's signature, or for one officer's."""
    return drafts.all((Stage.WAITING,), waits_for=officer)


def sign(office: Office, drafts: Drafts, key: SigningKey, draft: str) -> Signed:
    """Sign a waiting draft, register it, and note its number; twice is once.

    Raises:
        NotAllowed: it waits for somebody else's key, or the key does not count.
        WrongStage: it does not wait, or is being signed at this moment.
        InvalidValue, WrongNumber, ClauseForbids: the register refuses the letter.
    """
    officer = office.officer_of(key)
    require_for(drafts.get(draft), officer)
    held = drafts.hold(draft, at=office.now, newest=office.reader.store.newest())
    try:
        before = _registered_before(office, drafts, held, officer)
        if before is not None:
            stream, number = before
            return Signed(drafts.registered(draft, number=number, stream=stream, by=officer, at=office.now), None)
        with laid_out(drafts, held) as folder:
            done = issuing.register(office, key, wish_of(office, held, folder))
    except BaseException:
        drafts.let_go(draft)
        raise
    noted = drafts.registered(draft, number=done.number, stream=done.stream, by=officer, at=office.now)
    return Signed(noted, done)


def require_for(working: WorkingDraft, officer: str) -> None:
    """Refuse a draft that waits for another officer's signature.

    Raises:
        NotAllowed: it does.
    """
    if working.stage is Stage.WAITING and working.waits_for != officer:
        raise NotAllowed(
            "draft-waits-for-another",
            f"Draft {working.draft} waits for {working.waits_for}, not for {officer}.",
            draft=working.draft,
            officer=working.waits_for,
            key=officer,
        )


def reserve(office: Office, drafts: Drafts, opened: Opened, *, by: Who) -> WorkingDraft:
    """Reserve today's next number for a draft on paper; pressed twice, one number is reserved.

    Raises:
        WrongStage: it has a number already, waits, or was saved meanwhile.
        NotAllowed: whoever presses is no enrolled officer.
    """
    working, clerk = _editable(drafts, opened), _clerk(by)
    if working.plan.reserved is not None:
        raise _has_number(working)
    wanted = Wanted(printing.series_of(letter_of(working)), working.plan.book)
    pressed = sha256(f"reserve {opened.draft} {opened.version} {office.today} {clerk}".encode()).digest()[:16]
    answer = incoming.reserve(office, wanted, count=1, clerk=clerk, request_id=pressed)
    return _planned(office, drafts, working, by, series=StreamId(answer["series"]), reserved=int(answer["n"][0]))


def void(office: Office, drafts: Drafts, opened: Opened, reason: str, *, by: Who) -> WorkingDraft:
    """Void the number that was reserved for a draft; one that is void already or lapsed is only taken out of it.

    Raises:
        WrongStage: it has no number, waits, or was saved meanwhile.
        NotAllowed: whoever presses is no enrolled officer.
        InvalidValue: no reason is given why it is voided.
    """
    working, clerk = _editable(drafts, opened), _clerk(by)
    plan = working.plan
    if plan.reserved is None or plan.series is None:
        raise WrongStage("draft-has-no-number", f"Draft {opened.draft} has no reserved number.", draft=opened.draft)
    if is_reserved(office, working):
        if not reason.strip():
            raise InvalidValue(
                "void-without-reason", f"Say why number {plan.reserved} is voided.", number=plan.reserved
            )
        series = Wanted(printing.series_of(letter_of(working)), stream=plan.series)
        incoming.void(office, series, plan.reserved, reason=reason, clerk=clerk)
    return _planned(office, drafts, working, by, series=None, reserved=None)


def is_reserved(office: Office, working: WorkingDraft) -> bool:
    """Tell whether the number in a draft may still be used: it is not void, nor is its day over."""
    try:
        paper(office, working)
    except WrongStage:
        return False
    return True


def paper(office: Office, working: WorkingDraft) -> printing.Printed:
    """Return what is printed of a draft: with its reserved number, or with number and day left blank.

    Raises:
        WrongStage, WrongNumber: the number was never given, is used or void, or its day is over.
    """
    plan, letter = working.plan, letter_of(working)
    if plan.reserved is None or plan.series is None:
        return printing.draft(office, letter, today=office.today)
    wanted = Wanted(printing.series_of(letter), stream=plan.series)
    return printing.reserved(office, letter, wanted, plan.reserved)


def letter_of(working: WorkingDraft) -> LetterDraft:
    """Return the letter as it will be registered: of whatever kind it was read, sealed it is a sealed letter."""
    if working.plan.way is Way.SEALED:
        return msgspec.structs.replace(working.letter, kind=LetterKind.SEALED)
    return working.letter


def _editable(drafts: Drafts, opened: Opened) -> WorkingDraft:
    """Return a draft that may be changed and was not meanwhile: asked before the register is."""
    working = drafts.get(opened.draft)
    if not working.editable or working.version != opened.version:
        raise WrongStage(
            "draft-saved-meanwhile",
            f"{working.changed_by} saved draft {working.draft} meanwhile: open it again, and type what is missing.",
            draft=working.draft,
            by=working.changed_by,
            at=working.changed_at,
        )
    return working


def _has_number(working: WorkingDraft) -> WrongStage:
    return WrongStage(
        "draft-has-number",
        f"Draft {working.draft} has the reserved number {working.plan.reserved}: void it first.",
        draft=working.draft,
        number=working.plan.reserved,
    )


def _planned(office: Office, drafts: Drafts, working: WorkingDraft, by: Who, **changed: object) -> WorkingDraft:
    """Save a draft with another plan."""
    change = Change(working.letter, msgspec.structs.replace(working.plan, **changed), working.files)
    return drafts.save(working.draft, working.version, change, by=by.account, at=office.now)


def _clerk(by: Who) -> str:
    if by.officer is None:
        raise NotAllowed(
            "account-no-officer", f"The account {by.account!r} is no enrolled officer's.", account=by.account
        )
    return by.officer


def _awaited(plan: Plan, by: Who) -> str:
    """Return whose key a draft waits for."""
    if plan.signatory is None:
        raise InvalidValue("signatory-not-chosen", "Nobody is named who signs: choose the signatory.")
    return _clerk(by) if plan.way is Way.BY_HAND else plan.signatory


def _require_clerk(office: Office, clerk: str) -> None:
    officer = office.reader.authority().officer(clerk)
    if Role.CLERK not in officer.roles:
        raise NotAllowed("not-a-clerk", f"{officer.name} is enrolled, but not as a clerk.", name=officer.name)


def _require_whole(office: Office, working: WorkingDraft) -> None:
    """Refuse a paper without its scan, a number whose day is over, and a file that has its number already."""
    for source in working.of_role(FileRole.SOURCE):
        registered.require_new(office.reader, source.digest)
    if working.plan.way is Way.ELECTRONIC:
        return
    if not working.of_role(FileRole.SCAN):
        raise InvalidValue("scan-missing", "A letter on paper is entered with its scan: add it.")
    if working.plan.reserved is not None:
        paper(office, working)


def wish_of(office: Office, working: WorkingDraft, folder: Path) -> Wish:
    """Return a draft as it is to be registered; its files are laid out in *folder*."""
    plan, letter = working.plan, letter_of(working)
    scans = working.of_role(FileRole.SCAN)
    series = printing.series_of(letter)
    return Wish(
        draft=letter,
        folder=folder,
        series=Wanted(series, plan.book, stream=plan.series) if plan.series else Wanted(series, plan.book),
        way=plan.way,
        links=outgoing.links(office, answers=plan.answers, replaces=plan.replaces, cancels=plan.cancels),
        number_each=plan.number_each,
        scan=folder / scans[-1].path if scans else None,
        signatory=plan.signatory,
        reserved=plan.reserved,
    )


def digests_of(working: WorkingDraft) -> dict[int, Digest]:
    """Return the digests of the electronic attachments by their place in the draft."""
    by_path = {one.path: one.digest for one in working.files}
    return {place: by_path[one.file] for place, one in enumerate(working.letter.attachments) if one.file in by_path}


@contextmanager
def laid_out(drafts: Drafts, working: WorkingDraft) -> Iterator[Path]:
    """Lay the draft's files out in a folder, as registering takes them, while the block runs."""
    with TemporaryDirectory(prefix="saraban-") as name:
        folder = Path(name)
        for file in working.files:
            if file.role in {FileRole.ATTACHMENT, FileRole.SCAN}:
                target = folder / file.path
                target.parent.mkdir()
                target.write_bytes(drafts.uploads.get(file.digest))
        yield folder


def _registered_before(office: Office, drafts: Drafts, held: WorkingDraft, officer: str) -> tuple[StreamId, str] | None:
    """Return the letter that an earlier attempt to sign this draft registered, which broke off before it was noted."""
    if held.tried is None:
        return None
    expected: LetterText | None = None
    for line in office.reader.facts(held.tried):
        fact = line.statement.fact
        if not isinstance(fact, LetterIssued | OrderIssued):
            continue
        expected = expected or issuing.rehearse(office, wish_of(office, held, Path()), officer, digests_of(held))
        first = office.reader.beginning(fact.signed_in)
        text = None if first is None else getattr(first.statement.fact, "letter", None)
        stream = StreamId(line.entry.place.stream)
        if isinstance(text, LetterText) and _same(text, expected) and drafts.of_stream(stream) is None:
            return stream, fact.number
    return None


def _same(one: LetterText, other: LetterText) -> bool:
    """Tell whether two letters are one but for number and day."""
    return (one.kind, one.subject, one.addressees, one.signatory, one.attachments, one.references, one.makers) == (
        other.kind, other.subject, other.addressees, other.signatory, other.attachments, other.references, other.makers
    )  # fmt: skip
