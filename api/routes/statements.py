"""What people signed where their keys are, handed in; and the files that it names. No key ever comes here."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody, RawBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import ACTS, UPLOAD, FileName, Key, content, once
from domain.values import Digest, StreamId
from registry import requests, wire
from registry.acts.office import Office
from registry.documents.intake import door


class Handed(msgspec.Struct, forbid_unknown_fields=True):
    """A signed statement and its evidence, in base64.

    An answer names the *stream* of its letter, a typeset letter the digest of its finished file as *final*.
    """

    statement: bytes
    evidence: bytes
    stream: UUID | None = None
    final: Annotated[str, msgspec.Meta(pattern="^sha256:[0-9a-f]{64}$")] | None = None


class Admitted(msgspec.Struct):
    """What became of it."""

    stream: str
    signed: str
    position: int


class Kept(msgspec.Struct):
    """A file that statements may name."""

    sha256: str
    size: int


@post(
    "/statements",
    opt=allow(Right.CLERK, Right.OFFICIAL),
    responses=ACTS,
    sync_to_thread=True,
)
def hand_in_statement(
    data: JSONBody[Handed], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Admitted:
    """Hand in what a person signed; the writer verifies key, authority and rules, whoever hands it in."""

    def act(office: Office) -> Admitted:
        asked = requests.Admit(
            data.statement,
            data.evidence,
            stream=None if data.stream is None else StreamId(str(data.stream)),
            final=None if data.final is None else Digest(data.final),
        )
        answer = office.desk.ask(asked)
        return Admitted(str(answer["stream"]), wire.digest_of(data.statement), int(answer["position"]))

    return once(counter, visitor, key, ("statement", data), Admitted, act)


@post(
    "/files",
    opt=allow(Right.CLERK, Right.OFFICIAL),
    responses=ACTS,
    **UPLOAD,
)
def keep_file(
    body: RawBody,
    counter: NamedDependency[Counter],
    name: FileName,
) -> Kept:
    """Keep a file (the body's very bytes), once it was looked over, so that a statement may name it."""
    door.require_clean(content(body, name), name=name)
    return Kept(counter.office.reader.blobs.put(body), len(body))


ROUTES = (hand_in_statement, keep_file)
