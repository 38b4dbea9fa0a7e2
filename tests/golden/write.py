"""Write the golden bytes of facts that have none yet: ``python -m tests.golden.write``.

An example that changed is not written over: a changed shape is a new wire name.
"""

from pathlib import Path

from registry import wire
from tests.registry.examples import FACTS, statement

FOLDER = Path(__file__).parent / "statements"


def main() -> None:
    """Write what is missing."""
    FOLDER.mkdir(exist_ok=True)
    for name, fact in FACTS.items():
        path = FOLDER / f"{name}.json"
        if not path.exists():
            path.write_bytes(wire.encode(statement(fact)))


if __name__ == "__main__":
    main()
