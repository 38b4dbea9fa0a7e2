"""Somebody else's instrument: one registrar records what it does, another confirms it, and from then on it counts.

instrument.recorded ──▶ pending ──instrument.confirmed, by another registrar──▶ known
      └ proposed: kept for the history, never confirmed, never structure
"""

from collections.abc import Mapping
from datetime import datetime, time

from domain.authority import Authority, Role
from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.structure.deciding import decide
from domain.structure.events import InstrumentConfirmed, InstrumentRecorded
from domain.structure.forms import require_countable, require_forms
from domain.structure.instruments import Source
from domain.structure.structure import Pending, Structure
from domain.thai.times import THAI_TIME
from domain.values import Digest, StreamId


def source_of(
    recorded: InstrumentRecorded, *, stream: StreamId, position: int, digest: Digest, confirmation: Digest
) -> Source:
    """Return how a recorded instrument is named: ตั้งแต่บัดนี้ means the first moment of its own day."""
    return Source(
        stream=stream,
        number=recorded.number or recorded.title,
        position=position,
        issued_at=datetime.combine(recorded.dated, time.min, THAI_TIME),
        digest=digest,
        confirmation=confirmation,
    )


def require_recordable(  # noqa: PLR0913 - who records what, and what it is measured against
    structure: Structure,
    authority: Authority,
    recorded: InstrumentRecorded,
    source: Source,
    *,
    by: Digest,
    others: Mapping[StreamId, str],
) -> None:
    """Refuse an instrument that no registrar records, that says nothing, or that could not be confirmed.

    A proposed one may propose whatever it likes: it is measured against nothing.
    """
    authority.require_role(by, Role.REGISTRAR)
    missing = [name for name in ("title", "issuer") if not getattr(recorded, name).strip()]
    if missing:
        raise InvalidValue(
            "part-missing", f"The instrument has no {', '.join(missing)}: fill it in.", parts=", ".join(missing)
        )
    require_countable(recorded.dated)
    acts = recorded.acts
    if not (acts.units or acts.posts or acts.instruments):
        raise InvalidValue(
            "instrument-without-acts",
            f"{recorded.title} does nothing to the structure: say what it does.",
            title=recorded.title,
        )
    if recorded.proposed:
        require_forms(acts)
    else:
        decide(structure, acts, source, others=others)


def require_confirmable(
    structure: Structure, authority: Authority, confirmed: InstrumentConfirmed, *, by: Digest
) -> Pending:
    """Return the recorded instrument that another registrar may confirm, or refuse; its acts are decided again next."""
    registrar = authority.require_role(by, Role.REGISTRAR)
    pending = structure.pending.get(confirmed.recorded)
    if pending is None:
        raise NoSuchThing(
            "instrument-not-pending",
            f"No recorded instrument {confirmed.recorded[:23]}… waits to be confirmed: "
            "look with saraban instrument list.",
            digest=confirmed.recorded[:23],
        )
    title = pending.recorded.title
    if pending.recorded.proposed:
        raise WrongStage(
            "instrument-proposed",
            f"{title} is a proposal and not in force: record the instrument itself once it is.",
            title=title,
        )
    if authority.keys[pending.by].officer == registrar.officer:
        raise NotAllowed(
            "second-registrar-needed",
            f"{registrar.name} recorded {title}: another registrar must confirm it.",
            name=registrar.name,
            title=title,
        )
    return pending
