"""Who may sign, as the writer, the auditor and whoever prepares a letter ask it of what is recorded.

the statement's signature ──▶ the signer's own post, or the power to sign for another
  not valid ─▶ refused, with the record that speaks against it
  cannot tell ─▶ admitted, and the answer says so
  valid ─▶ the seal's admission names the statements that it rests on
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from domain.authority import Authority, Role
from domain.errors import NotAllowed
from domain.letter.events import (
    LetterSignedByHand,
    LetterSignedInMatter,
    LetterSignedTypeset,
    OrderSignedWithActs,
    SignedLetter,
)
from domain.letter.text import LetterText, Signatory
from domain.structure import appointing
from domain.structure.acts import Acts
from domain.structure.instruments import Source
from domain.structure.judging import judge
from domain.structure.posts import Posts, about, enrolled
from domain.structure.powers import Ground, Judgement, Power, PowerKind, Verdict
from domain.structure.repealing import amounting_to
from domain.structure.structure import Structure
from domain.values import Digest
from registry.wire import THAI_TIME, Relation, Statement

RESTS_ON: Final = "rests-on"
_BY_ENROLMENT: Final = Judgement(Verdict.VALID)
"""Of a post that is held by enrolment and that no order speaks of: nothing has to be named for it."""


@dataclass(frozen=True, slots=True)
class Records:
    """What is recorded of officers, units and posts, as known after some fact."""

    authority: Authority
    structure: Structure
    posts: Posts

    def of(self, names: Iterable[str | None]) -> list[Power]:
        """Return every power where an officer or a post of *names*, or a deputy of one, is spoken of."""
        wanted = list(names)
        own = [power for name in wanted if name in self.authority.officers for power in self._enrolled(str(name))]
        return [*about(self.posts, self.structure, wanted), *own]

    def _enrolled(self, officer: str) -> tuple[Power, ...]:
        known = self.authority.officers[officer]
        return enrolled(self.posts, self.structure, known.enrolled, statement=known.statement)


def moment_of(at: datetime, text: LetterText) -> datetime:
    """Return the moment of a signature: when it was made, or the first one of the letter's day if that is later."""
    return max(at, datetime.combine(text.dated, time.min, THAI_TIME))


def matter_of(fact: SignedLetter) -> str | None:
    """Return the matter that a letter or order names, for a delegation to cover it."""
    return fact.matter if isinstance(fact, LetterSignedInMatter | LetterSignedTypeset | OrderSignedWithActs) else None


def require_signer(records: Records, statement: Statement, fact: SignedLetter) -> Judgement:
    """Return what is recorded of the signatory's power to sign this, or refuse.

    Raises:
        NotAllowed: the key is not the signatory's (a clerk's, of a letter on paper), who does not sign letters
            here or did not hold the post; or a record speaks against the power to sign for another.
    """
    authority, signatory = records.authority, fact.letter.signatory
    if isinstance(fact, LetterSignedByHand):
        officer = authority.require_role(statement.by, Role.CLERK)
        if officer.officer != fact.clerk:
            raise NotAllowed(
                "not-the-clerk", f"{officer.name} signs as clerk {fact.clerk!r}.", name=officer.name, clerk=fact.clerk
            )
    else:
        authority.require_own_key(statement.by, signatory)
    return require_power(records, signatory, on=moment_of(statement.at, fact.letter), matter=matter_of(fact))


def require_power(records: Records, signatory: Signatory, *, on: datetime, matter: str | None) -> Judgement:
    """Return what is recorded of a signatory's power at a moment; refuses where nothing shows the own post.

    Raises:
        NotAllowed: the signatory does not sign letters here, did not hold the own post, or a record speaks against it.
    """
    officer = records.authority.require_signing(signatory)
    if signatory.acting is None and signatory.principal is None and signatory.officer not in records.posts.mentions:
        judged = _BY_ENROLMENT if officer.holds(signatory.post, on.astimezone(THAI_TIME).date()) else None
    else:
        known = records.of((signatory.officer, signatory.principal))
        judged = judge(known, signatory, on=on, matter=matter)
    if judged is None or (judged.why is not None and judged.why.slug == "post-not-recorded"):
        raise NotAllowed(
            "post-not-held",
            f"{signatory.name} did not hold the post {signatory.post!r} on {on.date()}.",
            name=signatory.name,
            post=signatory.post,
            on=on.date(),
        )
    if judged.verdict is Verdict.NOT_VALID and judged.why is not None:
        raise judged.why
    return judged


def require_acts(  # noqa: PLR0913 - an order, its signature, and what is recorded
    records: Records, fact: SignedLetter, acts: Acts, judged: Judgement, *, on: datetime, source: Source
) -> None:
    """Refuse what an order says of posts unless its signatory may say it.

    Args:
        records: As known before the order.
        fact: The order as signed.
        acts: What it says.
        judged: What is recorded of its signatory.
        on: The moment of the signature.
        source: The order, as it will be known.
    """
    said = amounting_to(records.posts, records.structure, acts, source)
    signatory = fact.letter.signatory
    signers = {signatory.officer, *([fact.clerk] if isinstance(fact, LetterSignedByHand) else [])}
    appointing.require_authority(
        said,
        records.structure,
        signatory=signatory,
        judged=judged,
        held=_held(records, signatory, on),
        issued_at=source.issued_at,
    )
    appointing.require_not_to(said, signers, records.of(signers))
    appointing.require_sense(acts, records.of(_named(acts)), issued_at=source.issued_at)


def require_recorded_acts(records: Records, acts: Acts, registrar: Digest, *, source: Source) -> None:
    """Refuse what a recorded instrument says of posts where it gives a power to the *registrar* whose key it is."""
    officer = records.authority.key(registrar).officer
    said = amounting_to(records.posts, records.structure, acts, source)
    appointing.require_not_to(said, {officer}, records.of((officer,)))
    appointing.require_sense(acts, records.of(_named(acts)), issued_at=source.issued_at)


def ties(judged: Judgement) -> Iterator[Relation]:
    """Yield the ties of an admission to the statements that its signatory's power rests on, each once."""
    told: set[Digest] = set()
    for power in judged.chain:
        basis = power.basis
        for digest in (basis.digest, basis.confirmation):
            if basis.ground is not Ground.ENROLMENT and digest is not None and digest not in told:
                told.add(digest)
                yield Relation(RESTS_ON, digest)


def _named(acts: Acts) -> set[str | None]:
    return {name for act in acts.posts for name in (act.post, act.officer)}


def _held(records: Records, signatory: Signatory, on: datetime) -> list[Power]:
    """Return every record by which a signatory held the own post: by enrolment, by orders, in whichever unit."""
    return [
        one
        for one in records.of((signatory.officer,))
        if (one.kind, one.officer, one.post) == (PowerKind.OWN_POST, signatory.officer, signatory.post)
        and one.in_force(on)
    ]
