"""What the seal may note of records beside the log, and whether these are still what was noted."""

from domain.records import RecordHead, RecordsNoted, note
from domain.values import StreamId
from registry import records
from registry.audit.line import Line
from registry.audit.report import wrong
from registry.home import Home


class RecordRules:
    """What was noted so far."""

    def __init__(self) -> None:
        """Start before leaf 0."""
        self._opening: StreamId | None = None
        self._newest: RecordsNoted | None = None
        self._heads: list[RecordHead] = []

    def open(self, line: Line) -> None:
        """Remember the stream that the registry's opening begins: notes go on there."""
        self._opening = line.statement.stream

    def follow(self, line: Line, fact: RecordsNoted) -> None:
        """Refuse a note that stands elsewhere, says nothing new, or says that a record became shorter."""
        if line.statement.stream != self._opening:
            raise wrong("What is noted of records stands in the stream of leaf 0.")
        if note(self._newest, fact.heads) != fact:
            raise wrong("No record had grown since this was noted last, or one of them was noted otherwise.")
        self._newest = fact
        self._heads += fact.heads

    def require(self, home: Home) -> int:
        """Look through the records in a registry's folder; return how many refusals are on record.

        Raises:
            RefusalsBroken: the first row that is missing, is not what was written, or is not what was noted.
            PapersDamaged: the file cannot be read.
        """
        return records.looked_through(home, self._heads).rows
