"""Writes the specimen bundles that every later version must still find valid: ``python -m tests.golden.write_bundles``.

They hold fresh keys, so each run gives other bytes. Run it when a new kind of bundle is added, never to make a
failing test pass: what fails then is in the hands of recipients.
"""

import shutil
import tempfile
from pathlib import Path

from tests.registry.verify.desk import laid_out
from tests.registry.world import World

FOLDER = Path(__file__).parent / "bundles"
KINDS = ("letter", "order", "by-hand", "sealed", "acknowledgement")
TRUST = ("log.vkey", "leaf0.sha256")


def main() -> None:
    """Let a specimen office work for a day, and keep its bundles with what a stranger trusts."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = World.staffed(Path(folder) / "registry")
        desk = laid_out(world)
        world.close()
        for kind in KINDS:
            (FOLDER / f"{kind}.zip").write_bytes(desk.bundles[kind])
        for name in TRUST:
            shutil.copy(desk.folder / "trust" / name, FOLDER)
        (FOLDER / "root.cer").write_bytes(world.authority.root.der)


if __name__ == "__main__":
    main()
