"""What recipients say, each with a key of the recipient's own."""

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import key, moment, office, written
from api.texts.text import Text
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import answering, outgoing


def acknowledge(call: Call) -> Answer:
    """Acknowledge a letter."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.issued(here, typed.number)
        answer = answering.acknowledge(
            here,
            key(call),
            letter,
            to=typed.to,
            receive_number=written(typed.receive_number),
            arrived_at=moment(typed.arrived_at, here) if typed.arrived_at else None,
            registered_at=moment(typed.registered_at, here) if typed.registered_at else None,
        )
    said = Text("{addressee} แจ้งตอบรับ {thai} แล้ว", "{addressee} has acknowledged {number}.").with_(
        addressee=answer["addressee"], thai=to_thai(letter.number), number=letter.number
    )
    return _answered(letter.number, answer, said)


def send_back(call: Call) -> Answer:
    """Return a letter, and say why."""
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        answer = answering.send_back(here, key(call), letter, to=call.typed.to, reason=normalise(call.typed.reason))
    said = Text("{addressee} ส่งคืน {thai} แล้ว", "{addressee} has returned {number}.").with_(
        addressee=answer["addressee"], thai=to_thai(letter.number), number=letter.number
    )
    return _answered(letter.number, answer, said)


def _answered(number: str, answer: dict[str, object], said: Text) -> Answer:
    data: dict[str, object] = {
        "number": number,
        "addressee": answer["addressee"],
        "signed": answer["signed"],
        "position": answer["position"],
    }
    return Answer(data, [said])
