"""What people of a department do about who may sign: they appoint, delegate, are absent, and sign for one another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.authority import Role
from domain.classes import ActingWord
from domain.letter.events import LetterSignedInMatter, OrderSignedByHand
from domain.letter.text import Signatory
from domain.series import Purpose, SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.values import Digest, StreamId
from registry.wire import THAI_TIME
from tests.registry.world import LETTER, OFFICE, World

UNIT = UnitId("dla")
HEAD, DEPUTY = "อธิบดี", "รองอธิบดี"
BUDGET, STAFF = "งบประมาณ", "บุคคล"
BEFORE = Acts(units=(UnitAct(UnitActKind.ESTABLISH, UNIT, name=OFFICE, unit_kind="department"),))
ABSENT, DELEGATED = ActingWord.ACTING_FOR_ABSENT, ActingWord.BY_DELEGATION


def february(day: int, hour: int = 0) -> datetime:
    """A moment in the month in which the tests take place; they begin on the 9th at nine."""
    return datetime(2021, 2, day, hour, tzinfo=THAI_TIME)


def delegation(officer: str = "deputy", *matters: str, **fields: Any) -> Acts:
    return Acts(posts=(PostAct(PostActKind.DELEGATE, HEAD, UNIT, officer, matters=matters, **fields),))


def withdrawal(officer: str = "deputy", *matters: str, **fields: Any) -> Acts:
    return Acts(posts=(PostAct(PostActKind.WITHDRAW, HEAD, UNIT, officer, matters=matters, **fields),))


def deputy(officer: str = "deputy") -> Acts:
    """The appointment of an officer as deputy of the head."""
    since = february(1)
    return Acts(posts=(PostAct(PostActKind.APPOINT, DEPUTY, UNIT, officer, since=since, deputises=HEAD),))


@dataclass(slots=True)
class Office(World):
    """A world in which people sign for one another."""

    def enrol_signatory(self, who: str, *posts: str) -> None:
        """Enrol an officer who signs letters."""
        self.enrol(who, who, posts=posts, roles=(Role.SIGNATORY,))

    def signed_for(
        self,
        principal: str | None = HEAD,
        *,
        word: ActingWord | None = DELEGATED,
        who: str = "deputy",
        matter: str | None = None,
        **changed: Any,
    ) -> dict[str, Any]:
        """Let a deputy sign a letter, for the head unless it is said otherwise; return the answer."""
        signatory = Signatory(who, who, DEPUTY, acting=word, principal=principal)
        text = self.letter(self.reserve(), signatory=signatory)
        if matter is None:
            return self.admit(self.sign(text, who=who, **changed))
        if self.typesets:
            return self.admit(self.typeset(text, who=who, matter=matter, **changed).said)
        return self.admit(self.say(who, LetterSignedInMatter(text, matter), doc=[self.file(LETTER)], **changed))

    def absent(self, *, who: str = "clerk", **fields: Any) -> Digest:
        """Record that the head is away from now on; return the statement's digest."""
        said = self.say(who, self.absence(**fields))
        self.admit(said)
        return said.digest

    def absence(self, **fields: Any) -> AbsenceRecorded:
        """The fact that the head is away from now on."""
        said = {"kind": AbsenceKind.LEAVE, "post": HEAD, "unit": UNIT, "since": self.now, "officer": "dg"}
        return AbsenceRecorded(**{**said, **fields})

    def back(self, absence: Digest, *, at: datetime | None = None, who: str = "clerk") -> Digest:
        """Record that the head is back."""
        said = self.say(who, AbsenceEnded(absence, at or self.now))
        self.admit(said)
        return said.digest

    def order_by_hand(self, acts: Acts) -> StreamId:
        """Enter an order that the head signed on paper, and what it does."""
        text = self.letter(self.reserve(SeriesKind.ORDER, purpose=Purpose.PAPER), book=SeriesKind.ORDER)
        scan = self.file(b"SPECIMEN: a scan", role="scan", mime="application/pdf", name="scan.pdf")
        said = self.say("clerk", OrderSignedByHand(text, "clerk", None, acts), doc=[scan])
        return StreamId(self.admit(said)["stream"])

    def signed_order(self, stream: StreamId) -> Digest:
        """The digest of the statement by which an order was signed."""
        return self.signed_statement(stream)
