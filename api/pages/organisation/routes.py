"""The routes of the organisation's pages."""

from api.pages.organisation import difference, signers, tree, unit

ROUTES = (*tree.ROUTES, *unit.ROUTES, *difference.ROUTES, *signers.ROUTES)
