"""A registry with some days of work in it."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.classes import SecrecyClass
from domain.directives import Progress
from domain.letter.text import Answers, Link
from domain.series import OpeningRow, SeriesKind
from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.structure.events import AbsenceKind, AbsenceRecorded
from domain.values import StreamId
from registry import requests
from registry.acts import links
from registry.acts.office import Office
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.passkeys import SpecimenPasskey
from tests.registry.acts.recipients import KRABI, Desk
from tests.registry.world import DIRECTIVES, DIRECTOR_GENERAL, World

OLD_ROW = OpeningRow(
    "270", "มท 0812", "8 ก.พ. 2564", "กรมเดิม", "จังหวัดเดิม", "เรื่องในทะเบียนเล่มเดิม", "ส่งแล้ว", "จากสมุดทะเบียน"
)


@pytest.fixture(scope="session")
def busy_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed registry in which something of nearly every kind has happened."""
    folder = tmp_path_factory.mktemp("busy") / "registry"
    world = World.staffed(folder)
    page = world.register.blobs.put(b"SPECIMEN: the last page of the earlier book")
    world.ask(requests.EnterOpening(world.series[SeriesKind.CIRCULAR], page, 1, [OLD_ROW], "clerk"))
    secret = world.open_series(SeriesKind.SECRET, book="ลับ")
    world.ask(requests.EnterSecret(secret, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))
    got = world.receive()
    world.enter(got, "matter.assigned.v1", to="กองตัวอย่าง", clerk="clerk", due="2021-02-12")
    sent = world.issue(links=[Link(Answers.ANSWERS, got, "ศธ 0201/15")], subject="แจ้งผลการประชุม", directives=DIRECTIVES)
    world.dispatch(sent)
    tried = {"channel": "central_mail", "address": "a@b.example", "attempted_at": world.now.isoformat()}
    world.enter(sent, "delivery.attempted.v1", to=2, **tried, result="failed", checked_by="clerk", detail="full")
    world.acknowledge(sent, to=0)
    world.send_back(sent, to=1)
    world.note(sent, to=2, progress=Progress.PASSED_ON, performer="สำนักงานตัวอย่าง", evidence=got)
    world.admit(world.report(sent, no=2), stream=sent)
    moved = {"old": "2021-02-24", "new": "2021-03-01", "reason": "เลื่อนประชุม", "clerk": "clerk"}
    world.enter(sent, "deadline.moved.v1", no=2, to=None, **moved)
    world.ask(requests.EnterCalendar(world.now.date(), works=False, name="วันหยุดพิเศษ", clerk="clerk"))
    when = world.now.isoformat()
    world.enter(sent, "receipt.confirmed.v1", to=2, confirmed_at=when, spoke_with="นาย ก", clerk="clerk")
    world.enter(sent, "entry.noted.v1", remark="ส่งสำเนาให้กองคลัง", clerk="clerk")
    corrected = {"what": "subject", "old": "ขอเชิญประชุม", "new": "ขอเชิญสัมมนา", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **corrected)
    world.reserve()
    world.next_day()
    second = world.issue_typeset()
    world.dispatch(second)
    world.enter(sent, "letter.superseded.v1", instrument=second, number="มท 0812/ว 273", clerk="clerk")
    answer_without_keys(world, second)
    world.issue(SeriesKind.ORDER)
    world.issue_by_hand()
    world.enter(got, "matter.concluded.v1", how="ส่งผลแล้ว", clerk="clerk")
    world.receive(printed="นร 0504/12", subject="สำรวจข้อมูล")
    reorganise(world)
    world.close()
    return folder


def answer_without_keys(world: World, letter: StreamId) -> None:
    """Let one addressee answer by link, and another by a passkey that is withdrawn afterwards."""
    passkey = SpecimenPasskey.made()
    with Reader(world.folder) as reader:
        at = Desk(world, Office(LocalDesk(world.register), reader, world.clock))
        links.acknowledge(at.office, at.open(letter, 0), KRABI)
        known = at.confirmed(at.open(letter, 1), passkey)
        at.acknowledge(letter, passkey)
        links.withdraw_passkey(at.office, known, reason="เปลี่ยนโทรศัพท์", clerk="clerk")
        shutil.rmtree(reader.home.views)  # as if nobody had looked yet


def reorganise(world: World) -> None:
    """Record how an office stands, change it by orders, one of which repeals another, and propose more."""
    world.typesets = True
    office, desk = UnitId("specimen"), UnitId("specimen/desk")
    long_ago, soon = world.now - timedelta(days=999), world.now + timedelta(days=9)
    found = UnitAct(UnitActKind.ESTABLISH, office, name="กรมตัวอย่าง", unit_kind="department", since=long_ago)
    below = replace(found, unit=desk, name="กองตัวอย่าง", unit_kind="division", parent=office)
    held = PostAct(PostActKind.APPOINT, "อธิบดี", office, "dg", DIRECTOR_GENERAL.name, long_ago)
    given = PostAct(PostActKind.DELEGATE, "อธิบดี", office, "clerk", matters=("การลา",))
    world.record_instrument(Acts((found, below), (held, given)))
    rename = UnitAct(UnitActKind.RENAME, desk, name="กองใหม่", since=soon)
    renamed = world.order(Acts((rename,)))
    repeal = InstrumentAct(InstrumentActKind.REPEAL, renamed, "2/2564", None, soon + timedelta(days=1))
    world.order(Acts(instruments=(repeal,)))
    world.record_instrument(Acts((rename,)), confirmed=False, proposed=True)
    absence = AbsenceRecorded(AbsenceKind.LEAVE, "อธิบดี", office, soon, None, "dg")
    world.admit(world.say("clerk", absence))
    world.receive(printed="นร 0504/13", subject="ตามหลังคำสั่ง")


@pytest.fixture
def office(busy_office: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(busy_office, tmp_path / "registry"))
