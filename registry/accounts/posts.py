"""Which of an account's roles count now: a role of a post counts while the officer holds the post, or acts for it.

That is as the log says: by enrolment, or by the orders that appoint and end.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from domain.structure.powers import Power, PowerKind
from registry.accounts.accounts import Account, Grant
from registry.powers import Records

_HOLDS = frozenset({PowerKind.OWN_POST, PowerKind.ACTING})


def counting(account: Account, records: Callable[[], Records], at: datetime) -> tuple[Grant, ...]:
    """Return the roles that count at a moment; *records* is asked only where a role is a post's."""
    if not any(grant.post for grant in account.grants):
        return account.grants
    powers = [] if account.officer is None else records().of([account.officer])
    return tuple(grant for grant in account.grants if not grant.post or _held(grant, account.officer, powers, at))


def _held(grant: Grant, officer: str | None, powers: Sequence[Power], at: datetime) -> bool:
    return any(
        power.kind in _HOLDS
        and power.officer == officer
        and power.post == grant.post
        and grant.unit in {"", power.unit}
        and power.in_force(at)
        for power in powers
    )
