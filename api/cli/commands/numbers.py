"""Numbers for letters on paper, and the secret book."""

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.session import day, office, wanted_series
from api.texts.text import Text, label
from domain.classes import SecrecyClass
from domain.labels import Label
from domain.series import SeriesKind
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import incoming


def reserve(call: Call) -> Answer:
    """Reserve numbers; they lapse at midnight."""
    with office(call) as here:
        wanted = wanted_series(call, SeriesKind.ORDINARY)
        answer = incoming.reserve(here, wanted, count=call.typed.count, clerk=call.clerk)
    numbers = [str(n) for n in answer["n"]]
    said = Text("จองเลข {thai} แล้ว ใช้ได้ถึงเที่ยงคืนวันนี้", "Reserved {arabic}; to be used before midnight.").with_(
        thai=to_thai(", ".join(numbers)), arabic=", ".join(numbers)
    )
    return Answer(
        {"series": answer["series"], "n": answer["n"], "on": answer["on"], "position": answer["position"]}, [said]
    )


def void(call: Call) -> Answer:
    """Void a reserved number."""
    n = call.typed.n
    with office(call) as here:
        wanted = wanted_series(call, SeriesKind.ORDINARY)
        answer = incoming.void(here, wanted, n, reason=normalise(call.typed.reason), clerk=call.clerk)
    said = Text("ยกเลิกเลข {thai} แล้ว", "Number {arabic} is void.").with_(thai=to_thai(str(n)), arabic=n)
    return Answer({"series": answer["series"], "n": n, "position": answer["position"]}, [said])


def secret(call: Call) -> Answer:
    """A row of the secret book."""
    secrecy = SecrecyClass(call.typed.secrecy)
    with office(call) as here:
        dated = day(call.typed.dated) or here.today
        answer = incoming.enter_secret(here, secrecy, dated=dated, book=call.typed.book, clerk=call.clerk)
    n = answer["n"][0]
    said = Text(
        "ออกเลข {thai} ในทะเบียนลับแล้ว ({secrecy})", "Number {arabic} of the secret book is given ({secrecy})."
    ).with_(thai=to_thai(str(n)), arabic=n, secrecy=label(Label(secrecy.label, secrecy.english)))
    data: dict[str, object] = {"n": n, "dated": dated.isoformat(), "secrecy": secrecy.value, "stream": answer["stream"]}
    return Answer({**data, "position": answer["position"]}, [said])
