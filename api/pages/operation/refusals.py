"""The record of refusals (บันทึกการปฏิเสธ) as a page: the newest first, filters, CSV, and whether it is whole."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from litestar import Request, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, Parameter
from litestar.response import Stream, Template

from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages.handed_out import saved_in_pieces
from api.pages.page import language_of, page
from api.past import always_now
from api.problems import status_of
from api.texts.refusals import in_thai
from api.texts.text import Language, Text
from domain.errors import InvalidValue
from domain.records import RecordsNoted
from domain.thai.tidy import tidy_date
from registry import records
from registry.accounts.refusals import Asked, Chain, Door, Refusals, RefusalsBroken, Refused, Row, every
from registry.tables import csv_text

ROWS: Final = 50
"""Rows of a page."""
TITLE: Final = Text("บันทึกการปฏิเสธ", "Refusals on record")
READERS = {**allow(Right.AUDITOR, Right.ADMINISTRATOR), **always_now()}
DOORS: Final = {
    Door.PAGE: Text("หน้าเว็บ", "pages"),
    Door.PROGRAM: Text("โปรแกรม", "programs"),
    Door.WRITER: Text("ทะเบียน", "the register"),
}
"""Where somebody was refused."""
_LONGEST = 200
_LARGEST = 1 << 62
_CHUNK = 500  # rows of a CSV file that are sent at a time
_HEADINGS: Final = (
    Text("แถวที่", "row"),
    Text("ตั้งแต่", "from"),
    Text("ถึง", "until"),
    Text("ครั้ง", "times"),
    Text("ที่", "where"),
    Text("บัญชี", "account"),
    Text("เจ้าหน้าที่", "officer"),
    Text("วิธี", "method"),
    Text("สิ่งที่ขอ", "what was asked"),
    Text("สถานะ HTTP", "HTTP status"),
    Text("เหตุ", "slug"),
    Text("ข้อเท็จจริง", "facts"),
    Text("แฮชของแถว", "digest of the row"),
)

Filter = Annotated[str, Parameter(max_length=_LONGEST)]


@dataclass(frozen=True, slots=True)
class Typed:
    """The filters as they were typed."""

    account: str = ""
    officer: str = ""
    slug: str = ""
    path: str = ""
    door: str = ""
    since: str = ""
    until: str = ""

    def address(self, path: str, **changed: str | int) -> str:
        """Return the address of *path* with these filters, some of them changed; at its first page as a rule."""
        query = urlencode({name: value for name, value in (asdict(self) | changed).items() if value != ""})
        return f"{path}?{query}" if query else path

    @property
    def any(self) -> bool:
        """Whether one is set."""
        return any(asdict(self).values())

    def meant(self) -> Asked:
        """Return which refusals are meant.

        Raises:
            InvalidValue: a day cannot be read, or there is no such place.
        """
        if self.door not in {"", *(one.value for one in Door)}:
            raise InvalidValue("no-such-choice", f"There is no place {self.door!r}.", typed=self.door)
        return Asked(
            self.account.strip(),
            self.officer.strip(),
            self.slug.strip(),
            self.path.strip(),
            Door(self.door) if self.door else None,
            tidy_date(self.since),
            tidy_date(self.until),
        )


def typed(
    account: FromQuery[Filter] = "",
    officer: FromQuery[Filter] = "",
    slug: FromQuery[Filter] = "",
    path: FromQuery[Filter] = "",
    door: FromQuery[Filter] = "",
    since: FromQuery[Filter] = "",
    until: FromQuery[Filter] = "",
) -> Typed:
    """Take from an address which refusals are asked for."""
    return Typed(account, officer, slug, path, door, since, until)


_TYPED = {"typed": Provide(typed, sync_to_thread=False)}


@get("/refusals", opt=READERS, dependencies=_TYPED, sync_to_thread=True)
def show(
    typed: NamedDependency[Typed],
    counter: NamedDependency[Counter],
    before: FromQuery[Annotated[int | None, Parameter(ge=1, lt=_LARGEST)]] = None,
) -> Template:
    """Show one page of the record."""
    rows: list[Row] = []
    wrong: InvalidValue | None = None
    unread: RefusalsBroken | None = None
    try:
        rows = counter.refusals.page(typed.meant(), before=before, limit=ROWS + 1)
    except InvalidValue as refusal:
        wrong = refusal
    except RefusalsBroken as refusal:
        unread = refusal
    noted = records.newest(counter.office.reader)
    chain, broken = _looked_through(counter.refusals, noted)
    return page(
        "operation/refusals.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLE,
        typed=typed,
        rows=rows[:ROWS],
        counted=[] if before is not None or typed.any else counter.refusals.counted(),
        following=rows[ROWS - 1].n if len(rows) > ROWS else None,
        first=before is None,
        wrong=wrong,
        chain=chain,
        noted=noted.heads[0].rows if noted is not None else 0,
        broken=broken or unread,
        doors=DOORS,
        says=says,
    )


@get("/refusals/csv", opt=READERS, dependencies=_TYPED, sync_to_thread=True)
def as_csv(typed: NamedDependency[Typed], counter: NamedDependency[Counter], request: Request[Any, Any, Any]) -> Stream:
    """Hand out every row that the filters leave as CSV, with the digests of the chain."""
    language = language_of(request)
    pieces = _csv(counter.refusals, typed.meant(), language)
    return saved_in_pieces(pieces, f"{TITLE.said(language)}.csv", "text/csv; charset=utf-8")


def says(refused: Refused) -> Text:
    """Return why somebody was refused, as far as it is on record; the slug where facts are missing."""
    return Text(in_thai(refused.slug, refused.facts, refused.slug), refused.slug)


def _looked_through(refusals: Refusals, noted: RecordsNoted | None) -> tuple[Chain | None, RefusalsBroken | None]:
    """Look through the record and hold it against the newest note; the audit holds it against every one."""
    try:
        return refusals.chain(noted.heads if noted is not None else ()), None
    except RefusalsBroken as broken:
        return None, broken


def _csv(refusals: Refusals, asked: Asked, language: Language) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8 with its mark)."""
    yield csv_text([[one.said(language) for one in _HEADINGS]]).encode("utf-8-sig")
    some: list[list[str]] = []
    for row in every(refusals, asked):
        some.append(_cells(row, language))
        if len(some) == _CHUNK:
            yield csv_text(some).encode()
            some = []
    yield csv_text(some).encode()


def _cells(row: Row, language: Language) -> list[str]:
    one = row.refused
    return [
        str(row.n),
        one.at.isoformat(),
        one.last.isoformat(),
        str(one.times),
        DOORS[one.door].said(language),
        one.account,
        one.officer,
        one.method,
        one.path,
        str(one.status) if one.status else "",
        one.slug,
        ", ".join(f"{name}={value}" for name, value in one.facts.items()),
        row.digest,
    ]


ROUTES = (show, as_csv)
