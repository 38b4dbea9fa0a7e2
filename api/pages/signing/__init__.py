"""The official's pages (ลงลายมือชื่อ): what waits, the check page, signing there, initials, receipts."""

from api.pages.signing import answering, checking, initials, receipts, waits

ROUTES = (*waits.ROUTES, *checking.ROUTES, *answering.ROUTES, *initials.ROUTES, *receipts.ROUTES)
