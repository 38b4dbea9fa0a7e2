"""The one line above everything else: the worst of what is known about a letter, in seven words.

DIFFERS ▷ UNFINISHED ▷ UNPROVEN ▷ SUPERSEDED ▷ GENUINE      of a letter, the worst first
UNKNOWN                                                     of a code that no letter here has
COPY                                                        of a file beside it, compared by its holder
"""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from registry.verdicts.letter import Later
from registry.verify.verdicts import Finding, Layer, Report, Verdict


class Headline(Enum):
    """What a verification page may say first."""

    DIFFERS = "differs"
    """What is kept does not fit together: nobody should rely on it."""
    UNFINISHED = "unfinished"
    """Something that must be looked at could not be, as while a letter is recorded and not yet in the log."""
    UNPROVEN = "unproven"
    """Nothing was changed, but who signed, or with which power, is not shown."""
    SUPERSEDED = "superseded"
    """A real letter that a later one cancelled, replaced, repealed or amended."""
    GENUINE = "genuine"
    """Every check that the policy demands is passed."""
    COPY = "copy"
    """The holder's file is not the registered one byte by byte."""
    UNKNOWN = "unknown"
    """No letter of this registry has such a code; that is not to say that the paper is forged."""


WORST_FIRST: Final = (
    Headline.DIFFERS,
    Headline.UNFINISHED,
    Headline.UNPROVEN,
    Headline.SUPERSEDED,
    Headline.GENUINE,
)
_OF_THE_SIGNER: Final = frozenset({Layer.AUTHORITY, Layer.PERSON, Layer.DOCUMENT})


def headline(report: Report | None, later: Sequence[Later], *, contested: bool = False) -> Headline:
    """Return the headline of a registered letter.

    Args:
        report: What the verifier found; None while the letter cannot be verified, because it is recorded only.
        later: What became of it, by the register.
        contested: Whether the signer's key was withdrawn since, as of a time before the signature.
    """
    if report is None:
        return Headline.UNFINISHED
    found = [_of(finding) for finding in report.findings if finding.layer in report.policy.demands]
    if contested:
        found.append(Headline.UNPROVEN)
    if later:
        found.append(Headline.SUPERSEDED)
    return min(found, key=WORST_FIRST.index)


def _of(finding: Finding[Layer]) -> Headline:
    match finding.verdict:
        case Verdict.VALID:
            return Headline.GENUINE
        case Verdict.INVALID if finding.says.slug == "stands-no-longer":
            return Headline.SUPERSEDED
        case Verdict.INVALID:
            return Headline.DIFFERS
        case Verdict.DISPUTED:
            return Headline.UNPROVEN
        case Verdict.CANNOT_TELL if finding.layer in _OF_THE_SIGNER and finding.says.slug != "not-looked-at":
            return Headline.UNPROVEN
        case Verdict.CANNOT_TELL:
            return Headline.UNFINISHED
