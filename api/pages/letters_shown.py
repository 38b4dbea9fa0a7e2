"""One letter as strangers and addressees are shown it: what stands on the paper, the verdict, the checks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from litestar import Response

from api.counter import Counter
from api.pages.handed_out import BYTES, saved_as
from api.settings import Settings
from api.texts.text import Text
from api.texts.web import verification as words
from domain.errors import NoSuchThing, WrongStage
from domain.thai.dates import buddhist_year, print_date
from domain.thai.digits import to_thai
from domain.values import File
from registry.reader import Reader
from registry.verdicts.headline import Headline
from registry.verdicts.letter import PublicLetter
from registry.verdicts.verdicts import Judged
from registry.verify.contents import EXTENSIONS
from registry.verify.verdicts import Finding, Layer, Saying, Verdict
from registry.verify.words import say

PRIVATE = {"Cache-Control": "no-store"}
"""An address with a secret in it, about what may change any minute."""

_PEM = re.compile("-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)  # RFC 7468 5.1
_WORST_FIRST = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Trusted:
    """What a verifier in the visitor's browser is given, by this office; in the forms in which HTML carries it."""

    roots: str
    """Certificates as DER in base64, with blanks between them."""
    log_key: str
    leaf0: str

    @classmethod
    def of(cls, reader: Reader) -> "Trusted":
        """Read what lies in the registry's ``trust/``."""
        home = reader.home
        roots = _PEM.findall(home.roots.read_text("ascii"))
        return cls(
            " ".join("".join(root.split()) for root in roots),
            reader.identity.log_key,
            home.leaf0.read_text("ascii").strip(),
        )


def values(counter: Counter, settings: Settings, judged: Judged, here: str) -> dict[str, Any]:
    """Return what `verification/parts.html` shows of a letter.

    Args:
        counter: Where requests are served.
        settings: Of these pages.
        judged: The letter, and the verdict on it.
        here: The page's own path; its files lie below.
    """
    return {
        "judged": judged,
        "letter": judged.letter,
        "here": here,
        "host": settings.host,
        "trusted": Trusted.of(counter.office.reader),
        "checks_found": [(one, words.CHECKS[one.layer], saying(one.says)) for one in _counted(judged)],
        "remarks": [] if judged.report is None else [saying(one) for one in judged.report.remarks],
        "time": None if judged.report is None else judged.report.of(Layer.TIME),
        "because": _because(judged),
        "words": words,
        "COPY": Headline.COPY,
        "printed": to_thai,
        "printed_day": print_date,
        "utc": _utc,
    }


def evidence(counter: Counter, letter: PublicLetter) -> Response[bytes]:
    """Hand out the very bundle that the verdict is about.

    Raises:
        WrongStage: there is none yet.
    """
    data = counter.verdicts.bundle(counter.office.reader, letter)
    if data is None:
        raise WrongStage(
            "evidence-not-yet", "The letter is recorded, and its evidence is not ready yet: ask again in a minute."
        )
    return download(data, "evidence.zip", "application/zip")


def original(counter: Counter, letter: PublicLetter) -> Response[bytes]:
    """Hand out the file that people received."""
    return _file(counter, letter, letter.final, "")


def attachment(counter: Counter, letter: PublicLetter, place: int) -> Response[bytes]:
    """Hand out one of the letter's attached files, counted from 1.

    Raises:
        NoSuchThing: it has not so many.
    """
    if not 1 <= place <= len(letter.attached):
        raise NoSuchThing("no-such-attachment", f"No file {place} came with the letter.", file=str(place))
    return _file(counter, letter, letter.attached[place - 1], f"-{place}")


def _file(counter: Counter, letter: PublicLetter, file: File, which: str) -> Response[bytes]:
    mime = file.mime if file.mime in EXTENSIONS else BYTES
    name = f"letter-{letter.text.n[0]}-{buddhist_year(letter.text.dated)}{which}.{EXTENSIONS.get(mime, 'bin')}"
    return download(counter.office.reader.blobs.get(file.sha256), name, mime)


def download(data: bytes, name: str, mime: str) -> Response[bytes]:
    """Return a file to be saved, which nobody keeps on its way."""
    answer = saved_as(data, name, mime)
    answer.headers.update(PRIVATE)
    return answer


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _counted(judged: Judged) -> Iterator[Finding[Layer]]:
    """Yield the findings that the headline counts, in the order of the layers."""
    if judged.report is not None:
        yield from (one for one in judged.report.findings if one.layer in judged.report.policy.demands)


def _because(judged: Judged) -> Text | None:
    """Return why the headline is not green, in one sentence."""
    if judged.damage is not None:
        return saying(judged.damage)
    if judged.report is None:
        return words.RECORDED_ONLY
    if judged.headline is Headline.UNPROVEN and judged.withdrawn is not None:
        return words.KEY_WITHDRAWN
    worst = min(_counted(judged), key=lambda one: _WORST_FIRST.index(one.verdict))
    return None if worst.verdict is Verdict.VALID else words.CHECKS[worst.layer].failed


def saying(says: Saying) -> Text:
    """Return a sentence of the verifier."""
    return Text(say(says, "th"), say(says, "en"))
