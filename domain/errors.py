"""Refusals: every way in which the rules of the work say no.

    DomainError
    ├── InvalidValue      what was typed is not such a thing (a date, a number, a code)
    ├── WrongNumber       the register holds another number or date
    ├── WrongStage        not at this point of the thing's life
    ├── NotAllowed        this person may not, that day
    ├── NoSuchThing       nothing of that name is known here
    └── ClauseForbids     a clause in force on that day forbids it

A refusal is one clear sentence: which thing, what is wrong, what to do. The English sentence is the
exception's text; the Thai one is made from *slug* and *facts* by whoever speaks to people.
"""


class DomainError(Exception):
    """A refusal, with a permanent *slug* for programs and the *facts* of its sentence."""

    def __init__(self, slug: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.slug = slug
        self.facts = facts


class InvalidValue(DomainError, ValueError):
    """What was given is not a value of its kind."""


class WrongNumber(DomainError):
    """The number or date is not the one that the register holds."""


class WrongStage(DomainError):
    """The thing is not at the point of its life where this can happen."""


class NotAllowed(DomainError):
    """The person has no authority for this on that day."""


class NoSuchThing(DomainError):
    """Nothing of that name is known in this registry."""


class ClauseForbids(DomainError):
    """A clause that is in force on that day forbids it."""
