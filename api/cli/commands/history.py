"""What happened to a letter, a unit or a person: fact by fact, the state after one of them, two states compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import office
from api.errors import WrongUsage
from api.texts.facts import FACTS
from api.texts.fields import called, value
from api.texts.text import LANGUAGES, Text, plain
from domain.errors import NoSuchThing, WrongNumber
from domain.structure.events import InstrumentRecorded
from domain.thai.digits import to_thai
from registry.acts import outgoing
from registry.acts.office import Office
from registry.history.fields import Change, State, changes
from registry.history.history import Claim, Event, Histories, History
from registry.history.people import Speaker
from registry.views.letters import Direction
from registry.views.words import thai_moment

_SUBJECTS = ("letter", "order", "unit", "person")
_SHOWN_CHANGES = 4
_CLAIMS = {
    Claim.OPERATOR: Text("ผู้ดูแลทะเบียนอ้าง", "claimed by the operator"),
    Claim.SIGNER: Text("ผู้ลงลายมือชื่ออ้าง", "claimed by the signer"),
}
_SEAL = Text("ทะเบียน", "the registry")
_NOT_IN_FORCE = Text("ข้อเสนอ ยังไม่มีผลบังคับ", "proposed, not in force")
_NOTHING = plain("–")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose history, and what it is called."""

    kind: str
    name: str
    history: History


def history(call: Call) -> Answer:
    """The timeline, or the state after a position, or two states side by side."""
    typed = call.typed
    with _asked(call) as asked:
        if typed.compare is not None:
            return _compared(asked, *typed.compare)
        if typed.state_after is not None:
            return _state(asked, typed.state_after)
        return _timeline(asked, getattr(typed, "from") or 0, typed.limit)


@contextmanager
def _asked(call: Call) -> Iterator[_Asked]:
    named = [(kind, getattr(call.typed, kind)) for kind in _SUBJECTS if getattr(call.typed, kind) is not None]
    if len(named) != 1:
        raise WrongUsage("history-of-what", "Name one of --letter, --order, --unit and --person.")
    kind, typed = named[0]
    with office(call) as here, Histories(here.reader) as histories:
        match kind:
            case "unit":
                known = histories.structure
                unit = known.resolve(typed, known.point(here.now))
                yield _Asked(kind, unit, histories.unit(unit))
            case "person":
                officer = _officer(histories, typed)
                yield _Asked(kind, officer, histories.officer(officer))
            case _:
                yield _letter(here, histories, kind, typed)


def _letter(here: Office, histories: Histories, kind: str, typed: str) -> _Asked:
    letter = outgoing.find(here, typed, direction=Direction.SENT if kind == "order" else None)
    return _Asked(kind, letter.number, histories.letter(letter.stream))


def _officer(histories: Histories, typed: str) -> str:
    found = histories.timeline.officers(typed)
    if not found:
        raise NoSuchThing("no-such-person", f"Nobody called {typed!r} was ever enrolled here.", person=typed)
    if len(found) > 1:
        names = ", ".join(found[:10])
        raise WrongNumber(
            "which-person",
            f"{len(found)} people are called {typed!r}: name one by the id. {names}.",
            person=typed,
            count=len(found),
            candidates=names,
        )
    return found[0]


# --- the timeline ------------------------------------------------------------------------------------------


def _timeline(asked: _Asked, first: int, limit: int) -> Answer:
    start, left_out = asked.history.newest(limit, first)
    found = list(asked.history.events(start))
    columns = [
        Text("ตำแหน่ง", "position"), Text("เวลา", "time"), Text("ใคร", "who"), Text("เหตุการณ์", "what"),
        Text("สิ่งที่เปลี่ยน", "what changed"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [to_thai(str(one.position)), _time(one), _who(one.by), FACTS[one.name], _changed(one)] for one in found
    ]
    said: list[Text | Table] = [Table(columns, rows, _title(asked))]
    if left_out:
        said.append(
            Text(
                "ก่อนหน้านี้มีอีก {count} รายการ ใช้ --limit หรือ --from เพื่อดู",
                "{count} earlier facts are not shown; --limit and --from show more.",
            ).with_(count=left_out)
        )
    said.append(
        Text(
            "เวลาทุกช่องเป็นคำกล่าวอ้าง ยังไม่มีพยานของบันทึกที่พิสูจน์เวลาได้",
            "Every time is a claim: no witness of the log vouches for any of them yet.",
        )
    )
    return Answer({asked.kind: asked.name, "left_out": left_out, "events": [_data(one) for one in found]}, said)


def _title(asked: _Asked) -> Text:
    return Text("ประวัติของ {name}", "History of {name}").with_(name=Text(to_thai(asked.name), asked.name))


def _time(one: Event) -> Text:
    return Text("{at}\n{claim}", "{at}\n{claim}").with_(at=to_thai(thai_moment(one.at)), claim=_CLAIMS[one.claimed_by])


def _who(by: Speaker | None) -> Text:
    if by is None:
        return _SEAL
    return plain(by.name if not by.posts else f"{by.name} ({', '.join(by.posts)})")


def _changed(one: Event) -> Text:
    fact = one.fact.statement.fact
    if isinstance(fact, InstrumentRecorded) and fact.proposed:
        return _NOT_IN_FORCE
    more = len(one.changes) - _SHOWN_CHANGES
    parts = [_change(change) for change in one.changes[:_SHOWN_CHANGES]]
    if more > 0:
        parts.append(Text("และอีก {count} อย่าง", "and {count} more").with_(count=more))
    return Text(*("\n".join(part.said(language) for part in parts) for language in LANGUAGES)) if parts else _NOTHING


def _change(change: Change) -> Text:
    name, old, new = change
    return Text("{field}: {old} → {new}", "{field}: {old} → {new}").with_(
        field=called(*name), old=_value(name.what, old), new=_value(name.what, new)
    )


def _value(what: str, text: str | None) -> Text:
    return _NOTHING if text is None else value(what, text)


def _data(one: Event) -> dict[str, object]:
    return {
        "position": one.position,
        "at": one.at.isoformat(),
        "time": f"claimed by the {one.claimed_by.value}",
        "name": one.name,
        "tie": one.tie.value,
        "stream": one.stream,
        "by": None if one.by is None else {"officer": one.by.officer, "name": one.by.name, "posts": list(one.by.posts)},
        "changes": [_change_data(change) for change in one.changes],
        "digest": one.fact.digest,
    }


def _change_data(change: Change) -> dict[str, object]:
    return {"field": change.field.what, "about": change.field.about or None, "old": change.old, "new": change.new}


# --- states ------------------------------------------------------------------------------------------------


def _state(asked: _Asked, position: int) -> Answer:
    state = asked.history.state(position)
    columns = [Text("ช่อง", "field"), Text("ค่า", "value")]
    rows: list[list[str | Text]] = [[called(*name), value(name.what, text)] for name, text in state.items()]
    title = Text("{name} หลังตำแหน่ง {position}", "{name} after position {position}").with_(
        name=asked.name, position=position
    )
    said = Table(columns, rows, title) if rows else _nothing_yet(asked, position)
    return Answer({asked.kind: asked.name, "position": position, "state": _state_data(state)}, [said])


def _state_data(state: State) -> list[dict[str, object]]:
    return [{"field": name.what, "about": name.about or None, "value": text} for name, text in state.items()]


def _nothing_yet(asked: _Asked, position: int) -> Text:
    return Text(
        "ยังไม่มีสิ่งใดของ {name} หลังตำแหน่ง {position}", "There was nothing of {name} yet after position {position}."
    ).with_(name=asked.name, position=position)


def _compared(asked: _Asked, one: int, other: int) -> Answer:
    before, after = asked.history.state(one), asked.history.state(other)
    found = changes(before, after)
    same = len([name for name in before if before[name] == after.get(name)])
    columns = [
        Text("ช่อง", "field"),
        *(Text("หลังตำแหน่ง {position}", "after {position}").with_(position=at) for at in (one, other)),
    ]
    rows: list[list[str | Text]] = [
        [called(*name), _value(name.what, old), _value(name.what, new)] for name, old, new in found
    ]
    summary = Text("{same} ช่องเหมือนกัน", "{same} fields are the same.").with_(same=same)
    data: dict[str, object] = {
        asked.kind: asked.name,
        "positions": [one, other],
        "changes": [_change_data(change) for change in found],
        "same": same,
    }
    return Answer(data, [Table(columns, rows, _title(asked)), summary] if rows else [summary])
