"""A recipient answers where the registry is not: with the bundle, a slip from the office, and the own key.

    the office        the recipient                                             the office
    slip ───once───▶  bundle ─▶ verified ─▶ statement ─▶ signed ─▶ one file ──▶ admit ─▶ the writer decides

A slip says whose statement it will be and which enrolment it rests on. It is neither secret nor proof: what is
signed by a false one is refused at admission. The bundle is proof, and nothing else is ever answered.
Both files are small and have one form, the canonical one (`registry.canonical`):

    slip    {"keys": ["sha256:…"], "name", "office", "officer", "origin", "post", "receives_for": ["…"],
             "under": "sha256:<the statement that enrolled the officer>", "v": 1}
    answer  {"evidence": "<base64 of the CMS>", "letter": "<stream of the letter>",
             "statement": "<base64 of the statement's bytes>", "v": 1}
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, TypeVar, cast

import msgspec

from domain.directives import NOTHING_NOTED, DirectiveReported, Followed, Progress, Standing
from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.letter import admission, directives, life
from domain.letter.events import LetterAcknowledged, LetterReturned, SignedLetter
from domain.letter.life import Stage
from domain.thai.text import normalise
from domain.values import Digest, StreamId
from keys.signing import SigningKey
from registry import canonical, requests, wire
from registry.acts.answering import Recipient, RecipientFact, relation
from registry.acts.office import Office
from registry.acts.outgoing import Issued, issued_in
from registry.authoring import Author
from registry.errors import NotCanonical, RegistryError
from registry.reader import Reader
from registry.register.operations import CLOCKS_APART
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.contents import LETTERS, Contents
from registry.verify.history import verified_head
from registry.verify.verdicts import Verdict
from registry.verify.words import LAYERS, VERDICTS, say
from registry.wire import Seen

LARGEST_SLIP: Final = 64 << 10
"""Bytes; one that names a hundred addressees takes about 10 kB."""
LARGEST_ANSWER: Final = 256 << 10
"""Bytes; an acknowledgement takes about 2 kB, and a long chain of certificates 64 kB more."""
HOURS: Final = CLOCKS_APART // 3600
"""Within which an answer is admitted after it was signed."""
_DEEPEST: Final = 2

_WrittenDigest = Annotated[Digest, msgspec.Meta(pattern="^sha256:[0-9a-f]{64}$")]
_encoder = msgspec.json.Encoder(order="sorted")


class Slip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a recipient needs once, to be able to sign."""

    v: Literal[1]
    origin: str
    """The registry that is answered."""
    officer: str
    name: str
    office: str
    post: str
    receives_for: tuple[str, ...]
    under: _WrittenDigest
    """The statement that enrolled the officer."""
    keys: tuple[_WrittenDigest, ...]
    """Those that count, by their SPKI."""

    @property
    def recipient(self) -> Recipient:
        """Who answers."""
        return Recipient(self.office, self.officer, self.name, self.post, self.receives_for)


class SignedAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a recipient signed, on its way to the office."""

    v: Literal[1]
    letter: Annotated[StreamId, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    """The stream of the letter that is answered."""
    statement: bytes
    evidence: bytes


_Form = TypeVar("_Form", Slip, SignedAnswer)


@dataclass(frozen=True, slots=True)
class Proved:
    """The letter that a bundle proves, and what its reader has seen of the registry by it."""

    letter: Issued
    origin: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Admitted:
    """An answer that was entered, and where."""

    letter: Issued
    fact: RecipientFact
    signed: Digest
    position: int

    @property
    def addressee(self) -> str:
        """For whom it speaks."""
        return self.letter.text.addressees[self.fact.to].name


# --- the office makes a slip -----------------------------------------------------------------------------------


def slip(reader: Reader, officer: str) -> Slip:
    """Return what an officer needs in order to answer from elsewhere.

    Raises:
        NoSuchThing: no such officer is enrolled, or none of the officer's keys counts.
        NotAllowed: the officer answers for nobody.
    """
    authority = reader.authority()
    recipient = Recipient.of(authority.officer(officer))
    keys = sorted(
        spki
        for spki, key in authority.keys.items()
        if key.officer == officer and key.confirmed and key.withdrawn is None
    )
    if not keys:
        raise NoSuchThing(
            "officer-without-key", f"{officer} has no such key: look at saraban officer list.", officer=officer
        )
    if not recipient.receives_for:
        raise NotAllowed(
            "answers-for-nobody",
            f"{recipient.name} answers for nobody: enrol the officer with --receives-for.",
            name=recipient.name,
        )
    return Slip(
        v=1,
        origin=reader.identity.origin,
        officer=officer,
        name=recipient.name,
        office=recipient.office,
        post=recipient.post,
        receives_for=recipient.receives_for,
        under=authority.officers[officer].statement,
        keys=tuple(keys),
    )


def written(form: Slip | SignedAnswer) -> bytes:
    """Return the bytes of a slip's or an answer's file."""
    return _encoder.encode(form)


# --- the recipient answers -------------------------------------------------------------------------------------


def proved(bundle: bytes, trust: Trust) -> Proved:
    """Return the letter that a bundle proves, after verifying it offline.

    Raises:
        InvalidValue: the verdict on it is not *valid*, or it is about an answer.
    """
    report = verify(bundle, trust)
    if report.headline is not Verdict.VALID:
        demanded = (one for one in report.findings if one.layer in report.policy.demands)
        worst = next(one for one in demanded if one.verdict is report.headline)
        verdict, layer, why = VERDICTS[worst.verdict][1], LAYERS[worst.layer][1], say(worst.says, "en")
        raise InvalidValue(
            "bundle-not-valid",
            f"The bundle is not answered, for it is {verdict}: {layer}: {why}",
            verdict=worst.verdict.value,
            layer=worst.layer.value,
            finding=worst.says.slug,
        )
    contents = Contents.read(container.read(bundle))
    person, admission = contents.person.statement, contents.admission.statement
    if person.name not in LETTERS:
        raise InvalidValue("bundle-of-an-answer", "The bundle is about an answer: answer the letter's own bundle.")
    text = cast("SignedLetter", wire.decode(person.data).fact).letter
    letter = Issued(StreamId(admission.stream), text.number, text, Digest(person.digest))
    head = verified_head(contents, trust.log_key).checkpoint
    return Proved(letter, head.origin, Seen(head.size, head.root.hex()))


def read_slip(data: bytes, *, origin: str) -> Slip:
    """Return the slip in a file, which must be one of the registry *origin*.

    Raises:
        InvalidValue: the file is no slip, or another registry's, or has a text that nobody sees.
    """
    try:
        found = _read(data, Slip, LARGEST_SLIP)
    except (NotCanonical, msgspec.ValidationError) as error:
        raise InvalidValue(
            "slip-unreadable", f"This is not a slip as saraban slip writes it: {error}", why=str(error)
        ) from None
    _require_spelt(found.origin, found.officer, found.name, found.office, found.post, *found.receives_for)
    if found.origin != origin:
        raise InvalidValue(
            "slip-of-another-registry",
            f"The slip is of {found.origin}, and the letter is of {origin}: use the slip of that office.",
            slip=found.origin,
            origin=origin,
        )
    return found


def author(slip: Slip, key: SigningKey, trust: Trust, *, at: datetime) -> Author:
    """Return the person who signs with *key* as the slip says.

    Raises:
        NotAllowed: the slip does not name the key.
        BadCertificate: its certificate is expired, or leads to no trusted root.
    """
    if key.certificate.spki not in slip.keys:
        raise NotAllowed(
            "key-not-on-slip",
            f"Key {key.certificate.spki[:23]}… is not on the slip of {slip.name}: "
            "use the key that was enrolled, or ask the office for a new slip.",
            key=key.certificate.spki[:23],
            name=slip.name,
        )
    trust.roots.chain(key.certificate, key.chain, at)
    return Author(slip.origin, key, slip.under)


def sign(author: Author, answered: Proved, fact: RecipientFact, *, at: datetime) -> SignedAnswer:
    """Let the recipient sign what was made by the slip's `Recipient`.

    Raises:
        InvalidValue: a letter is returned without a reason, or was received at a time that cannot be.
        DomainError: what is reported of a directive cannot be.
    """
    said = author.say(fact, at=at, seen=answered.seen, re=[relation(answered.letter)])
    # What the office will decide, as far as the recipient can know: who holds a letter's bundle was sent the letter.
    letter = answered.letter
    known = life.Letter(
        letter.number,
        letter.text.dated,
        letter.signed,
        Stage.DISPATCHED,
        letter.text.addressees,
        directives=_taken_for_done(fact),
    )
    if isinstance(fact, LetterAcknowledged):
        life.require_receipt_in_order(known, fact, now=at)
    statement = admission.Said(said.digest, said.stream)
    if isinstance(fact, DirectiveReported):
        directives.report(known, letter.text.directives, fact, statement=statement, now=at)
    else:
        life.answer(known, fact, statement=statement)
    return SignedAnswer(1, letter.stream, said.statement, said.evidence)


def _taken_for_done(fact: RecipientFact) -> Followed:
    """Return what is known of the directive that is reopened: only the office knows whether it was noted as done."""
    if not isinstance(fact, DirectiveReported) or fact.progress is not Progress.REOPENED:
        return NOTHING_NOTED
    return Followed((Standing(fact.to, fact.no, Progress.DONE),))


# --- the office admits the answer ------------------------------------------------------------------------------


def admit(office: Office, data: bytes) -> Admitted:
    """Hand an answer's file to the writer; the same file again is answered again, and entered once.

    Raises:
        InvalidValue: the file is no answer, or has a text that nobody sees.
        NotAllowed: what it holds is not said elsewhere; only answers to letters are, in an officer's own name.
        RegistryError, DomainError, KeysError: the answer does not hold; nothing was entered.
    """
    try:
        answer = _read(data, SignedAnswer, LARGEST_ANSWER)
    except (NotCanonical, msgspec.ValidationError) as error:
        raise InvalidValue(
            "answer-unreadable", f"This is not an answer as saraban answer writes it: {error}", why=str(error)
        ) from None
    statement = wire.decode(answer.statement)
    fact = statement.fact
    if not isinstance(fact, RecipientFact):
        raise NotAllowed(
            "not-said-elsewhere",
            f"{statement.name} is not taken from a file: only answers to letters are.",
            name=statement.name,
        )
    _require_here(office, statement)
    _require_as_enrolled(office, statement, fact)
    asked = requests.Admit(answer.statement, answer.evidence, stream=answer.letter)
    entered = _ask(office, asked, statement, request_id=sha256(b"admit\n" + data).digest()[:16])
    letter = issued_in(office, answer.letter)
    return Admitted(letter, fact, wire.digest_of(answer.statement), int(entered["position"]))


def _require_here(office: Office, statement: wire.Statement) -> None:
    """Refuse an answer to another registry as that, before its key is looked for in vain."""
    origin = office.reader.identity.origin
    if statement.log != origin:
        raise NotCanonical(
            "another-registry",
            f"The statement was made for {statement.log!r}, not for {origin!r}.",
            log=statement.log,
            origin=origin,
        )


def _require_as_enrolled(office: Office, statement: wire.Statement, fact: RecipientFact) -> None:
    """Refuse words that the office's own desk would not have written: a false slip, or something that nobody sees."""
    match fact:
        case LetterAcknowledged(receive_number=receive_number):
            more: tuple[str | None, ...] = (receive_number,)
        case LetterReturned(reason=reason):
            more = (reason,)
        case DirectiveReported(how=how, performer=performer, evidence=evidence):
            more = (how, performer, evidence)
    _require_spelt(fact.office, fact.officer, fact.name, fact.post, *filter(None, more))
    known = office.reader.authority().officers.get(fact.officer)
    if known is None or known.statement != statement.under:
        return  # the writer's to refuse, unless it has answered this very file before
    recipient = Recipient.of(known.enrolled)
    if (fact.office, fact.name, fact.post) != (recipient.office, recipient.name, recipient.post):
        raise NotAllowed(
            "answers-as-another",
            f"The answer is signed as {fact.name}, {fact.post}, {fact.office}, and the register has {recipient.name}, "
            f"{recipient.post}, {recipient.office}: have it made again with a new slip.",
            name=fact.name,
            known=recipient.name,
        )


def _ask(office: Office, asked: requests.Admit, statement: wire.Statement, *, request_id: bytes) -> dict[str, Any]:
    """Ask the writer, and say of an answer that comes too late what to do about it."""
    try:
        return office.desk.ask(asked, request_id=request_id)
    except RegistryError as refusal:
        if refusal.slug != "clocks-apart" or statement.at > office.now:
            raise
        raise WrongStage(
            "answer-late",
            f"The answer was signed at {statement.at} and is admitted within {HOURS} hours: have it made again.",
            at=statement.at,
            hours=HOURS,
        ) from None


def _read(data: bytes, form: type[_Form], largest: int) -> _Form:
    """Return what a file holds whose every byte is as `written` writes it."""
    canonical.decode(data, max_size=largest, max_depth=_DEEPEST)
    found = msgspec.json.decode(data, type=form)
    if written(found) != data:  # base64 has several spellings
        raise NotCanonical("not-the-canonical-bytes", "A value is written in another way than it is here.", offset=0)
    return found


def _require_spelt(*texts: str) -> None:
    """Refuse what nobody sees, and any other spelling than the register's."""
    for text in texts:
        if normalise(text) != text:
            raise InvalidValue("spelt-otherwise", f"{text!r} is not spelt as the register spells.", text=text)
