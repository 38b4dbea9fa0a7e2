"""Random people do random things on random days, and whatever they try, the register stays in order."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, precondition, rule

from domain.classes import Channel
from domain.directives import Progress
from domain.letter.events import AnswerKind, DeliveryResult
from domain.letter.links import link_digest
from domain.letter.text import Answers, Link
from domain.series import NumberState, Purpose, SeriesKind
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, UnitAct
from domain.structure.events import InstrumentConfirmed
from domain.values import StreamId
from registry import requests
from registry.audit.audit import Trust, audit
from registry.reader import Reader
from registry.register.work import REFUSALS
from registry.replay import Fold, fold
from tests.domain.structure.history import establish
from tests.domain.structure.strategies import clauses, days, unit_acts
from tests.registry.world import DIRECTIVES, RECIPIENTS, World

BOOKS = st.sampled_from([SeriesKind.CIRCULAR, SeriesKind.ORDINARY, SeriesKind.ORDER])
ADDRESSEES = st.integers(0, len(RECIPIENTS))  # the last of them is nobody
TREE = Acts(
    units=(establish("a", unit_kind="office"), establish("b", unit_kind="office"), establish("a/x", parent="a"))
)
ACTS = st.lists(unit_acts(), min_size=1, max_size=2).map(lambda units: Acts(units=tuple(units)))
DAYS = st.sampled_from([None, "2021-02-24", "2021-03-01", "2021-03-05"])


def _office() -> World:
    """A staffed office of its own, copied from one that was made once."""
    folder = Path(tempfile.mkdtemp(prefix="any-office-"))
    return World.staffed(folder / "registry")


class AnyOfficeAnyDay(RuleBasedStateMachine):
    """No unsigned letter leaves, no number is lost or given twice, and the facts alone tell the whole state."""

    letters = Bundle("letters")
    matters = Bundle("matters")

    def __init__(self) -> None:
        super().__init__()
        self.world = _office()
        self.world.record_instrument(TREE)
        self.signed: set[StreamId] = set()
        self.given: dict[tuple[StreamId, int], bytes] = {}
        """The newest link of each addressee who was given one."""

    def teardown(self) -> None:
        self.world.close()
        folder = self.world.folder
        report = audit(folder, Trust.beside(folder), cores=1)
        with Reader(folder) as reader:
            known = fold(reader)
        shutil.rmtree(folder.parent)
        assert report.letters == len(self.signed) == len(known.letters)
        assert (report.numbers_issued, report.numbers_void, report.numbers_open) == _counted(known)
        _require_every_number_once(known)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Try something; a refusal is as good an answer as any."""
        try:
            return act()
        except REFUSALS:
            return None

    # --- letters that go out -------------------------------------------------------------------------------

    @rule(target=letters, book=BOOKS, way=st.sampled_from(["issue", "issue_typeset", "issue_by_hand", "issue_sealed"]))
    def somebody_issues_a_letter(self, book: SeriesKind, way: str) -> Any:
        stream = self.attempt(lambda: getattr(self.world, way)(book, directives=DIRECTIVES))
        if stream is None:
            return multiple()
        self.signed.add(stream)
        return stream

    @rule(target=letters, letter=letters, matter=matters)
    def somebody_answers_a_letter_that_came_in(self, letter: StreamId, matter: StreamId) -> Any:
        links = [Link(Answers.ANSWERS, matter, "ศธ 0201/15"), Link(Answers.REPLACES, letter, "1")]
        stream = self.attempt(lambda: self.world.issue(SeriesKind.ORDINARY, links=links))
        if stream is None:
            return multiple()
        self.signed.add(stream)
        return stream

    @rule(book=BOOKS, who=st.sampled_from(["clerk", "p0", "r2"]))
    def somebody_signs_who_may_not(self, book: SeriesKind, who: str) -> None:
        said = self.world.sign(self.world.letter(self.world.reserve(book), book=book), who=who)

        assert self.attempt(lambda: self.world.admit(said)) is None

    @rule(book=BOOKS, purpose=st.sampled_from([Purpose.ELECTRONIC, Purpose.PAPER]), count=st.integers(1, 3))
    def a_clerk_reserves(self, book: SeriesKind, purpose: Purpose, count: int) -> None:
        self.world.reserve(book, purpose=purpose, count=count)

    @rule(book=BOOKS, n=st.integers(0, 280))
    def a_clerk_voids(self, book: SeriesKind, n: int) -> None:
        self.attempt(lambda: self.world.ask(requests.Void(self.world.series[book], n, "เขียนผิด", "clerk")))

    @rule(book=BOOKS)
    def a_clerk_voids_the_newest(self, book: SeriesKind) -> None:
        series = self.world.register.known.series.get(self.world.series[book])
        assert series is not None
        self.attempt(lambda: self.world.ask(requests.Void(self.world.series[book], series.last, "เขียนผิด", "clerk")))

    @rule(letter=letters)
    def a_clerk_dispatches(self, letter: StreamId) -> None:
        self.attempt(lambda: self.world.dispatch(letter))

    @rule(letter=letters, to=ADDRESSEES, result=st.sampled_from(DeliveryResult))
    def delivery_is_attempted(self, letter: StreamId, to: int, result: DeliveryResult) -> None:
        fields = {"to": to, "channel": Channel.POST.value, "address": None, "result": result.value}
        at = self.world.now.isoformat()
        self._enter(letter, "delivery.attempted.v1", **fields, attempted_at=at, checked_by="clerk", detail=None)

    @rule(letter=letters, to=ADDRESSEES)
    def receipt_is_confirmed_by_telephone(self, letter: StreamId, to: int) -> None:
        at = self.world.now.isoformat()
        self._enter(letter, "receipt.confirmed.v1", to=to, confirmed_at=at, spoke_with="คุณวันเพ็ญ", clerk="clerk")

    @rule(letter=letters, to=st.integers(0, 2), answer=st.sampled_from(["acknowledge", "send_back"]))
    def a_recipient_answers(self, letter: StreamId, to: int, answer: str) -> None:
        self.attempt(lambda: getattr(self.world, answer)(letter, to=to))

    @rule(letter=letters, to=st.integers(0, 2), other=st.integers(0, 2))
    def a_recipient_answers_for_another(self, letter: StreamId, to: int, other: int) -> None:
        said = self.world.acknowledgement(letter, to=to, who=f"p{other}")
        done = self.attempt(lambda: self.world.admit(said, stream=letter))

        assert done is None or to == other

    @rule(
        letter=letters,
        to=ADDRESSEES,
        no=st.integers(0, 3),
        progress=st.sampled_from(Progress),
        evidence=st.one_of(st.none(), letters, matters),
    )
    def a_clerk_notes_what_was_done(
        self, letter: StreamId, to: int, no: int, progress: Progress, evidence: StreamId | None
    ) -> None:
        fields = {"performer": "ท้องถิ่นจังหวัด" if progress is Progress.PASSED_ON else None, "evidence": evidence}
        self.attempt(lambda: self.world.note(letter, to=to, no=no, progress=progress, **fields))

    @rule(letter=letters, to=st.integers(0, 2), who=st.integers(0, 2), progress=st.sampled_from(Progress))
    def a_recipient_reports(self, letter: StreamId, to: int, who: int, progress: Progress) -> None:
        performer = "ท้องถิ่นจังหวัด" if progress is Progress.PASSED_ON else None
        said = self.world.report(letter, to=to, who=f"p{who}", progress=progress, performer=performer)
        done = self.attempt(lambda: self.world.admit(said, stream=letter))

        assert done is None or to == who

    @rule(letter=letters, to=ADDRESSEES)
    def an_addressee_is_given_a_link(self, letter: StreamId, to: int) -> None:
        secret = os.urandom(16)
        fields = {"links": [{"to": to, "link": link_digest(secret)}], "clerk": "clerk"}
        if self.attempt(lambda: self.world.enter(letter, "letter.links-given.v1", **fields)) is not None:
            self.given[letter, to] = secret

    @precondition(lambda self: self.given)
    @rule(data=st.data(), to=ADDRESSEES, kind=st.sampled_from(AnswerKind), another=st.booleans())
    def somebody_answers_by_link(self, data: st.DataObject, to: int, kind: AnswerKind, *, another: bool) -> None:
        letter, whose = data.draw(st.sampled_from(sorted(self.given)))
        secret = bytes(16) if another else self.given[letter, whose]
        reason = "ส่งผิดหน่วยงาน" if kind is AnswerKind.RETURNED else None
        fields: dict[str, object] = {
            "to": to,
            "kind": kind.value,
            "office": "SPECIMEN",
            "name": "ก",
            "post": "ข",
            "reason": reason,
        }
        asked = requests.ByLink(letter, secret, "letter.answered-by-link.v1", fields)
        done = self.attempt(lambda: self.world.ask(asked))

        assert done is None or (to == whose and not another)

    @precondition(lambda self: self.given)
    @rule(data=st.data(), no=st.integers(0, 3), progress=st.sampled_from(Progress))
    def somebody_reports_by_link(self, data: st.DataObject, no: int, progress: Progress) -> None:
        letter, to = data.draw(st.sampled_from(sorted(self.given)))
        performer = "ท้องถิ่นจังหวัด" if progress is Progress.PASSED_ON else None
        told = {"happened_at": self.world.now.isoformat(), "how": "ออกคำสั่งแล้ว", "performer": performer}
        fields: dict[str, object] = {
            "to": to,
            "no": no,
            "progress": progress.value,
            "office": "SPECIMEN",
            "name": "ก",
            "post": "ข",
            **told,
        }
        asked = requests.ByLink(letter, self.given[letter, to], "directive.reported-by-link.v1", fields)
        done = self.attempt(lambda: self.world.ask(asked))

        assert done is None or progress is not Progress.REOPENED

    @rule(letter=letters, to=st.one_of(st.none(), ADDRESSEES), old=DAYS, new=DAYS)
    def a_day_is_moved(self, letter: StreamId, to: int | None, old: str | None, new: str | None) -> None:
        self._enter(letter, "deadline.moved.v1", no=2, to=to, old=old, new=new, reason="เลื่อนประชุม", clerk="clerk")

    @rule(letter=letters, by=letters, name=st.sampled_from(["letter.cancelled.v1", "letter.superseded.v1"]))
    def a_letter_withdraws_another(self, letter: StreamId, by: StreamId, name: str) -> None:
        reason = {"reason": "ออกใหม่"} if "cancelled" in name else {}
        self._enter(letter, name, instrument=by, number="ที่ออกแทน", clerk="clerk", **reason)

    # --- the structure ---------------------------------------------------------------------------------------

    @rule(target=letters, acts=ACTS)
    def an_order_reorganises(self, acts: Acts) -> Any:
        return self._ordered(acts)

    @rule(target=letters, order=letters, clause=clauses, since=days, kind=st.sampled_from(InstrumentActKind), acts=ACTS)
    def an_order_changes_another(
        self, order: StreamId, clause: str | None, since: datetime | None, kind: InstrumentActKind, acts: Acts
    ) -> Any:
        known = self.world.register.known.letters.get(order)
        number = "1/2564" if known is None else known.number
        text = None if kind is InstrumentActKind.REPEAL else "ข้อความใหม่"
        change = InstrumentAct(kind, order, number, clause, since, text)
        return self._ordered(replace(acts, instruments=(change,)))

    @rule(act=unit_acts(), proposed=st.booleans(), by=st.sampled_from(["r1", "r2", "clerk"]))
    def registrars_record_an_instrument(self, act: UnitAct, by: str, *, proposed: bool) -> None:
        said = self.attempt(
            lambda: self.world.record_instrument(Acts(units=(act,)), confirmed=False, proposed=proposed)
        )
        if said is not None:
            confirmed = self.world.say(by, InstrumentConfirmed(said.digest))
            done = self.attempt(lambda: self.world.admit(confirmed))
            assert done is None or (by == "r2" and not proposed)

    def _ordered(self, acts: Acts) -> Any:
        stream = self.attempt(lambda: self.world.order(acts))
        if stream is None:
            return multiple()
        self.signed.add(stream)
        return stream

    # --- letters that come in --------------------------------------------------------------------------------

    @rule(target=matters)
    def a_letter_comes_in(self) -> StreamId:
        return self.world.receive()

    @rule(matter=matters, name=st.sampled_from(["matter.assigned.v1", "action.noted.v1", "matter.concluded.v1"]))
    def a_matter_goes_on(self, matter: StreamId, name: str) -> None:
        fields = {"matter.assigned.v1": {"to": "กองคลัง"}, "action.noted.v1": {"action": "ทราบ"}}
        self._enter(matter, name, **fields.get(name, {"how": "ตอบแล้ว"}), clerk="clerk")

    @rule(either=st.one_of(letters, matters), what=st.sampled_from(["remark", "subject", "number", "contact"]))
    def a_slip_is_corrected(self, either: StreamId, what: str) -> None:
        old = "ขอเชิญประชุม" if what == "subject" else ""
        self._enter(either, "entry.corrected.v1", what=what, old=old, new="แก้แล้ว", reason="พิมพ์ผิด", clerk="clerk")

    @rule(either=st.one_of(letters, matters))
    def something_is_noted(self, either: StreamId) -> None:
        self._enter(either, "entry.noted.v1", remark="โทรแจ้งแล้ว", clerk="clerk")

    # --- days ------------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 3))
    def midnight_passes(self, days: int) -> None:
        self.world.next_day(days)

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.world.now = min(self.world.now + timedelta(minutes=minutes), self.world.now.replace(hour=23, minute=59))

    @rule()
    def the_writer_starts_again(self) -> None:
        self.world.reopen()

    @precondition(lambda self: self.signed)
    @invariant()
    def every_letter_that_left_was_signed(self) -> None:
        for stream, letter in self.world.register.known.letters.items():
            assert stream in self.signed
            assert letter.signed.startswith("sha256:")

    @rule()
    def the_facts_tell_what_the_writer_knows(self) -> None:
        with Reader(self.world.folder) as reader:
            known = fold(reader)

        live = self.world.register.known
        assert dict(live.series.items()) == known.series
        assert dict(live.open_numbers.items()) == known.open_numbers
        assert live.authority == known.authority
        assert live.structure == known.following.structure
        for stream, letter in live.letters.items():
            assert letter == known.letters[stream]
        for stream, matter in live.incoming.items():
            assert matter == known.incoming[stream]

    def _enter(self, stream: StreamId, name: str, **fields: object) -> None:
        self.attempt(lambda: self.world.enter(stream, name, **fields))


def _counted(known: Fold) -> tuple[int, int, int]:
    finals = list(known.final_numbers.values())
    return finals.count(NumberState.ISSUED), finals.count(NumberState.VOID), len(known.open_numbers)


def _require_every_number_once(known: Fold) -> None:
    for stream, series in known.series.items():
        final = [n for (of, n) in known.final_numbers if of == stream]
        waiting = [n for (of, n) in known.open_numbers if of == stream]
        assert sorted(final + waiting) == list(range(series.after + 1, series.last + 1))


AnyOfficeAnyDay.TestCase.settings = settings(
    max_examples=30 if os.environ.get("SARABAN_EVERY_BYTE") else 9,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
TestAnyOfficeAnyDay = AnyOfficeAnyDay.TestCase
