"""A proposal in plain words: what it is, what will be true once it is signed, and the command that does the same."""

from datetime import date, datetime
from shlex import quote

from api.texts.facts import FACTS
from api.texts.roles import ROLES
from api.texts.structure import moment_words
from api.texts.text import Text
from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Post
from domain.facts import PersonFact
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.dates import FIRST_DAY, print_date
from domain.values import Digest
from registry import wire
from registry.powers import Records

ABSENCES: dict[AbsenceKind, Text] = {
    AbsenceKind.VACANT: Text("ว่าง", "vacant"),
    AbsenceKind.LEAVE: Text("ผู้ดำรงตำแหน่งลา", "whose holder is on leave"),
    AbsenceKind.DUTY_ELSEWHERE: Text("ผู้ดำรงตำแหน่งไปราชการ", "whose holder is on duty elsewhere"),
    AbsenceKind.OTHER: Text("ผู้ดำรงตำแหน่งไม่อาจปฏิบัติราชการได้", "whose holder is unable to act"),
}
_SIGNING = "--key MY.p12"


def heading(fact: PersonFact, records: Records) -> Text:
    """Return what is proposed, in a few words, e.g. ``ขึ้นทะเบียนกุญแจ · นายประยูร ตัวอย่าง``."""
    what = FACTS[wire.name_of(fact)]
    return Text(*(f"{one} · {_whom(fact, records)}" for one in what))


def after(fact: PersonFact, records: Records) -> list[Text]:  # noqa: PLR0911 - an answer a fact
    """Return what will be true once *fact* is signed."""
    whom = _whom(fact, records)
    match fact:
        case OfficerEnrolled():
            return _officer(fact, records)
        case KeyEnrolled(spki=spki):
            return [
                Text("กุญแจ {key} เป็นของ {whom} ตามคำรับรองของท่าน", "The key {key} is {whom}'s, on your word.").with_(
                    key=_short(spki), whom=whom
                ),
                Text(
                    "ยังใช้ลงลายมือชื่อไม่ได้ จนกว่านายทะเบียนอีกคนยืนยัน",
                    "It signs nothing yet: another registrar has to confirm it.",
                ),
            ]
        case KeyConfirmed(spki=spki):
            return _confirmed(spki, whom, records)
        case KeyWithdrawn(spki=spki, reason=reason):
            return [
                Text(
                    "กุญแจ {key} ของ {whom} ใช้ไม่ได้อีกตั้งแต่บัดนี้ เพราะ {reason} สิ่งที่ลงลายมือชื่อไว้ก่อนหน้ายังคงเป็นหลักฐาน",
                    "The key {key} of {whom} counts no longer: {reason}. What it signed before remains evidence.",
                ).with_(key=_short(spki), whom=whom, reason=reason)
            ]
        case InstrumentRecorded(proposed=True):
            return [Text("บันทึกไว้เป็นข้อเสนอ ยังไม่มีผลต่อโครงสร้าง", "It is kept as a proposal and changes nothing.")]
        case InstrumentRecorded():
            return [
                Text(
                    "บันทึกตราสารนี้ไว้ จะมีผลต่อโครงสร้างเมื่อนายทะเบียนอีกคนยืนยัน",
                    "The instrument is recorded; it changes the structure once another registrar confirms it.",
                )
            ]
        case InstrumentConfirmed():
            return [Text("ตราสารนี้เปลี่ยนโครงสร้างตามที่บันทึกไว้", "The instrument changes the structure as recorded.")]
        case AbsenceRecorded():
            return [_absence(fact)]
        case AbsenceEnded(at_moment=at):
            return [Text("ผู้ดำรงตำแหน่งกลับมาตั้งแต่ {at}", "The holder is back since {at}.").with_(at=moment_words(at))]
        case _:
            raise TypeError(f"{type(fact).__name__} is not proposed")


def command(fact: PersonFact) -> str | None:  # noqa: PLR0911 - an answer a fact
    """Return the command line that signs the same with a key file; None where no command says it."""
    match fact:
        case OfficerEnrolled():
            return _enrolment(fact)
        case KeyEnrolled(officer=officer):
            return f"saraban key enrol {quote(officer)} CERTIFICATE.pem {_SIGNING}"
        case KeyConfirmed(spki=spki):
            return f"saraban key confirm {spki} {_SIGNING}"
        case KeyWithdrawn(spki=spki, reason=reason):
            return f"saraban key withdraw {spki} --reason {quote(reason)} {_SIGNING}"
        case InstrumentRecorded():
            return f"saraban instrument record INSTRUMENT.json {_SIGNING}"
        case InstrumentConfirmed(recorded=recorded):
            return f"saraban instrument confirm {recorded} {_SIGNING}"
        case AbsenceRecorded():
            return _recording(fact)
        case AbsenceEnded(absence=absence, at_moment=at):
            return f"saraban absence end {absence} --at {quote(_typed(at))} {_SIGNING}"
        case _:
            raise TypeError(f"{type(fact).__name__} is not proposed")


def _confirmed(spki: Digest, whom: str, records: Records) -> list[Text]:
    said = [
        Text("กุญแจ {key} ของ {whom} ใช้ลงลายมือชื่อได้ตั้งแต่บัดนี้", "The key {key} of {whom} signs from now on.").with_(
            key=_short(spki), whom=whom
        )
    ]
    known = records.authority.keys.get(spki)
    if known is not None and known.enrolled_by == known.officer:
        said.append(
            Text(
                "เจ้าของเสนอกุญแจนี้เองด้วยกุญแจเดิม โปรดถามเจ้าตัวก่อนว่าเป็นของตนจริง เพราะไม่มีนายทะเบียนคนอื่นรับรอง",
                "Its owner asked for it by the key before, and no other registrar vouches for it: ask the owner first "
                "whether it is really theirs.",
            )
        )
    return said


def _whom(fact: PersonFact, records: Records) -> str:  # noqa: PLR0911 - an answer a fact
    """Return whom or what a fact is about, by the name that people know."""
    match fact:
        case OfficerEnrolled(name=name):
            return name
        case KeyEnrolled(officer=officer):
            return _name(officer, records)
        case KeyConfirmed(spki=spki) | KeyWithdrawn(spki=spki):
            known = records.authority.keys.get(spki)
            return _short(spki) if known is None else _name(known.officer, records)
        case InstrumentRecorded(title=title):
            return title
        case InstrumentConfirmed(recorded=recorded):
            pending = records.structure.pending.get(recorded)
            return _short(recorded) if pending is None else pending.recorded.title
        case AbsenceRecorded(post=post):
            return post
        case AbsenceEnded(absence=absence):
            open_one = records.posts.absences.get(absence)
            return _short(absence) if open_one is None else open_one.recorded.post
        case _:
            raise TypeError(f"{type(fact).__name__} is not proposed")


def _name(officer: str, records: Records) -> str:
    known = records.authority.officers.get(officer)
    return officer if known is None else f"{known.enrolled.name} ({officer})"


def _officer(fact: OfficerEnrolled, records: Records) -> list[Text]:
    roles = Text(*(", ".join(ROLES[role].said(language) for role in fact.roles) or "–" for language in ("th", "en")))
    held = Text(*(", ".join(_held(post).said(language) for post in fact.posts) or "–" for language in ("th", "en")))
    said = [
        Text(
            "{name} ({officer}) ของ {office} มีหน้าที่ในทะเบียน: {roles}", "{name} ({officer}) of {office} is: {roles}"
        ).with_(name=fact.name, officer=fact.officer, office=fact.office, roles=roles),
        Text("ดำรงตำแหน่ง: {held}", "Posts held: {held}").with_(held=held),
    ]
    if fact.receives_for:
        answers = ", ".join(fact.receives_for)
        said.append(Text("ตอบรับแทน: {whom}", "Answers for: {whom}").with_(whom=answers))
    waiting = [key for key in records.authority.keys.values() if key.officer == fact.officer and key.withdrawn is None]
    if fact.officer in records.authority.officers:
        said.append(
            Text(
                "เจ้าหน้าที่คนนี้ขึ้นทะเบียนไว้แล้ว ข้อมูลเดิมถูกแทนที่ และกุญแจ {count} ดอกต้องให้นายทะเบียนอีกคนยืนยันใหม่",
                "The officer is enrolled already: this takes the place of what was said, and {count} keys have to be "
                "confirmed again by another registrar.",
            ).with_(count=len(waiting))
        )
    return said


def _held(post: Post) -> Text:
    since, until = _day(post.since), None if post.until is None else _day(post.until)
    thai = f"{post.post} {post.unit} ตั้งแต่ {since.thai}" + ("" if until is None else f" จนก่อน {until.thai}")
    english = f"{post.post} {post.unit} from {since.english}" + (
        "" if until is None else f" until before {until.english}"
    )
    return Text(thai, english)


def _day(day: date) -> Text:
    shown = print_date(day) if day >= FIRST_DAY else day.isoformat()
    return Text(shown, shown)


def _absence(fact: AbsenceRecorded) -> Text:
    until = moment_words(fact.until) if fact.until is not None else Text("ยังไม่มีกำหนด", "no day set")
    return Text(
        "ตำแหน่ง {post} ของ {unit} {state} ตั้งแต่ {since} ถึง {until}",
        "The post {post} of {unit} is one {state}, from {since} until {until}.",
    ).with_(post=fact.post, unit=fact.unit, state=ABSENCES[fact.kind], since=moment_words(fact.since), until=until)


def _recording(fact: AbsenceRecorded) -> str:
    parts = ["saraban absence record", quote(fact.post), "--unit", quote(fact.unit), "--kind", fact.kind.value]
    parts += ["--since", quote(_typed(fact.since))]
    parts += [] if fact.until is None else ["--until", quote(_typed(fact.until))]
    parts += [] if fact.officer is None else ["--officer", quote(fact.officer)]
    parts += [] if fact.note is None else ["--note", quote(fact.note)]
    return " ".join((*parts, _SIGNING))


def _enrolment(fact: OfficerEnrolled) -> str | None:
    """Return the command; it knows posts of the officer's own office alone, all of the same days."""
    if len({(post.since, post.until) for post in fact.posts}) > 1 or any(p.unit != fact.office for p in fact.posts):
        return None
    parts = ["saraban officer enrol", quote(fact.officer), "--name", quote(fact.name), "--office", quote(fact.office)]
    parts += [f"--post {quote(post.post)}" for post in fact.posts]
    if fact.posts:
        first = fact.posts[0]
        parts.append(f"--since {_dated(first.since)}")
        parts += [] if first.until is None else [f"--until {_dated(first.until)}"]
    parts += [f"--role {role.value}" for role in fact.roles]
    parts += [f"--receives-for {quote(whom)}" for whom in fact.receives_for]
    return " ".join((*parts, _SIGNING))


def _typed(moment: datetime) -> str:
    """Return a moment as the command line reads it: a day of the Buddhist era, and the time to the minute."""
    local = moment.astimezone(wire.THAI_TIME)
    return f"{_dated(local.date())} {local:%H.%M}"


def _dated(day: date) -> str:
    return f"{day.year + 543}-{day:%m-%d}"


def _short(digest: Digest) -> str:
    return f"{digest[:23]}…"
