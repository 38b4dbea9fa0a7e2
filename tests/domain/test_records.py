"""What is noted of records beside the log: only growth, and never less than was noted before."""

from domain.records import RecordHead, RecordKind, RecordsNoted, note
from domain.values import Digest

A, B = Digest("sha256:" + "a" * 64), Digest("sha256:" + "b" * 64)


def head(rows: int, newest: Digest = A) -> RecordHead:
    return RecordHead(RecordKind.REFUSALS, rows, newest)


def test_a_record_that_has_grown_is_noted() -> None:
    assert note(None, [head(1)]) == RecordsNoted((head(1),))
    assert note(RecordsNoted((head(1),)), [head(2, B)]) == RecordsNoted((head(2, B),))


def test_a_record_that_has_not_grown_is_not_noted_again() -> None:
    before = RecordsNoted((head(2),))

    assert note(None, []) is None
    assert note(None, [head(0)]) is None
    assert note(before, [head(2, B)]) is None
    assert note(before, [head(1, B)]) is None
    assert note(before, []) is None
