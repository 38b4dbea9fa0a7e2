"""``make bench``: what the register does, beside its yardsticks in the same run; writes ``bench.json``.

The machine may be shared and noisy: rounds of both sides alternate, medians are compared, and ratios tell
more than seconds.
"""

import gc
import json
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from domain.values import StreamId
from registry import bundle
from registry.reader import Reader
from tests.bench import checking, heads, pages, parts, reading, registering, signing, structure, writing, yardstick
from tests.registry.world import World

ROUNDS = 3
CALLERS = (1, 16, 64, 256)
THREADS = (1, 2, 4)
SECONDS = 1.0
LETTERS = {1: 300, 16: 1600, 64: 2560, 256: 2560}
AIMS = {
    "letters_ratio_64": "≥ 2.5 (stretch 4)",
    "p99_ms_64": "≤ 30",
    "audit_ratio": "≥ 0.5 (stretch 0.65)",
    "bundle_ms": "≤ 2",
    "command_s": "≤ 0.2 (stretch 0.1)",
    "map_us_a_key_1": "≤ 200",
    "map_us_a_key_64": "≤ 200",
    "unit_p99_ms": "≤ 10",
    "code_p99_ms": "≤ 10",
    "who_may_sign_p99_ms": "≤ 10",
    "judge_p99_ms": "≤ 10",
    "province_tree_p99_ms": "≤ 50",
    "followed_facts_per_second": "≥ 30 000",
    "memory_mb": "≤ 300",
    "fold_the_log_s": "the yardstick: one answer without a view",
    "signed_ms": "≤ 200",
    "pyhanko_signing_ms": "the yardstick of signing_ms",
    **reading.AIMS,
    **writing.AIMS,
    **pages.AIMS,
}

console = Console()


def registered(folder: Path) -> tuple[World, dict[str, float]]:
    """Measure registering, round after round beside the bare library."""
    world = World.staffed(folder / "registry")
    registering.letters_per_second(world, callers=64, letters=640)
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # as the writer's own process does
    bare: dict[int, list[float]] = {threads: [] for threads in THREADS}
    ours: dict[int, list[registering.Rate]] = {callers: [] for callers in CALLERS}
    for round_ in range(ROUNDS):
        for threads in THREADS:
            place = folder / f"bare-{round_}"
            place.mkdir(exist_ok=True)
            bare[threads].append(yardstick.letters_per_second(place, threads=threads, seconds=SECONDS))
        for callers in CALLERS:
            ours[callers].append(registering.letters_per_second(world, callers=callers, letters=LETTERS[callers]))
    best = max(statistics.median(rates) for rates in bare.values())
    figures = {f"bare_{threads}_threads": statistics.median(rates) for threads, rates in bare.items()}
    for callers, rates in ours.items():
        rate = statistics.median(one.per_second for one in rates)
        figures[f"letters_{callers}"] = rate
        figures[f"letters_ratio_{callers}"] = rate / best
        figures[f"p50_ms_{callers}"] = statistics.median(one.p50 for one in rates)
        figures[f"p99_ms_{callers}"] = statistics.median(one.p99 for one in rates)
    return world, figures


def checked(world: World, folder: Path) -> dict[str, float]:
    """Measure what auditors and recipients wait for."""
    raw = checking.raw_verifications_per_second()
    audited = checking.audited(world.folder)
    stream = StreamId(world.issue())
    verified, written, proof = checking.bundle_milliseconds(world.folder, stream)
    bundled = folder / "bundle.zip"
    with Reader(world.folder) as reader:
        bundled.write_bytes(bundle.write(reader, stream))
    command, nothing = checking.command_seconds(world.folder, bundled)
    return {
        "raw_p256_per_cpu_second": raw,
        "audit_signatures_per_second": audited.signatures / audited.seconds,
        "audit_signatures_per_cpu_second": audited.signatures / audited.cpu_seconds,
        "audit_ratio": audited.signatures / audited.cpu_seconds / raw,
        "bundle_ms": verified,
        "bundle_write_ms": written,
        "proof_ms": proof,
        "command_s": command,
        "python_start_s": nothing,
    }


def show(title: str, figures: dict[str, float], said: Callable[[str], str]) -> None:
    """Print a table of figures."""
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    table.add_column("measured", justify="right")
    table.add_column("")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.3g}" if value < 1000 else f"{value:,.0f}", said(name))
    console.print(table)


def main() -> None:
    """Measure, print and write."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as place:
        folder = Path(place)
        world, letters = registered(folder)
        costs = parts.microseconds(world, 1920)
        show("Registering", letters, lambda name: AIMS.get(name, ""))
        show("Where a letter's time goes (CPU µs a letter)", costs, parts.STEPS.__getitem__)
        checks = checked(world, folder)
        show("Checking", checks, lambda name: AIMS.get(name, ""))
        world.close()
        mapped = heads.map_microseconds()
        show("The map of newest states, at 500 000 keys", mapped, lambda name: AIMS.get(name, ""))
        large = structure.measured(folder / "large")
        show("Structure and authority, at 1 000 000 facts and 10 000 units", large, lambda name: AIMS.get(name, ""))
    documents = {**reading.measured(), **writing.measured(), **signing.milliseconds()}
    show("Documents", documents, lambda name: AIMS.get(name, ""))
    web = pages.measured()
    show("Pages, at 200 requests a second, 64 clerks, 1 000 000 rows", web, lambda name: AIMS.get(name, ""))
    figures = {
        **letters,
        "parts_us": costs,
        **checks,
        "map": mapped,
        "structure": large,
        "documents": documents,
        "pages": web,
    }
    Path("bench.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
