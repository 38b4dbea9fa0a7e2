"""The script that verifies in the reader's browser agrees with the verifying command about every bundle.

Never greener, layer by layer, whatever was changed. Samples of bytes are changed, of every kind of bundle; with
SARABAN_EVERY_BYTE set, of every member and several times as many (all of them would take hours in a browser).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.classes import ActingWord
from domain.structure.powers import Judgement
from domain.structure.powers import Verdict as Judged
from keys import webauthn
from keys.checkpoints import LogKey
from keys.errors import KeysError
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from keys.testing import SpecimenAuthority
from registry import bundle
from registry import powers as registry_powers
from registry.acts import links
from registry.reader import Reader
from registry.verdicts.headline import headline
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import ISSUED, WITNESSED
from tests.api.verifier.harness import Answered, Asked, InBrowser, in_browser, layers_of, rank, said_by
from tests.conformance.dishonest import lies
from tests.golden.write_bundles import GENERATIONS
from tests.passkeys import RP, SpecimenPasskey
from tests.registry.acts import recipients
from tests.registry.authority.office import (
    ABSENT,
    BEFORE,
    BUDGET,
    STAFF,
    Office,
    delegation,
    deputy,
    withdrawal,
)
from tests.registry.verify.desk import Desk, laid_out, trust_of
from tests.registry.verify.test_golden import trust as trust_of_generation
from tests.registry.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
KINDS = {"letter": 1, "typeset": 5, "acknowledgement": 5, "order": 7, "sealed": 9, "by-hand": 9}
"""Of which members one bit is changed: every so many of them, by the kind of bundle."""
STEP = 499 if THOROUGH else 1999
"""Bytes from one changed bit to the next."""
UNABLE = "script-cannot-check"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    desk = laid_out(world)
    world.close()
    return desk


@pytest.fixture(scope="module")
def script(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[InBrowser]:
    with in_browser(browser, tmp_path_factory.mktemp("page")) as script:
        yield script


def differing(script: InBrowser, asked: list[Asked], alike: Callable[[Asked, Answered], object]) -> list[object]:
    """Return what *alike* says of every bundle about which the two do not agree; None is said where they do."""
    found = (alike(one, answer) for one, answer in zip(asked, script.ask(asked), strict=True))
    return [one for one in found if one is not None]


def exactly(asked: Asked, answered: Answered) -> object:
    """Ask for the same verdict, by the same slug, of every layer, and for the same remarks and headline."""
    report = verify(asked.data, asked.trust)
    expected = (
        report.headline.value,
        said_by(report),
        headline(report, ()).value,
        layers_of(report),
        tuple(remark.slug for remark in report.remarks),
    )
    found = (answered.verdict, answered.about, answered.headline, answered.layers, answered.remarks)
    return None if found == expected else (asked.name, found, expected)


def never_greener(asked: Asked, answered: Answered) -> object:
    """Ask that no layer is better than the command says, but for what the script cannot check, and says so."""
    expected = layers_of(verify(asked.data, asked.trust))
    if UNABLE in {slug for _, slug in answered.layers.values()}:
        return None if answered.verdict != "valid" else (asked.name, "valid, and not checked")
    greener = [
        (asked.name, layer, found, expected.get(layer))
        for layer, found in answered.layers.items()
        if layer not in expected or rank(found[0]) > rank(expected[layer][0])
    ]
    return greener or None


def test_honest_bundles_of_every_kind_get_the_very_same_report(desk: Desk, script: InBrowser) -> None:
    asked = [Asked(kind, data, desk.trust) for kind, data in desk.bundles.items()]

    assert differing(script, asked, exactly) == []


def test_bundles_of_earlier_versions_get_the_very_same_report(script: InBrowser) -> None:
    asked = [
        Asked(kind, (folder / f"{kind}.zip").read_bytes(), trust_of_generation(name))
        for name, (folder, kinds) in GENERATIONS.items()
        for kind in kinds
    ]

    assert differing(script, asked, exactly) == []


def test_what_the_reader_trusts_decides_for_both(desk: Desk, script: InBrowser) -> None:
    others = {
        "another root": replace(desk.trust, roots=TrustRoots([SpecimenAuthority.create("another").root])),
        "another leaf": replace(desk.trust, leaf0=bytes(32)),
        "no leaf": replace(desk.trust, leaf0=None),
        "another key": replace(desk.trust, log_key=NoteVerifier.parse(LogKey.from_seed("a.example", bytes(32)).vkey)),
        "another key of that name": replace(
            desk.trust, log_key=NoteVerifier.parse(LogKey.from_seed(desk.trust.log_key.name, bytes(32)).vkey)
        ),
        "issued": replace(desk.trust, policy=ISSUED),
        "witnessed": replace(desk.trust, policy=WITNESSED),
    }
    asked = [Asked(name, desk.bundles["letter"], trust) for name, trust in others.items()]

    assert differing(script, asked, exactly) == []


def test_no_changed_byte_is_greener_than_the_command_says(desk: Desk, script: InBrowser) -> None:
    asked = [
        Asked(f"{kind} {name} {offset}", data, desk.trust)
        for kind, every in KINDS.items()
        for name, offset, data in changed(desk, kind, 1 if THOROUGH else every)
    ]

    assert differing(script, asked, never_greener) == []
    assert len(asked) > 60


def test_no_changed_byte_of_the_file_itself_is_greener(desk: Desk, script: InBrowser) -> None:
    data = desk.bundles["letter"]
    asked = [
        Asked(f"byte {offset}", flipped(data, offset), desk.trust)
        for offset in range(0, len(data), 97 if THOROUGH else 997)
    ]

    assert differing(script, asked, never_greener) == []


def test_members_that_are_left_out_emptied_or_added_are_seen(desk: Desk, script: InBrowser) -> None:
    names = [name for name in desk.members() if not name.startswith("pki/")]
    asked = [
        Asked(f"without {name}", desk.repacked({name: None}), desk.trust) for name in names[:: 1 if THOROUGH else 9]
    ]
    asked += [Asked(f"empty {name}", desk.repacked({name: b""}), desk.trust) for name in names[:: 1 if THOROUGH else 9]]
    asked += [
        Asked(name, desk.repacked({name: b"{}"}), desk.trust) for name in ("extra", "support/extra.json", "files/a")
    ]

    assert differing(script, asked, never_greener) == []


def test_answers_by_passkey_and_by_link_are_judged_alike(
    script: InBrowser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    passkey = SpecimenPasskey.made()
    with recipients.desk(tmp_path_factory.mktemp("office") / "registry") as at:
        letter = at.asked()
        at.confirmed(at.open(letter, 0), passkey)
        at.acknowledge(letter, passkey)
        links.send_back(at.office, at.open(letter, 1), recipients.KRABI, reason="ส่งผิดหน่วยงาน")
        by_passkey, by_link = (bundle.write_answer(at.office.reader, letter, to) for to in (0, 1))
        trust = trust_of(at.world.folder)
    members = container.read(by_passkey)
    asked = [Asked("by passkey", by_passkey, trust), Asked("by link", by_link, trust)]
    asked += [
        Asked(f"{name} {offset}", container.write({**members, name: flipped(members[name], offset)}), trust)
        for name in ("signature.webauthn", "passkey.spki")
        for offset in range(0, len(members[name]), 5 if THOROUGH else 29)
    ]

    assert differing(script, asked, exactly) == []


def assertions(key: SpecimenPasskey, statement: bytes) -> Iterator[bytes]:
    """Yield the evidence of a passkey that signs, or lies, in one way after another."""
    yield key.sign(statement).write()
    yield key.sign(statement + b" ").write()
    yield SpecimenPasskey.made().sign(statement).write()
    for flags in (0x00, 0x01, 0x04, 0x45, 0x85, 0x1D):
        yield key.sign(statement, flags=flags).write()
    yield key.sign(statement, rp_hash=bytes(32)).write()
    yield key.sign(statement, rest=b"more").write()
    for crossed in (True, None, 0, ""):
        yield key.sign(statement, crossOrigin=crossed).write()
    yield key.sign_raw(replace(key.sign(statement), client_data=b'{"__proto__":{"type":"webauthn.get"}}')).write()
    null = key.sign(statement).client_data.replace(b"false", b"null")
    yield key.sign_raw(replace(key.sign(statement), client_data=null)).write()
    for asked in ("AAAA", "AA=="):
        yield key.sign(statement, challenge=asked).write()
    yield key.sign(statement, type="webauthn.create").write()
    yield key.sign(statement, topOrigin="https://another.example").write()
    hosts = ("another.example", f"sub.{RP}", f"not{RP}", f"{RP}.example", f"{RP}:8443")
    for origin in (f"http://{RP}", "http://localhost", "null", "", *(f"https://{host}" for host in hosts)):
        yield key.sign(statement, origin=origin).write()
    good = key.sign(statement).write()
    yield from (good + b" ", good[:-1], b"{}", good.replace(b'":"', b'": "', 1), b"[" * 5000)


def test_signatures_by_passkeys_are_refused_for_the_same_reasons(script: InBrowser) -> None:
    statement, key = b"{}", SpecimenPasskey.made()
    expected: list[str | None] = []
    found: list[str | None] = []

    for evidence in assertions(key, statement):
        try:
            webauthn.verify(evidence, statement, webauthn.PasskeyKey.load(key.spki), RP)
        except KeysError as refusal:
            expected.append(refusal.slug)
        else:
            expected.append(None)
        found.append(script.refusal_of_passkey(evidence, statement, key.spki, RP))

    assert found == expected
    assert {None, "passkey-framed", "passkey-of-another-site", "passkey-not-verified"} <= set(expected)


def test_a_statement_that_is_written_otherwise_is_none(desk: Desk, script: InBrowser) -> None:
    data = desk.members()["statement.json"]
    spellings = {
        "a key twice": data.replace(b'{"', b'{"at":"2021-02-09T09:00:00+07:00","', 1),
        "a key too many": data.replace(b"}", b',"zz":1}', 1),
        "white space": data + b"\n",
        "a fraction": data.replace(b'"seq":0', b'"seq":0.0'),
        "an escape": data.replace(b'"th1"', b'"\\u0074h1"'),
        "another order": data.replace(b'{"at":', b'{"zz":1,"at":', 1),
    }
    asked = [Asked(name, desk.repacked({"statement.json": one}), desk.trust) for name, one in spellings.items()]

    assert differing(script, asked, exactly) == []
    assert {one.layers["container"] for one in script.ask(asked)} >= {("invalid", "statement-not-canonical")}


def flipped(data: bytes, offset: int) -> bytes:
    changed = bytearray(data)
    changed[offset] ^= 1 << offset % 8
    return bytes(changed)


def changed(desk: Desk, kind: str, every: int) -> Iterator[tuple[str, int, bytes]]:
    """Yield bundles with one bit of a member changed, of *every* so many members."""
    members = desk.members(kind)
    for place, (name, data) in list(enumerate(members.items()))[::every]:
        first = place * 37 % max(1, len(data))
        for offset in range(first, len(data), STEP):
            yield name, offset, container.write({**members, name: flipped(data, offset)})


def test_dishonest_operators_are_seen_through_by_both(script: InBrowser) -> None:
    assert differing(script, list(lies()), exactly) == []


def test_powers_by_order_instrument_and_absence_are_judged_alike(tmp_path: Path, script: InBrowser) -> None:
    office = Office.staffed(tmp_path / "registry")
    office.enrol_signatory("deputy", "รองอธิบดี")
    office.enrol_signatory("other", "รองอธิบดี")
    office.record_instrument(BEFORE)

    asked = list(powers(office))
    office.close()

    assert differing(script, asked, exactly) == []
    slugs = {one.layers["person"][1] for one in script.ask(asked)}
    assert {"person-signed-for", "capacity-not-told", "person-signed"} <= slugs


def test_powers_that_a_dishonest_writer_admits_are_refused_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: InBrowser
) -> None:
    monkeypatch.setattr(registry_powers, "judge", lambda known, *_, **__: Judgement(Judged.VALID, tuple(known)))
    office = Office.staffed(tmp_path / "registry")
    office.enrol_signatory("deputy", "รองอธิบดี")
    office.enrol_signatory("other", "รองอธิบดี")
    office.record_instrument(BEFORE)
    until = office.now.replace(second=1)

    office.order(delegation("deputy", BUDGET, until=until))
    streams = [office.signed_for(matter=STAFF)["stream"], office.signed_for()["stream"]]
    office.now = until
    streams.append(office.signed_for(matter=BUDGET)["stream"])
    office.order(delegation("other"))
    office.order(withdrawal("other"))
    office.next_day()
    streams += [office.signed_for(who="other")["stream"], office.signed_for(word=ABSENT)["stream"]]
    with Reader(office.folder) as reader:
        asked = [Asked(stream, bundle.write(reader, stream), trust_in(office)) for stream in streams]
    office.close()

    assert differing(script, asked, exactly) == []
    slugs = {one.layers["person"][1] for one in script.ask(asked)}
    assert {"capacity-other-matter", "capacity-not-then", "capacity-ended"} <= slugs


def trust_in(office: Office) -> Trust:
    return Trust(TrustRoots([office.authority.root]), NoteVerifier.parse(office.log_key.vkey))


def powers(office: Office) -> Iterator[Asked]:
    """Yield letters that a deputy signs for the head, by one kind of power after another."""
    trust = trust_in(office)

    def written(name: str, stream: str) -> Asked:
        with Reader(office.folder) as reader:
            return Asked(name, bundle.write(reader, stream), trust)  # type: ignore[arg-type]  # a stream, as text

    yield written("nothing tells", office.signed_for(word=ActingWord.DOING_WORK)["stream"])
    order = office.order(delegation("deputy", BUDGET, STAFF))
    yield written("the order", order)
    signed = office.signed_for(matter=BUDGET)["stream"]
    yield written("in the matter", signed)
    office.order(withdrawal("deputy", BUDGET))
    yield written("withdrawn since", signed)
    yield written("in what is left", office.signed_for(matter=STAFF)["stream"])
    office.order(deputy())
    office.absent()
    yield written("by law", office.signed_for(word=ABSENT)["stream"])
    office.order_by_hand(delegation("other"))
    yield written("by an order on paper", office.signed_for(who="other")["stream"])
