"""Links for recipients without a key file, and the passkeys that they offer through them."""

import secrets
from typing import Any

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.session import office
from api.texts.text import Text, label, plain
from domain.errors import NoSuchThing, WrongNumber
from domain.labels import TERMS
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import links, outgoing
from registry.acts.office import Office
from registry.acts.outgoing import Issued
from registry.views.links import KnownPasskey, PasskeyState
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from registry.views.words import thai_day

_STATES = {
    PasskeyState.WAITING: Text("รอยืนยัน", "waits for a clerk"),
    PasskeyState.CONFIRMED: Text("ยืนยันแล้ว", "confirmed"),
    PasskeyState.WITHDRAWN: Text("เพิกถอนแล้ว", "withdrawn"),
}
_SHOWN = 23


def give(call: Call) -> Answer:
    """Give addressees fresh links."""
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        to = _places(here, letter, call.typed.to or ())
        tokens = links.give(here, letter, to=to, clerk=call.clerk, random=secrets.token_bytes) if to else {}
    names = [one.name for one in letter.text.addressees]
    data: dict[str, object] = {
        "number": letter.number,
        "links": [{"to": one + 1, "addressee": names[one], "token": token} for one, token in tokens.items()],
    }
    columns = [plain("#"), label(TERMS["addressee"]), Text("ลิงก์", "link")]
    rows: list[list[str | Text]] = [[to_thai(str(one + 1)), names[one], f"/l/{token}"] for one, token in tokens.items()]
    said = Text(
        "ให้ลิงก์ของ {thai} แก่ผู้รับ {count} ราย แสดงครั้งนี้ครั้งเดียว ลิงก์เดิมของผู้รับเหล่านี้ใช้ไม่ได้อีก",
        "{count} addressees of {number} have new links, shown this once; those they had are good no longer.",
    ).with_(thai=to_thai(letter.number), number=letter.number, count=len(tokens))
    return Answer(data, [Table(columns, rows), said])


def passkeys(call: Call) -> Answer:
    """List recipients' passkeys."""
    with office(call) as here:
        found = links.passkeys(here)
    columns = [
        Text("passkey", "passkey"),
        Text("สถานะ", "state"),
        Text("ของ", "of"),
        Text("ตอบแทน", "answers for"),
        Text("เสนอเมื่อ", "offered"),
    ]
    rows: list[list[str | Text]] = [
        [
            one.spki[:_SHOWN],
            _STATES[one.state],
            f"{one.name} {one.post} {one.office}",
            one.addressee,
            to_thai(thai_day(one.offered_at.date())),
        ]
        for one in found
    ]
    return Answer([_data(one) for one in found], [Table(columns, rows)])


def confirm(call: Call) -> Answer:
    """Confirm whose a passkey is."""
    with office(call) as here:
        known = _named(here, call.typed.passkey)
        answer = links.confirm_passkey(here, known, clerk=call.clerk)
    said = Text(
        "ยืนยันพาสคีย์ของ {name} แล้ว ใช้ตอบแทน {addressee} ได้",
        "The passkey of {name} is confirmed and answers for {addressee}.",
    )
    return _answer(known, answer, said)


def withdraw(call: Call) -> Answer:
    """Withdraw a passkey."""
    with office(call) as here:
        known = _named(here, call.typed.passkey)
        answer = links.withdraw_passkey(here, known, reason=normalise(call.typed.reason), clerk=call.clerk)
    said = Text("เพิกถอนพาสคีย์ของ {name} แล้ว", "The passkey of {name}, for {addressee}, is withdrawn.")
    return _answer(known, answer, said)


def _answer(known: KnownPasskey, answer: dict[str, Any], said: Text) -> Answer:
    data: dict[str, object] = {"passkey": known.spki, "name": known.name, "addressee": known.addressee}
    words = said.with_(name=known.name, addressee=known.addressee)
    return Answer({**data, "position": answer["position"]}, [words])


def _places(here: Office, letter: Issued, typed: tuple[str, ...]) -> list[int]:
    """Return the places of those who are named; of all who have not answered where nobody is."""
    if typed:
        return sorted({outgoing.addressee(letter, one) for one in typed})
    with open_view(here.reader, Unanswered) as view:
        answered = {one.to for one in view.of(letter.stream) if one.level is not None}
    return [to for to in range(len(letter.text.addressees)) if to not in answered]


def _named(here: Office, typed: str) -> KnownPasskey:
    """Return the passkey that somebody names by its digest, the beginning of it, or its owner.

    Raises:
        NoSuchThing: none that is not withdrawn is named so.
        WrongNumber: several are.
    """
    wanted = normalise(typed)
    known = [one for one in links.passkeys(here) if one.state is not PasskeyState.WITHDRAWN]
    found = [one for one in known if one.name == wanted or (wanted and one.spki.startswith(wanted))]
    if not found:
        raise NoSuchThing("no-such-passkey", f"No passkey {wanted[:_SHOWN]}… is known here.", key=wanted[:_SHOWN])
    if len(found) > 1:
        raise WrongNumber(
            "which-passkey", f"{len(found)} passkeys are named {wanted[:60]}: write its sha256:… .", count=len(found)
        )
    return found[0]


def _data(one: KnownPasskey) -> dict[str, object]:
    return {
        "passkey": one.spki,
        "state": one.state.value,
        "name": one.name,
        "post": one.post,
        "office": one.office,
        "addressee": one.addressee,
        "offered_at": one.offered_at.isoformat(),
        "confirmed_by": one.confirmed_by,
        "withdrawn_by": one.withdrawn_by,
        "why": one.why,
    }
