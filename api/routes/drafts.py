"""Drafts: begun from a file or from fields, changed, looked at, sent for signature, taken or sent back, deleted.

What is changed names the version that was read (``If-Match``); it is in every draft, and in its ``ETag``.
"""

from typing import Annotated, Literal

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, RawBody

from api import visible
from api.auth.rights import Right, Visitor, allow
from api.auth.visits import prints
from api.counter import Counter
from api.pages.handed_out import saved_as, to_print
from api.routes.drafts_shown import DraftRead, Drafts, Signer, attachments_in, shown
from api.routes.kit import (
    ACTS,
    CHANGES,
    READS,
    UPLOAD,
    FileName,
    IfMatch,
    Key,
    content,
    etag,
    like,
    once_of,
    require_version,
)
from api.routes.paging import Cursor, Limit, cut
from api.settings import Settings
from domain.errors import DomainError, NoSuchThing, NotAllowed
from domain.thai.text import normalise
from registry.acts import drafting, drafts, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.documents.writing import typeset
from registry.papers.working import FileRole, Opened, Plan, Stage, Who, WorkingDraft

CLERKS = allow(Right.CLERK)
BOTH = allow(Right.CLERK, Right.OFFICIAL)
Role = Annotated[
    Literal["attachment", "scan"], QueryParameter(description="An attachment, or the paper signed or stamped.")
]


EXAMPLE: dict[str, object] = {
    "letter": {
        "kind": "external_letter",
        "subject": "ซักซ้อมแนวทางการใช้ระบบทะเบียน",
        "addressees": ["ผู้ว่าราชการจังหวัด ทุกจังหวัด"],
        "circular": True,
        "directives": [{"what": "แจ้งตอบรับ", "who": "ทุกจังหวัด", "due": "ภายใน 15 วันทำการ"}],
        "body": ["ด้วยกรมได้จัดทำระบบทะเบียน", "จึงเรียนมาเพื่อโปรดทราบ"],
    },
    "plan": {"way": "electronic"},
}


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """A letter as it is drafted, and how it is to be registered; number and date are the register's to give."""

    letter: LetterDraft = LetterDraft()
    plan: Plan = Plan()


class Sending(msgspec.Struct, forbid_unknown_fields=True):
    """Who shall sign: *signer* as ``/signers`` names a capacity; left out, as the draft has it."""

    signer: str | None = None


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    """Why."""

    reason: str


@get("/drafts", opt=BOTH, responses=READS, sync_to_thread=True)
def list_drafts(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    stage: FromQuery[Stage | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Drafts:
    """List the drafts that the account sees, the newest change first; an official sees what waits for the own key."""
    found = [one for one in counter.drafts.all((stage,) if stage else tuple(Stage)) if _sees(visitor, one)]
    page, following = cut(found, cursor, limit, _newest, newest_first=True)
    return Drafts([shown(one) for one in page], following)


@get("/drafts/{draft:str}", opt=BOTH, responses=READS, sync_to_thread=True)
def read_draft(
    draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[DraftRead]:
    """Return a draft, with what the reader noted of the file that it was read from."""
    working = counter.drafts.get(draft)
    if not _sees(visitor, working):
        raise _no_such_draft(draft)
    return _answer(working)


@post("/drafts", operation_class=like(EXAMPLE), opt=CLERKS, responses=ACTS, sync_to_thread=True)
def begin_draft(
    data: JSONBody[Written],
    key: Key,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Begin a draft; no number is reserved."""
    letter = _spelled(data.letter)
    attachments_in(letter, ())
    begun = drafting.begin(counter.office, counter.drafts, _beginning(settings, visitor, key), letter, data.plan)
    return _answer(begun)


@post(
    "/drafts/from-file",
    opt=CLERKS,
    responses=ACTS,
    **UPLOAD,
)
def begin_draft_from_file(
    body: RawBody,
    name: FileName,
    key: Key,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Begin a draft of what a file says (the body's very bytes), each part with its line and how sure it is."""
    beginning = _beginning(settings, visitor, key)
    return _answer(drafting.drop(counter.office, counter.drafts, beginning, content(body, name), name))


@put("/drafts/{draft:str}", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def change_draft(
    draft: FromPath[str],
    data: JSONBody[Written],
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Write a draft over; files that no attachment names any more are let go."""
    working = _opened(counter, visitor, draft, if_match)
    letter = _spelled(data.letter)
    drafting.require_cleared(letter.secrecy, visitor.account.clearance)
    attachments_in(letter, working.files)
    change = drafting.changed(working, letter, data.plan, (), tab="")
    return _answer(
        counter.drafts.save(draft, working.version, change, by=visitor.account.account, at=counter.office.now)
    )


@delete("/drafts/{draft:str}", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def delete_draft(
    draft: FromPath[str], if_match: IfMatch, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> None:
    """Delete a draft and its files; a number that is reserved for it is voided first."""
    working = _opened(counter, visitor, draft, if_match)
    waiting.delete(counter.office, counter.drafts, Opened(draft, working.version))


@post(
    "/drafts/{draft:str}/files",
    opt=CLERKS,
    responses=CHANGES,
    **UPLOAD,
)
def add_draft_file(
    draft: FromPath[str],
    body: RawBody,
    name: FileName,
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
    role: Role = "attachment",
) -> Response[DraftRead]:
    """Add a file (the body's very bytes) as a new attachment, or as the scan of the paper."""
    working = _opened(counter, visitor, draft, if_match)
    came = drafting.take(counter.drafts, FileRole(role), content(body, name), name=name, random=settings.random)
    try:
        change = drafting.changed(working, working.letter, working.plan, [came], tab="")
        kept = counter.drafts.save(draft, working.version, change, by=visitor.account.account, at=counter.office.now)
    except DomainError:
        counter.drafts.let_file_go(came.digest)
        raise
    return _answer(kept)


@get(
    "/drafts/{draft:str}/files/{file:str}",
    opt=CLERKS,
    responses=READS,
    sync_to_thread=True,
    media_type="application/octet-stream",
)
def read_draft_file(
    draft: FromPath[str], file: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Hand out a file of a draft."""
    found = visible.draft(counter, visitor, draft).file(file)
    return saved_as(counter.drafts.uploads.get(found.digest), found.name)


@get(
    "/drafts/{draft:str}/paper",
    opt={**CLERKS, **prints()},
    responses=READS,
    sync_to_thread=True,
    media_type="application/pdf",
)
def print_draft(
    draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Typeset a draft: with its reserved number, to be signed by hand, or with number and day left blank."""
    printed = waiting.paper(counter.office, visible.draft(counter, visitor, draft))
    return to_print(typeset.printed(printed.letter, printed.body, paper=printed.paper), f"{draft}.pdf")


@get("/signers", opt=CLERKS, responses=READS, sync_to_thread=True)
def list_signers(counter: NamedDependency[Counter]) -> list[Signer]:
    """List the capacities in which somebody may sign letters here today, own posts first."""
    return [Signer.of(one) for one in waiting.signers(counter.office)]


@post("/drafts/{draft:str}/sending", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def send_draft(
    draft: FromPath[str],
    data: JSONBody[Sending],
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Send a draft for signature, after a rehearsal of its registration; the key signs where it is."""
    working, who = _opened(counter, visitor, draft, if_match), _who(visitor)
    if data.signer is not None:
        opened = Opened(draft, working.version)
        working = waiting.choose(counter.office, counter.drafts, opened, data.signer, by=who)
    return _answer(waiting.send(counter.office, counter.drafts, Opened(draft, working.version), by=who))


@post("/drafts/{draft:str}/taking-back", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def take_draft_back(
    draft: FromPath[str], if_match: IfMatch, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[DraftRead]:
    """Take back what waits for a signature, to change it."""
    _opened(counter, visitor, draft, if_match)
    return _answer(waiting.take_back(counter.office, counter.drafts, draft, by=visitor.account.account))


@post("/drafts/{draft:str}/sending-back", opt=allow(Right.OFFICIAL), responses=CHANGES, sync_to_thread=True)
def send_draft_back(
    draft: FromPath[str],
    data: JSONBody[Reason],
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Return unsigned what waits for the own key, with the reason."""
    working = counter.drafts.get(draft)
    if not _sees(visitor, working):
        raise _no_such_draft(draft)
    if not _waits_for(visitor, working):
        raise NotAllowed("draft-of-another", f"Draft {draft} does not wait for your signature.", draft=draft)
    require_version(if_match, working.version)
    reason = normalise(data.reason)
    return _answer(waiting.send_back(counter.office, counter.drafts, draft, reason, by=visitor.account.account))


@post("/drafts/{draft:str}/number", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def reserve_draft_number(
    draft: FromPath[str], if_match: IfMatch, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[DraftRead]:
    """Reserve today's next number for a draft on paper; asked again of the same version, it is the same number."""
    working = _opened(counter, visitor, draft, if_match)
    opened = Opened(draft, working.version)
    return _answer(waiting.reserve(counter.office, counter.drafts, opened, by=_who(visitor)))


@post("/drafts/{draft:str}/number/void", opt=CLERKS, responses=CHANGES, sync_to_thread=True)
def void_draft_number(
    draft: FromPath[str],
    data: JSONBody[Reason],
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[DraftRead]:
    """Void the number that was reserved for a draft."""
    working = _opened(counter, visitor, draft, if_match)
    opened = Opened(draft, working.version)
    return _answer(waiting.void(counter.office, counter.drafts, opened, data.reason, by=_who(visitor)))


def _answer(working: WorkingDraft) -> Response[DraftRead]:
    return Response(shown(working), headers={"ETag": etag(working.version)})


def _opened(counter: Counter, visitor: Visitor, draft: str, if_match: str) -> WorkingDraft:
    working = visible.draft(counter, visitor, draft)
    require_version(if_match, working.version)
    return working


def _sees(visitor: Visitor, working: WorkingDraft) -> bool:
    return (Right.CLERK in visitor.rights and visible.sees(visitor, working)) or _waits_for(visitor, working)


def _waits_for(visitor: Visitor, working: WorkingDraft) -> bool:
    """Tell whether a draft waits for the visitor's own key; who is to sign it may read it."""
    own = visitor.account.officer
    waits = working.stage is Stage.WAITING and own is not None and working.waits_for == own
    return waits and Right.OFFICIAL in visitor.rights and visitor.may_read(working.letter.secrecy)


def _no_such_draft(draft: str) -> NoSuchThing:
    return NoSuchThing("no-such-draft", f"There is no draft {draft!r}: it may have been deleted.", draft=draft)


def _newest(working: WorkingDraft) -> str:
    return f"{working.changed_at.isoformat()} {working.draft}"


def _spelled(letter: LetterDraft) -> LetterDraft:
    """Return a draft with every text in the register's spelling; refuses what nobody can see."""
    return drafts.decode(letter.as_json())


def _beginning(settings: Settings, visitor: Visitor, key: str) -> Beginning:
    account = visitor.account
    unit = visible.units(visitor)[0]
    return Beginning(account.account, unit, once_of(visitor, key), settings.random, account.clearance)


def _who(visitor: Visitor) -> Who:
    return Who(visitor.account.account, visitor.account.officer)


ROUTES = (
    list_drafts,
    read_draft,
    begin_draft,
    begin_draft_from_file,
    change_draft,
    delete_draft,
    add_draft_file,
    read_draft_file,
    print_draft,
    list_signers,
    send_draft,
    take_draft_back,
    send_draft_back,
    reserve_draft_number,
    void_draft_number,
)
