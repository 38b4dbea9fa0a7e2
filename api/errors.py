"""Refusals of what people touch: the command line could not even ask.

ApiError
├── WrongUsage    the command was not typed as it is meant (exit code 2)
├── Busy          others are before it: it may be asked again soon
└── NotCurrent    what is to be changed is not as it was read any more
"""


class ApiError(Exception):
    """A refusal, with a permanent *slug* for programs and the *facts* of its sentence."""

    def __init__(self, slug: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.slug = slug
        self.facts = facts


class WrongUsage(ApiError):
    """What was typed is not a command with its options."""


class Busy(ApiError):
    """What is asked for has to wait, and enough wait already."""


class NotCurrent(ApiError):
    """Something was changed since it was read (RFC 9110 13.1.1)."""
