"""Bundles of one specimen registry, and what a stranger trusts who checks them."""

from dataclasses import dataclass
from pathlib import Path

from domain.letter.text import Attachment
from domain.series import SeriesKind
from domain.values import StreamId
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import bundle
from registry.home import Home
from registry.reader import Reader
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Layer, Report, Verdict
from tests.registry.world import World


@dataclass
class Desk:
    """What lies on a stranger's desk: bundles by kind, and the trust that came another way."""

    folder: Path
    bundles: dict[str, bytes]
    trust: Trust

    def members(self, kind: str = "letter") -> dict[str, bytes]:
        return container.read(self.bundles[kind])

    def repacked(self, changes: dict[str, bytes | None], kind: str = "letter") -> bytes:
        """Return a bundle with members replaced, or taken away where None is given, and packed as ours are."""
        members = {**self.members(kind), **changes}
        return container.write({name: data for name, data in members.items() if data is not None})

    def verify(self, data: bytes) -> Report:
        return verify(data, self.trust)


def issue_with_files(world: World) -> StreamId:
    """Issue a letter with an attachment."""
    attached = world.file(b"SPECIMEN: an attachment", role="attachment", mime="application/pdf", name="1.pdf")
    text = world.letter(world.reserve(), attachments=(Attachment("ตัวอย่าง", 1, "ฉบับ", None, attached.sha256),))
    main = world.file(b"%PDF-1.7 SPECIMEN", mime="application/pdf", name="letter.pdf")
    return StreamId(world.admit(world.sign(text, doc=[main, attached]))["stream"])


def laid_out(world: World) -> Desk:
    """Let the office do one thing of each kind, and lay the bundles on the desk."""
    streams = {"letter": issue_with_files(world), "other": world.issue()}
    streams["order"] = world.issue(SeriesKind.ORDER)
    streams["typeset"] = world.issue_typeset()
    streams["typeset-order"] = world.issue_typeset(SeriesKind.ORDER)
    streams["by-hand"] = world.issue_by_hand()
    streams["sealed"] = world.issue_sealed()
    world.dispatch(streams["letter"])
    said = world.acknowledgement(streams["letter"])
    world.admit(said, stream=streams["letter"])
    streams["acknowledgement"] = said.stream
    with Reader(world.folder) as reader:
        bundles = {kind: bundle.write(reader, stream) for kind, stream in streams.items()}
    return Desk(world.folder, bundles, trust_of(world.folder))


def trust_of(folder: Path) -> Trust:
    """Return what the registry in *folder* gives to strangers."""
    home = Home(folder)
    return Trust(
        TrustRoots.load(home.roots.read_bytes()),
        NoteVerifier.parse(home.log_key.read_text().strip()),
        bytes.fromhex(home.leaf0.read_text()),
    )


def refusal(report: Report) -> tuple[Layer, str]:
    """Return the first layer that is not valid of those that are demanded, and why."""
    assert report.headline in {Verdict.INVALID, Verdict.DISPUTED}
    order = (Layer.CONTAINER, Layer.FILES, Layer.HISTORY, Layer.AUTHORITY, Layer.PERSON)
    worst = next(report.of(layer) for layer in order if report.of(layer).verdict is report.headline)
    return worst.layer, worst.says.slug
