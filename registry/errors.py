"""Refusals of the registry: what was kept, carried or proved is not what it should be.

    RegistryError
    ├── NotCanonical   bytes that are not the one canonical form of what they say
    ├── UnknownFact    a wire name that this version cannot read
    ├── BadLeaf        not a leaf of this log
    ├── BadProof       a proof that does not prove what it claims
    ├── HeadsDiffer    a map of newest states that does not follow from the leaves
    ├── LogForked      a second history was about to be signed
    ├── LogBusy        another process holds the log
    ├── NotFetched     what another publishes could not be had
    └── StoreDamaged   a stored thing is missing or altered
        └── HeadsNotKept   a map of newest states that the machine has no room for

A refusal is one clear sentence: which thing, what is wrong, what to do. The English sentence is the
exception's text; the Thai one is made from *slug* and *facts* by whoever speaks to people.
"""


class RegistryError(Exception):
    """A refusal, with a permanent *slug* for programs and the *facts* of its sentence."""

    def __init__(self, slug: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.slug = slug
        self.facts = facts


class NotCanonical(RegistryError, ValueError):
    """The bytes or the value have no canonical form, or another one than the given."""


class UnknownFact(RegistryError, ValueError):
    """A wire name that this version cannot read."""


class BadLeaf(RegistryError, ValueError):
    """The leaf is not one that this log writes."""


class BadProof(RegistryError):
    """The proof does not prove what it claims."""


class HeadsDiffer(RegistryError):
    """The map of newest states is not the one that follows from the public leaves."""


class LogForked(RegistryError):
    """A history other than the signed one was about to be signed."""


class LogBusy(RegistryError):
    """Another process holds the log."""


class NotFetched(RegistryError):
    """A file that another publishes could not be had; nothing can be told without it."""


class StoreDamaged(RegistryError):
    """What is stored is missing or is not what was stored."""


class HeadsNotKept(StoreDamaged):
    """The machine does not take the map of newest states; what is there is whole."""
