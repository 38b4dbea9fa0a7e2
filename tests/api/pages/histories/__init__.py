"""Histories on pages: timelines, states, what is found, and what is never shown."""
