"""A sample of a register, drawn at random, and the same again by anybody."""

import os
from datetime import datetime
from pathlib import Path

from api.cli.answer import Answer, Table
from api.cli.call import Call
from api.cli.outputs import new_file
from api.cli.session import day, office
from api.points import known_at
from api.texts.sampling import POPULATIONS
from api.texts.text import Text, plain
from domain.classes import SecrecyClass
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.sampling.drawing import Population, Sample, Wanted, draw
from registry.sampling.packing import method, pack, rows
from registry.views.book import Book
from registry.views.view import open_view

_RANDOM = 16  # bytes of a fresh seed
_SHOWN = 16  # figures of a rank


def sample(call: Call) -> Answer:
    """Draw a sample, and write it with its evidence if a file is named."""
    typed = call.typed
    with office(call) as here:
        with open_view(here.reader, Book) as book:
            at = known_at(typed.as_of, here.now)
            wanted = Wanted(
                Population(typed.population),
                typed.seed or os.urandom(_RANDOM).hex(),
                typed.size,
                _position(book, at),
                StreamId(typed.series) if typed.series else None,
                day(getattr(typed, "from")),
                day(typed.to),
                SecrecyClass(typed.secrecy),
            )
            found = draw(book, wanted)
        if typed.output:
            with new_file(Path(typed.output)) as path, path.open("wb") as file:
                file.writelines(pack(here.reader, found, at=here.now))
    return _answer(found, typed.output)


def _position(book: Book, at: int | datetime | None) -> int:
    if at is None:
        return book.position
    return at if isinstance(at, int) else book.known_until(at)


def _answer(found: Sample, output: str | None) -> Answer:
    wanted = found.wanted
    columns = [Text("ลำดับ", "order"), Text("เลข", "number"), Text("ที่", "printed"), Text("เรื่อง", "subject"),
               Text("ตำแหน่ง", "place"), Text("อันดับ", "rank")]  # fmt: skip
    shown: list[list[str | Text]] = [
        [to_thai(str(order)), to_thai(str(item.row.n)), item.row.number, item.row.subject,
         to_thai(str(item.place)), plain(item.rank[:_SHOWN])]
        for order, item in enumerate(found.items, start=1)
    ]  # fmt: skip
    said: list[Text | Table] = [
        Text(
            "สุ่ม {count} จาก {population} เลข ({what}) ถึงตำแหน่ง {as_of} seed {seed}",
            "Drew {count} of {population} numbers ({what}) up to position {as_of}, seed {seed}",
        ).with_(
            count=len(found.items), population=found.population, what=POPULATIONS[wanted.population],
            as_of=wanted.as_of, seed=wanted.seed,
        ),
        Table(columns, shown),
    ]  # fmt: skip
    if output:
        said.append(
            Text("เขียนตัวอย่างพร้อมหลักฐานลง {file} แล้ว", "The sample with its evidence is in {file}.").with_(file=output)
        )
    names = ("order", "rank", "place", "book", "kind", "year", "n", "number", "registered_on", "dated", "sender",
             "addressee", "subject", "state", "stream")  # fmt: skip
    data: dict[str, object] = {
        "seed": wanted.seed,
        "as_of": wanted.as_of,
        "population": found.population,
        "method": method(found),
        "items": [dict(zip(names, row, strict=True)) for row in rows(found)],
    }
    return Answer(data, said)
