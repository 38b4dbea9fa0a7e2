"""What is typed about structure and authority, and what is answered."""

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from domain.authority import Role
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
from domain.values import StreamId
from tests.api.cli.conftest import Clerk
from tests.registry.world import BEGINNING, World

DLA, KRABI, NAN = UnitId("dla"), UnitId("dla/krabi"), UnitId("dla/nan")
LONG_AGO = BEGINNING - timedelta(days=5000)
MARCH = BEGINNING.replace(month=3, day=1, hour=0)


def unit(kind: UnitActKind, which: UnitId, **fields: object) -> UnitAct:
    return UnitAct(kind, which, **fields)  # type: ignore[arg-type]


def before(world: World) -> None:
    """A department and two provincial offices, recorded by two registrars."""
    found = UnitActKind.ESTABLISH
    world.record_instrument(
        Acts((
            unit(found, DLA, name="กรมตัวอย่าง", unit_kind="department", code="มท 08", since=LONG_AGO),
            unit(found, KRABI, name="สถจ.กระบี่", parent=DLA, unit_kind="provincial-office", since=LONG_AGO),
            unit(found, NAN, name="สถจ.น่าน", parent=DLA, unit_kind="provincial-office", since=LONG_AGO),
        ))
    )  # fmt: skip


@pytest.fixture
def groups(world: World) -> StreamId:
    """Order 1/2564 sets up a group in every provincial office from 1 March on."""
    before(world)
    group = UnitAct(
        UnitActKind.ESTABLISH,
        UnitId("district"),
        every="provincial-office",
        under=DLA,
        name="กลุ่มงานอำเภอ",
        unit_kind="group",
        since=MARCH,
        clause="ข้อ 1",
    )
    return world.order(Acts((group,)))


# --- structure ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("groups")
def test_the_tree_is_asked_for_on_a_day_and_as_known_at_a_position(saraban: Clerk) -> None:
    whole = saraban.json("structure", "--on", "1 มี.ค. 2564")
    before_it = saraban.json("structure", "--on", "28 ก.พ. 2564")
    known_before = saraban.json("structure", "--on", "1 มี.ค. 2564", "--known-at", str(whole["known_at"] - 3))

    assert [one["unit"] for one in whole["units"]] == [
        "dla", "dla/krabi", "dla/krabi/district", "dla/nan", "dla/nan/district",
    ]  # fmt: skip
    assert whole["on"] == "2021-03-01T23:59:59+07:00"
    assert whole["units"][2]["by"]["number"] == "1/2564"
    assert [one["unit"] for one in before_it["units"]] == ["dla", "dla/krabi", "dla/nan"]
    assert known_before["units"] == before_it["units"]


@pytest.mark.usefixtures("groups")
def test_a_day_and_time_is_taken_to_the_minute(saraban: Clerk) -> None:
    at_midnight = saraban.json("structure", "--on", "1 มี.ค. 2564 00.00", "--unit", NAN)
    a_minute_before = saraban.json("structure", "--on", "28 ก.พ. 2564 23.59", "--unit", NAN)

    assert len(at_midnight["units"]) == 2
    assert len(a_minute_before["units"]) == 1


def test_known_at_may_be_a_time(saraban: Clerk, world: World) -> None:
    before(world)
    world.receive()  # a time means all up to the newest fact that the seal had said
    world.next_day()
    world.order(Acts((UnitAct(UnitActKind.RENAME, NAN, name="ชื่อใหม่", since=LONG_AGO),)))

    evening_before, now = (
        saraban.json("structure", "--unit", NAN, *typed) for typed in (("--known-at", "9 ก.พ. 2564"), ())
    )

    assert [one["name"] for one in evening_before["units"]] == ["สถจ.น่าน"]
    assert [one["name"] for one in now["units"]] == ["ชื่อใหม่"]


@pytest.mark.usefixtures("groups")
def test_the_tree_is_drawn_with_codes_and_orders(saraban: Clerk) -> None:
    ran = saraban("structure", "--on", "1 มี.ค. 2564", "--lang", "en")

    lines = ran.out.splitlines()
    assert lines[1].startswith("└── กรมตัวอย่าง  มท 08 · by กฎกระทรวงตัวอย่าง · dla")
    assert lines[3] == "    │   └── กลุ่มงานอำเภอ  by 1/2564 · dla/krabi/district"
    assert lines[-1] == "5 units"


def test_nothing_stood_before_anything_was_known(saraban: Clerk) -> None:
    ran = saraban("structure", "--lang", "en")

    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "No unit existed."


def test_the_difference_between_two_points_names_what_changed_and_by_which_order(
    saraban: Clerk, world: World, groups: StreamId
) -> None:
    world.order(
        Acts(
            (
                UnitAct(UnitActKind.RENAME, KRABI, name="สถจ.กระบี่ใหม่", since=MARCH),
                UnitAct(UnitActKind.RECODE, DLA, code="มท 09", since=MARCH),
            ),
            (),
            (InstrumentAct(InstrumentActKind.REPEAL, groups, "1/2564", None, MARCH + timedelta(days=6)),),
        )
    )

    told = saraban.json("structure", "--diff", "28 ก.พ. 2564", "1 มี.ค. 2564")
    repealed = saraban.json("structure", "--diff", "1 มี.ค. 2564", "7 มี.ค. 2564")
    shown = saraban("structure", "--diff", "28 ก.พ. 2564", "1 มี.ค. 2564", "--lang", "en").out

    found = {
        (one["unit"], change["what"]): [by["number"] for by in change["by"]]
        for one in told["changed"]
        for change in one["changes"]
    }
    assert found == {
        ("dla", "recoded"): ["2/2564"],
        ("dla/krabi", "renamed"): ["2/2564"],
        ("dla/krabi/district", "added"): ["1/2564"],
        ("dla/nan/district", "added"): ["1/2564"],
    }
    assert told["unchanged"] == 1
    assert [
        [one["unit"], one["changes"][0]["what"], one["changes"][0]["by"][0]["number"]] for one in repealed["changed"]
    ] == [
        ["dla/krabi/district", "abolished", "2/2564"],
        ["dla/nan/district", "abolished", "2/2564"],
    ]
    assert "    └── สถจ.น่าน\n        └── + กลุ่มงานอำเภอ  added by 1/2564 · dla/nan/district" in shown
    assert "~ สถจ.กระบี่ใหม่  renamed from “สถจ.กระบี่” by 2/2564 · dla/krabi" in shown
    assert shown.splitlines()[-1] == "2 added · 1 renamed · 1 recoded · 1 unchanged"


@pytest.mark.usefixtures("groups")
def test_the_difference_that_a_correction_makes_is_asked_for_with_two_positions(saraban: Clerk, world: World) -> None:
    known = saraban.json("structure")["known_at"]
    world.order(Acts((UnitAct(UnitActKind.RENAME, NAN, name="ชื่อที่ถูก", since=LONG_AGO),)))

    told = saraban.json("structure", "--diff", f"1 ก.พ. 2564@{known}", "1 ก.พ. 2564")

    assert [(one["unit"], one["changes"][0]["before"], one["changes"][0]["after"]) for one in told["changed"]] == [
        ("dla/nan", "สถจ.น่าน", "ชื่อที่ถูก")
    ]


@pytest.mark.usefixtures("groups")
def test_what_is_the_same_at_both_points_is_said_so(saraban: Clerk) -> None:
    ran = saraban("structure", "--diff", "1 มี.ค. 2564", "2 มี.ค. 2564", "--lang", "en")

    assert ran.out.splitlines()[-1] == "5 unchanged"


def test_points_are_named_once(saraban: Clerk) -> None:
    ran = saraban("structure", "--diff", "1 ม.ค. 2564", "2 ม.ค. 2564", "--on", "3 ม.ค. 2564", "--json")

    assert (ran.code, ran.refused) == (2, "points-twice")


@pytest.mark.parametrize("on", ["", " ", "2021-03-01", "30 ก.พ. 2564", "เมื่อวาน", "1 มี.ค. 2564 25.00"])
def test_what_is_no_day_and_time_is_refused(saraban: Clerk, on: str) -> None:
    ran = saraban("structure", "--on", on, "--json")

    assert ran.code == 1
    assert ran.refused in {"year-looks-christian", "no-such-day", "time-unreadable"}


@pytest.mark.parametrize("option", ["--known-at", "--diff"])
def test_an_empty_point_is_not_taken_for_now(saraban: Clerk, option: str) -> None:
    typed = ("", "1 มี.ค. 2564@") if option == "--diff" else ("",)

    ran = saraban("structure", option, *typed, "--json")

    assert (ran.code, ran.refused) == (1, "time-unreadable")


@pytest.mark.usefixtures("groups")
def test_the_picture_holds_every_unit_and_nothing_from_elsewhere(saraban: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "tree.svg"

    told = saraban.json("structure", "--diff", "28 ก.พ. 2564", "1 มี.ค. 2564", "--svg", str(file))

    assert told["svg"] == str(file)
    picture = ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 - written just now
    texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert sum(text.startswith("+ กลุ่มงานอำเภอ") for text in texts) == 2
    again = saraban("structure", "--svg", str(file), "--json")
    assert again.refused == "output-exists"


# --- one unit ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("groups")
def test_a_unit_tells_its_history_in_both_orders_of_time(saraban: Clerk, world: World) -> None:
    world.order(Acts((UnitAct(UnitActKind.RENAME, NAN, name="ชื่อเดิม", since=LONG_AGO + timedelta(days=1)),)))
    world.record_instrument(
        Acts((UnitAct(UnitActKind.RENAME, DLA, name="กรมท้องถิ่น", since=MARCH),)), confirmed=False, proposed=True
    )

    known, force = (
        saraban.json("unit", "dla/nan", "--history", "--by", order)["history"] for order in ("known", "force")
    )
    proposed = saraban.json("unit", "มท 08", "--on", "1 เม.ย. 2564", "--history")
    shown = saraban("unit", "dla", "--history", "--lang", "en").out

    assert [one["kind"] for one in known] == ["establish", "rename"]
    assert [one["since"] for one in force] == sorted(one["since"] for one in force)
    assert (proposed["stands"]["name"], proposed["history"][-1]["standing"]) == ("กรมตัวอย่าง", "proposed")
    assert "proposed, not in force" in shown


@pytest.mark.usefixtures("groups")
def test_a_unit_shows_how_it_stood(saraban: Clerk, world: World) -> None:
    world.order(Acts((UnitAct(UnitActKind.RENAME, NAN, name="ชื่อใหม่", since=MARCH),)))

    told = saraban.json("unit", NAN, "--on", "28 ก.พ. 2564")

    assert told["stands"]["name"] == "สถจ.น่าน"
    assert [one["name"] for one in told["versions"]] == ["สถจ.น่าน", "ชื่อใหม่"]
    assert "history" not in told


@pytest.mark.usefixtures("groups")
def test_a_unit_that_nobody_knows_is_refused(saraban: Clerk) -> None:
    ran = saraban("unit", "มท 0899", "--json")

    assert (ran.code, ran.refused) == (1, "unit-unknown")


# --- who may sign -------------------------------------------------------------------------------------------


@pytest.fixture
def signers(world: World) -> None:
    """The director-general holds the department's post; a deputy has leave matters delegated until March."""
    before(world)
    for who, name in (("dd", "นายรอง ตัวอย่าง"), ("ex", "นายเก่า ตัวอย่าง")):
        world.enrol(who, name, roles=(Role.SIGNATORY,))
    acts = Acts(
        posts=(
            PostAct(PostActKind.APPOINT, "อธิบดี", DLA, "dg", "นายประยูร ตัวอย่าง", LONG_AGO),
            PostAct(PostActKind.APPOINT, "รองอธิบดี", DLA, "dd", "นายรอง ตัวอย่าง", LONG_AGO, deputises="อธิบดี"),
            PostAct(PostActKind.APPOINT, "ที่ปรึกษา", DLA, "ex", "นายเก่า ตัวอย่าง", LONG_AGO, BEGINNING - timedelta(days=1)),
            PostAct(
                PostActKind.DELEGATE,
                "อธิบดี",
                DLA,
                "dd",
                "นายรอง ตัวอย่าง",
                LONG_AGO,
                MARCH,
                matters=("การลา",),
            ),
        )
    )
    world.record_instrument(acts, number="2/2560", dated=date(2017, 1, 1))


@pytest.mark.usefixtures("signers")
def test_everybody_who_could_sign_is_listed_with_what_it_rests_on(saraban: Clerk) -> None:
    told = saraban.json("who-may-sign", "--unit", "dla", "--on", "9 ก.พ. 2564")
    shown = saraban("who-may-sign", "--unit", "dla", "--on", "9 ก.พ. 2564", "--lang", "en").out

    assert [(one["officer"], one["post"], one["word"], one["principal"]) for one in told["capacities"]] == [
        ("dd", "รองอธิบดี", None, None),
        ("dg", "อธิบดี", None, None),
        ("dd", "รองอธิบดี", "by_delegation", "อธิบดี"),
    ]
    chain = told["capacities"][2]["chain"]
    assert [(step["kind"], step["number"]) for step in chain] == [("own-post", "2/2560"), ("delegation", "2/2560")]
    assert "instrument 2/2560, position" in shown


@pytest.mark.parametrize(
    ("typed", "verdict", "code"),
    [
        (("--officer", "dg"), "valid", 0),
        (("--officer", "dd", "--matter", "การลา"), "valid", 0),
        (("--officer", "ex"), "not-valid", 1),
        (("--officer", "ex", "--on", "1 ม.ค. 2564"), "valid", 0),
        (("--officer", "clerk"), "not-valid", 1),
        (("--officer", "nobody"), "cannot-tell", 3),
    ],
)
@pytest.mark.usefixtures("signers")
def test_one_officer_is_judged(saraban: Clerk, typed: tuple[str, ...], verdict: str, code: int) -> None:
    ran = saraban("who-may-sign", "--unit", "dla", *typed, "--json")

    assert (ran.answer["verdict"], ran.code) == (verdict, code)


@pytest.mark.usefixtures("signers")
def test_why_a_way_of_signing_is_not_valid_is_said_with_the_order(saraban: Clerk) -> None:
    typed = ("who-may-sign", "--unit", "dla", "--officer", "dd", "--matter", "การลา", "--on", "1 มี.ค. 2564")

    told = saraban.json(*typed)
    shown = saraban(*typed)

    found = {one["word"]: (one["verdict"], (one["why"] or {}).get("slug")) for one in told["ways"]}
    assert found["by_delegation"] == ("not-valid", "power-expired")
    assert "2/2560" in told["ways"][-1]["why"]["message"]
    assert "ลงชื่อไม่ได้" in shown.out


@pytest.mark.usefixtures("groups")
def test_a_unit_where_nobody_is_recorded_says_so(saraban: Clerk) -> None:
    ran = saraban("who-may-sign", "--unit", KRABI, "--lang", "en")

    assert ran.code == 0
    assert "No record says that anybody could sign." in ran.out
