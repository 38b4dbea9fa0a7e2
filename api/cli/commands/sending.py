"""After registering: send, follow up, correct, withdraw."""

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import moment, office, required, written
from api.errors import WrongUsage
from api.texts.facts import RESULTS
from api.texts.text import Text, label
from domain.classes import Channel
from domain.labels import Label
from domain.letter.events import DeliveryAttempted, DeliveryResult, EntryCorrected, ReceiptConfirmed, Sending
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import outgoing


def dispatch(call: Call) -> Answer:
    """Send a letter to everybody it is for."""
    channel = Channel(required(call.typed.channel, "--channel"))
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        other = [
            Sending(outgoing.addressee(letter, name), _channel(way), written(address))
            for name, way, address in call.typed.send or ()
        ]
        answer = outgoing.dispatch(here, letter, channel=channel, other=other, clerk=call.clerk)
    count = len(letter.text.addressees)
    said = Text(
        "ส่ง {thai} ถึงผู้รับ {count} ราย ทาง{channel}", "{number} is dispatched to {count} addressees by {channel}."
    ).with_(
        thai=to_thai(letter.number),
        number=letter.number,
        count=count,
        channel=label(Label(channel.label, channel.english)),
    )
    return Answer({"number": letter.number, "addressees": count, "position": answer["position"]}, [said])


def _channel(way: str) -> Channel:
    ways = {one.value: one for one in Channel}
    if way not in ways:
        known = ", ".join(ways)
        raise WrongUsage("no-such-channel", f"{way!r} is no way of sending: {known}.", way=way, ways=known)
    return ways[way]


def delivery(call: Call) -> Answer:
    """Record what became of one sending."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.issued(here, typed.number)
        to = outgoing.addressee(letter, typed.to)
        channel, address = outgoing.way_of(here, letter, to)
        attempted = DeliveryAttempted(
            to=to,
            channel=Channel(typed.channel) if typed.channel else channel,
            address=written(typed.address) or address,
            attempted_at=moment(typed.at, here.now),
            result=DeliveryResult(typed.result),
            checked_by=here.clerk(call.clerk),
            detail=written(typed.detail),
        )
        answer = outgoing.enter(here, letter.stream, attempted)
    name = letter.text.addressees[to].name
    said = Text("{name}: {result}", "{name}: {result}").with_(name=name, result=RESULTS[attempted.result])
    return Answer({"addressee": name, "result": typed.result, "position": answer["position"]}, [said])


def confirm(call: Call) -> Answer:
    """An addressee confirmed by telephone."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.issued(here, typed.number)
        to = outgoing.addressee(letter, typed.to)
        confirmed = ReceiptConfirmed(
            to, moment(typed.at, here.now), normalise(typed.spoke_with), here.clerk(call.clerk)
        )
        answer = outgoing.enter(here, letter.stream, confirmed)
    name = letter.text.addressees[to].name
    said = Text("{name} ยืนยันทางโทรศัพท์แล้ว", "{name} has confirmed by telephone.").with_(name=name)
    return Answer({"addressee": name, "position": answer["position"]}, [said])


def correct(call: Call) -> Answer:
    """A slip in a register entry is put right."""
    typed = call.typed
    with office(call) as here:
        letter = outgoing.find(here, typed.number)
        corrected = EntryCorrected(
            typed.what, normalise(typed.old), normalise(typed.new), normalise(typed.reason), here.clerk(call.clerk)
        )
        answer = outgoing.enter(here, letter.stream, corrected)
    said = Text("แก้แล้ว ของเดิมยังอยู่ในประวัติ", "Corrected; what it said before stays in its history.")
    return Answer({"number": letter.number, "what": typed.what, "position": answer["position"]}, [said])


def cancel(call: Call) -> Answer:
    """Cancel a letter by another one."""
    with office(call) as here:
        letter, by, answer = outgoing.withdraw(
            here, call.typed.number, call.typed.by, reason=call.typed.reason, clerk=call.clerk
        )
    said = Text("ยกเลิก {thai} โดย {by_thai}", "{number} is cancelled by {by}.")
    return _withdrawn(said, letter.number, by.number, answer["position"])


def supersede(call: Call) -> Answer:
    """Let another letter stand in its place."""
    with office(call) as here:
        letter, by, answer = outgoing.withdraw(here, call.typed.number, call.typed.by, reason=None, clerk=call.clerk)
    said = Text("ให้ใช้ {by_thai} แทน {thai}", "{by} stands in the place of {number}.")
    return _withdrawn(said, letter.number, by.number, answer["position"])


def _withdrawn(said: Text, number: str, by: str, position: object) -> Answer:
    filled = said.with_(thai=to_thai(number), by_thai=to_thai(by), number=number, by=by)
    return Answer({"number": number, "by": by, "position": position}, [filled])
