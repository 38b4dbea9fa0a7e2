import json
from dataclasses import fields
from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.letter.events import EntryNoted
from domain.series import SeriesKind, SeriesOpened
from registry import canonical, wire
from registry.errors import NotCanonical, UnknownFact
from tests.golden.write import FOLDER
from tests.registry.examples import FACTS, statement

NOTED = wire.encode(statement(EntryNoted("หมายเหตุ", "clerk")))


def test_every_wire_name_has_an_example() -> None:
    assert sorted(FACTS) == sorted(wire.NAMES)
    assert {path.stem for path in FOLDER.glob("*.json")} == set(wire.NAMES)


@pytest.mark.parametrize("name", wire.NAMES)
def test_the_bytes_of_a_wire_name_never_change(name: str) -> None:
    golden = (FOLDER / f"{name}.json").read_bytes()

    assert wire.encode(statement(FACTS[name])) == golden
    assert wire.decode(golden) == statement(FACTS[name])


@pytest.mark.parametrize("name", wire.NAMES)
def test_what_is_written_is_the_canonical_form(name: str) -> None:
    written = wire.encode(statement(FACTS[name]))

    assert canonical.encode(json.loads(written)) == written


@pytest.mark.parametrize("name", wire.NAMES)
def test_no_field_of_a_fact_is_named_like_one_of_the_envelope(name: str) -> None:
    envelope = {"v", "typ", "log", "text", "stream", "seq", "prev", "seen", "re", "at", "by", "under", "doc"}

    assert envelope.isdisjoint(field.name for field in fields(wire.NAMES[name]))


@given(remark=st.text(), clerk=st.text())
def test_any_text_is_carried_unchanged_in_the_canonical_form(remark: str, clerk: str) -> None:
    said = statement(EntryNoted(remark, clerk))

    written = wire.encode(said)

    assert wire.decode(written) == said
    assert canonical.encode(json.loads(written)) == written


@pytest.mark.parametrize("name", wire.NAMES)
def test_a_statement_without_one_of_its_fields_is_refused(name: str) -> None:
    whole = json.loads((FOLDER / f"{name}.json").read_bytes())

    for field in whole:
        without = canonical.encode({key: value for key, value in whole.items() if key != field})
        with pytest.raises((NotCanonical, UnknownFact)):
            wire.decode(without)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'{"at"', b'{ "at"', "canonical form"),
        (b'"seq":3', b'"seq":3.0', "canonical form|float"),
        (b'"seq":3', b'"seq":-3', "seq|>= 0"),
        (b'"seq":3', b'"seq":true', "bool"),
        (b'"seq":3', b'"seq":9007199254740993', "integer|range|2"),
        (b'"seq":3', b'"seq":3,"seq":3', "canonical form"),
        (b'"v":1', b'"v":2', "v"),
        (b'"text":"th1"', b'"text":"th2"', "text"),
        (b"+07:00", b"+08:00", "Thai time"),
        (b"T09:15:00+07:00", b"T09:15:00.000001+07:00", "exactly its own"),
        (b'"remark"', b'"remarks"', "remark"),
        (b'"role":"main"', b'"rolf":"main"', "role"),
        (b"sha256:aaaa", b"sha256:AAAA", "matching|digest"),
        (b'"stream":"', b'"stream":"0', "version 7"),
        (b'","text"', b'\\n","text"', "version 7"),
        (b'","v":1', b'\\n","v":1', "is not a digest"),
        (b'"typ":"entry.noted.v1"', b'"typ":"entry.corrected.v1"', "entry.corrected"),
    ],
)
def test_a_statement_that_says_it_another_way_is_refused_with_the_reason(old: bytes, new: bytes, why: str) -> None:
    assert old in NOTED

    with pytest.raises(NotCanonical, match=why):
        wire.decode(NOTED.replace(old, new, 1))


def test_an_unknown_name_is_refused_and_named() -> None:
    unknown = NOTED.replace(b"entry.noted.v1", b"entry.noted.v9")

    with pytest.raises(UnknownFact, match=r"cannot read 'entry\.noted\.v9' events"):
        wire.decode(unknown)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"[" * 100_000, b'{"a":' * 100_000, b"{" + b" " * (1 << 20) + b"}"]
)
def test_what_is_no_statement_at_all_is_refused_quickly(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        wire.decode(data)


def test_a_subject_that_looks_like_a_large_number_is_carried() -> None:
    said = statement(EntryNoted(":9999999999999999999", "[12345678901234567"))

    assert wire.decode(wire.encode(said)) == said


@pytest.mark.parametrize("after", [2**53, 2**63, 2**64, 10**30])
def test_a_number_that_nobody_could_read_again_is_not_written(after: int) -> None:
    opened = SeriesOpened("ทะเบียน", SeriesKind.ORDINARY, 2564, after, None, "s-1")

    with pytest.raises(NotCanonical):
        wire.encode(statement(opened))


def test_a_statement_too_large_to_be_read_again_is_not_written() -> None:
    noted = EntryNoted("ก" * (wire.LARGEST_STATEMENT // 3), "clerk")

    with pytest.raises(NotCanonical, match="more than the 1048576 allowed"):
        wire.encode(statement(noted))


def test_a_person_cannot_be_told_apart_from_the_seal_by_accident() -> None:
    persons = {name for name, fact in FACTS.items() if wire.is_persons(fact)}

    assert persons == {
        "officer.enrolled.v1",
        "key.enrolled.v1",
        "key.confirmed.v1",
        "key.withdrawn.v1",
        "letter.signed.v1",
        "letter.signed-by-hand.v1",
        "letter.sealed.v1",
        "order.signed.v1",
        "letter.acknowledged.v1",
        "letter.signed.v2",
        "order.signed.v2",
        "letter.signed.v3",
        "order.signed.v3",
        "order.signed-by-hand.v1",
        "instrument.recorded.v1",
        "instrument.confirmed.v1",
        "absence.recorded.v1",
        "absence.ended.v1",
        "directive.reported.v1",
        "letter.returned.v1",
    }


def test_s27_time_is_written_in_thailand_whatever_zone_it_came_in() -> None:
    utc = datetime(2021, 2, 10, 2, 15, tzinfo=timezone(timedelta(0)))

    assert utc.astimezone(wire.THAI_TIME).isoformat(timespec="seconds") == "2021-02-10T09:15:00+07:00"
    assert msgspec.json.decode(NOTED)["at"] == "2021-02-10T09:15:00+07:00"
