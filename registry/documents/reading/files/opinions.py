"""Two programs that read a line otherwise: the part on it is doubtful, and both readings are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from registry.documents.draft import Doubt, Draft, Read, Sureness
from registry.documents.reading.files.lines import Line


def with_other_readings(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Return *draft* with every part in doubt that has a line which a second program reads otherwise."""
    doubts: list[Doubt] = []
    parts = sorted(_begins(draft), key=lambda part: part[0])
    for line in lines:
        if line.other is not None:
            begun = [begin for begin, _ in parts if begin <= line.no]
            names: list[str | None] = [name for begin, name in parts if begun and begin == begun[-1]]
            message = f"Line {line.no} reads {line.text!r} to one program and {line.other!r} to another: look at it."
            facts = {"line": line.no, "text": line.text, "other": line.other}
            doubts += [Doubt(line.no, "readings-differ", message, facts, part=name) for name in names or [None]]
    return replace(doubted(draft, {(doubt.part, doubt.line) for doubt in doubts}), doubts=(*draft.doubts, *doubts))


def doubted(draft: Draft, places: set[tuple[str | None, int]]) -> Draft:
    """Return *draft* with those reads doubtful that stand on, or last before, one of the lines of their part."""
    changed: dict[str, object] = {}
    for one in fields(draft):
        value = getattr(draft, one.name)
        lines = [line for part, line in places if part == one.name]
        if lines and isinstance(value, Read):
            changed[one.name] = replace(value, sure=Sureness.DOUBTFUL)
        elif lines and isinstance(value, tuple):
            begins = {max((read.line for read in value if read.line <= line), default=0) for line in lines}
            changed[one.name] = tuple(
                replace(read, sure=Sureness.DOUBTFUL) if read.line in begins else read for read in value
            )
    return replace(draft, **changed)  # type: ignore[arg-type] # each field's own reads, less sure


def _begins(draft: Draft) -> Iterator[tuple[int, str]]:
    """Yield on which line which part begins."""
    for one in fields(draft):
        value = getattr(draft, one.name)
        for read in value if isinstance(value, tuple) else (value,):
            if isinstance(read, Read):
                yield read.line, one.name
