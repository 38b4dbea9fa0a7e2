"""Instruments of others, and absences from posts: what waits, and what is proposed for an officer to sign."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import MultipartBody, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.administration.officers import waiting
from api.pages.administration.proposing import propose
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.fields import ABSENCES
from api.texts.text import Text
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.text import normalise
from domain.thai.times import parse_beginning
from registry.acts import absences, instruments

TITLE = Text("ตราสารและการไม่อยู่", "Instruments and absences")
LARGEST = 1 << 20
"""Bytes of an instrument that is written down."""
PAGE = f"{PATH}/instruments"


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """An instrument, written down in a file as `registry.acts.instruments` says."""

    file: UploadFile
    why: str = ""


class Away(msgspec.Struct, forbid_unknown_fields=True):
    """An absence as it is typed."""

    kind: AbsenceKind = AbsenceKind.LEAVE
    post: str = ""
    unit: str = ""
    officer: str = ""
    since: str = ""
    until: str = ""
    note: str = ""


class Back(msgspec.Struct, forbid_unknown_fields=True):
    """Which absence is over since when."""

    absence: str
    at: str = ""


@get(PAGE, opt=ADMINISTRATOR, sync_to_thread=True)
def show(counter: NamedDependency[Counter]) -> Template:
    """Show what waits, and who is away."""
    return _shown(counter, Away())


@post(PAGE, opt=ADMINISTRATOR, sync_to_thread=True, request_max_body_size=LARGEST + (1 << 16))
def propose_instrument(
    data: MultipartBody[Written], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Propose to record an instrument; a registrar records it, another one confirms it."""
    try:
        draft = instruments.read(data.file.file.read(LARGEST))
        propose(counter, visitor, instruments.stated(counter.office, draft), why=data.why)
    except REFUSALS as wrong:
        return _shown(counter, Away(), wrong=wrong, wrong_at="file")
    return see(PAGE)


@post(f"{PATH}/absences", opt=ADMINISTRATOR, sync_to_thread=True)
def propose_absence(
    data: URLEncodedBody[Away], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Propose to record that a post is without its holder."""
    office = counter.office
    try:
        wanted = absences.Wanted(
            kind=data.kind,
            post=normalise(data.post),
            unit=normalise(data.unit),
            since=_moment(data.since, office.now),
            until=_moment(data.until, office.now) if data.until.strip() else None,
            officer=normalise(data.officer) or None,
            note=normalise(data.note) or None,
        )
        propose(counter, visitor, absences.stated(office, wanted), why="")
    except REFUSALS as wrong:
        return _shown(counter, data, wrong=wrong, wrong_at="post")
    return see(PAGE)


@post(f"{PATH}/absences/end", opt=ADMINISTRATOR, sync_to_thread=True)
def propose_end(
    data: URLEncodedBody[Back], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Propose to record that an absence is over."""
    office = counter.office
    try:
        over = absences.open_absence(office.records(), normalise(data.absence))
        propose(counter, visitor, AbsenceEnded(over.basis.digest, _moment(data.at, office.now)), why="")
    except REFUSALS as wrong:
        return _shown(counter, Away(), wrong=wrong)
    return see(PAGE)


def _moment(typed: str, now: datetime) -> datetime:
    return parse_beginning(typed, today=now.date()) if typed.strip() else now


def _shown(counter: Counter, typed: Away, *, wrong: Exception | None = None, wrong_at: str | None = None) -> Template:
    office = counter.office
    authority = office.reader.authority()
    kinds = (InstrumentRecorded, InstrumentConfirmed, AbsenceRecorded, AbsenceEnded)
    return desk(
        "instruments.html",
        TITLE,
        wrong=wrong,
        wrong_at=wrong_at,
        typed=typed,
        instruments=instruments.waiting(office),
        absences=absences.listed(office, over=False),
        proposals=waiting(counter, lambda fact: isinstance(fact, kinds)),
        kinds=[(kind.value, ABSENCES[kind]) for kind in AbsenceKind],
        absent=ABSENCES,
        officer=lambda officer: known.enrolled.name if (known := authority.officers.get(officer)) else officer,
    )


ROUTES = (show, propose_instrument, propose_absence, propose_end)
