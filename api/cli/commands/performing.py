"""What becomes of what letters ask for: noted by clerks, reported by recipients, by which day; the calendar."""

from collections.abc import Sequence
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import key, moment, office, written
from api.texts.text import Text
from domain.calendar import CalendarEntered
from domain.directives import Progress
from domain.thai.dates import parse_date, print_date
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import outgoing, performing
from registry.acts.office import Office
from registry.acts.performing import Entered, Word
from registry.calendar import Calendar, by_when

SAID = {
    Progress.PASSED_ON: Text("ส่งต่อแล้ว", "passed on"),
    Progress.DONE: Text("ดำเนินการแล้ว", "done"),
    Progress.REOPENED: Text("เปิดเรื่องใหม่", "reopened"),
}

_ALL = Text("ทุกราย เว้นแต่ที่มีกำหนดของตนเอง", "all but those with a day of their own")


def pass_on(call: Call) -> Answer:
    """An addressee passed a directive on to whoever performs it."""
    return _note(call, Progress.PASSED_ON)


def done(call: Call) -> Answer:
    """An addressee performed a directive."""
    return _note(call, Progress.DONE)


def reopen(call: Call) -> Answer:
    """What was taken for done is not."""
    return _note(call, Progress.REOPENED)


def report(call: Call) -> Answer:
    """A recipient reports on a directive."""
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        said = _word(call, here, letter, Progress(call.typed.progress))
        files = [Path(file) for file in call.typed.file or ()]
        answer = performing.report(here, key(call), letter, said, to=call.typed.to, files=files)
    words = reported_words(said.progress, said.no, str(answer["addressee"]), letter.number)
    data: dict[str, object] = {
        "number": letter.number,
        "no": said.no,
        "progress": said.progress.value,
        "addressee": answer["addressee"],
        "signed": answer["signed"],
        "position": answer["position"],
    }
    return Answer(data, [words])


def reported_words(progress: Progress, no: int, addressee: str, number: str) -> Text:
    """Return what is said of a report that was signed or entered."""
    return Text(
        "{addressee} รายงานข้อ {no} ของ {thai}: {said}", "{addressee} reports on {no} of {number}: {said}."
    ).with_(addressee=addressee, no=no, thai=to_thai(number), number=number, said=SAID[progress])


def move_deadline(call: Call) -> Answer:
    """Move a directive's day."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.issued(here, typed.number)
        no = performing.directive(letter, typed.no)
        new = by_when(typed.until, since=here.today, calendar=lambda: Calendar.of(here.reader))
        moved = performing.move_deadline(
            here, letter, no, new, to=typed.to or (), reason=normalise(typed.reason), clerk=call.clerk
        )
    said = Text(
        "เลื่อนกำหนดข้อ {no} ของ {thai} เป็น {day} ({whom})", "Directive {no} of {number} is due on {day} now ({whom})."
    ).with_(
        no=no,
        thai=to_thai(letter.number),
        number=letter.number,
        day=print_date(new),
        whom=_whom([one.addressee for one in moved if one.addressee]),
    )
    return Answer({"number": letter.number, "no": no, "due": new.isoformat(), "entered": _entered(moved)}, [said])


def add_day(call: Call) -> Answer:
    """Enter a day in the office's own calendar."""
    typed = call.typed
    with office(call) as here:
        entered = CalendarEntered(
            parse_date(typed.day), works=typed.works, name=normalise(typed.name), clerk=call.clerk
        )
        answer = performing.enter_day(here, entered)
    kind = Text("วันทำการ", "a day of work") if entered.works else Text("วันหยุด", "a day off")
    said = Text("{day} เป็น{kind}ของหน่วยงาน: {name}", "{day} is {kind} of the office: {name}").with_(
        day=print_date(entered.day), kind=kind, name=entered.name
    )
    data: dict[str, object] = {"day": entered.day.isoformat(), "works": entered.works, "name": entered.name}
    return Answer({**data, "position": answer["position"]}, [said])


def show_calendar(call: Call) -> Answer:
    """The days off of a year, and the days of work in their place."""
    with office(call) as here:
        first = here.today if call.typed.year is None else parse_date(f"1/1/{call.typed.year}")
        found = Calendar.of(here.reader).days_of(first.year)
    data: list[dict[str, object]] = [
        {"day": one.day.isoformat(), "name": one.name, "works": one.works, "own": one.own} for one in found
    ]
    kinds = {True: Text("วันทำการ", "work"), False: Text("วันหยุด", "off")}
    said_by = {True: Text("หน่วยงาน", "the office"), False: Text("ทั่วไป", "general")}
    columns = [Text("วันที่", "day"), Text("ชื่อวัน", "name"), Text("เป็น", "is"), Text("ตาม", "by")]
    rows: list[list[str | Text]] = [
        [print_date(one.day), one.name, kinds[one.works], said_by[one.own]] for one in found
    ]
    return Answer(data, [Table(columns, rows)])


def _note(call: Call, progress: Progress) -> Answer:
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        said = _word(call, here, letter, progress)
        entered = performing.note(here, letter, call.typed.to, said, clerk=call.clerk)
    words = Text("ข้อ {no} ของ {thai} {said}: {whom}", "Directive {no} of {number} is {said}: {whom}.").with_(
        no=said.no,
        thai=to_thai(letter.number),
        number=letter.number,
        said=SAID[progress],
        whom=_whom([one.addressee for one in entered if one.addressee], nobody=True),
    )
    data: dict[str, object] = {"number": letter.number, "no": said.no, "progress": progress.value}
    return Answer({**data, "entered": _entered(entered)}, [words])


def _word(call: Call, here: Office, letter: outgoing.Issued, progress: Progress) -> Word:
    typed = call.typed
    evidence = getattr(typed, "evidence", None)
    how = written(typed.how)
    return Word(
        no=performing.directive(letter, typed.no),
        progress=progress,
        happened_at=moment(typed.at, here.now),
        how=how or (performing.PASSED_ON if progress is Progress.PASSED_ON else ""),
        performer=written(getattr(typed, "performer", None)),
        evidence=outgoing.find(here, evidence) if evidence else None,
        their_number=written(getattr(typed, "their_number", None)),
    )


def _entered(entered: Sequence[Entered]) -> list[dict[str, object]]:
    return [{"addressee": one.addressee, "position": one.position} for one in entered]


def _whom(names: Sequence[str], *, nobody: bool = False) -> Text:
    """Return whom it is about, in words: one by name, more by their number."""
    if len(names) == 1:
        return Text(names[0], names[0])
    if not names:
        return Text("ไม่มีรายใดเหลือให้บันทึก", "nobody is left") if nobody else _ALL
    return Text("{count} ราย", "{count} addressees").with_(count=len(names))
