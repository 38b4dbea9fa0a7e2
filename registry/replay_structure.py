"""The structure as the folded state tells it: what each instrument did, and every unit at every moment."""

from typing import Any

from domain.structure.instruments import Instrument
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
