"""Papers as files: drafts to look at, letters to sign or stamp by hand, and how an office's letters look."""

from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.documents import office_if_named
from api.cli.outputs import write_new
from api.cli.session import now, office, wanted_series
from api.errors import WrongUsage
from api.texts.text import Text
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import drafts, printing
from registry.acts.files import read_small
from registry.acts.printing import Printed
from registry.documents.writing import plain

_AS = (".pdf", ".txt")
_OWN = Text("ตราของหน่วยงานเอง", "the office's own emblem")
_PLACEHOLDER = Text(
    "ตราที่วาดไว้แทน (ตั้งตราของหน่วยงานด้วย --emblem)",
    "a drawing in the emblem's place (give the office's own with --emblem)",
)


def write(call: Call) -> Answer:
    """Write a draft, or the paper of a reserved number; nothing is registered."""
    target = Path(call.typed.output)
    if target.suffix.lower() not in _AS:
        raise WrongUsage(
            "output-neither", f"{target.name} ends in neither .pdf nor .txt: name one of them.", file=target.name
        )
    draft = drafts.load(Path(call.typed.file))
    n = call.typed.number
    if n is None:
        with office_if_named(call) as here:
            printed = printing.draft(here, draft, today=here.today if here else now(call).date())
    else:
        with office(call) as here:
            printed = printing.reserved(here, draft, wanted_series(call, printing.series_of(draft)), n)
    data = _written(printed, target)
    write_new(target, data)
    return _answer(printed, target, len(data))


def _written(printed: Printed, target: Path) -> bytes:
    if target.suffix.lower() == ".txt":
        return plain.write(printed.letter, printed.body)
    from registry.documents.writing import typeset  # noqa: PLC0415 - who writes text does not wait for typst

    return typeset.printed(printed.letter, printed.body, paper=printed.paper)


def _answer(printed: Printed, target: Path, size: int) -> Answer:
    letter = printed.letter
    data: dict[str, object] = {
        "file": str(target),
        "bytes": size,
        "number": letter.number if letter.n else None,
        "dated": letter.dated.isoformat() if letter.n else None,
    }
    if not letter.n:
        said = Text(
            "เขียนร่างลง {file} แล้ว เว้นที่และวันที่ไว้", "Wrote the draft to {file}; number and day are left blank."
        ).with_(file=target)
        return Answer(data, [said])
    said = Text(
        "เขียน {file} แล้ว ที่ {thai} ลงวันที่ {dated} ให้ลงชื่อหรือประทับตรา สแกน แล้วลงทะเบียนก่อนเที่ยงคืน",
        "Wrote {file}: {arabic} of {dated}. Have it signed or stamped, scan it, and enter it before midnight.",
    ).with_(file=target, thai=to_thai(letter.number), arabic=letter.number, dated=print_date(letter.dated))
    return Answer(data, [said])


def paper(call: Call) -> Answer:
    """How the office's letters look; with options, how they shall look from now on."""
    from registry.documents.writing import paper as papers  # noqa: PLC0415 - it knows XML, which few commands need

    emblem, address = call.typed.emblem, call.typed.address
    with office(call) as here:
        folder, origin = here.reader.home.paper, here.reader.identity.origin
        if address:
            papers.checked_address(address, origin=origin)  # both are fit, or neither is kept
        if emblem:
            papers.keep_emblem(folder, read_small(Path(emblem), largest=papers.LARGEST_EMBLEM + 1))
        if address:
            papers.keep_address(folder, address, origin=origin)
        known = papers.Paper.load(folder, origin=origin)
        own = (folder / "emblem.svg").exists()
    data: dict[str, object] = {
        "emblem": "own" if own else "placeholder",
        "bytes": len(known.emblem),
        "address": known.address,
    }
    which = _OWN if own else _PLACEHOLDER
    said = Text(
        "หัวหนังสือใช้{which} คิวอาร์โค้ดนำไปที่ {address}…", "Letters have {which}; their QR codes lead to {address}…"
    ).with_(which=which, address=known.address)
    return Answer(data, [said])
