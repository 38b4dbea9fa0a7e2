"""Statements that are signed and logged but hold odd values end in a verdict, never in a crash."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from registry import canonical, wire
from registry.verify.verdicts import Unshown, Verdict
from tests.registry.verify.operator import Answer, Operator, Story

ODD: tuple[object, ...] = (
    None,
    True,
    -1,
    2**53 - 1,
    "",
    "ก" * 300,
    [],
    [None],
    [[]],
    {},
    {"a": None},
    "sha256:" + "0" * 64,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside *value*."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from paths(child, (*path, key))


def changed(data: bytes, path: tuple[Any, ...], odd: object) -> bytes:
    """Return a statement with the value at the end of *path* replaced, if it has one there."""
    statement: Any = canonical.decode(data, max_size=1 << 20, max_depth=8)
    if path not in set(paths(statement)):
        return data
    inside = statement
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = odd
    return canonical.encode(statement)


def name_of(data: bytes) -> bytes:
    """Return the wire name of a statement."""
    return data.rpartition(b'"typ":"')[2].partition(b'"')[0]


@pytest.mark.parametrize("kind", [Story, Answer])
def test_an_odd_value_anywhere_is_never_more_than_refused(kind: type[Story], monkeypatch: pytest.MonkeyPatch) -> None:
    encode, spoken = wire.encode, list[bytes]()

    def heard(statement: wire.Statement) -> bytes:
        spoken.append(encode(statement))
        return spoken[-1]

    monkeypatch.setattr(wire, "encode", heard)
    story = kind()
    story.told()
    wanted = [
        (name_of(statement), path)
        for statement in dict.fromkeys(spoken)
        for path in paths(canonical.decode(statement, max_size=1 << 20, max_depth=8))
    ]
    refused = 0
    for (name, path), odd in zip(dict.fromkeys(wanted), cycle(ODD), strict=False):

        def spoilt(statement: wire.Statement, name: bytes = name, path: Any = path, odd: object = odd) -> bytes:
            data = encode(statement)
            return changed(data, path, odd) if name_of(data) == name else data

        monkeypatch.setattr(wire, "encode", spoilt)
        try:
            refused += (
                kind(operator=Operator(authority=story.operator.authority)).verified().headline is Verdict.INVALID
            )
        except Unshown:
            refused += 1

    assert refused > len(set(wanted)) // 2
