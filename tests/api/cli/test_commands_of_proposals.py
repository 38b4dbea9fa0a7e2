"""The command that a proposal's page shows does what the page would have had signed, to the letter."""

import shlex
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from api.pages.proposals.words import command
from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Post, Role
from domain.facts import PersonFact
from domain.structure.acts import Acts, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.values import Digest
from keys.certificates import pem_of
from registry.reader import Reader
from registry.wire import THAI_TIME
from tests.api.cli.conftest import Clerk
from tests.registry.world import CODE, OFFICE

UNIT = UnitId("dla")
SINCE = datetime(2021, 2, 8, 8, 30, tzinfo=THAI_TIME)
POST = Post("ผู้อำนวยการ", OFFICE, date(2021, 1, 1), date(2022, 1, 1))
OFFICER = OfficerEnrolled(
    "p'new", "นางใหม่ ตัวอย่าง", OFFICE, (POST,), (Role.SIGNATORY, Role.RECIPIENT), ("จังหวัดกระบี่", "จังหวัดน่าน")
)


def typed(saraban: Clerk, fact: PersonFact, who: str, certificate: Path | None = None) -> PersonFact:
    """Type the command that is shown, with somebody's own key file; return the newest fact of its kind."""
    shown = command(fact)
    assert shown is not None
    name, *words = shlex.split(shown)
    assert (name, words[-2:]) == ("saraban", ["--key", "MY.p12"])
    saraban.json(*(str(certificate) if one == "CERTIFICATE.pem" else one for one in words[:-2]), *saraban.key(who))
    with Reader(saraban.world.folder) as reader:
        facts = [line.statement.fact for line in reader.facts()]
    return [one for one in facts if isinstance(one, type(fact))][-1]


@pytest.fixture
def desk(saraban: Clerk) -> Clerk:
    establish = UnitAct(UnitActKind.ESTABLISH, UNIT, name=OFFICE, unit_kind="department", code=CODE)
    saraban.world.record_instrument(Acts(units=(establish,)))
    return saraban


def test_an_officer_and_the_officers_key_are_enrolled_confirmed_and_withdrawn(desk: Clerk, tmp_path: Path) -> None:
    key = desk.world.authority.officer("นางใหม่ ตัวอย่าง", organisation=OFFICE, post=POST.post)
    spki, file = Digest(key.certificate.spki), tmp_path / "new.pem"
    file.write_bytes(pem_of([key.certificate]))

    enrolled = typed(desk, OFFICER, "r1")
    wanted = KeyEnrolled(OFFICER.officer, spki, Digest(f"sha256:{sha256(key.certificate.der).hexdigest()}"))
    known = typed(desk, wanted, "r1", file)
    with Reader(desk.world.folder) as reader:
        statement = reader.authority().keys[spki].enrolled
    confirmed = typed(desk, KeyConfirmed(statement, spki), "r2")
    withdrawn = typed(desk, KeyWithdrawn(spki, "เครื่องหาย: 'เมื่อวาน'"), "r1")

    assert (enrolled, known) == (OFFICER, wanted)
    assert (confirmed, withdrawn) == (KeyConfirmed(statement, spki), KeyWithdrawn(spki, "เครื่องหาย: 'เมื่อวาน'"))


@pytest.mark.parametrize(
    "absence",
    [
        AbsenceRecorded(AbsenceKind.LEAVE, "อธิบดี", UNIT, SINCE, officer="dg", note="ลาป่วย"),
        AbsenceRecorded(AbsenceKind.DUTY_ELSEWHERE, "อธิบดี", UNIT, SINCE, SINCE.replace(day=19, hour=12), officer="dg"),
        AbsenceRecorded(AbsenceKind.LEAVE, "อธิบดี", UNIT, SINCE, SINCE.replace(day=20, hour=0, minute=0), officer="dg"),
        AbsenceRecorded(AbsenceKind.VACANT, "รองอธิบดี", UNIT, SINCE),
    ],
    ids=["open", "until-a-time", "until-a-midnight", "vacant"],
)
def test_an_absence_is_recorded_and_ended(desk: Clerk, absence: AbsenceRecorded) -> None:
    recorded = typed(desk, absence, "clerk")
    ended = AbsenceEnded(desk.json("absence", "list")[-1]["absence"], SINCE.replace(day=9))

    assert (recorded, typed(desk, ended, "clerk")) == (absence, ended)


def test_where_no_command_says_the_same_none_is_shown() -> None:
    elsewhere, later = Post("รอง", "อีกหน่วยงาน", POST.since), Post("รอง", OFFICE, date(2021, 1, 2))

    found = [command(OfficerEnrolled("x", "x", OFFICE, posts, ())) for posts in ((elsewhere,), (POST, later))]

    assert found == [None, None]
