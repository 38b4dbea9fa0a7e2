"""Receiving (ลงทะเบียนรับ): what came, the letter in the receive register, what is still pending."""

from api.pages.receiving import arrivals, letters

ROUTES = (*arrivals.ROUTES, *letters.ROUTES)
