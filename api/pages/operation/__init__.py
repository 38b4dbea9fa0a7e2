"""The registry's running (การเดินระบบ), for who looks after it; and what was refused to whom."""

from api.pages.operation import health, refusals, running

ROUTES = (*running.ROUTES, *health.ROUTES, *refusals.ROUTES)
