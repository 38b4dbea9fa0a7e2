"""Writes the specimen bundles and proofs that every later version must still read.

    python -m tests.golden.write_bundles GENERATION

    bundles/           the first version: letters, orders and answers, and proofs
    bundles/typeset/   letters and orders whose file is signed too

They hold fresh keys, so each run gives other bytes. Write a generation when it is new, never to make a failing test
pass: what fails then is in the hands of recipients.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from domain.series import SeriesKind
from domain.values import Digest
from registry import proving
from registry.reader import Reader
from tests.registry.verify.desk import laid_out
from tests.registry.world import World

FOLDER = Path(__file__).parent / "bundles"
PROOFS = FOLDER / "proofs"
GENERATIONS = {
    "first": (FOLDER, ("letter", "order", "by-hand", "sealed", "acknowledgement")),
    "typeset": (FOLDER / "typeset", ("typeset", "typeset-order")),
}
"""By name: where they lie, and which kinds there are."""
PROVED = ("completeness", "status", "key", "empty")
TRUST = ("log.vkey", "leaf0.sha256")


def proved(world: World) -> dict[str, bytes]:
    """Prove one thing of each kind."""
    circulars, ordinary = world.series[SeriesKind.CIRCULAR], world.series[SeriesKind.ORDINARY]
    key = Digest(world.people["dg"].key.certificate.spki)
    with Reader(world.folder) as reader:
        proofs = (
            proving.complete(reader, ordinary),
            proving.status(reader, circulars, 271),
            proving.signed_by(reader, key),
            proving.complete(reader, world.series[SeriesKind.RECEIVED]),
        )
    return dict(zip(PROVED, proofs, strict=True))


def main(generation: str) -> None:
    """Let a specimen office work for a day, and keep its bundles with what a stranger trusts."""
    into, kinds = GENERATIONS[generation]
    into.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as folder:
        world = World.staffed(Path(folder) / "registry")
        desk = laid_out(world)
        if generation == "first":
            PROOFS.mkdir(exist_ok=True)
            for kind, data in proved(world).items():
                (PROOFS / f"{kind}.zip").write_bytes(data)
        world.close()
        for kind in kinds:
            (into / f"{kind}.zip").write_bytes(desk.bundles[kind])
        for name in TRUST:
            shutil.copy(desk.folder / "trust" / name, into)
        (into / "root.cer").write_bytes(world.authority.root.der)


if __name__ == "__main__":
    main(sys.argv[1])
