"""The file copy of a letter (สำเนาคู่ฉบับ, ข้อ 30): the letter as it stands, with its makers' initials lower right."""

from dataclasses import replace
from typing import Final

from domain.errors import WrongStage
from domain.labels import TERMS
from domain.thai.dates import print_date
from registry.acts import waiting
from registry.acts.office import Office
from registry.acts.outgoing import issued_in
from registry.documents.writing import typeset
from registry.papers.looks_at import Initials, LooksAt, Maker
from registry.papers.working import Stage, WorkingDraft
from registry.wire import THAI_TIME

MARK: Final = TERMS["file_copy"].thai


def initial(  # noqa: PLR0913 - whose initials, as what, to which version
    office: Office, looks: LooksAt, working: WorkingDraft, maker: Maker, *, version: int, officer: str, account: str
) -> None:
    """Put an officer's initials to a draft as the officer had it open.

    Raises:
        WrongStage: it was changed meanwhile, or is registered: initials come before the signature.
        NoSuchThing: whoever does so is no enrolled officer.
    """
    if working.version != version:
        raise WrongStage(
            "draft-saved-meanwhile",
            f"{working.changed_by} saved draft {working.draft} meanwhile: open it again, and type what is missing.",
            draft=working.draft,
            by=working.changed_by,
            at=working.changed_at,
        )
    if working.stage is Stage.ISSUED:
        raise WrongStage(
            "draft-at-another-stage",
            f"Draft {working.draft} is {working.stage.value}: that is not done with it now.",
            draft=working.draft,
            stage=working.stage.value,
        )
    name = office.reader.authority().officer(officer).name
    looks.initial(working, maker, name, account=account, at=office.now)


def file_copy(office: Office, looks: LooksAt, working: WorkingDraft) -> bytes:
    """Return the file copy (PDF): with number and day once the letter is registered, blank before.

    Raises:
        InvalidValue, NotAllowed, NoSuchThing: the draft cannot be printed yet.
    """
    printed = waiting.paper(office, working)
    letter, body = printed.letter, replace(printed.body, mark=MARK)
    if working.stream is not None:
        letter, body = issued_in(office, working.stream).text, replace(body, blank=False)
    lines = tuple(map(_line, looks.initials(working)))
    return typeset.printed(letter, replace(body, initials=lines), paper=printed.paper)


def _line(one: Initials) -> str:
    day = print_date(one.at.astimezone(THAI_TIME).date())
    return f"{TERMS[one.maker.value].thai} {one.name} {day}"
