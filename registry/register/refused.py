"""What the register refused, for the record of refusals: who asked for what, as far as that is proved.

Whoever signs a statement has proved to be its key's officer, once the signature is verified; an officer's name in a
request is taken at its word, as everywhere (`registry.register.operations`).
"""

from datetime import datetime

from domain.authority import Authority
from registry import requests, wire
from registry.accounts.refusals import Door, Refused, harmless
from registry.errors import LogBusy, RegistryError, StoreDamaged
from registry.register.work import Asked, Refusal

_UNREADABLE = "?"


def refused(asked: Asked, refusal: Refusal, authority: Authority, *, at: datetime) -> Refused | None:
    """Return how a refused request stands on record; None for trouble that refused nobody anything."""
    if isinstance(refusal, StoreDamaged | LogBusy):
        return None
    return Refused(
        at,
        Door.WRITER,
        "",
        _officer(asked, authority),
        str(asked.request.__struct_config__.tag),
        _what(asked.request),
        0,
        refusal.slug,
        harmless(refusal.facts),
    )


def _officer(asked: Asked, authority: Authority) -> str:
    match asked.request:
        case requests.Admit():
            known = None if asked.said is None else authority.keys.get(asked.said.statement.by)
            return "" if known is None else known.officer
        case requests.Enter(fields=fields) | requests.Receive(fields=fields):
            return str(fields.get("clerk", fields.get("checked_by", "")))
        case requests.Reserve(clerk=clerk) | requests.Void(clerk=clerk):
            return clerk
        case (
            requests.EnterSecret(clerk=clerk) | requests.EnterOpening(clerk=clerk) | requests.EnterCalendar(clerk=clerk)
        ):
            return clerk
        case _:
            return ""


def _what(request: requests.Request) -> str:
    """Return the wire name of the fact that was asked for, where the request has one."""
    match request:
        case requests.Admit():
            try:
                return wire.name_of(wire.decode(request.statement).fact)
            except RegistryError:
                return _UNREADABLE
        case requests.Enter(name=name) | requests.ByLink(name=name):
            return name if name in wire.NAMES else _UNREADABLE
        case _:
            return ""
