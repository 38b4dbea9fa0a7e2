"""How the rows of structure and powers follow from orders, recorded instruments, absences and enrolments.

    order.signed ──waits in `signed`──▶ order.issued ─────────┐
    instrument.recorded ──waits in `recorded`──▶ confirmed ───┤   absence.recorded, absence.ended, officer.enrolled
                                                              ▼                         ▼
          structure and posts as known behind it ──▶ what differs: old rows closed, new rows added

Structure and posts stay in memory while facts are followed; after a restart they are folded again from what is
kept here in `told`, and only when a fact comes that changes them.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from domain.authority import Authority, OfficerEnrolled, RegistryOpened
from domain.authority import evolve as evolve_authority
from domain.letter.events import OrderIssued, OrderSignedByHand, OrderSignedWithActs
from domain.structure import recording
from domain.structure.acts import Acts, UnitId
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.structure.evolving import evolve, touched
from domain.structure.folding import Folding
from domain.structure.instruments import Source, begin_of, interval
from domain.structure.structure import Claim, Structure, versions
from domain.values import Digest, StreamId
from registry.reader import Recorded
from registry.views.powers_entries import TABLES as POWERS
from registry.views.powers_entries import PowerEntries
from registry.views.spans import COLUMNS, OPEN, guards, seconds, until_seconds
from registry.views.view import Ask, Write

STATE = ("name", "parent", "kind", "code", "duties", "established_by", "made_by", "begun", "ended")
"""The columns of `units` that say how a unit stands; *begun* and *ended* say by which instruments, part by part."""

TABLES = (
    """CREATE TABLE sources (
        position INTEGER PRIMARY KEY, stream TEXT NOT NULL, number TEXT NOT NULL, issued_at TEXT NOT NULL,
        digest TEXT NOT NULL, confirmation TEXT
    )""",
    "CREATE TABLE told (position INTEGER PRIMARY KEY, what TEXT NOT NULL, digest TEXT NOT NULL, fact TEXT NOT NULL)",
    # a signed order waits here for its admission, a recorded instrument for its second registrar
    "CREATE TABLE signed (stream TEXT PRIMARY KEY, acts TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE recorded (
        digest TEXT PRIMARY KEY, stream TEXT NOT NULL, position INTEGER NOT NULL, fact TEXT NOT NULL
    ) WITHOUT ROWID""",
    f"""CREATE TABLE units (
        unit TEXT NOT NULL, name TEXT NOT NULL, parent TEXT, kind TEXT NOT NULL, code TEXT, duties TEXT,
        established_by INTEGER NOT NULL, made_by INTEGER NOT NULL, begun TEXT NOT NULL, ended TEXT NOT NULL,
        {COLUMNS}, CHECK (valid_from < valid_to), PRIMARY KEY (unit, valid_from, known_from)
    ) WITHOUT ROWID""",
    *guards("units", ("unit",), STATE),
    "CREATE INDEX units_by_parent ON units (parent)",
    "CREATE INDEX units_by_code ON units (code) WHERE code IS NOT NULL",
    "CREATE INDEX units_by_name ON units (name)",
    """CREATE TABLE happened (
        unit TEXT NOT NULL, position INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL,
        standing TEXT NOT NULL, clause TEXT, says TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
        known_to INTEGER NOT NULL, PRIMARY KEY (unit, position, place)
    ) WITHOUT ROWID""",
    *POWERS,
)

_UNIT = f"INSERT INTO units VALUES ({','.join('?' * (1 + len(STATE) + 4))})"  # noqa: S608 - nothing but marks
_CLOSE = f"UPDATE units SET known_to = ? WHERE unit = ? AND valid_from = ? AND known_to = {OPEN}"  # noqa: S608 - a number
_NO_POSITION = -2
_HAPPENED = "INSERT INTO happened VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def source_columns(alias: str) -> str:
    """Return the columns of `sources`, joined under an alias, as `source_of` reads them with that lead and a dash."""
    columns = ("position", "stream", "number", "issued_at", "digest", "confirmation")
    return ", ".join(f"{alias}.{column} AS {alias}_{column}" for column in columns)


_EVERYTHING_TOLD = (
    f"SELECT told.*, {source_columns('s')} FROM told LEFT JOIN sources AS s USING (position) ORDER BY told.position"  # noqa: S608 - names of ours
)


@dataclass(slots=True)
class Folded:
    """What is known up to the newest fact that changed it, at *position*; -1 before the first."""

    position: int = -1
    folding: Folding = field(default_factory=Folding)

    def fold(self, told: "_Told") -> None:
        """Let one more fact become known; where that fails, what is known is of no position."""
        self.position = _NO_POSITION
        told.fold(self.folding)
        self.position = told.position


class Entries:
    """Writes a batch of facts; what it has folded by then is in `folded`."""

    def __init__(self, ask: Ask, write: Write, folded: Folded | None) -> None:
        """Go on from *folded*, unless somebody else has followed more since then."""
        self.folded = folded
        self._ask = ask
        self._write = write
        self._powers = PowerEntries(ask, write)

    def follow(self, line: Recorded) -> None:
        """Write what one fact means."""
        match line.statement.fact:
            case OrderSignedWithActs(acts=acts) | OrderSignedByHand(acts=acts):
                self._write("INSERT INTO signed VALUES (?, ?)", [(line.statement.stream, _text(acts))])
            case OrderIssued() as issued:
                self._issue(line, issued)
            case InstrumentRecorded() as recorded:
                self._record(line, recorded)
            case InstrumentConfirmed(recorded=digest):
                self._confirm(line, digest)
            case AbsenceRecorded() | AbsenceEnded() as absence:
                self._absence(line, absence)
            case RegistryOpened() | OfficerEnrolled() as said:
                known = self._known()
                for one in _enrolments(said):
                    self._powers.enrol(known.posts, known.structure, one, line.digest, line.position)
            case _:
                pass  # not one of the names that the view reads

    # --- facts -------------------------------------------------------------------------------------------

    def _issue(self, line: Recorded, issued: OrderIssued) -> None:
        waiting = next(self._ask("SELECT acts FROM signed WHERE stream = ?", (issued.signed_in,)), None)
        if waiting is None:
            return  # an order without acts
        self._write("DELETE FROM signed WHERE stream = ?", [(issued.signed_in,)])
        source = Source(line.statement.stream, issued.number, line.position, line.statement.at, issued.signed)
        self._count(source, msgspec.json.decode(waiting["acts"], type=Acts))

    def _record(self, line: Recorded, recorded: InstrumentRecorded) -> None:
        source = _source(recorded, line.statement.stream, line.position, line.digest, None)
        self._name(source)
        imagined = evolve(self._known().structure, recorded.acts, source)
        self._happen(imagined, source, recorded.acts, "proposed" if recorded.proposed else "recorded")
        row = (line.digest, line.statement.stream, line.position, _text(recorded))
        self._write("INSERT INTO recorded VALUES (?, ?, ?, ?)", [row])

    def _confirm(self, line: Recorded, digest: Digest) -> None:
        row = next(self._ask("SELECT * FROM recorded WHERE digest = ?", (digest,)), None)
        if row is None:
            return
        recorded = msgspec.json.decode(row["fact"], type=InstrumentRecorded)
        if recorded.proposed:
            return  # never counts, whoever confirms it
        self._write("DELETE FROM recorded WHERE digest = ?", [(digest,)])
        self._write("UPDATE happened SET known_to = ? WHERE position = ?", [(line.position, row["position"])])
        self._count(_source(recorded, row["stream"], line.position, digest, line.digest), recorded.acts)

    def _absence(self, line: Recorded, absence: AbsenceRecorded | AbsenceEnded) -> None:
        known = self._known()
        if isinstance(absence, AbsenceEnded) and absence.absence not in known.absences:
            return  # the end of an absence that nobody recorded
        self._tell(_Told(line.position, line.digest, absence))
        said = known.absences[absence.absence].recorded if isinstance(absence, AbsenceEnded) else absence
        self._powers.about(known.posts, known.structure, (said.unit, said.post), line.position)

    # --- rows --------------------------------------------------------------------------------------------

    def _count(self, source: Source, acts: Acts) -> None:
        """Let an instrument count from its position on."""
        self._name(source)
        self._tell(_Told(source.position, source.digest, acts, source))
        known = self._known()
        structure = known.structure
        units = touched(structure, acts, source)
        for unit in sorted(units):
            self._keep(structure, unit, source.position)
        self._happen(structure, source, acts, "counts")
        self._powers.count(known.posts, structure, acts, units, source.position)

    def _tell(self, told: "_Told") -> None:
        self._newest().fold(told)
        row = (told.position, type(told.fact).__name__, told.digest, _text(told.fact))
        self._write("INSERT INTO told VALUES (?, ?, ?, ?)", [row])

    def _keep(self, structure: Structure, unit: UnitId, position: int) -> None:
        """Write the versions of a unit as known from *position* on; rows that are as before are left alone."""
        asked = f"SELECT {', '.join(STATE)}, valid_from, valid_to FROM units WHERE unit = ? AND known_to = {OPEN}"  # noqa: S608 - names of our own
        before = [tuple(row) for row in self._ask(asked, (unit,))]
        after = list(_versions(structure, unit))
        closed, opened = [row for row in before if row not in after], [row for row in after if row not in before]
        self._write(_CLOSE, ((position, unit, row[-2]) for row in closed))
        self._write(_UNIT, ((unit, *row, position, OPEN) for row in opened))

    def _happen(self, structure: Structure, source: Source, acts: Acts, standing: str) -> None:
        """Write what an instrument says of each unit, and what it does to instruments that spoke of the unit."""
        place = -len(acts.instruments)  # acts on instruments go first
        for act in acts.instruments:
            earlier = structure.instruments.get(act.instrument)
            says = _json({"instrument": act.number, "of": act.clause})
            about = (act.kind.value, standing, act.clause, says, seconds(begin_of(source, act)), OPEN, OPEN)
            units = sorted(earlier.units) if earlier else ()
            self._write(_HAPPENED, ((unit, source.position, place, *about) for unit in units))
            place += 1
        for unit in sorted(structure.instruments[source.stream].units):
            claims = (claim for claim in structure.units[unit].claims if claim.stream == source.stream)
            self._write(_HAPPENED, (_claim(unit, claim, source, standing) for claim in claims))

    def _name(self, source: Source) -> None:
        row = (source.position, source.stream, source.number, source.issued_at.isoformat(), source.digest)
        self._write("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", [(*row, source.confirmation)])

    def _known(self) -> Folding:
        return self._newest().folding

    def _newest(self) -> Folded:
        """Return what is known now, folded again where this one has not folded it."""
        newest = next(self._ask("SELECT coalesce(max(position), -1) AS newest FROM told", ()))["newest"]
        if self.folded is None or self.folded.position != newest:
            self.folded = Folded()
            for row in self._ask(_EVERYTHING_TOLD, ()):
                fact = msgspec.json.decode(row["fact"], type=_TOLD[row["what"]])
                source = source_of(row, "s_") if isinstance(fact, Acts) else None
                self.folded.fold(_Told(row["position"], row["digest"], fact, source))
        return self.folded


@dataclass(frozen=True, slots=True)
class _Told:
    """One fact that changes what is known of structure or posts."""

    position: int
    digest: Digest
    fact: Acts | AbsenceRecorded | AbsenceEnded
    source: Source | None = None
    """Of acts: the instrument that says them."""

    def fold(self, folding: Folding) -> None:
        """Let it become known."""
        match self.fact:
            case Acts() as acts if self.source is not None:
                folding.apply(acts, self.source)
            case AbsenceRecorded() as absence:
                folding.record_absence(absence, statement=self.digest, position=self.position)
            case AbsenceEnded() as ended:
                folding.end_absence(ended, statement=self.digest, position=self.position)
            case _:
                pass


_TOLD: Mapping[str, type[Acts | AbsenceRecorded | AbsenceEnded]] = {
    kind.__name__: kind for kind in (Acts, AbsenceRecorded, AbsenceEnded)
}
"""By the word that stands in `told`."""


def _enrolments(said: RegistryOpened | OfficerEnrolled) -> tuple[OfficerEnrolled, ...]:
    """Return whose posts a fact states; leaf 0 names the first registrars."""
    if isinstance(said, OfficerEnrolled):
        return (said,)
    authority = evolve_authority(Authority(), said, statement=said.seal, by=said.seal)
    return tuple(officer.enrolled for officer in authority.officers.values())


def source_of(row: Any, lead: str = "") -> Source:  # noqa: ANN401 - a row of the file
    """Return the instrument that a row of `sources` names; its columns may be called otherwise by a *lead*."""
    return Source(
        stream=row[f"{lead}stream"],
        number=row[f"{lead}number"],
        position=row[f"{lead}position"],
        issued_at=datetime.fromisoformat(row[f"{lead}issued_at"]),
        digest=row[f"{lead}digest"],
        confirmation=row[f"{lead}confirmation"],
    )


def _source(
    recorded: InstrumentRecorded, stream: StreamId, position: int, digest: Digest, confirmation: Digest | None
) -> Source:
    """Return how a recorded instrument is named; one that is not confirmed stands where it was recorded."""
    source = recording.source_of(
        recorded, stream=stream, position=position, digest=digest, confirmation=confirmation or digest
    )
    return source if confirmation else replace(source, confirmation=None)


def _versions(structure: Structure, unit: UnitId) -> Iterator[tuple[str | int | None, ...]]:
    """Yield the versions of a unit as rows: its state, and when in force; none that holds no whole second."""
    causes = _causes(structure, unit)
    for version in versions(structure, unit):
        state = version.state
        begin, end = seconds(version.since), until_seconds(version.until)
        told = (state.name, state.parent, state.kind, state.code, state.duties)
        by = (state.established_by.position, state.by.position)
        begun = causes[version.since]
        ended = {} if version.until is None else causes[version.until]
        if begin < end:
            yield *told, *by, _json(begun), _json(ended), begin, end


def _causes(structure: Structure, unit: UnitId) -> Mapping[datetime, dict[str, list[int]]]:
    """Return which instruments begin or end something of a unit at each moment, by what they begin or end."""
    found: dict[datetime, dict[str, list[int]]] = defaultdict(dict)
    for claim in structure.units[unit].claims:
        instrument = structure.instruments[claim.stream]
        bounds = interval(instrument, claim.act)
        if bounds is None:
            continue
        since, until = bounds
        enders = [
            end.by.position for end in instrument.ends if end.since == until and end.clause in {None, claim.act.clause}
        ]
        by = {since: [instrument.source.position]}
        if until is not None:
            by[until] = enders if until != claim.act.until else [instrument.source.position]
        for at, positions in by.items():
            for attribute, _ in claim.says:
                same = found[at].setdefault(attribute.value, [])
                same[:] = sorted({*same, *positions})
    return found


def _claim(unit: UnitId, claim: Claim, source: Source, standing: str) -> tuple[str | int | None, ...]:
    act = claim.act
    says = {attribute.value: value for attribute, value in claim.says}
    if act.kind.value in {"merge", "split"}:
        says = {**says, "units": ", ".join(act.units), "unit": act.unit}
    bounds = (seconds(begin_of(source, act)), until_seconds(act.until), OPEN)
    return unit, source.position, claim.place, act.kind.value, standing, act.clause, _json(says), *bounds


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _text(value: Acts | InstrumentRecorded | AbsenceRecorded | AbsenceEnded) -> str:
    return msgspec.json.encode(value).decode()
