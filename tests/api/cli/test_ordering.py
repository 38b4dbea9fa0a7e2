"""Orders that change the structure, and instruments of others, from the keyboard."""

import json
from typing import Any

import pytest

from domain.series import SeriesKind
from domain.structure.structure import tree_at, unit_at
from tests.api.cli.conftest import Clerk
from tests.registry.documents import papers
from tests.registry.structure.acts import BEFORE, GROUP, KRABI, at

ORDER = {
    "kind": "order",
    "subject": "จัดตั้งกลุ่มงานภายใน",
    "signatory": {"post": "อธิบดี"},
    "body": ["เพื่อให้การปฏิบัติราชการมีประสิทธิภาพ"],
}
FOUNDING = {
    "units": [
        {
            "kind": "establish",
            "unit": "district",
            "every": "provincial-office",
            "under": "dla",
            "since": "1 มีนาคม 2564 04.00",
            "clause": "ข้อ 1",
            "name": "กลุ่มงานตัวอย่าง",
            "unit_kind": "group",
        }
    ]
}
LAW: dict[str, Any] = {
    "title": "กฎกระทรวงตัวอย่าง",
    "issuer": "กระทรวงตัวอย่าง",
    "dated": "1 มกราคม 2563",
    "number": "1/2563",
    "acts": {
        "units": [
            {"kind": "establish", "unit": "dla", "name": "กรมตัวอย่าง", "unit_kind": "department", "code": "มท 99"},
            {
                "kind": "establish",
                "unit": "dla/krabi",
                "name": "สำนักงานกระบี่",
                "parent": "dla",
                "unit_kind": "provincial-office",
            },
        ]
    },
}


def written(saraban: Clerk, name: str, value: object) -> str:
    path = saraban.folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return str(path)


def order(saraban: Clerk, acts: object, **changed: object) -> Any:
    file = written(saraban, "order.json", {**ORDER, "acts": acts, **changed})
    return saraban.json("order", file, *saraban.key("dg"))


@pytest.fixture
def here(saraban: Clerk) -> Clerk:
    """The office, with its structure from before."""
    saraban.json("instrument", "record", written(saraban, "law.json", LAW), *saraban.key("r1"))
    saraban.json("instrument", "confirm", "1/2563", *saraban.key("r2"))
    return saraban


def test_a_drafts_acts_are_signed_issued_and_printed_as_clauses(here: Clerk) -> None:
    done = order(here, FOUNDING)

    known = here.world.register.known.structure
    state = unit_at(known, GROUP, at(3).replace(hour=4))
    text = here.printed(done["number"])
    assert unit_at(known, GROUP, at(3)) is None
    assert state is not None
    assert state.by.number == done["number"] == "1/2564"
    assert "ข้อ๑ให้จัดตั้งกลุ่มงานตัวอย่างใน" in text
    assert "ในสังกัดกรมตัวอย่างทั้งนี้ตั้งแต่วันที่๑มีนาคม๒๕๖๔เวลา๐๔.๐๐น." in text


def test_a_conflict_is_refused_before_a_number_is_taken(here: Clerk) -> None:
    order(here, FOUNDING)
    file = written(here, "order.json", {**ORDER, "acts": FOUNDING})

    ran = here("order", file, *here.key("dg"), "--json")

    assert (ran.code, ran.refused) == (1, "unit-established-before")
    assert here.world.register.known.series.get(here.world.series[SeriesKind.ORDER]).last == 1  # type: ignore[union-attr]


def test_an_order_repeals_another_that_is_named_by_its_number(here: Clerk) -> None:
    order(here, FOUNDING)

    order(here, {"instruments": [{"kind": "repeal", "number": "๑/๒๕๖๔", "since": "1 เมษายน 2564"}]})
    order(here, {"instruments": [{"kind": "amend", "number": "1/2563", "text": "ข้อความใหม่"}]})

    known = here.world.register.known.structure
    assert unit_at(known, GROUP, at(3, 31)) is not None
    assert unit_at(known, GROUP, at(4)) is None
    assert sorted(map(len, known.changes.values())) == [1, 1]


@pytest.mark.parametrize("typed", ["ข้อ ๑", "ข้อ๑", " ข้อ  1 "])
def test_a_clause_is_meant_however_its_figure_is_typed(here: Clerk, typed: str) -> None:
    order(here, FOUNDING)

    order(here, {"instruments": [{"kind": "repeal", "number": "1/2564", "clause": typed, "since": "1 เมษายน 2564"}]})

    assert unit_at(here.world.register.known.structure, GROUP, at(4)) is None


def test_a_clause_on_which_nothing_rests_may_be_repealed_and_is_named(here: Clerk) -> None:
    order(here, FOUNDING)
    repeal = {"kind": "repeal", "number": "1/2564", "since": "1 เมษายน 2564"}

    slipped = order(here, {"instruments": [{**repeal, "clause": "ข้อ 9"}]})
    meant = order(here, {"instruments": [{**repeal, "clause": "ข้อ 1"}]})

    assert slipped["idle"] == [{"number": "1/2564", "clause": "ข้อ 9"}]
    assert "idle" not in meant


def test_new_units_take_the_next_codes_of_their_department(here: Clerk) -> None:
    units = [
        {
            "kind": "establish",
            "unit": f"dla/{name}",
            "name": name,
            "parent": "dla",
            "unit_kind": "division",
            "code": "next",
        }
        for name in ("x", "y")
    ]

    order(here, {"units": units})

    states = tree_at(here.world.register.known.structure, at(3))
    assert {state.name: state.code for state in states if state.kind == "division"} == {"x": "มท 9901", "y": "มท 9902"}


@pytest.mark.parametrize(
    ("command", "changed", "slug"),
    [
        ("register", {"kind": "external_letter", "addressees": ["ผู้ว่าราชการจังหวัดกระบี่"]}, "not-an-order"),
        ("order", {"acts": {"units": [{"kind": "establish", "unit": "x", "colour": "red"}]}}, "draft-unreadable"),
        ("order", {"acts": {"instruments": [{"kind": "repeal", "number": "9/2564"}]}}, "letter-unknown"),
        (
            "order",
            {"acts": {"units": [{"kind": "abolish", "unit": "dla", "since": "1 March 2021"}]}},
            "time-unreadable",
        ),
        (
            "order",
            {"acts": {"posts": [{"kind": "end", "post": "x", "unit": "dla", "officer": "me"}]}},
            "no-such-officer",
        ),
        (
            "order",
            {"acts": {"units": [{"kind": "establish", "unit": "a", "name": "a", "unit_kind": "x", "code": "next"}]}},
            "no-code-to-follow",
        ),
    ],
)
def test_a_draft_whose_acts_cannot_be_taken(here: Clerk, command: str, changed: dict[str, object], slug: str) -> None:
    file = written(here, "bad.json", {**ORDER, "acts": FOUNDING, **changed})

    ran = here(command, file, *here.key("dg"), "--json")

    assert (ran.code, ran.refused) == (1, slug)


def test_an_order_on_paper_does_the_same_by_the_clerks_word(here: Clerk) -> None:
    file = written(here, "order.json", {**ORDER, "acts": FOUNDING})
    scan = here.file("scan.pdf", papers.pdf())
    number = here.json("reserve", "--kind", "order")["n"][0]

    typed = ("--signatory", "dg", "--scan", scan, "--number", str(number), *here.key("clerk"))
    ran = here("enter-paper", file, *typed, "--json")

    assert ran.code == 0, ran.out
    assert unit_at(here.world.register.known.structure, GROUP, at(4)) is not None


def test_a_matter_on_paper_is_refused(here: Clerk) -> None:
    file = written(here, "order.json", {**ORDER, "matter": "การลา"})
    scan = here.file("scan.pdf", papers.pdf())

    ran = here("enter-paper", file, "--signatory", "dg", "--scan", scan, *here.key("clerk"), "--json")

    assert ran.refused == "matter-on-paper"


def test_a_letters_matter_is_signed(here: Clerk) -> None:
    letter = {
        "subject": "x",
        "addressees": ["กรมการปกครอง"],
        "body": ["x"],
        "matter": "การลา",
        "signatory": {"post": "อธิบดี"},
    }

    done = here.json("register", written(here, "letter.json", letter), *here.key("dg"))

    assert here.world.register.store.at_position(done["position"] - 1).place.name == "letter.signed.v3"


def test_what_waits_to_be_confirmed_is_listed_and_confirmed_by_another(here: Clerk) -> None:
    law = {**LAW, "number": "2/2563", "acts": {"units": [{"kind": "rename", "unit": "dla/krabi", "name": "ใหม่"}]}}
    file = written(here, "law2.json", law)
    recorded = here.json("instrument", "record", file, *here.key("r1"))
    here.json("instrument", "record", written(here, "p.json", {**law, "proposed": True}), *here.key("r1"))

    listed = here.json("instrument", "list")
    alone = here("instrument", "confirm", recorded["recorded"], *here.key("r1"), "--json")
    several = here("instrument", "confirm", "2/2563", *here.key("r2"), "--json")
    proposed = here("instrument", "confirm", listed[1]["recorded"], *here.key("r2"), "--json")
    here.json("instrument", "confirm", recorded["recorded"][:23], *here.key("r2"))
    again = here("instrument", "confirm", recorded["recorded"], *here.key("r2"), "--json")

    assert [one["proposed"] for one in listed] == [False, True]
    assert (alone.refused, several.refused) == ("second-registrar-needed", "which-instrument")
    assert (proposed.refused, again.refused) == ("instrument-proposed", "no-instrument-waiting")
    assert unit_at(here.world.register.known.structure, KRABI, at(3)).name == "ใหม่"  # type: ignore[union-attr]


def test_the_list_is_read_by_people_too(saraban: Clerk) -> None:
    empty = saraban("instrument", "list")
    saraban.world.record_instrument(BEFORE, confirmed=False)

    filled = saraban("instrument", "list")

    assert "ไม่มีตราสาร" in empty.out
    assert "รอนายทะเบียนอีกคนยืนยัน" in filled.out


def test_an_order_in_plain_text_that_repeals_a_clause_is_read_and_registered_with_the_repeal_said_once(
    here: Clerk,
) -> None:
    first = order(here, FOUNDING)["number"]
    text = here.file(
        "repeal.txt",
        f"คำสั่งกรมตัวอย่าง\nที่ ๙/๒๕๖๔\nเรื่อง ยกเลิกการจัดตั้ง\n---\n\nเพื่อความเหมาะสม\n\n"
        f"ข้อ ๑ ให้ยกเลิกข้อ ๑ ของคำสั่งกรมตัวอย่าง ที่ {first} เรื่อง จัดตั้งกลุ่มงานภายใน\n\n"
        "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป\n\nสั่ง ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔\n\n(นายประยูร ตัวอย่าง)\nอธิบดี\n",
    )

    draft = here.json("read", text)["draft"]
    done = here.json("order", here.file("draft.json", json.dumps(draft)), *here.key("dg"))

    assert draft["acts"] == {"instruments": [{"kind": "repeal", "number": first, "clause": "ข้อ 1"}]}
    assert unit_at(here.world.register.known.structure, GROUP, at(4)) is None
    assert here.printed(done["number"]).count("ให้ยกเลิก") == 1
