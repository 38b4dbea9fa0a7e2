"""Outages: numbers reserved and printed beforehand, and what became of each of them on return.

    reserve ─▶ sheet printed ─▶ system down: letters on paper, one number each ─▶ entered │ voided │ lapsed at midnight

A reservation is of its day and lapses with it (`domain.series`), so a sheet is of one day and says so.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256

from domain.classes import LetterKind
from domain.errors import WrongNumber
from domain.letter.events import Way
from domain.series import Purpose, SeriesKind
from domain.values import StreamId
from registry import requests
from registry.acts import drafting, incoming, printing
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.acts.office import Office, Wanted
from registry.papers.drafts import Drafts
from registry.papers.outages import Outages, OutageSheet
from registry.papers.working import Plan, WorkingDraft
from registry.views.book import Book, BookRow, RowState
from registry.views.view import open_view

Random = Callable[[int], bytes]
_KINDS = {SeriesKind.ORDER: LetterKind.ORDER, SeriesKind.ATTESTATION: LetterKind.ATTESTATION}


@dataclass(frozen=True, slots=True)
class Accounted:
    """A sheet, and what became of its numbers."""

    sheet: OutageSheet
    rows: tuple[BookRow, ...]
    """One a number, as the register has it."""
    over: bool
    """Its day is over: whatever is still reserved is void, also before the register says so."""

    @property
    def open(self) -> int:
        """How many numbers somebody still has to account for."""
        return 0 if self.over else sum(row.state is RowState.RESERVED for row in self.rows)


def begin(  # noqa: PLR0913 - each is a thing of its own
    office: Office, outages: Outages, wanted: Wanted, *, count: int, clerk: str, account: str, once: str
) -> OutageSheet:
    """Reserve numbers for one sheet of today; pressed twice, once.

    Raises:
        WrongNumber, NoSuchThing: there is no such book of letters that go out.
        InvalidValue: *count* is out of range.
    """
    stream, _ = office.series(wanted)
    asked = requests.Reserve(stream, Purpose.PAPER, office.clerk(clerk), count)
    answer = office.desk.ask(asked, request_id=sha256(b"outage\n" + once.encode()).digest()[:16])
    n = answer["n"]
    return outages.keep(OutageSheet(0, stream, n[0], n[-1], office.today, account), once=once)


def accounted(office: Office, sheet: OutageSheet) -> Accounted:
    """Return what became of the numbers of a sheet."""
    with closing(open_view(office.reader, Book)) as book:
        rows = [book.row(sheet.series, n, book.position) for n in range(sheet.first, sheet.last + 1)]
    return Accounted(sheet, tuple(row for row in rows if row is not None), over=sheet.day < office.today)


def void(office: Office, sheet: OutageSheet, n: int, *, reason: str, clerk: str) -> None:
    """Void a number of a sheet that was not used.

    Raises:
        WrongNumber: it is not on the sheet.
        WrongStage: it was used, voided or lapsed before.
        InvalidValue: there is no reason.
    """
    _require_on(sheet, n)
    incoming.void(office, _of(office, sheet), n, reason=reason, clerk=clerk)


def use(  # noqa: PLR0913 - each is a thing of its own
    office: Office, drafts: Drafts, sheet: OutageSheet, n: int, *, account: str, random: Random
) -> WorkingDraft:
    """Return the draft of the letter on paper that bears a number of a sheet: a new one, or the one begun before.

    Whoever works with the sheet may have to go on with it, so it is the whole office's.

    Raises:
        WrongNumber: it is not on the sheet.
        WrongStage: it was used, voided or lapsed before.
    """
    _require_on(sheet, n)
    wanted = _of(office, sheet)
    letter = LetterDraft(kind=_KINDS.get(wanted.kind), circular=wanted.kind is SeriesKind.CIRCULAR)
    printing.reserved(office, letter, wanted, n)
    beginning = Beginning(account, "", f"outage {sheet.series} {n}", random)
    plan = Plan(way=Way.BY_HAND, series=sheet.series, reserved=n)
    return drafting.begin(office, drafts, beginning, letter, plan)


def _require_on(sheet: OutageSheet, n: int) -> None:
    if not sheet.first <= n <= sheet.last:
        raise WrongNumber(
            "number-not-on-sheet", f"Number {n} is not on sheet {sheet.sheet}.", number=n, sheet=sheet.sheet
        )


def _of(office: Office, sheet: OutageSheet) -> Wanted:
    series = office.reader.series()[sheet.series]
    return Wanted(series.kind, series.book, series.year, StreamId(sheet.series))
