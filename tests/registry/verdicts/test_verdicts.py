"""What the public page says first, and when it asks the verifier again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.authority import KeyWithdrawn
from domain.classes import SecrecyClass
from domain.errors import DomainError, NoSuchThing
from domain.letter.events import LetterSignedTypeset
from domain.values import Digest, StreamId
from registry import bundle
from registry.errors import StoreDamaged
from registry.reader import Reader
from registry.verdicts.headline import Headline, headline
from registry.verdicts.letter import Became, PublicLetter, by_code
from registry.verdicts.verdicts import AGE, Judged, Verdicts
from registry.verify.verdicts import EMBEDDED, Finding, Layer, Report, Saying, Verdict
from registry.views.letters import Letters
from registry.views.view import open_view
from tests.registry.verdicts.coded import CODE, OTHER_CODE, coded_file, issue_coded
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


@pytest.fixture
def reader(world: World) -> Iterator[Reader]:
    with Reader(world.folder) as reader:
        yield reader


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[StreamId]:
    """The letters whose bundles were written, one after another."""
    seen: list[StreamId] = []
    write = bundle.write

    def counted(reader: Reader, stream: StreamId) -> bytes:
        seen.append(stream)
        return write(reader, stream)

    monkeypatch.setattr(bundle, "write", counted)
    return seen


def unpublished(world: World) -> Callable[[], None]:
    """Let the disk be full from the second checkpoint on that is to be published; return how to mend it."""
    tiles = world.register.ledger.tiles
    publish = tiles.publish
    published: list[bytes] = []

    def full(note: bytes) -> None:
        if published:
            raise OSError("no room")
        published.append(note)
        publish(note)

    tiles.publish = full  # type: ignore[method-assign, assignment]
    return lambda: setattr(tiles, "publish", publish)


def found(reader: Reader, code: str = CODE) -> PublicLetter:
    with open_view(reader, Letters) as letters:
        return by_code(reader, letters, code)


def test_a_letter_that_stands_is_genuine_by_every_layer_but_time(world: World, reader: Reader) -> None:
    issue_coded(world)

    judged = Verdicts(world.clock).of(reader, found(reader))

    assert judged.headline is Headline.GENUINE
    assert judged.report is not None
    assert {finding.layer.value for finding in judged.report.findings if finding.verdict is not Verdict.VALID} == {
        "time"
    }
    assert judged.technical is not None
    assert judged.technical.files[0][1] == judged.letter.final.sha256


@pytest.mark.parametrize("code", [OTHER_CODE, "", "ก" * 26, "a" * 5000, CODE[:-1], CODE[:-1] + "z", f"{CODE}x"])
def test_every_other_code_is_refused_in_one_sentence(world: World, reader: Reader, code: str) -> None:
    issue_coded(world)

    with pytest.raises(NoSuchThing, match="No letter of this registry has this code") as refused:
        found(reader, code)
    assert refused.value.facts == {}


def test_a_code_may_be_typed_in_capitals(world: World, reader: Reader) -> None:
    stream = issue_coded(world)

    assert found(reader, f" {CODE.upper()} ").stream == stream


def test_a_superseded_letter_says_by_which(world: World, reader: Reader) -> None:
    old = issue_coded(world)
    new = world.issue()
    world.enter(old, "letter.superseded.v1", instrument=new, number="มท 0812/ว 272", clerk="clerk")

    judged = Verdicts(world.clock).of(reader, found(reader))

    assert judged.headline is Headline.SUPERSEDED
    assert [(one.became, one.number) for one in judged.letter.later] == [(Became.SUPERSEDED, "มท 0812/ว 272")]


def test_s28_a_letter_that_is_signed_and_not_admitted_is_like_one_that_never_was(world: World, reader: Reader) -> None:
    typed = world.letter(world.reserve())
    said = world.say("dg", LetterSignedTypeset(typed, coded_file(world, CODE).document, None))
    with pytest.raises(DomainError, match="finished file"):
        world.admit(said)

    with pytest.raises(NoSuchThing, match="No letter of this registry has this code"):
        found(reader)


def test_s5_a_letter_with_a_class_of_secrecy_is_like_one_that_never_was(
    world: World, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("domain.letter.admission.forbid_electronic_secrets", lambda *_args, **_named: None)
    issue_coded(world, secrecy=SecrecyClass.SECRET)

    with pytest.raises(NoSuchThing, match="No letter of this registry has this code"):
        found(reader)


def test_a_letter_that_no_published_checkpoint_covers_yet_is_unfinished_until_one_does(
    world: World, reader: Reader
) -> None:
    mend = unpublished(world)
    with pytest.raises(StoreDamaged, match="no room"):
        issue_coded(world)
    verdicts = Verdicts(world.clock)

    before = verdicts.of(reader, found(reader))
    mend()
    world.reopen()
    after = verdicts.of(reader, found(reader))

    assert (before.headline, before.report) == (Headline.UNFINISHED, None)
    assert verdicts.bundle(reader, before.letter) is not None
    assert after.headline is Headline.GENUINE


def test_a_file_that_was_changed_where_it_is_kept_has_the_worst_headline(world: World, reader: Reader) -> None:
    issue_coded(world)
    letter = found(reader)
    path = reader.blobs.path(letter.final.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"SPECIMEN", b"SPECIMAN"))

    judged = Verdicts(world.clock).of(reader, letter)

    assert judged.headline is Headline.DIFFERS
    assert judged.damage is not None


def test_a_verdict_is_remembered_until_something_is_said_about_the_letter(
    world: World, reader: Reader, written: list[StreamId]
) -> None:
    stream = issue_coded(world)
    verdicts = Verdicts(world.clock)

    first, again = (verdicts.of(reader, found(reader)) for _ in range(2))
    world.dispatch(stream)
    dispatched = verdicts.of(reader, found(reader))

    assert first is again
    assert dispatched.letter.newest > first.letter.newest
    assert len(written) == 2


@pytest.mark.parametrize(
    ("ago", "expected"), [(timedelta(hours=1), Headline.UNPROVEN), (-timedelta(hours=1), Headline.GENUINE)]
)
def test_a_verdict_is_asked_again_when_a_key_was_withdrawn(
    world: World, reader: Reader, written: list[StreamId], ago: timedelta, expected: Headline
) -> None:
    issue_coded(world)
    verdicts = Verdicts(world.clock)
    verdicts.of(reader, found(reader))
    key = Digest(world.people["dg"].key.certificate.spki)

    world.admit(world.say("r1", KeyWithdrawn(key, "หาย"), at=world.now - ago))

    judged = verdicts.of(reader, found(reader))
    assert (judged.headline, judged.withdrawn) == (expected, world.now - ago)
    assert len(written) == 2


def test_evidence_that_grew_old_is_written_again_only_when_the_log_went_on(
    world: World, reader: Reader, written: list[StreamId]
) -> None:
    issue_coded(world)
    verdicts = Verdicts(world.clock)
    verdicts.of(reader, found(reader))

    world.now += AGE + timedelta(seconds=1)
    still = verdicts.of(reader, found(reader))
    world.reserve()
    renewed = verdicts.of(reader, found(reader))

    assert still.technical is not None
    assert renewed.technical is not None
    assert renewed.technical.status.checkpoint.size > still.technical.status.checkpoint.size
    assert len(written) == 2


def test_the_memory_of_bundles_is_bounded_and_what_is_not_kept_is_written_again(
    world: World, reader: Reader, written: list[StreamId]
) -> None:
    for code in (CODE, OTHER_CODE):
        issue_coded(world, code)
    verdicts = Verdicts(world.clock, memory=1)

    first = verdicts.of(reader, found(reader))
    data = verdicts.bundle(reader, first.letter)
    verdicts.of(reader, found(reader, OTHER_CODE))
    verdicts.of(reader, found(reader))

    assert first.bundle is None
    assert data is not None
    assert len(written) == 4


def test_what_is_remembered_by_its_code_is_looked_at_again_when_something_was_said(
    world: World, reader: Reader
) -> None:
    stream = issue_coded(world)
    verdicts = Verdicts(world.clock)
    opened: list[Letters] = []

    def asked() -> Judged:
        def letters() -> Letters:
            opened.append(open_view(reader, Letters))
            return opened[-1]

        return verdicts.of_code(reader, CODE, letters)

    first, again = asked(), asked()
    by = world.issue()
    world.enter(stream, "letter.superseded.v1", instrument=by, number="มท 0812/ว 272", clerk="clerk")

    assert (first is again, len(opened)) == (True, 1)
    assert asked().headline is Headline.SUPERSEDED


@pytest.mark.parametrize(
    ("layer", "verdict", "slug", "expected"),
    [
        (Layer.FILES, Verdict.INVALID, "file-differs", Headline.DIFFERS),
        (Layer.PERSON, Verdict.INVALID, "signature-not-good", Headline.DIFFERS),
        (Layer.STANDING, Verdict.INVALID, "stands-no-longer", Headline.SUPERSEDED),
        (Layer.STANDING, Verdict.INVALID, "entry-not-shown", Headline.DIFFERS),
        (Layer.PERSON, Verdict.DISPUTED, "withdrawn-meanwhile", Headline.UNPROVEN),
        (Layer.PERSON, Verdict.CANNOT_TELL, "signed-on-paper", Headline.UNPROVEN),
        (Layer.PERSON, Verdict.CANNOT_TELL, "not-looked-at", Headline.UNFINISHED),
        (Layer.HISTORY, Verdict.CANNOT_TELL, "not-looked-at", Headline.UNFINISHED),
        (Layer.TIME, Verdict.CANNOT_TELL, "time-claimed", Headline.GENUINE),
        (Layer.HISTORY, Verdict.VALID, "logged", Headline.GENUINE),
    ],
)
def test_the_headline_is_never_greener_than_the_worst_layer(
    layer: Layer, verdict: Verdict, slug: str, expected: Headline
) -> None:
    others = tuple(Finding(one, Verdict.VALID, Saying("logged")) for one in Layer if one is not layer)
    report = Report(EMBEDDED, (*others, Finding(layer, verdict, Saying(slug))), None, ())

    assert headline(report, ()) is expected
