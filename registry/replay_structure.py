"""The structure as the folded state tells it: what each instrument did, every unit at every moment, absences.

What orders say of posts follows from their statements, which the state's history counts.
"""

from typing import Any

import msgspec

from domain.structure.instruments import Instrument
from domain.structure.posts import Posts
from domain.structure.structure import Structure, Version


def structure_state(structure: Structure) -> dict[str, Any]:
    """Return the structure in JSON's own kinds of values, in an order that depends on nothing but the facts."""
    return {
        "instruments": [_instrument(one) for _, one in sorted(structure.instruments.items())],
        "changes": [
            {
                "instrument": stream,
                "kind": change.kind.value,
                "clause": change.clause,
                "since": change.since.isoformat(),
                "by": change.by.stream,
            }
            for stream, changes in sorted(structure.changes.items())
            for change in changes
        ],
        "units": [
            {"unit": name, "versions": [_version(version) for version in unit.versions]}
            for name, unit in sorted(structure.units.items())
        ],
        "pending": sorted(structure.pending),
    }


def absences_state(posts: Posts) -> list[dict[str, Any]]:
    """Return every recorded absence and how it ended, in the order of the statements' digests."""
    return [
        {
            "statement": statement,
            **msgspec.to_builtins(absence.recorded),
            "ended_at": None if absence.ended is None else absence.ended.since.isoformat(),
            "ended_by": None if absence.ended is None else absence.ended.by.digest,
        }
        for statement, absence in sorted(posts.absences.items())
    ]


def _instrument(instrument: Instrument) -> dict[str, Any]:
    source = instrument.source
    return {
        "stream": source.stream,
        "number": source.number,
        "position": source.position,
        "issued_at": source.issued_at.isoformat(),
        "digest": source.digest,
        "confirmation": source.confirmation,
        "ends": [
            {"clause": end.clause, "since": end.since.isoformat(), "by": end.by.stream} for end in instrument.ends
        ],
    }


def _version(version: Version) -> dict[str, Any]:
    state = version.state
    return {
        "since": version.since.isoformat(),
        "until": None if version.until is None else version.until.isoformat(),
        "name": state.name,
        "parent": state.parent,
        "kind": state.kind,
        "code": state.code,
        "duties": state.duties,
        "established_by": state.established_by.stream,
        "by": state.by.stream,
    }
