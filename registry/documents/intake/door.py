"""The door: every file from outside passes here before anybody signs what names it.

data, name ──▶ what it is ──▶ looked into, in a process of its own ──▶ refused · in, with remarks · in
"""

from domain.errors import InvalidValue
from registry.documents import apart
from registry.documents.intake import kinds
from registry.documents.intake.findings import Finding, Findings, Severity
from registry.documents.intake.kinds import Kind

_INSIDE = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.TIFF, Kind.ZIP})


def lint(data: bytes, *, name: str) -> tuple[Finding, ...]:
    """Return what is dangerous or odd about a file called *name*, refusals first.

    Raises:
        InvalidValue: it cannot be looked into: it takes too much memory or time, or makes its reader fail.
    """
    found = Findings()
    kind = kinds.kind_of(data)
    kinds.look(kind, name, found)
    if kind in _INSIDE and not found.refused:
        for one in apart.run("lint", data, list[Finding], kind=kind.value):
            found.add(one)
    return tuple(found.all())


def require_clean(data: bytes, *, name: str) -> tuple[Finding, ...]:
    """Return what is odd about a file, or refuse it.

    Raises:
        InvalidValue: it has something that must not come in, or cannot be looked into.
    """
    found = lint(data, name=name)
    for one in found:
        if one.severity is Severity.REFUSE:
            where = "" if one.page is None else f", page {one.page}"
            raise InvalidValue(one.slug, f"{name}{where}: {one.message}", **{**one.facts, "file": name})
    return found
