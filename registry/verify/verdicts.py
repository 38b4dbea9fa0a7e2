"""What a verifier may answer: a verdict a layer, and the headline that a policy makes of them.

container   the file is one bundle, and each member of it is where and what it must be
files       the letter's files are those that were signed
authority   whose key is whose, and in which post, by two officers' word
person      this person signed exactly these bytes
document    the final file bears the same person's signature, over all but its own place; of typeset letters only
history     the seal admitted it, and it stands at leaf N of the one log
time        it stood there not later than T
standing    nothing has cancelled or replaced it since
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Generic, TypeVar

from keys.errors import KeysError
from registry.errors import RegistryError


class Verdict(Enum):
    """The only answers there are; the worst first."""

    INVALID = "invalid"
    DISPUTED = "disputed"
    CANNOT_TELL = "cannot-tell"
    VALID = "valid"


_WORST_FIRST: Final = tuple(Verdict)


class Layer(Enum):
    """What a verdict is about."""

    CONTAINER = "container"
    FILES = "files"
    AUTHORITY = "authority"
    PERSON = "person"
    DOCUMENT = "document"
    HISTORY = "history"
    TIME = "time"
    STANDING = "standing"


Looked = TypeVar("Looked", bound=Enum)
Shown = TypeVar("Shown")


class Unshown(RegistryError):
    """The bundle does not show what it must; the layer is not valid."""

    verdict = Verdict.INVALID


class Contested(Unshown):
    """Two things that the bundle shows speak against each other."""

    verdict = Verdict.DISPUTED


class Untold(Unshown):
    """Nothing in the bundle decides it, either way."""

    verdict = Verdict.CANNOT_TELL


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of one or more verdicts."""
    return min(verdicts, key=_WORST_FIRST.index)


@dataclass(frozen=True, slots=True)
class Policy:
    """Which layers must be valid before the whole is; of those that a bundle has."""

    name: str
    demands: frozenset[Layer]


_ISSUED: Final = frozenset({Layer.CONTAINER, Layer.FILES, Layer.AUTHORITY, Layer.PERSON, Layer.DOCUMENT, Layer.HISTORY})
EMBEDDED: Final = Policy("embedded", _ISSUED | {Layer.STANDING})
"""One machine, no witnesses: the time is the operator's claim, and is shown as that."""
ISSUED: Final = Policy("issued", _ISSUED)
"""That it was signed and issued, whatever became of it: a cancelled letter's evidence is good evidence."""
WITNESSED: Final = Policy("witnessed", _ISSUED | {Layer.STANDING, Layer.TIME})
"""Others than the operator must vouch for the time. No bundle of this version carries that."""
POLICIES: Final = {policy.name: policy for policy in (EMBEDDED, ISSUED, WITNESSED)}


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence before it is put into words: its *slug*, the *facts* in it, and English for a refusal."""

    slug: str
    facts: dict[str, object] = field(default_factory=dict)
    english: str | None = None


def cause(refusal: KeysError | RegistryError) -> Saying:
    """Return a refusal of another room as a part of a sentence of ours."""
    return Saying(refusal.slug, refusal.facts, str(refusal))


@dataclass(frozen=True, slots=True)
class Finding(Generic[Looked]):
    """The verdict on one layer, and what it rests on."""

    layer: Looked
    verdict: Verdict
    says: Saying


class Findings(Generic[Looked]):
    """What is found about one layer after another."""

    def __init__(self) -> None:
        self._found: dict[Looked, Finding[Looked]] = {}

    def look(self, layer: Looked, look: Callable[[], tuple[Shown, Saying]]) -> Shown | None:
        """Keep what *look* says, or the refusal that it raises; return what it shows, or None."""
        try:
            shown, says = look()
        except Unshown as refusal:
            self._found[layer] = Finding(layer, refusal.verdict, cause(refusal))
            return None
        self._found[layer] = Finding(layer, Verdict.VALID, says)
        return shown

    def of(self, layer: Looked) -> Finding[Looked]:
        """Return what was found; of a layer that was not looked at, that nothing can be told."""
        return self._found.get(layer, Finding(layer, Verdict.CANNOT_TELL, Saying("not-looked-at")))


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found out about one bundle under one policy."""

    policy: Policy
    findings: tuple[Finding[Layer], ...]
    """One a layer that the bundle has, in the order of `Layer`."""
    about: Saying | None
    """What the bundle is evidence of; None where it cannot be read."""
    remarks: tuple[Saying, ...]
    """What was not checked, or was not pinned."""

    @property
    def headline(self) -> Verdict:
        """The worst verdict of the layers that the policy demands."""
        return worst(finding.verdict for finding in self.findings if finding.layer in self.policy.demands)

    def of(self, layer: Layer) -> Finding[Layer]:
        """Return what was found about *layer*."""
        return next(finding for finding in self.findings if finding.layer is layer)
