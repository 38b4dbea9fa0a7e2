"""The yardstick: the bare event library saving one unsigned letter and a counter, at its best.

One aggregate a letter, one counter aggregate a series that gives the number, both saved in one call;
orjson as transcoder, aggregates cached, the database as durable as ours.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import JSONTranscoder, Transcoder


class OrjsonTranscoder(JSONTranscoder):
    """The library's transcoder with orjson underneath."""

    def encode(self, obj: object) -> bytes:
        return orjson.dumps(obj, default=self._encode_obj)

    def decode(self, data: bytes) -> Any:
        return self._decode_obj_deep(orjson.loads(data))

    def _decode_obj_deep(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self._decode_obj({k: self._decode_obj_deep(v) for k, v in value.items()})
        if isinstance(value, list):
            return [self._decode_obj_deep(v) for v in value]
        return value


class Counter(Aggregate):
    """A series."""

    @event("Opened")
    def __init__(self, book: str) -> None:
        self.book = book
        self.last = 0

    @staticmethod
    def create_id(book: str) -> UUID:
        return uuid5(NAMESPACE_URL, book)

    @event("Taken")
    def take(self, number: int) -> None:
        self.last = number


class PlainLetter(Aggregate):
    """A letter, as unsigned data."""

    @event("Registered")
    def __init__(self, number: str, subject: str, addressee: str, signatory: str) -> None:
        self.number = number
        self.subject = subject
        self.addressee = addressee
        self.signatory = signatory


class PlainRegister(Application[UUID]):
    """The library, out of the box but for its transcoder and cache."""

    env: ClassVar[dict[str, str]] = {"AGGREGATE_CACHE_MAXSIZE": "100", "AGGREGATE_CACHE_FASTFORWARD": "n"}

    def construct_transcoder(self) -> Transcoder:
        transcoder = OrjsonTranscoder()
        self.register_transcodings(transcoder)
        return transcoder

    def register_letter(self, book: str, subject: str) -> int:
        """Take the next number and save letter and counter together."""
        try:
            counter: Counter = self.repository.get(Counter.create_id(book))
        except AggregateNotFoundError:
            counter = Counter(book)
        number = counter.last + 1
        counter.take(number)
        self.save(counter, PlainLetter(f"มท 0812/{number}", subject, "ผู้ว่าราชการจังหวัด", "อธิบดี"))
        return number


def letters_per_second(folder: Path, *, threads: int, seconds: float) -> float:
    """Return how many letters a second the library saves with so many threads, one lock around the counter."""
    application = PlainRegister(
        env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / f"plain-{threads}.db")}
    )
    gate = threading.Lock()
    done = [0] * threads
    until = time.perf_counter() + seconds

    def work(who: int) -> None:
        while time.perf_counter() < until:
            with gate:  # without it every second save of a hot counter is refused and made again
                application.register_letter("ส่ง", "การปรับปรุงโครงสร้างและการแบ่งงานภายใน")
            done[who] += 1

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    rate = sum(done) / (time.perf_counter() - began)
    application.close()
    return rate
