"""What anybody may ask: what the register says of a letter's code, and the log's newest checkpoint."""

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.auth.rights import Right, allow
from api.counter import Counter
from api.routes.kit import ANYBODYS
from registry.verdicts.letter import by_code
from registry.verify.words import say
from registry.views.letters import Letters


class Check(msgspec.Struct):
    """One layer of the verdict."""

    layer: str
    verdict: str
    slug: str
    says: str


class Verification(msgspec.Struct):
    """The verdict of this office's own server on a letter's evidence: its word, and no more than that."""

    headline: str
    checked_by: str
    number: str
    final: str
    """SHA-256 of the registered file."""
    checks: list[Check]


@get("/verification/{code:str}", opt=allow(Right.PUBLIC), responses=ANYBODYS, sync_to_thread=True)
def read_verification(code: FromPath[str], counter: NamedDependency[Counter]) -> Verification:
    """Say what the register knows of the letter in whose QR code this code stands; of secret letters nothing."""
    reader = counter.office.reader
    with counter.view(Letters) as letters:
        letter = by_code(reader, letters, code)
    judged = counter.verdicts.of(reader, letter)
    findings = () if judged.report is None else judged.report.findings
    checks = [Check(one.layer.value, one.verdict.value, one.says.slug, say(one.says, "en")) for one in findings]
    return Verification(judged.headline.value, "server", letter.text.number, letter.final.sha256, checks)


@get(
    "/checkpoint",
    opt=allow(Right.PUBLIC),
    responses=ANYBODYS,
    sync_to_thread=True,
    media_type="text/plain; charset=utf-8",
)
def read_checkpoint(counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the log's newest published checkpoint, a signed note (C2SP tlog-checkpoint)."""
    return Response(counter.office.reader.checkpoint(), media_type="text/plain; charset=utf-8")


ROUTES = (read_verification, read_checkpoint)
