"""Which facts a visitor may know of: none of a class of secrecy above the visitor's clearance, whoever said it."""

from api.auth.rights import Visitor
from domain.classes import SecrecyClass
from domain.facts import SecretEntered
from domain.incoming import LetterReceived
from domain.letter.events import LetterIssued
from domain.letter.text import LetterText
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, SeriesKind, SeriesOpened
from domain.values import StreamId
from registry.reader import Reader, Recorded


class Readable:
    """What one visitor may read in one registry; streams are looked up once."""

    def __init__(self, reader: Reader, visitor: Visitor) -> None:
        self._reader = reader
        self._visitor = visitor
        self._streams: dict[StreamId, SecrecyClass] = {}
        self._books: dict[StreamId, SeriesKind | None] = {}

    def __call__(self, line: Recorded) -> bool:
        """Tell whether a fact may be shown."""
        return self._visitor.may_read(self._class_of(line))

    def _class_of(self, line: Recorded) -> SecrecyClass:  # noqa: PLR0911 - one case a fact
        fact, stream = line.statement.fact, line.statement.stream
        match fact:
            case SecretEntered(secrecy=secrecy) | LetterReceived(secrecy=secrecy):
                return secrecy
            case NumberReserved(n=n):
                return self._of_number(stream, n)
            case NumberVoided(series=series, n=n):
                return self._of_number(series, n)
            case SeriesOpened():
                return self._of_book(stream)
            case OpeningBalanceEntered(series=series):
                return self._of_book(series)
            case LetterIssued(signed_in=signed_in):
                return self._of_signed(signed_in)
            case _:
                text = getattr(fact, "letter", None)
                return text.secrecy if isinstance(text, LetterText) else self._of_stream(stream)

    def _of_book(self, series: StreamId) -> SecrecyClass:
        """Return the class of a book: that there is one of secret letters is as secret as the least of them."""
        if series not in self._books:
            opened = self._reader.beginning(series)
            fact = None if opened is None else opened.statement.fact
            self._books[series] = fact.kind if isinstance(fact, SeriesOpened) else None
        return SecrecyClass.SECRET if self._books[series] is SeriesKind.SECRET else SecrecyClass.NONE

    def _of_number(self, series: StreamId, n: int) -> SecrecyClass:
        """Return the class of a number: of a secret book, that of what was entered under it."""
        of_book = self._of_book(series)
        if of_book is SecrecyClass.NONE or self._reader.store.number_state(series, n) != "issued":
            return of_book
        used = self._reader.at(self._reader.store.used_at(series, n)).statement.fact
        return used.secrecy if isinstance(used, SecretEntered) else of_book

    def _of_stream(self, stream: StreamId) -> SecrecyClass:
        """Return the class of the letter whose stream it is; what is no letter's has none."""
        if stream not in self._streams:
            first = self._reader.beginning(stream)
            begins = first is not None and isinstance(
                first.statement.fact, SecretEntered | LetterReceived | LetterIssued
            )
            self._streams[stream] = self._class_of(first) if first is not None and begins else SecrecyClass.NONE
        return self._streams[stream]

    def _of_signed(self, signed_in: StreamId) -> SecrecyClass:
        signed = self._reader.beginning(signed_in)
        text = None if signed is None else getattr(signed.statement.fact, "letter", None)
        return text.secrecy if isinstance(text, LetterText) else SecrecyClass.NONE
