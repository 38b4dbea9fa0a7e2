"""A registry with some days of work in it."""

from tests.registry.views.conftest import busy_office

__all__ = ["busy_office"]
