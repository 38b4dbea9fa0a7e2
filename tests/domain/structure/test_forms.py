"""Which acts need which fields."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.classes import ActingWord
from domain.errors import InvalidValue
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
from domain.structure.forms import clause_name, require_forms
from tests.domain.structure.history import (
    abolish,
    change_duties,
    day,
    establish,
    merge,
    move,
    on_instrument,
    recode,
    rename,
    split,
)

WHOLE = {
    UnitActKind.ESTABLISH: establish("a"),
    UnitActKind.ABOLISH: abolish("a"),
    UnitActKind.MERGE: merge("a", "b"),
    UnitActKind.SPLIT: split("a", "b", "c"),
    UnitActKind.RENAME: rename("a", "ใหม่"),
    UnitActKind.MOVE: move("a", "b"),
    UnitActKind.CHANGE_DUTIES: change_duties("a", "งาน"),
    UnitActKind.RECODE: recode("a", "มท 0812"),
}
POST = PostAct(PostActKind.APPOINT, "หัวหน้า", UnitId("a"), "x")
POSTS = {
    PostActKind.APPOINT: POST,
    PostActKind.ACT_FOR: replace(POST, kind=PostActKind.ACT_FOR, word=ActingWord.ACTING_FOR_ABSENT),
    PostActKind.END: replace(POST, kind=PostActKind.END),
    PostActKind.DELEGATE: replace(POST, kind=PostActKind.DELEGATE),
    PostActKind.WITHDRAW: replace(POST, kind=PostActKind.WITHDRAW),
    PostActKind.ASSIGN: replace(POST, kind=PostActKind.ASSIGN, matters=("การลา",)),
}
INSTRUMENTS = {kind: on_instrument(kind, 0, clause="ข้อ 1") for kind in InstrumentActKind}


def refused(act: UnitAct | PostAct | InstrumentAct) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        require_forms(as_acts(act))
    return caught.value


def as_acts(act: UnitAct | PostAct | InstrumentAct) -> Acts:
    match act:
        case UnitAct():
            return Acts(units=(act,))
        case PostAct():
            return Acts(posts=(act,))
        case InstrumentAct():
            return Acts(instruments=(act,))


def test_every_kind_of_act_has_an_example_here() -> None:
    assert (set(WHOLE), set(POSTS), set(INSTRUMENTS)) == (set(UnitActKind), set(PostActKind), set(InstrumentActKind))


@pytest.mark.parametrize("act", [*WHOLE.values(), *POSTS.values(), *INSTRUMENTS.values()], ids=lambda act: act.kind)
def test_an_act_with_its_fields_is_taken(act: UnitAct | PostAct | InstrumentAct) -> None:
    require_forms(as_acts(act))


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (UnitActKind.ESTABLISH, "unit"),
        (UnitActKind.ESTABLISH, "name"),
        (UnitActKind.ESTABLISH, "unit_kind"),
        (UnitActKind.ABOLISH, "unit"),
        (UnitActKind.MERGE, "unit"),
        (UnitActKind.MERGE, "units"),
        (UnitActKind.SPLIT, "units"),
        (UnitActKind.RENAME, "unit"),
        (UnitActKind.RENAME, "name"),
        (UnitActKind.MOVE, "parent"),
        (UnitActKind.CHANGE_DUTIES, "duties"),
        (UnitActKind.RECODE, "unit"),
    ],
)
def test_an_act_on_a_unit_without_a_field_that_it_needs(kind: UnitActKind, field: str) -> None:
    empty: Any = () if field == "units" else None

    refusal = refused(replace(WHOLE[kind], **{field: empty}))

    assert (refusal.slug, refusal.facts) == ("act-field-missing", {"act": kind.value, "field": field})


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (UnitActKind.ESTABLISH, "units", (UnitId("b"),)),
        (UnitActKind.ESTABLISH, "under", UnitId("b")),
        (UnitActKind.ABOLISH, "name", "ใหม่"),
        (UnitActKind.MERGE, "every", "group"),
        (UnitActKind.SPLIT, "parent", UnitId("b")),
        (UnitActKind.RENAME, "code", "มท 0812"),
        (UnitActKind.RENAME, "under", UnitId("b")),
        (UnitActKind.MOVE, "duties", "งาน"),
        (UnitActKind.CHANGE_DUTIES, "unit_kind", "group"),
        (UnitActKind.RECODE, "every", "group"),
    ],
)
def test_an_act_on_a_unit_with_a_field_that_it_has_no_use_for(kind: UnitActKind, field: str, value: Any) -> None:
    refusal = refused(replace(WHOLE[kind], **{field: value}))

    assert (refusal.slug, refusal.facts) == ("act-field-odd", {"act": kind.value, "field": field})


def test_an_act_is_on_one_unit_or_on_a_set() -> None:
    assert refused(replace(WHOLE[UnitActKind.ABOLISH], every="group")).facts["field"] == "unit"


@pytest.mark.parametrize(("field", "value"), [("parent", UnitId("b")), ("code", "มท 0812")])
def test_units_established_in_a_set_have_no_parent_or_code_of_their_own(field: str, value: Any) -> None:
    assert refused(replace(WHOLE[UnitActKind.ESTABLISH], every="group", **{field: value})).facts["field"] == field


@pytest.mark.parametrize("unit", ["", "A", "a//b", "/a", "a_b", "ก", "-a", "a" * 201])
def test_a_permanent_name_is_of_lower_case_letters_figures_hyphens_and_slashes(unit: str) -> None:
    assert refused(establish(unit)).slug in {"unit-id-unreadable", "act-field-missing"}


def test_the_last_part_of_many_permanent_names_has_no_slash() -> None:
    assert refused(establish("a/b", every="group")).slug == "unit-id-not-one-part"


@pytest.mark.parametrize(
    ("code", "slug"),
    [("มท0812", "unit-code-spelling"), ("ฎฎ 0812", "unknown-owner-code"), ("x", "owner-code-unreadable")],
)
def test_a_code_is_one_of_annex_1_in_its_one_spelling(code: str, slug: str) -> None:
    assert refused(recode("a", code)).slug == slug


ODD_TIMES = (day(1).replace(tzinfo=None), day(1) + timedelta(microseconds=1), day(1).astimezone(UTC))


@pytest.mark.parametrize("since", ODD_TIMES)
def test_a_time_is_thai_time_in_whole_seconds(since: datetime) -> None:
    assert refused(abolish("a", since=since)).slug == "time-not-thai"
    assert refused(replace(POST, until=since)).slug == "time-not-thai"
    assert refused(on_instrument(InstrumentActKind.REPEAL, 0, since=since)).slug == "time-not-thai"


@pytest.mark.parametrize(
    ("since", "slug"),
    [
        (day(1).replace(year=1940), "before-buddhist-dates"),
        (day(1).replace(year=1), "before-buddhist-dates"),
        (day(1).replace(year=9999), "year-too-large"),
    ],
)
def test_a_time_has_a_buddhist_date(since: datetime, slug: str) -> None:
    assert refused(abolish("a", since=since)).slug == slug


@pytest.mark.parametrize(
    ("kind", "changed", "slug"),
    [
        (PostActKind.APPOINT, {"officer": None}, "act-field-missing"),
        (PostActKind.APPOINT, {"post": " "}, "act-field-missing"),
        (PostActKind.APPOINT, {"matters": ("การลา",)}, "act-field-odd"),
        (PostActKind.ACT_FOR, {"word": None}, "act-field-missing"),
        (PostActKind.END, {"until": day(5)}, "act-field-odd"),
        (PostActKind.DELEGATE, {"officer": None}, "act-field-missing"),
        (PostActKind.DELEGATE, {"to_post": "รอง"}, "act-field-missing"),
        (PostActKind.DELEGATE, {"to_post": "รอง", "to_unit": UnitId("a")}, "act-field-odd"),
        (PostActKind.WITHDRAW, {"deputises": "หัวหน้า"}, "act-field-odd"),
        (PostActKind.ASSIGN, {"matters": ()}, "act-field-missing"),
        (PostActKind.DELEGATE, {"matters": ("การลา", " ")}, "act-field-missing"),
        (PostActKind.DELEGATE, {"matters": ("การ\nลา",)}, "name-of-lines"),
        (PostActKind.END, {"post": "หัวหน้า\nกอง"}, "name-of-lines"),
    ],
)
def test_an_act_on_a_post_with_other_fields_than_its_own(kind: PostActKind, changed: dict[str, Any], slug: str) -> None:
    assert refused(replace(POSTS[kind], **changed)).slug == slug


@pytest.mark.parametrize(
    ("kind", "changed", "slug"),
    [
        (InstrumentActKind.ADD, {"clause": None}, "act-field-missing"),
        (InstrumentActKind.AMEND, {"text": None}, "act-field-missing"),
        (InstrumentActKind.REPLACE, {"text": " "}, "act-field-missing"),
        (InstrumentActKind.REPEAL, {"text": "x"}, "act-field-odd"),
    ],
)
def test_an_act_on_an_instrument_with_other_fields_than_its_own(
    kind: InstrumentActKind, changed: dict[str, Any], slug: str
) -> None:
    assert refused(replace(INSTRUMENTS[kind], **changed)).slug == slug


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("ข้อ ๑", "ข้อ 1"),
        ("ข้อ๑", "ข้อ 1"),
        ("  ข้อ   1.2 ", "ข้อ 1.2"),
        ("มาตรา๓๘", "มาตรา 38"),
        ("1", "1"),
        ("วรรคสอง", "วรรคสอง"),
    ],
)
def test_a_clause_has_one_spelling_and_no_other_is_admitted(typed: str, spelling: str) -> None:
    assert clause_name(typed) == clause_name(spelling) == spelling
    require_forms(Acts((abolish("a", clause=spelling),)))
    if typed != spelling:
        for act in (abolish("a", clause=typed), replace(POST, clause=typed)):
            assert refused(act).slug == "clause-spelling"
        assert refused(on_instrument(InstrumentActKind.REPEAL, 0, clause=typed)).slug == "clause-spelling"


def test_a_clause_without_a_name_is_refused() -> None:
    assert refused(abolish("a", clause="")).slug == "clause-spelling"


@pytest.mark.parametrize("kind", [UnitActKind.ESTABLISH, UnitActKind.RENAME])
def test_a_name_is_of_one_line(kind: UnitActKind) -> None:
    assert refused(replace(WHOLE[kind], name="กอง\n└── กองปลอม")).slug == "name-of-lines"
