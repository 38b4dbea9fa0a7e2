"""What a register's address asks for: filters as people type them, as a question, as chips that take one away again."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Annotated, Final
from urllib.parse import urlencode

from litestar.params import FromQuery, Parameter

from api.auth.rights import NotYours, Visitor
from api.texts.text import Text
from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing
from domain.numbers import CIRCULAR
from domain.thai.dates import print_date, require_buddhist_year
from domain.thai.digits import to_arabic
from domain.thai.tidy import tidy_date
from registry.views.book import Book
from registry.views.register_search import LAST_LINE, Question, Register, Stage
from registry.wire import THAI_TIME

LONGEST: Final = 200
"""Characters of one filter."""
Filter = Annotated[str, Parameter(max_length=LONGEST)]
Place = Annotated[int | None, Parameter(ge=0, lt=LAST_LINE)]
NAMES: Final = {
    Register.SENT: Text("ทะเบียนหนังสือส่ง", "Send register"),
    Register.RECEIVED: Text("ทะเบียนหนังสือรับ", "Receive register"),
    Register.SECRET: Text("ทะเบียนหนังสือลับ", "Secret book"),
}
STAGES: Final = {
    Register.SENT: (Stage.RESERVED, Stage.NUMBERED, Stage.DISPATCHED, Stage.CANCELLED, Stage.VOID, Stage.OLD_BOOK),
    Register.RECEIVED: (Stage.REGISTERED, Stage.IN_PROGRESS, Stage.CONCLUDED, Stage.VOID, Stage.OLD_BOOK),
    Register.SECRET: (Stage.NUMBERED, Stage.VOID),
}
"""Where rows of a register can stand."""
_LABELS = {
    "q": Text("ค้น", "search"),
    "no": Text("เลขทะเบียน", "running number"),
    "sender": Text("จาก", "from"),
    "addressee": Text("ถึง", "to"),
    "since": Text("ตั้งแต่", "since"),
    "until": Text("ถึงวันที่", "until"),
    "year": Text("ปี", "year"),
    "book": Text("ทะเบียนเล่ม", "book"),
    "stage": Text("สถานะ", "state"),
    "at": Text("ณ เวลา", "as it stood"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a register's page, as they were typed."""

    q: str = ""
    no: str = ""
    sender: str = ""
    addressee: str = ""
    since: str = ""
    until: str = ""
    year: str = ""
    book: str = ""
    stage: str = ""
    at: str = ""
    order: str = ""
    """``number`` for the order of numbers; the newest come first otherwise."""

    @property
    def by_number(self) -> bool:
        """Whether rows come in the order of their numbers."""
        return self.order == "number"

    def address(self, path: str, **changed: str | int | None) -> str:
        """Return the address of *path* with these parameters, some of them changed; at its first page as a rule."""
        kept = asdict(self) | changed
        query = urlencode({name: value for name, value in kept.items() if value not in {"", None}})
        return f"{path}?{query}" if query else path

    def filters(self) -> Iterator[tuple[str, Text, str]]:
        """Yield each filter that is set: its parameter, its label and what was typed."""
        for name, label in _LABELS.items():
            if value := getattr(self, name):
                shown = Stage(value) if name == "stage" and value in {one.value for one in Stage} else None
                yield name, Text(f"{label.thai}: {shown.label if shown else value}",
                                 f"{label.english}: {shown.english if shown else value}"), value  # fmt: skip

    def question(self, register: Register, visitor: Visitor, book: Book) -> Question:
        """Return what is asked.

        Raises:
            InvalidValue: a number, a day or a year cannot be read, or there is no such state or order.
        """
        if self.order not in {"", "number"}:
            raise InvalidValue("no-such-choice", f"There is no order {self.order!r}.", typed=self.order)
        return Question(
            register,
            self.q.strip(),
            self.sender.strip(),
            self.addressee.strip(),
            n=_running(self.no),
            since=tidy_date(self.since),
            until=tidy_date(self.until),
            year=_year(self.year),
            book=self.book.strip() or None,
            stage=_stage(self.stage),
            classes=classes_of(visitor),
            known_at=book.known_until(self.moment()) if self.at.strip() else None,
        )

    def moment(self) -> datetime:
        """Return the moment as of which the register is read: the end of the day that was typed."""
        day = tidy_date(self.at)
        if day is None:
            raise InvalidValue("date-unreadable", "Type a day.", text=self.at)
        return datetime.combine(day, time.max, THAI_TIME)


def asked(
    q: FromQuery[Filter] = "",
    no: FromQuery[Filter] = "",
    sender: FromQuery[Filter] = "",
    addressee: FromQuery[Filter] = "",
    since: FromQuery[Filter] = "",
    until: FromQuery[Filter] = "",
    year: FromQuery[Filter] = "",
    book: FromQuery[Filter] = "",
    stage: FromQuery[Filter] = "",
    at: FromQuery[Filter] = "",
    order: FromQuery[Filter] = "",
) -> Asked:
    """Take from an address what is asked of a register."""
    return Asked(q, no, sender, addressee, since, until, year, book, stage, at, order)


def register_of(name: str, visitor: Visitor) -> Register:
    """Return which register is meant.

    Raises:
        NoSuchThing: there is none of this name.
        NotYours: the secret book, and the visitor may read no secret letter.
    """
    if name not in {one.value for one in Register}:
        raise NoSuchThing("no-such-register", f"There is no register {name[:60]!r}.", name=name[:60])
    register = Register(name)
    if register is Register.SECRET and not visitor.may_read(SecrecyClass.SECRET):
        raise NotYours(
            "not-yours", "Your account does not open this page: ask an administrator where your work needs it."
        )
    return register


def classes_of(visitor: Visitor) -> frozenset[SecrecyClass]:
    """Return the classes of secrecy that the visitor may read."""
    return frozenset(one for one in SecrecyClass if visitor.may_read(one))


def _running(text: str) -> int | None:
    """Return a running number as people type it: ``๒๗๑``, ``ว 271``, ``271/2564``."""
    plain = "".join(to_arabic(text).split()).removeprefix(CIRCULAR).partition("/")[0]
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) > 9:  # noqa: PLR2004 - figures of a running number
        raise InvalidValue("running-number-typed", f"{text!r} is not a running number: type it like 271.", text=text)
    return int(plain)


def _year(text: str) -> int | None:
    plain = to_arabic(text).strip()
    if not plain:
        return None
    if not plain.isdecimal() or len(plain) != 4:  # noqa: PLR2004 - figures of a year
        raise InvalidValue("date-unreadable", f"{text!r} is not a year: type it like 2564.", text=text)
    return require_buddhist_year(int(plain))


def _stage(text: str) -> Stage | None:
    if not text:
        return None
    if text not in {one.value for one in Stage}:
        raise InvalidValue("no-such-choice", f"There is no state {text!r}.", typed=text)
    return Stage(text)


def end_of(moment: datetime) -> str:
    """Return the day as of which a register is shown, in Thai."""
    return print_date(moment.date())
