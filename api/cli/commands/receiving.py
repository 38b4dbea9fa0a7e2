"""Letters that come in: enter, assign, note, conclude."""

from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import day, moment, office, written
from api.texts.text import Text
from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.incoming import ActionNoted, MatterAssigned, MatterConcluded
from domain.letter.events import EntryNoted
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import incoming, outgoing
from registry.acts.office import Office
from registry.acts.outgoing import EntryFact
from registry.views.letters import Direction, Known


def receive(call: Call) -> Answer:
    """Enter a letter in the receive book."""
    typed = call.typed
    with office(call) as here:
        arrived = incoming.Arrived(
            printed=typed.printed,
            dated=day(typed.dated),
            sender=getattr(typed, "from"),
            addressee=typed.to or here.reader.identity.office,
            subject=typed.subject,
            channel=Channel(typed.channel),
            entered_at=moment(typed.entered_at, here.now),
            speed=SpeedClass(typed.speed),
            secrecy=SecrecyClass(typed.secrecy),
            due=day(typed.due),
            remark=written(typed.remark),
        )
        files = [Path(file) for file in typed.file or ()]
        answer = incoming.receive(here, arrived, files=files, book=typed.book, clerk=call.clerk)
    n = answer["n"][0]
    said = Text("ลงทะเบียนรับแล้ว เลขรับ {thai}", "Received under number {n}.").with_(thai=to_thai(str(n)), n=n)
    return Answer({"receive_number": n, "stream": answer["stream"], "position": answer["position"]}, [said])


def assign(call: Call) -> Answer:
    """Give a received letter to a unit or person."""
    with office(call) as here:
        letter = _received(here, call)
        fact = MatterAssigned(normalise(call.typed.to), here.clerk(call.clerk), day(call.typed.due))
        return _entered(here, letter, fact, Text("ส่งให้ {to} ดำเนินการแล้ว", "{to} has it now.").with_(to=fact.to))


def note(call: Call) -> Answer:
    """Note what was done, or remark on a letter that went out."""
    with office(call) as here:
        letter = outgoing.find(here, call.typed.number)
        text, clerk = normalise(call.typed.text), here.clerk(call.clerk)
        fact = ActionNoted(text, clerk) if letter.direction is Direction.RECEIVED else EntryNoted(text, clerk)
        return _entered(here, letter, fact, Text("บันทึกแล้ว", "Noted."))


def conclude(call: Call) -> Answer:
    """A received letter is done with."""
    with office(call) as here:
        letter = _received(here, call)
        fact = MatterConcluded(normalise(call.typed.how), here.clerk(call.clerk))
        return _entered(here, letter, fact, Text("ดำเนินการแล้ว", "Concluded."))


def _received(here: Office, call: Call) -> Known:
    return outgoing.find(here, call.typed.number, direction=Direction.RECEIVED)


def _entered(here: Office, letter: Known, fact: EntryFact, said: Text) -> Answer:
    answer = outgoing.enter(here, letter.stream, fact)
    return Answer({"number": letter.number, "stream": letter.stream, "position": answer["position"]}, [said])
