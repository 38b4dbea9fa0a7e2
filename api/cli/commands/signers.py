"""Who could sign for a unit, in which capacity, and the facts that it rests on."""

from collections.abc import Iterable, Sequence
from contextlib import closing

from api.cli.answer import CANNOT_TELL, FINE, REFUSED, Answer, Table
from api.cli.call import Call
from api.cli.session import office, written
from api.points import point
from api.texts.powers import basis, capacity, given, matters
from api.texts.refusals import sentence
from api.texts.structure import VERDICTS, figures, moment_words
from api.texts.text import Text, plain
from domain.errors import NotAllowed
from domain.structure.powers import Capacity, Judgement, Power, Verdict
from registry.views.powers import Judged, Powers
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.views.view import open_view

_CODES = {Verdict.VALID: FINE, Verdict.NOT_VALID: REFUSED, Verdict.CANNOT_TELL: CANNOT_TELL}


def who_may_sign(call: Call) -> Answer:
    """Everybody who could sign for a unit; or one officer, judged."""
    typed = call.typed
    with office(call) as here, closing(open_view(here.reader, StructureView)) as view:
        at = point(here, view, typed.on, typed.known_at)
        unit = view.resolve(typed.unit, at)
        row = view.unit(unit, at)
        matter = written(typed.matter)
        powers = Powers(view)
        data: dict[str, object] = {"unit": unit, "on": at.on.isoformat(), "known_at": at.known_at, "matter": matter}
        title = _title(unit if row is None else row.name, at)
        if typed.officer is None:
            return _everybody(powers.who_may_sign(unit, at, matter=matter), data, title)
        ways, unable = powers.ways(typed.officer, unit, at, matter=matter), powers.barred(typed.officer, at)
        return _one(ways, unable, typed.officer, data, title)


def _title(name: str, at: Point) -> Text:
    said = Text(
        "ผู้ลงชื่อได้ของ {name} ณ {on} ตามที่รู้ถึงตำแหน่ง {known}", "Who could sign for {name} on {on}, as known at {known}"
    )
    return said.with_(name=name, on=moment_words(at.on), known=figures(str(at.known_at)))


def _everybody(found: Sequence[Capacity], data: dict[str, object], title: Text) -> Answer:
    data["capacities"] = [
        {
            "officer": one.officer,
            "name": one.name,
            "post": one.post,
            "word": None if one.word is None else one.word.value,
            "principal": one.principal,
            "matters": list(one.matters),
            "withheld": list(one.withheld),
            "chain": [_step_data(power) for power in one.chain],
            "others": [[_step_data(power) for power in chain] for chain in one.others],
        }
        for one in found
    ]
    if not found:
        nobody = Text("ไม่มีรายการใดบอกว่าใครลงชื่อได้", "No record says that anybody could sign.")
        return Answer(data, [title, nobody])
    columns = [
        Text("ผู้ลงชื่อ", "who"), Text("ตำแหน่ง", "post"), Text("ในฐานะ", "capacity"), Text("เรื่อง", "matters"),
        Text("อาศัย", "rests on"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [
            f"{one.name or ''} ({one.officer})".strip(),
            one.post,
            capacity(one.word, one.principal),
            matters(one),
            _grounds(one),
        ]
        for one in found
    ]
    return Answer(data, [Table(columns, rows, title)])


def _one(
    found: Sequence[Judged], unable: Judgement | None, officer: str, data: dict[str, object], title: Text
) -> Answer:
    best = found[0].judgement if found else unable or Judgement(Verdict.CANNOT_TELL)
    verdict = best.verdict
    data |= {
        "officer": officer,
        "verdict": verdict.value,
        "why": _why_data(best.why),
        "ways": [
            {
                "post": one.signatory.post,
                "word": None if one.signatory.acting is None else one.signatory.acting.value,
                "principal": one.signatory.principal,
                "verdict": one.judgement.verdict.value,
                "why": _why_data(one.judgement.why),
                "chain": [_step_data(power) for power in one.judgement.chain],
            }
            for one in found
        ],
    }
    said = Text("{officer}: {verdict}", "{officer}: {verdict}").with_(officer=officer, verdict=VERDICTS[verdict])
    if not found:
        nothing = Text("ไม่มีรายการใดที่ให้ลงชื่อแทนหน่วยงานนี้", "No record lets this officer sign for the unit.")
        return Answer(data, [title, said, nothing if best.why is None else _why(best.why)], _CODES[verdict])
    columns = [
        Text("ตำแหน่ง", "post"), Text("ในฐานะ", "capacity"), Text("ผล", "verdict"), Text("เพราะ", "why"),
        Text("อาศัย", "rests on"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [
            one.signatory.post,
            capacity(one.signatory.acting, one.signatory.principal),
            VERDICTS[one.judgement.verdict],
            _why(one.judgement.why),
            _chain(one.judgement.chain),
        ]
        for one in found
    ]
    return Answer(data, [Table(columns, rows, title), said], _CODES[verdict])


def _grounds(one: Capacity) -> Text:
    """Say what it rests on; where several chains hold it, each of them."""
    chains = [_chain(chain) for chain in (one.chain, *one.others)]
    return Text(" · และ ".join(said.thai for said in chains), " · and ".join(said.english for said in chains))


def _chain(chain: Iterable[Power]) -> Text:
    """Say what it rests on, fact after fact, each with its position in the log."""
    steps = [_step(power) for power in chain]
    return Text(" → ".join(step.thai for step in steps), " → ".join(step.english for step in steps))


def _step(power: Power) -> Text:
    what, by = given(power), basis(power)
    if power.basis.position is not None:
        at = Text("{basis}, ตำแหน่ง {position}", "{basis}, position {position}")
        by = at.with_(basis=by, position=power.basis.position)
    return Text(f"{what.thai} ({by.thai})", f"{what.english} ({by.english})")


def _step_data(power: Power) -> dict[str, object]:
    return {
        "kind": power.kind.value,
        "officer": power.officer,
        "post": power.post,
        "unit": power.unit,
        "since": power.since.isoformat(),
        "until": power.until.isoformat() if power.until else None,
        "ground": power.basis.ground.value,
        "number": power.basis.number,
        "position": power.basis.position,
        "digest": power.basis.digest,
    }


def _why(why: NotAllowed | None) -> Text:
    return plain("–") if why is None else Text(sentence(why), str(why))


def _why_data(why: NotAllowed | None) -> dict[str, object] | None:
    return None if why is None else {"slug": why.slug, "message": str(why), "facts": why.facts}
