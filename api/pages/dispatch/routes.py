"""Every route of dispatching."""

from api.pages.dispatch import following, letters, lists, mails, owing, results

ROUTES = (
    *letters.ROUTES,
    *mails.ROUTES,
    *results.ROUTES,
    *following.ROUTES,
    *owing.ROUTES,
    *lists.ROUTES,
)
