"""Who may say of a letter's directive that it was passed on, done or reopened, and when its day may move.

A recipient says it in a statement of the recipient's own, or a clerk notes what the office was told; either way the
seal enters it once, in the letter's stream. Nothing is said for an addressee who sent the letter back, nor of a
letter that was withdrawn: it asks for nothing any more.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.directives import DeadlineMoved, DirectiveNoted, DirectiveReported, Progress
from domain.errors import InvalidValue, NoSuchThing, WrongNumber, WrongStage
from domain.letter.admission import Said
from domain.letter.life import Letter, Stage, require_addressee, require_happened, require_stage
from domain.letter.text import Directive
from domain.thai.digits import to_thai
from domain.values import StreamId


def report(
    letter: Letter, asked: Sequence[Directive], said: DirectiveReported, *, statement: Said, now: datetime
) -> DirectiveNoted:
    """Take a recipient's report, whose evidence the caller has verified, into the letter's life.

    Raises:
        WrongNumber: the report is about another letter.
        DomainError: `note` refuses it.
    """
    if said.letter != letter.signed:
        raise WrongNumber(
            "another-letter",
            f"The report is about another letter than {to_thai(letter.number)}: report on the one that was received.",
            number=to_thai(letter.number),
        )
    noted = DirectiveNoted(
        to=said.to,
        no=said.no,
        progress=said.progress,
        happened_at=said.happened_at,
        how=said.how,
        performer=said.performer,
        evidence_number=said.evidence,
        reported=statement.digest,
        reported_in=statement.stream,
    )
    return note(letter, asked, noted, now=now)


def note(letter: Letter, asked: Sequence[Directive], noted: DirectiveNoted, *, now: datetime) -> DirectiveNoted:
    """Enter how far a directive got with an addressee.

    Args:
        letter: the letter that asks.
        asked: its directives, as signed.
        noted: what is entered.
        now: the present; nothing is entered ahead of its time.

    Raises:
        WrongStage: the letter was not sent or was withdrawn, the addressee returned it, or what is noted does not
            follow on what was noted before.
        NoSuchThing: no such addressee or directive.
        InvalidValue: a part is missing, or the time cannot be.
    """
    _require_asked(letter, asked, noted.no, noted.to)
    require_happened(letter, noted.happened_at, now=now)
    _require_told(noted)
    _require_next(letter, noted)
    return noted


def require_evidence(letter: StreamId, noted: DirectiveNoted, number: str) -> None:
    """Refuse evidence that is the letter itself, or is noted under another *number* than the register has for it.

    Raises:
        InvalidValue: a letter does not show that it was obeyed.
        WrongNumber: the number is another's.
    """
    if noted.evidence == letter:
        raise InvalidValue(
            "evidence-of-itself",
            f"{to_thai(number)} is the letter that asks: name the letter or order that shows what was done.",
            number=to_thai(number),
        )
    if noted.evidence_number != number:
        raise WrongNumber(
            "evidence-number-differs",
            f"The register has {to_thai(number)} for the evidence, not {to_thai(noted.evidence_number or '')}.",
            number=to_thai(number),
            noted=to_thai(noted.evidence_number or ""),
        )


def move(letter: Letter, asked: Sequence[Directive], moved: DeadlineMoved) -> DeadlineMoved:
    """Move a directive's day, for one addressee or for all.

    Raises:
        WrongStage: the letter was not sent or was withdrawn, or the register holds another day than *old*.
        NoSuchThing: no such addressee or directive.
        InvalidValue: the day stays what it is, lies before the letter, or nobody said why it is moved.
    """
    directive = _require_asked(letter, asked, moved.no, moved.to)
    held = letter.directives.due(moved.no, moved.to, signed=directive.due)
    if moved.old != held:
        raise WrongStage(
            "deadline-differs",
            f"The register holds {held} for directive {moved.no} of {to_thai(letter.number)}, not {moved.old}: "
            "look at it again.",
            number=to_thai(letter.number),
            no=moved.no,
            held=held or "–",
            old=moved.old or "–",
        )
    if moved.new == held:
        raise InvalidValue("deadline-same", f"Directive {moved.no} is due on {held} already.", no=moved.no, held=held)
    if moved.new < letter.dated:
        raise InvalidValue(
            "deadline-before-letter",
            f"{moved.new} lies before {to_thai(letter.number)} of {letter.dated}: type the new day again.",
            new=moved.new,
            number=to_thai(letter.number),
            dated=letter.dated,
        )
    if not moved.reason.strip():
        raise InvalidValue("reason-missing", "Say why the day is moved.", what="deadline")
    return moved


def _require_asked(letter: Letter, asked: Sequence[Directive], no: int, to: int | None) -> Directive:
    """Return the directive that the addressee, or everybody, was asked to perform and still is."""
    require_stage(letter, Stage.DISPATCHED, "performed")
    if to is not None:
        require_addressee(letter, to)
        if to in letter.returned:
            name = letter.addressees[to].name
            raise WrongStage(
                "returned-before",
                f"{name} has returned {to_thai(letter.number)}: nothing of it is performed there.",
                addressee=name,
                number=to_thai(letter.number),
            )
    directive = next((one for one in asked if one.no == no), None)
    if directive is None:
        raise NoSuchThing(
            "no-such-directive",
            f"{to_thai(letter.number)} has no directive {no}: it asks for {len(asked)} things.",
            number=to_thai(letter.number),
            no=no,
            count=len(asked),
        )
    return directive


def _require_told(noted: DirectiveNoted) -> None:
    """Refuse what does not say how, to whom it was passed on, or by which number it is known."""
    if not noted.how.strip():
        raise InvalidValue("reason-missing", "Say how it was done, or why.", what="directive")
    passed_on = noted.progress is Progress.PASSED_ON
    if passed_on and not (noted.performer and noted.performer.strip()):
        raise InvalidValue("performer-missing", "Say to whom it was passed on (ข้อ 32).")
    if noted.progress is Progress.REOPENED and (noted.performer or noted.evidence or noted.evidence_number):
        raise InvalidValue("nothing-shows-it-open", "A directive is reopened with a reason alone.")


def _require_next(letter: Letter, noted: DirectiveNoted) -> None:
    """Refuse what does not follow on the newest word: done is done until it is reopened."""
    before = letter.directives.of(noted.to, noted.no)
    done = before is not None and before.progress is Progress.DONE
    name = letter.addressees[noted.to].name
    if noted.progress is Progress.REOPENED:
        if not done:
            raise WrongStage(
                "directive-not-done",
                f"Directive {noted.no} is not noted as done by {name}: there is nothing to reopen.",
                no=noted.no,
                addressee=name,
            )
        return
    # A letter may come in after its sender reported: tying it to what it shows is all that is left to be said.
    ties = noted.progress is Progress.DONE and noted.evidence is not None
    if before is not None and done and not (ties and not before.evidenced):
        raise WrongStage(
            "directive-done-before",
            f"Directive {noted.no} is noted as done by {name} before: reopen it if it is not.",
            no=noted.no,
            addressee=name,
        )
