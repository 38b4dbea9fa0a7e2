"""All routes of the auditor's desk."""

from api.pages.auditing import audits, entry, evenings, exports, questions, samples, series

ROUTES = (
    *entry.ROUTES,
    *evenings.ROUTES,
    *series.ROUTES,
    *questions.ROUTES,
    *samples.ROUTES,
    *audits.ROUTES,
    *exports.ROUTES,
)
