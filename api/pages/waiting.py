"""What waits for a visitor: the first page after signing in answers it in one look, and leads to where it is done.

Only what the visitor may know of is counted, and nothing that waits for somebody else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from api.auth.rights import Right, Visitor
from api.counter import Counter
from api.pages.administration.second_words import is_second
from api.pages.navigation import CLERKS, READERS
from api.pages.operation.running import looked
from api.pages.proposals.asked import waiting_for
from api.texts.text import Text
from api.visible import debtors, may_see, sees
from registry.accounts.second_words import SecondWords
from registry.acts import links, waiting
from registry.acts.attention import attention
from registry.acts.outgoing import issued_in
from registry.operation.state import troubles
from registry.papers.working import Stage
from registry.views import owing
from registry.views.links import PasskeyState
from registry.views.pending import Pending
from registry.views.unanswered import Unanswered


@dataclass(frozen=True, slots=True)
class Waits:
    """Some of one kind that wait."""

    path: str
    """Where they are."""
    words: Text
    count: int
    late: int = 0
    """How many of them are overdue."""
    more: bool = False
    """Whether there are more than were counted."""


SENT_BACK: Final = Text("ร่างที่ส่งคืนมาให้แก้", "Drafts sent back to be put right")
DRAFTS: Final = Text("ร่างที่ยังไม่ได้ส่งให้ลงลายมือชื่อ", "Drafts not sent for signature yet")
ARRIVALS: Final = Text("หนังสือเข้าที่รอลงทะเบียนรับ", "Arrivals waiting to be registered")
PENDING: Final = Text("หนังสือรับที่ยังดำเนินการไม่เสร็จ", "Received letters not concluded")
TO_SEND: Final = Text("หนังสือที่ออกเลขแล้ว รอส่ง", "Numbered letters waiting to be sent")
UNANSWERED: Final = Text("ผู้รับที่ยังไม่ตอบรับ", "Addressees who have not answered")
PASSKEYS: Final = Text("พาสคีย์ของผู้รับที่รอยืนยัน", "Recipients' passkeys waiting to be confirmed")
TO_SIGN: Final = Text("ร่างที่รอลายมือชื่อของท่าน", "Drafts waiting for your signature")
PROPOSALS: Final = Text("ข้อเสนอที่รอลายมือชื่อของท่าน", "Proposals waiting for your signature")
SECOND_WORDS: Final = Text("บัญชีที่รอคนที่สองยืนยัน", "Accounts waiting for a second person")
ATTENTION: Final = Text("เรื่องที่ผู้ดูแลระบบต้องดู", "Matters for the administrator")
TROUBLES: Final = Text("เรื่องการเดินระบบที่ต้องแก้", "Troubles of the running registry")


def waits_for(counter: Counter, visitor: Visitor) -> list[Waits]:
    """Return what waits for a visitor, in the order of the work; kinds of which nothing waits are left out."""
    asked = (kind for rights, kind in _KINDS if rights & visitor.rights)
    return [one for kind in asked for one in kind(counter, visitor) if one.count]


def _drafts(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    stages = (Stage.SENT_BACK, Stage.DRAFT)
    found = [one.stage for one in counter.drafts.all(stages) if sees(visitor, one)]
    yield Waits("/drafts", SENT_BACK, found.count(Stage.SENT_BACK))
    yield Waits("/drafts", DRAFTS, found.count(Stage.DRAFT))


def _arrivals(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    yield Waits("/receiving", ARRIVALS, sum(may_see(visitor, one) for one in counter.arrivals.waiting()))


def _pending(counter: Counter, _: Visitor) -> Iterator[Waits]:
    with counter.view(Pending) as view:
        count, late = view.counted(today=counter.office.today)
    yield Waits("/pending", PENDING, count, late)


def _to_send(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    with counter.view(Unanswered) as view:
        found = owing.waiting(view, limit=owing.PAGE + 1)
    texts = [issued_in(counter.office, one.letter).text for one in found[: owing.PAGE]]
    known = sum(bool(text.addressees) and visitor.may_read(text.secrecy) for text in texts)
    yield Waits("/dispatch", TO_SEND, known, more=len(found) > owing.PAGE)


def _unanswered(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    with counter.view(Unanswered) as view:
        found = owing.debtors(view, limit=owing.PAGE + 1)
    known = debtors(counter.office, visitor, found[: owing.PAGE])
    yield Waits("/unanswered", UNANSWERED, len(known), more=len(found) > owing.PAGE)


def _passkeys(counter: Counter, _: Visitor) -> Iterator[Waits]:
    found = links.passkeys(counter.office)
    yield Waits("/passkeys", PASSKEYS, sum(one.state is PasskeyState.WAITING for one in found))


def _to_sign(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    officer = visitor.account.officer
    found = waiting.waiting(counter.drafts, officer) if officer is not None else []
    yield Waits("/signing", TO_SIGN, sum(visitor.may_read(one.letter.secrecy) for one in found))


def _proposals(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    yield Waits("/proposals", PROPOSALS, len(waiting_for(counter, visitor)))


def _second_words(counter: Counter, visitor: Visitor) -> Iterator[Waits]:
    found = SecondWords(counter.accounts_file).waiting() if is_second(counter, visitor) else ()
    yield Waits("/proposals/accounts", SECOND_WORDS, sum(one.by != visitor.account.account for one in found))


def _attention(counter: Counter, _: Visitor) -> Iterator[Waits]:
    found = attention(counter.office)
    matters = [*found.ending, *found.waiting, *found.series, *counter.accounts.without_sign_in()]
    yield Waits("/administration", ATTENTION, len(matters) + bool(found.calendar))


def _troubles(counter: Counter, _: Visitor) -> Iterator[Waits]:
    yield Waits("/operation", TROUBLES, len(troubles(looked(counter))))


_Kind = Callable[[Counter, Visitor], Iterator[Waits]]
_KINDS: Final[Sequence[tuple[frozenset[Right], _Kind]]] = (
    (frozenset({Right.OFFICIAL}), _to_sign),
    (frozenset({Right.SIGNED_IN}), _proposals),
    (frozenset({Right.SIGNED_IN}), _second_words),
    (CLERKS, _drafts),
    (CLERKS, _arrivals),
    (READERS | {Right.OFFICIAL}, _pending),
    (CLERKS, _to_send),
    (READERS, _unanswered),
    (CLERKS, _passkeys),
    (frozenset({Right.ADMINISTRATOR}), _attention),
    (frozenset({Right.ADMINISTRATOR}), _troubles),
)
