"""Every route of the administrator's desk."""

from api.pages.administration import (
    account_acts,
    accounts,
    books,
    calendar,
    letterhead,
    officers,
    overview,
)

ROUTES = (
    *overview.ROUTES,
    *officers.ROUTES,
    *accounts.ROUTES,
    *account_acts.ROUTES,
    *books.ROUTES,
    *calendar.ROUTES,
    *letterhead.ROUTES,
)
