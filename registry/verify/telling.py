"""What the facts in support tell, in the order of the log: of officers and keys, and of who may sign for whom.

officer.enrolled, key.…  ─▶ `registry.verify.authority`
order.signed + order.issued · instrument.recorded + .confirmed · absence.… ─▶ `registry.verify.capacity`
"""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final

from keys.paths import TrustRoots
from registry.verify import passkeys
from registry.verify.acts import Instrument
from registry.verify.admission import require_issued
from registry.verify.authority import (
    CLERK,
    REGISTRAR,
    Authority,
    found,
    learn_enrolment,
    require_another,
    require_registrar,
)
from registry.verify.contents import BY_HAND, LETTERS, Contents
from registry.verify.history import THAILAND
from registry.verify.later import WITH_ACTS
from registry.verify.members import Fact
from registry.verify.signing import require_capacity, require_signer
from registry.verify.statements import Fields
from registry.verify.verdicts import Unshown, Untold

_GIVING: Final = frozenset({"appoint", "act-for", "delegate", "assign"})
_PASSING_ON: Final = frozenset({"delegate", "assign"})
_LENT: Final = frozenset({None, "by_delegation", "on_behalf"})
"""With these words somebody signs by a power that is not passed on again."""


def told(contents: Contents, roots: TrustRoots) -> Authority:
    """Return officers, keys and posts as the support facts tell them, each verified as of the time that it claims.

    Raises:
        Unshown: a support fact is not signed by one who may say it, or has no place in a bundle.
    """
    opened = contents.support[0]
    authority = Authority(contents, roots, opened)
    found(authority, opened)
    told_so_far = _Told(authority)
    for fact in contents.support[1:]:
        if fact.index < contents.person.index:
            told_so_far.learn(fact)
        elif fact.statement.name != "key.withdrawn.v1":
            raise Unshown(
                "support-too-late",
                f"{fact.statement.member} stands behind what it is to support.",
                member=fact.statement.member,
            )
    return authority


@dataclass(slots=True)
class _Told:
    """What was learnt, and what waits for the fact that makes it count."""

    authority: Authority
    signed: dict[str, Fact] = field(default_factory=dict)
    """Orders with acts, by the digest that their admission names."""
    signers: dict[str, set[str]] = field(default_factory=dict)
    """Who signed or entered each of them."""
    recorded: dict[str, tuple[Fact, str]] = field(default_factory=dict)
    """Recorded instruments by their digests, and who recorded them."""

    def learn(self, fact: Fact) -> None:
        """Learn one fact, in the order of the log."""
        name, at = fact.statement.name, fact.statement.at
        if name in LETTERS:
            self._learn_signed(fact)
            return
        match name:
            case "series.opened.v1" | "letter.issued.v1" | "order.amended.v1" | "order.repealed.v1":
                self.authority.require_seal(fact, at)
            case passkeys.GIVEN:
                self.authority.require_seal(fact, at)
            case passkeys.OFFERED | passkeys.CONFIRMED:
                self.authority.require_seal(fact, at)
                self.authority.passkeys.learn(fact)
            case "order.issued.v1":
                self.authority.require_seal(fact, at)
                signed = self.signed.get(fact.statement.fields.digest("signed"))
                if signed is not None:
                    require_issued(signed, fact)
                    self._learn_instrument(_order(signed, fact), signed, self.signers[signed.statement.digest])
            case "instrument.recorded.v1":
                self.recorded[fact.statement.digest] = fact, require_registrar(self.authority, fact)
            case "instrument.confirmed.v1":
                self._confirm(fact)
            case "absence.recorded.v1" | "absence.ended.v1":
                self._require_recorder(fact)
                self.authority.capacities.learn_absence(fact)
            case _:
                learn_enrolment(self.authority, fact)

    def _learn_signed(self, fact: Fact) -> None:
        statement = fact.statement
        acts = statement.fields.part("acts").parts("posts") if statement.name in WITH_ACTS else []
        signer = require_signer(self.authority, fact, statement.at)
        try:
            require_capacity(self.authority, fact)
        except Untold:
            if acts:  # an order on posts gives nothing unless its signatory's own authority is shown
                raise
        signatory = statement.fields.part("letter").part("signatory")
        signers = {signatory.text("officer"), signer.officer}
        _require_own_to_give(fact, acts, signers)
        if statement.name in WITH_ACTS:
            self.signed[statement.digest], self.signers[statement.digest] = fact, signers

    def _learn_instrument(self, instrument: Instrument, said: Fact, officers: set[str]) -> None:
        """Learn an instrument, and refuse one that by what it repeals gives a power to *officers*, who signed it."""
        capacities = self.authority.capacities
        before = capacities.ends(officers)
        capacities.learn(instrument)
        after = capacities.ends(officers)
        for deed, end in before.items():
            longer = after[deed] > end if deed.kind in _GIVING else after[deed] < end
            if longer:
                raise _gives_himself(said, deed.post)

    def _confirm(self, fact: Fact) -> None:
        by = require_registrar(self.authority, fact)
        known = self.recorded.get(fact.statement.fields.digest("recorded"))
        if known is None or known[0].statement.fields.flag("proposed"):
            raise Unshown(
                "nothing-to-confirm",
                f"{fact.statement.member} confirms an instrument that the bundle does not hold, or a proposal.",
                member=fact.statement.member,
            )
        recorded, recorder = known
        require_another(fact, by, recorder)
        acts = recorded.statement.fields.part("acts").parts("posts")
        _require_not_to(fact, acts, {by, recorder})
        self._learn_instrument(_instrument(recorded, fact), fact, {by, recorder})

    def _require_recorder(self, fact: Fact) -> None:
        officer = self.authority.require_person(fact, fact.statement.at)
        if not {CLERK, REGISTRAR} & officer.roles:
            raise Unshown(
                "not-a-recorder",
                f"{fact.statement.member} is signed by {officer.name}, who is no clerk or registrar.",
                member=fact.statement.member,
                name=officer.name,
            )


def _order(signed: Fact, issued: Fact) -> Instrument:
    said = issued.statement
    return Instrument(
        stream=said.stream,
        number=said.fields.text("number"),
        digest=signed.statement.digest,
        index=issued.index,
        begins=said.at,
        acts=signed.statement.fields.part("acts"),
        on_paper=signed.statement.name in BY_HAND,
    )


def _instrument(recorded: Fact, confirmed: Fact) -> Instrument:
    fields = recorded.statement.fields
    return Instrument(
        stream=recorded.statement.stream,
        number=fields.optional("number") or fields.text("title"),
        digest=recorded.statement.digest,
        index=confirmed.index,
        begins=datetime.combine(fields.date("dated"), time.min, THAILAND),
        acts=fields.part("acts"),
    )


def _require_own_to_give(fact: Fact, acts: list[Fields], signers: set[str]) -> None:
    """Refuse an order that gives a power to who signs or enters it, or one that is not the signatory's."""
    signatory = fact.statement.fields.part("letter").part("signatory")
    _require_not_to(fact, acts, signers)
    own = {signatory.text("post")}
    if signatory.optional("acting") not in _LENT:
        own.add(signatory.text("principal"))
    for act in acts:
        if act.text("kind") in _PASSING_ON and act.text("post") not in own:
            raise Unshown(
                "gives-anothers",
                f"{fact.statement.member} gives away the power of {act.text('post')!r}, which is not its signatory's.",
                member=fact.statement.member,
                post=act.text("post"),
            )


def _require_not_to(fact: Fact, acts: list[Fields], officers: set[str]) -> None:
    for act in acts:
        if act.text("kind") in _GIVING and act.optional("officer") in officers:
            raise _gives_himself(fact, act.text("post"))


def _gives_himself(fact: Fact, post: str) -> Unshown:
    return Unshown(
        "gives-himself",
        f"{fact.statement.member} gives the power of {post!r} to one who signs or enters it.",
        member=fact.statement.member,
        post=post,
    )
