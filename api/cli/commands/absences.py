"""Absences: recorded, ended, listed."""

from datetime import date, datetime, time, timedelta

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import key, moment, office, written
from api.texts.fields import ABSENCES
from api.texts.structure import moment_words
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.structure.events import AbsenceKind
from domain.structure.posts import Absence
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from registry.acts import absences
from registry.wire import THAI_TIME


def record(call: Call) -> Answer:
    """A post is vacant, or its holder away."""
    typed = call.typed
    with office(call) as here:
        wanted = absences.Wanted(
            kind=AbsenceKind(typed.kind),
            post=normalise(typed.post),
            unit=normalise(typed.unit),
            since=_beginning(typed.since, here.now) or here.now,
            until=_end(typed.until, here.now),
            officer=typed.officer,
            note=written(typed.note),
        )
        fact, answer = absences.record(here, key(call), wanted)
    said = Text("บันทึกแล้ว: {post} {kind} ตั้งแต่ {since}", "Recorded: {post} is {kind} from {since} on.").with_(
        post=fact.post, kind=ABSENCES[fact.kind], since=moment_words(fact.since)
    )
    data: dict[str, object] = {
        "post": fact.post,
        "unit": fact.unit,
        "kind": fact.kind.value,
        "officer": fact.officer,
        "since": fact.since.isoformat(),
        "until": None if fact.until is None else fact.until.isoformat(),
        "absence": answer["signed"],
        "position": answer["position"],
    }
    return Answer(data, [said])


def end(call: Call) -> Answer:
    """An absence is over."""
    typed = call.typed
    with office(call) as here:
        at = _beginning(typed.at, here.now) or here.now
        absence, answer = absences.end(here, key(call), normalise(typed.absence), at)
    said = Text("บันทึกแล้ว: {post} ไม่มีรายการไม่อยู่ตั้งแต่ {at}", "Recorded: the absence of {post} was over on {at}.").with_(
        post=absence.recorded.post, at=moment_words(at)
    )
    data: dict[str, object] = {
        "post": absence.recorded.post,
        "absence": absence.basis.digest,
        "at": at.isoformat(),
        "position": answer["position"],
    }
    return Answer(data, [said])


def show(call: Call) -> Answer:
    """Who is away."""
    with office(call) as here:
        found = absences.listed(here, over=call.typed.all)
        names = {officer: one.enrolled.name for officer, one in here.reader.authority().officers.items()}
    columns = [
        Text("ตำแหน่ง", "post"),
        Text("หน่วยงาน", "unit"),
        Text("เหตุ", "why"),
        Text("ผู้ดำรงตำแหน่ง", "holder"),
        Text("ตั้งแต่", "since"),
        Text("ถึง", "until"),
        Text("รายการ", "statement"),
    ]
    return Answer([_data(one) for one in found], [Table(columns, [_row(one, names) for one in found])])


def _data(absence: Absence) -> dict[str, object]:
    said = absence.recorded
    return {
        "absence": absence.basis.digest,
        "post": said.post,
        "unit": said.unit,
        "kind": said.kind.value,
        "officer": said.officer,
        "since": said.since.isoformat(),
        "until": None if absence.until is None else absence.until.isoformat(),
        "ended": absence.ended is not None,
        "note": said.note,
    }


def _row(absence: Absence, names: dict[str, str]) -> list[str | Text]:
    said = absence.recorded
    return [
        said.post,
        said.unit,
        ABSENCES[said.kind],
        names.get(said.officer or "", said.officer or "–"),
        moment_words(said.since),
        "–" if absence.until is None else moment_words(absence.until),
        absence.basis.digest[:19],
    ]


def _beginning(text: str | None, present: datetime) -> datetime | None:
    """Return the moment that was typed; a day alone is its first moment."""
    if text is None:
        return None
    day = _day(text)
    return moment(text, present) if day is None else datetime.combine(day, time.min, THAI_TIME)


def _end(text: str | None, present: datetime) -> datetime | None:
    """Return the moment that was typed; a day alone is over with its last moment."""
    found = _beginning(text, present)
    return found + timedelta(days=1) if text is not None and found is not None and _day(text) else found


def _day(text: str) -> date | None:
    """Return the day where a day alone was typed; refuses one that the calendar does not have."""
    try:
        return parse_date(text)
    except InvalidValue as refusal:
        if refusal.slug != "date-unreadable":
            raise
        return None
