"""Whether what the person signed and what the seal admitted are one thing."""

from registry.verify.contents import LETTERS, Contents, final_file
from registry.verify.members import Fact
from registry.verify.passkeys import require_given
from registry.verify.verdicts import Unshown

_WAYS = {
    "letter.signed.v1": "electronic",
    "letter.signed.v2": "electronic",
    "letter.signed.v3": "electronic",
    "order.signed.v1": "electronic",
    "order.signed.v2": "electronic",
    "order.signed.v3": "electronic",
    "letter.signed-by-hand.v1": "by-hand",
    "order.signed-by-hand.v1": "by-hand",
    "letter.sealed.v1": "sealed",
}
_ANSWERS = {"letter.acknowledged.v1": "acknowledged", "letter.returned.v1": "returned"}


def require_admitted(contents: Contents) -> None:
    """Refuse an admission of something else than the person's statement.

    Raises:
        Unshown: naming the field that differs.
    """
    person, admission = contents.person.statement, contents.admission.statement
    if contents.by_link:
        _require_by_link(contents)
        return
    if person.seq or person.prev is not None:
        raise _differs("statement.json", "seq")
    if ("admits", person.digest) not in admission.ties:
        raise _differs(admission.member, "re")
    if contents.person.index >= contents.admission.index:
        raise Unshown("admitted-before-said", "The admission stands in the log before what it admits.")
    if person.name in LETTERS:
        require_issued(contents.person, contents.admission)
    else:
        _require_answered(contents)


def require_issued(person: Fact, admission: Fact) -> None:
    """Refuse an admission that issues another letter than the one that was signed.

    Raises:
        Unshown: naming the field that differs.
    """
    letter, issued = person.statement.fields.part("letter"), admission.statement.fields
    member = admission.statement.member
    kind = "order.issued.v1" if letter.text("kind") == "order" else "letter.issued.v1"
    same = (
        ("typ", admission.statement.name, kind),
        ("seq", admission.statement.seq, 0),
        ("signed", issued.digest("signed"), person.statement.digest),
        ("signed_in", issued.text("signed_in"), person.statement.stream),
        ("final", issued.digest("final"), final_file(person.statement, admission.statement)[0].sha256),
        ("way", issued.text("way"), _WAYS[person.statement.name]),
        ("series", issued.text("series"), letter.text("series")),
        ("n", issued.integers("n"), letter.integers("n")),
        ("number", issued.text("number"), letter.text("number")),
        ("dated", issued.date("dated"), letter.date("dated")),
    )
    _require_same(member, same)


def _require_answered(contents: Contents) -> None:
    said, admission = contents.person.statement, contents.admission.statement
    answered = admission.fields
    issued, signed = answered_letter(contents)
    letter = said.fields.digest("letter")
    _require_same(
        admission.member,
        (
            ("typ", admission.name, "letter.answered.v1"),
            ("stream", admission.stream, issued.statement.stream),
            ("answer", answered.digest("answer"), said.digest),
            ("answered_in", answered.text("answered_in"), said.stream),
            ("to", answered.integer("to"), said.fields.integer("to")),
            ("kind", answered.text("kind"), _ANSWERS[said.name]),
        ),
    )
    _require_same("statement.json", (("letter", letter, signed.statement.digest),))
    if ("acknowledges", letter) not in said.ties:
        raise _differs("statement.json", "re")


def _require_by_link(contents: Contents) -> None:
    """Refuse an answer through a link that was not given for the letter in the bundle, to that addressee."""
    answer = contents.admission.statement
    issued, _ = answered_letter(contents)
    _require_same(answer.member, (("stream", answer.stream, issued.statement.stream),))
    require_given(answer, contents.support)


def answered_letter(contents: Contents) -> tuple[Fact, Fact]:
    """Return the admission of the letter that is answered, and the statement by which it was signed.

    Raises:
        Unshown: the bundle does not hold them, or they do not belong together.
    """
    letters = {fact.statement.digest: fact for fact in contents.support if fact.statement.name in LETTERS}
    issued = [fact for fact in contents.support if fact.statement.name in {"letter.issued.v1", "order.issued.v1"}]
    # Beside the letter there may be orders that it rests on.
    for fact in sorted(issued, key=lambda one: not _is_answered(contents, one)):
        signed = letters.get(fact.statement.fields.digest("signed"))
        if signed is not None:
            require_issued(signed, fact)
            return fact, signed
    raise Unshown("letter-missing", "The bundle does not hold the letter that is answered.")


def _is_answered(contents: Contents, issued: Fact) -> bool:
    answer = contents.person.statement
    if contents.by_link:
        return issued.statement.stream == answer.stream
    return issued.statement.fields.digest("signed") == answer.fields.digest("letter")


def _require_same(member: str, pairs: tuple[tuple[str, object, object], ...]) -> None:
    for field, found, expected in pairs:
        if found != expected:
            raise Unshown(
                "admits-another",
                f"{member}: {field} is {found}, and what was signed says {expected}.",
                member=member,
                field=field,
                found=found,
                expected=expected,
            )


def _differs(member: str, field: str) -> Unshown:
    return Unshown(
        "ties-differ", f"{member}: {field} does not name the statement that it belongs to.", member=member, field=field
    )
