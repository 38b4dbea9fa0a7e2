"""What routes share: documented problems, requests that are done once, letters that a visitor may read."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from api.auth.rights import Visitor
from api.counter import Counter
from api.errors import NotCurrent
from domain.errors import InvalidValue, NoSuchThing
from domain.letter.events import LetterIssued
from domain.values import StreamId
from registry.acts import outgoing
from registry.acts.office import Office
from registry.acts.outgoing import Issued
from registry.papers.once import OnceDesk
from registry.wire import THAI_TIME

PROBLEM = "application/problem+json"
LARGEST_FILE = 64 << 20
"""Bytes of a file that is handed in."""
MOST = 200
"""Things on one page of a list."""

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Problem(msgspec.Struct):
    """RFC 9457. *type* ends in a permanent slug; *detail* says which thing, what is wrong, what to do."""

    type: str
    title: str
    status: int
    detail: str


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(Problem, generate_examples=False, description=description, media_type=PROBLEM)


ANYBODYS = {
    400: _problem("The request cannot be read."),
    404: _problem("There is no such thing, or it is not to be shown."),
    405: _problem("Not a method of this address."),
    422: _problem("A value is not one of its kind, a parameter is unknown, or a rule forbids it."),
    429: _problem("Too many requests; Retry-After says when to come again."),
    503: _problem("The registry is busy, or cannot be reached."),
}
READS = {
    **ANYBODYS,
    401: _problem("No token, or one that opens nothing."),
    403: _problem("The account does not open this."),
    409: _problem("Not at this point of the thing's life, or the register holds something else."),
}
ACTS = {
    **READS,
    413: _problem("The body is too large."),
    415: _problem("The body is of another media type."),
}
BY_LINK = {status: said for status, said in ACTS.items() if status != HTTPStatus.UNAUTHORIZED}
CHANGES = {
    **ACTS,
    412: _problem("It is not as it was read any more; the ETag is another one."),
}

Key = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="16 to 64 letters, figures, - and _; the same request under the same key is done once.",
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
    ),
]
"""Under which a request is done once."""

IfMatch = Annotated[
    str, HeaderParameter(name="If-Match", description='The ETag that was read, e.g. "3".', pattern=r'^"[0-9]{1,9}"$')
]
"""What is changed, as it was read."""


@dataclass
class TakesFile(Operation):
    """An operation whose body is a file's very bytes."""

    def __post_init__(self) -> None:
        """Describe the body, which the framework hands over unread."""
        schema = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        self.request_body = RequestBody(
            {"application/octet-stream": OpenAPIMediaType(schema=schema)}, description="The file's very bytes."
        )


def like(example: dict[str, object]) -> type[Operation]:
    """Return an operation whose body looks for example so."""

    @dataclass
    class Like(Operation):
        def __post_init__(self) -> None:
            if isinstance(self.request_body, RequestBody):
                for kind in self.request_body.content.values():
                    kind.example = example

    return Like


UPLOAD: dict[str, Any] = {
    "operation_class": TakesFile,
    "request_max_body_size": LARGEST_FILE,
    "sync_to_thread": True,
}
"""Of every route that takes a file."""

FileName = Annotated[str, QueryParameter(min_length=1, max_length=200, description="What the file is called.")]
"""Of a file whose bytes are the body."""

LARGEST_NUMBER = 10**9 - 1
"""Of anything that is counted here."""
Whole = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_NUMBER)]
"""A whole number in a body."""
PathNumber = Annotated[int, PathParameter(ge=0, le=LARGEST_NUMBER)]
"""A whole number in an address."""

Done = TypeVar("Done", bound=msgspec.Struct)


class Entered(msgspec.Struct):
    """What was entered: the stream of the thing's life, and the place of the fact in the log."""

    stream: str
    position: int


class ManyEntered(msgspec.Struct):
    """What was entered for several addressees."""

    stream: str
    positions: list[int]


def once(
    counter: Counter,
    visitor: Visitor,
    key: str,
    asked: tuple[object, ...],
    answer: type[Done],
    act: Callable[[Office], Done],
) -> Done:
    """Do what is asked, once.

    Args:
        counter: Where it is asked.
        visitor: Who asks.
        key: The ``Idempotency-Key``.
        asked: What is asked: the act's name, what it is about, and the body.
        answer: What is answered.
        act: Does it, in an office whose writer takes a request once, and which is as it was when that came first.

    Raises:
        InvalidValue: the key has another form, or another request was made under it.
    """
    return once_for(counter, visitor.account.account, key, asked, answer, act)


def once_for(
    counter: Counter,
    account: str,
    key: str,
    asked: tuple[object, ...],
    answer: type[Done],
    act: Callable[[Office], Done],
) -> Done:
    """Do once what is asked by somebody of whom no more than a name is known; else as `once`."""
    _require_key(key)
    here = counter.office
    newest = here.reader.store.newest()
    begun = counter.once.begin(account, key, msgspec.json.encode(asked), now=here.clock(), newest=newest)
    if begun.answer is not None:
        return msgspec.json.decode(begun.answer, type=answer)
    try:
        desk, then = OnceDesk(here.desk, account, key), here.reader.as_of(begun.newest)
        done = act(replace(here, desk=desk, reader=then, clock=lambda: begun.at))
    except (InvalidValue, NoSuchThing):
        counter.once.forget(account, key)
        raise
    counter.once.end(account, key, msgspec.json.encode(done))
    return done


def once_of(visitor: Visitor, key: str) -> str:
    """Return under which name a working paper is begun once; refuses as `once` does."""
    _require_key(key)
    return f"{visitor.account.account}:{key}"


def form_of(visitor: Visitor, key: str) -> str:
    """Return the id of a form (`api.pages.dispatch.shown.new_form`) of whatever is asked under a key."""
    return sha256(once_of(visitor, key).encode()).hexdigest()[:32]


def _require_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise InvalidValue("bad-key", "An Idempotency-Key has 16 to 64 letters, figures, - and _.")


def content(body: bytes, name: str) -> bytes:
    """Return the bytes of a file that is handed in.

    Raises:
        InvalidValue: there are none.
    """
    if not body:
        raise InvalidValue("file-empty", f"{name} is empty.", file=name)
    return body


def require_version(if_match: str, version: int) -> None:
    """Refuse to change what is not as it was read any more.

    Raises:
        NotCurrent: it has another version.
    """
    if if_match != etag(version):
        raise NotCurrent(
            "version-not-current",
            f"Somebody changed it: its version is {version} now. Read it again, and change that.",
            version=version,
        )


def etag(version: int) -> str:
    """Return a version as ``ETag`` and ``If-Match`` say it (RFC 9110 8.8.3)."""
    return f'"{version}"'


def letter_of(office: Office, visitor: Visitor, stream: UUID) -> Issued:
    """Return a letter that went out from here, if the visitor may read letters of its class.

    Raises:
        NoSuchThing: there is none, or the visitor may not know of it.
    """
    first = office.reader.beginning(StreamId(str(stream)))
    if first is None or not isinstance(first.statement.fact, LetterIssued):
        raise no_such_letter(stream)
    letter = outgoing.issued_in(office, StreamId(str(stream)))
    if not visitor.may_read(letter.text.secrecy):
        raise no_such_letter(stream)
    return letter


def no_such_letter(stream: UUID) -> NoSuchThing:
    """Return the refusal of a letter that is not here, or not for this visitor."""
    return NoSuchThing("no-such-letter", f"No letter {stream} was issued here.", letter=str(stream))


def moment(given: datetime | None, office: Office) -> datetime:
    """Return when something happened, in Thailand's time; now by default.

    Raises:
        InvalidValue: the time names no offset from UTC.
    """
    if given is None:
        return office.now
    if given.tzinfo is None:
        raise InvalidValue("time-without-zone", f"{given} has no offset from UTC: write +07:00 behind it.", at=given)
    return given.astimezone(THAI_TIME).replace(microsecond=0)


def entered(stream: str, answer: dict[str, Any]) -> Entered:
    """Return what the writer answered."""
    return Entered(stream, int(answer["position"]))
