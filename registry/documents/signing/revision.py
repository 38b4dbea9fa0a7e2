"""A second revision behind the end of a PDF file: changed and new objects, whose signature is still a gap.

    %PDF … %%EOF │ 21 0 obj … 34 0 obj … 40 0 obj <</Contents <000…> …>> │ xref · trailer /Prev · %%EOF
    as it was    │ page, structure …     the signature                  │

Nothing of the old file is touched (ISO 32000-2 7.5.6). Written here because the sections are few, must come out
the same every time, and must not say who wrote them: the metadata stays as it was, as PDF/A asks.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import pikepdf

from keys.pades import Gap, byte_range

_BYTE_RANGE: Final = 60
"""Bytes kept for `keys.pades.byte_range`; four numbers of ten digits fit."""


def append(
    base: bytes, pdf: pikepdf.Pdf, changed: Sequence[pikepdf.Object], *, signature: pikepdf.Object, room: int
) -> tuple[bytes, Gap]:
    """Return *base* with a revision that holds *changed*, and the gap for a signature of *room* bytes.

    Args:
        base: The file as it was, with a table of cross references (not a stream).
        pdf: The same file, opened and changed.
        changed: Its objects to write, each indirect.
        signature: The signature's dictionary without Contents and ByteRange, indirect, not among *changed*.
        room: Bytes of the largest signature.
    """
    parts = [base, b"\n"]
    at = len(base) + 1
    offsets: dict[int, int] = {}
    for one in sorted(changed, key=lambda one: one.objgen):
        written = _object(one)
        offsets[one.objgen[0]] = at
        parts.append(written)
        at += len(written)
    head, contents, tail = _signature(signature, room)
    offsets[signature.objgen[0]] = at
    begin = at + len(head)
    end = begin + len(contents)
    at = end + len(tail)
    name = hashlib.sha256(b"".join((*parts, head, tail))).digest()[:16]
    behind = _cross_references(offsets) + _trailer(pdf, base, at, name)
    gap = Gap(begin, end, at + len(behind))
    parts += [head, contents, tail.replace(b" " * _BYTE_RANGE, byte_range(gap).ljust(_BYTE_RANGE)), behind]
    return b"".join(parts), gap


def table_of(base: bytes) -> int | None:
    """Return where the newest table of cross references of *base* begins; None if it is a stream or missing."""
    _, found, rest = base[-64:].rpartition(b"startxref")
    at = rest.split()[:1]
    if not found or not at or not at[0].isdigit():
        return None
    offset = int(at[0])
    return offset if base.startswith(b"xref", offset) else None


def _object(one: pikepdf.Object) -> bytes:
    number, generation = one.objgen
    if isinstance(one, pikepdf.Stream):
        data = one.read_raw_bytes()
        entries = pikepdf.Dictionary({**dict(one.stream_dict.items()), "/Length": len(data)})
        body = b"%b\nstream\n%b\nendstream" % (entries.unparse(), data)
    else:
        body = one.unparse(resolved=True)
    return b"%d %d obj\n%b\nendobj\n" % (number, generation, body)


def _signature(signature: pikepdf.Object, room: int) -> tuple[bytes, bytes, bytes]:
    """Return what stands before the gap, the gap, and what stands behind it, with blanks for the byte range."""
    body = signature.unparse(resolved=True)
    start = b"%d 0 obj\n%b /Contents " % (signature.objgen[0], body.removesuffix(b">>"))
    return start, b"<%b>" % (b"00" * room), b"%b >>\nendobj\n" % (b" " * _BYTE_RANGE)


def _cross_references(offsets: Mapping[int, int]) -> bytes:
    """Return the section's own table, one subsection a run of numbers, entries of exactly 20 bytes (7.5.4)."""
    numbers = sorted(offsets)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    lines = [b"xref\n"]
    for run in runs:
        lines.append(b"%d %d\n" % (run[0], len(run)))
        lines += [b"%010d 00000 n\r\n" % offsets[number] for number in run]
    return b"".join(lines)


def _trailer(pdf: pikepdf.Pdf, base: bytes, at: int, name: bytes) -> bytes:
    """Return the trailer: the first ID stays with the document, the second is the revision's *name* (14.4)."""
    entries = pikepdf.Dictionary(
        Size=max(one.objgen[0] for one in pdf.objects) + 1,
        Root=pdf.Root,
        Info=pdf.trailer.Info,
        ID=pikepdf.Array([pdf.trailer.ID[0], pikepdf.String(name)]),
        Prev=table_of(base),
    )
    return b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (entries.unparse(), at)
