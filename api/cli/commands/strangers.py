"""Proofs for strangers: a series complete, a letter's status, all that a key has signed."""

import shlex
from pathlib import Path

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.outputs import write_new
from api.cli.session import office
from api.errors import WrongUsage
from api.texts.text import Text
from domain.incoming import LetterReceived
from domain.letter.events import LetterIssued
from domain.series import SeriesKind
from domain.thai.digits import to_arabic, to_thai
from domain.values import Digest, StreamId
from registry import proving
from registry.acts import founding, outgoing
from registry.acts.files import read_small
from registry.acts.office import Office, Wanted
from registry.home import Home


def prove_complete(call: Call) -> Answer:
    """Write the proof of what became of every number of a series."""
    with office(call) as here:
        stream, series = here.series(_wanted(call))
        data = proving.complete(here.reader, stream, since=_since(call))
    about = Text("ชุดเลข {book} ปี {year}", "the series {book}, {year}").with_(
        book=series.book, year=Text(to_thai(str(series.year)), str(series.year))
    )
    return _written(call, data, about, {"series": stream})


def prove_status(call: Call) -> Answer:
    """Write the proof of the newest status of a letter, or of a number of a named series."""
    typed = call.typed
    with office(call) as here:
        if typed.kind or typed.series:
            stream, n = here.series(_wanted(call))[0], _figures(typed.number)
        else:
            stream, n = _numbered(here, typed.number)
        data = proving.status(here.reader, stream, n, since=_since(call))
    about = Text(to_thai(typed.number), to_arabic(typed.number))
    return _written(call, data, about, {"series": stream, "n": n})


def prove_key(call: Call) -> Answer:
    """Write the proof of all that a key has signed."""
    named = str(call.typed.key_of)
    with office(call) as here:
        if Path(named).is_file():
            key = Digest(founding.load_certificates(Path(named))[0].spki)
        else:
            key = founding.key_of(here, named, confirmed=True)
        data = proving.signed_by(here.reader, key, since=_since(call))
    return _written(call, data, Text(f"กุญแจ {key[:23]}…", f"the key {key[:23]}…"), {"key": key})


def _wanted(call: Call) -> Wanted:
    typed = call.typed
    kind = SeriesKind(typed.kind or SeriesKind.ORDINARY.value)
    return Wanted(kind, typed.book, typed.year, StreamId(typed.series) if typed.series else None)


def _numbered(here: Office, typed: str) -> tuple[StreamId, int]:
    """Return series and (first) number of the letter that was named, sent or received."""
    known = outgoing.find(here, typed)
    fact = here.reader.stream(known.stream)[0].statement.fact
    assert isinstance(fact, (LetterIssued, LetterReceived))  # noqa: S101 - a letter's stream begins with one of them
    return fact.series, fact.n[0] if isinstance(fact, LetterIssued) else fact.n


def _figures(typed: str) -> int:
    """Return a number of a series, in any digits."""
    try:
        return int(to_arabic(typed))
    except ValueError:
        raise WrongUsage(
            "not-a-number", f"{typed!r} is no number of a series: type its figures alone.", number=typed
        ) from None


def _since(call: Call) -> bytes | None:
    return None if call.typed.since is None else read_small(Path(call.typed.since))


def _written(call: Call, data: bytes, about: Text, fields: dict[str, object]) -> Answer:
    output = call.typed.output
    write_new(Path(output), data)
    home = Home(call.home)
    command = ["saraban", "verify-proof", output, "--trust", str(home.roots), "--log-key", str(home.log_key)]
    said = [
        Text("เขียนหลักฐานของ {about} ลง {file} แล้ว", "The proof about {about} is in {file}.").with_(
            about=about, file=output
        ),
        Text("ตรวจได้ด้วย: {command}", "Verify it with: {command}").with_(command=shlex.join(command)),
    ]
    return Answer({**fields, "proof": output, "bytes": len(data)}, said)
