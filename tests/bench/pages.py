"""The pages, in a process of their own, as they are served: ``python -m tests.bench.pages`` prints one JSON object."""

import json
import subprocess
import sys

from api.serve import keep_collector_short
from tests.bench import clerks, organisation, registers, verification

AIMS = {**clerks.AIMS, **registers.AIMS, **verification.AIMS, **organisation.AIMS}


def measured() -> dict[str, float]:
    """Measure in a fresh process."""
    done = subprocess.run([sys.executable, "-m", __name__], stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


if __name__ == "__main__":
    keep_collector_short()
    print(
        json.dumps({**verification.measured(), **clerks.measured(), **registers.measured(), **organisation.measured()})
    )
