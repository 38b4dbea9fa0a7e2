"""What a request was refused, as its handler or the table of refusals said it: remembered until the answer goes out.

A handler that shows its form again with what is wrong says so in the page; the page's own ``refusal(…)`` remembers it.
"""

from typing import cast

from litestar.types import Scope

from api.errors import ApiError
from domain.errors import DomainError
from keys.errors import KeysError
from registry.errors import RegistryError

_KEY = "saraban.refused"


def remember(scope: Scope, refusal: Exception, *, form: bool) -> None:
    """Remember that a request was refused; *form* where the page shows its form again, with the reason in it."""
    if isinstance(refusal, DomainError | KeysError | RegistryError | ApiError):
        cast("dict[str, object]", scope).setdefault(_KEY, (refusal, form))


def remembered(scope: Scope) -> tuple[DomainError | KeysError | RegistryError | ApiError, bool] | None:
    """Return what was refused first, and whether a form showed it."""
    return cast("tuple[DomainError, bool] | None", scope.get(_KEY))
