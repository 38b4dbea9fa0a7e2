"""Every route of the administrator's desk."""

from api.pages.administration import (
    account_acts,
    accounts,
    books,
    calendar,
    instruments,
    letterhead,
    officers,
    overview,
    proposing,
    second_words,
)

ROUTES = (
    *overview.ROUTES,
    *officers.ROUTES,
    *proposing.ROUTES,
    *instruments.ROUTES,
    *accounts.ROUTES,
    *account_acts.ROUTES,
    *second_words.ROUTES,
    *books.ROUTES,
    *calendar.ROUTES,
    *letterhead.ROUTES,
)
