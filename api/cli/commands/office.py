"""The keeper's commands: officers and keys, series of numbers, how the registry stands, the writer."""

from datetime import date
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import day, key, office
from api.texts.questions import SERIES_KINDS
from api.texts.roles import ROLES
from api.texts.text import Text
from domain.authority import Key, OfficerEnrolled, Post, Role
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import founding
from registry.home import Home
from registry.reader import Reader
from registry.register.client import Client


def status(call: Call) -> Answer:
    """How the registry stands."""
    with Reader(call.home) as reader:
        opened, head, series = reader.identity, reader.head(), reader.series()
        authority = reader.authority()
        running = writer_runs(call.home)
        size = head.size
    data: dict[str, object] = {
        "home": str(call.home),
        "origin": opened.origin,
        "office": opened.office,
        "codes": list(opened.codes),
        "specimen": opened.specimen,
        "leaves": size,
        "root": head.root.hex(),
        "officers": len(authority.officers),
        "series": len(series),
        "writer": "running" if running else "stopped",
    }
    said = [
        *(
            [Text("ตัวอย่าง SPECIMEN: ทะเบียนนี้ใช้ทดลองเท่านั้น", "SPECIMEN: this registry is for trying out only")]
            * opened.specimen
        ),
        Text("ทะเบียนของ {office} ({origin})", "The registry of {office} ({origin})").with_(
            office=opened.office, origin=opened.origin
        ),
        Text("รหัสที่ออกเลขได้: {codes}", "Codes: {codes}").with_(codes=", ".join(opened.codes)),
        Text("บันทึกแล้ว {size} ใบ ราก {root}", "{size} leaves logged, root {root}").with_(
            size=size, root=head.root.hex()
        ),
        Text("เจ้าหน้าที่ {officers} คน ชุดเลข {series} ชุด", "{officers} officers, {series} series").with_(
            officers=len(authority.officers), series=len(series)
        ),
        _writer_said(running=running),
    ]
    return Answer(data, said)


def enrol_officer(call: Call) -> Answer:
    """A registrar enrols an officer or a recipient."""
    typed = call.typed
    with office(call) as here:
        since, until = day(typed.since) or here.today, day(typed.until)
        enrolled = OfficerEnrolled(
            officer=normalise(typed.officer),
            name=normalise(typed.name),
            office=normalise(typed.office),
            posts=tuple(Post(normalise(post), normalise(typed.office), since, until) for post in typed.post or ()),
            roles=tuple(Role(role) for role in typed.role),
            receives_for=tuple(normalise(name) for name in typed.receives_for or ()),
        )
        answer = founding.enrol_officer(here, key(call), enrolled)
    said = Text("ขึ้นทะเบียน {name} แล้ว ต้องขึ้นทะเบียนกุญแจต่อ", "{name} is enrolled; enrol a key next.").with_(
        name=enrolled.name
    )
    return Answer({"officer": enrolled.officer, "position": answer["position"], "signed": answer["signed"]}, [said])


def list_officers(call: Call) -> Answer:
    """Officers, their roles and posts, and their keys."""
    with Reader(call.home) as reader:
        authority = reader.authority()
    data: list[dict[str, object]] = []
    rows: list[list[str | Text]] = []
    for name, officer in authority.officers.items():
        keys = {spki: one for spki, one in authority.keys.items() if one.officer == name}
        enrolled = officer.enrolled
        data.append(
            {
                "officer": name,
                "name": enrolled.name,
                "office": enrolled.office,
                "posts": [{"post": post.post, "since": _since(post.since)} for post in enrolled.posts],
                "roles": [role.value for role in enrolled.roles],
                "receives_for": list(enrolled.receives_for),
                "keys": [{"key": spki, "state": _key_state(one).english} for spki, one in keys.items()],
            }
        )
        held = " · ".join(post.post for post in enrolled.posts) or " · ".join(enrolled.receives_for)
        roles = Text(*(" · ".join(ROLES[role].said(language) for role in enrolled.roles) for language in ("th", "en")))
        states = Text(
            *(" · ".join(_key_state(one).said(language) for one in keys.values()) or "–" for language in ("th", "en"))
        )
        rows.append([name, enrolled.name, held, roles, states])
    columns = [
        Text("รหัส", "id"), Text("ชื่อ", "name"), Text("ตำแหน่ง", "post"), Text("หน้าที่", "role"), Text("กุญแจ", "keys"),
    ]  # fmt: skip
    return Answer(data, [Table(columns, rows)])


def enrol_key(call: Call) -> Answer:
    """The first registrar's word on a key."""
    certificates = founding.load_certificates(Path(call.typed.certificate))
    with office(call) as here:
        answer = founding.enrol_key(here, key(call), call.typed.officer, certificates)
    said = Text(
        "รับกุญแจของ {officer} แล้ว นายทะเบียนอีกคนต้องยืนยัน: saraban key confirm {officer}",
        "The key of {officer} is entered; another registrar confirms it: saraban key confirm {officer}",
    ).with_(officer=call.typed.officer)
    return Answer({"officer": call.typed.officer, "key": answer["key"], "position": answer["position"]}, [said])


def confirm_key(call: Call) -> Answer:
    """The second registrar's word on a key."""
    with office(call) as here:
        spki = founding.key_of(here, call.typed.key_of, confirmed=False)
        answer = founding.confirm_key(here, key(call), spki)
    said = Text("ยืนยันกุญแจ {key} แล้ว ใช้ได้ตั้งแต่บัดนี้", "Key {key} is confirmed and counts from now on.").with_(
        key=spki[:23] + "…"
    )
    return Answer({"key": spki, "position": answer["position"]}, [said])


def withdraw_key(call: Call) -> Answer:
    """A key counts no longer."""
    with office(call) as here:
        spki = founding.key_of(here, call.typed.key_of, confirmed=True)
        answer = founding.withdraw_key(here, key(call), spki, normalise(call.typed.reason))
    said = Text("เพิกถอนกุญแจ {key} แล้ว", "Key {key} is withdrawn.").with_(key=spki[:23] + "…")
    return Answer({"key": spki, "position": answer["position"]}, [said])


def open_series(call: Call) -> Answer:
    """A series of numbers is opened."""
    typed = call.typed
    kind = SeriesKind(typed.kind or SeriesKind.ORDINARY.value)
    page = Path(typed.last_page) if typed.last_page else None
    with office(call) as here:
        year = typed.year or buddhist_year(here.today)
        answer = founding.open_series(
            here, book=normalise(typed.name), kind=kind, year=year, after=typed.after, last_page=page
        )
    said = Text(
        "เปิดชุดเลข{kind}ของทะเบียน {book} ปี {year} แล้ว เลขแรกคือ {first}",
        "The {kind} series of book {book} for {year} is open; its first number is {first}.",
    ).with_(kind=SERIES_KINDS[kind], book=typed.name, year=year, first=typed.after + 1)
    return Answer({"series": answer["stream"], "first": typed.after + 1, "position": answer["position"]}, [said])


def list_series(call: Call) -> Answer:
    """The series that are open."""
    with Reader(call.home) as reader:
        series = reader.series()
    data: list[dict[str, object]] = [
        {
            "series": stream,
            "book": one.book,
            "kind": one.kind.value,
            "year": one.year,
            "after": one.after,
            "last": one.last,
        }
        for stream, one in series.items()
    ]
    columns = [
        Text("ทะเบียน", "book"),
        Text("ชนิด", "kind"),
        Text("ปี", "year"),
        Text("เลขล่าสุด", "last"),
        Text("รหัส", "id"),
    ]
    rows: list[list[str | Text]] = [
        [
            one.book,
            SERIES_KINDS[one.kind],
            Text(to_thai(str(one.year)), str(one.year)),
            Text(to_thai(str(one.last)), str(one.last)),
            stream,
        ]
        for stream, one in series.items()
    ]
    return Answer(data, [Table(columns, rows)])


def writer_runs(home: Path) -> bool:
    """Tell whether a writer listens, without starting one."""
    return Home(home).socket.exists()


def writer_status(call: Call) -> Answer:
    """Whether a writer runs."""
    running = writer_runs(call.home)
    return Answer({"writer": "running" if running else "stopped"}, [_writer_said(running=running)])


def stop_writer(call: Call) -> Answer:
    """Let the writer finish and end."""
    with Client(call.home) as client:
        was = client.stop_writer()
    said = Text("ผู้เขียนทะเบียนหยุดแล้ว", "The writer has ended.") if was else _writer_said(running=False)
    return Answer({"writer": "stopped", "was_running": was}, [said])


def _writer_said(*, running: bool) -> Text:
    return (
        Text("ผู้เขียนทะเบียนกำลังทำงาน", "A writer runs.")
        if running
        else Text(
            "ไม่มีผู้เขียนทะเบียนทำงานอยู่ (จะเริ่มเองเมื่อมีรายการ)", "No writer runs (it starts when there is something to enter)."
        )
    )


def _key_state(one: Key) -> Text:
    if one.withdrawn is not None:
        return Text("เพิกถอนแล้ว", "withdrawn")
    return Text("ใช้ได้", "counts") if one.confirmed else Text("รอยืนยัน", "waits for confirmation")


def _since(since: date) -> str | None:
    return None if since == date.min else since.isoformat()
