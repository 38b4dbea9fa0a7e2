"""Makes a typeset letter ready to be signed: a certified revision whose signature is still a gap.

    typeset PDF ──prepare──▶ PDF with a gap, digest around it ──keys.pades.sign, embed──▶ the finished file

The revision adds a signature field with words to see (on its page, in the form, in the structure for readers who
listen), and the signature's dictionary, which certifies: any later change but further signatures shows (DocMDP 2).
PDF/A-3a and PDF/UA-1 hold before and after. Sources: ISO 32000-2 12.7, 12.8 and 14.7, ETSI EN 319 142-1 §5.3,
ISO 19005-3 6.4, ISO 14289-1 7.18.
"""

import io
import zlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from domain.errors import InvalidValue
from domain.letter.text import Signatory
from keys import pades
from registry.documents.reading.files.source import Place
from registry.documents.signing import appearance, revision

FIELD: Final = "signature"
"""The field's name in the form."""

_PRINTED_AND_LOCKED: Final = 4 | 128  # annotation flags (12.5.3): on paper as well, and not to be moved
_SIGNED_AND_ONLY_APPENDED: Final = 1 | 2  # SigFlags (12.7.3)
_FURTHER_SIGNATURES_ONLY: Final = 2  # DocMDP's P (12.8.2.2)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that lacks its signature only, where that goes, and what it signs."""

    data: bytes
    gap: pades.Gap
    digest: bytes
    """SHA-256 around the gap, 32 bytes."""


def prepare(  # noqa: PLR0913 - the file, the field, and what the signature says of itself, all named
    pdf: bytes, *, place: Place, signatory: Signatory, at: datetime, reason: str, location: str, room: int
) -> Prepared:
    """Return *pdf* with a gap for the signature of *signatory*. The same input gives the same bytes.

    Args:
        pdf: A file as `registry.documents.writing` makes it: tagged, unsigned, with a table of cross references.
        place: The visible field.
        signatory: Whose name, post and acting words people see there.
        at: When it is signed, with a time zone; the file's ``/M`` says it, for the signature itself does not.
        reason: Why it is signed, for the reader's panel of signatures.
        location: The office.
        room: Bytes to keep for the signature, of `keys.pades.room`.

    Raises:
        InvalidValue: the file is not of that kind (`pdf-not-ours`), or a name has characters that the typeface
            lacks.
    """
    if at.tzinfo is None:
        raise ValueError("the time of a signature needs its time zone")
    lines = appearance.words(signatory, at)
    with _opened(pdf) as opened:
        last = max(one.objgen[0] for one in opened.objects)
        signature = opened.make_indirect(_signature(signatory, at, reason, location))
        seen = _seen(opened, lines, place, at)
        changed = _add_field(opened, place, " ".join(lines), signature, seen)
        new = [one for one in opened.objects if one.objgen[0] > last and one.objgen != signature.objgen]
        data, gap = revision.append(pdf, opened, [*changed, *new], signature=signature, room=room)
    return Prepared(data, gap, pades.ranged(data, gap))


def _opened(pdf: bytes) -> pikepdf.Pdf:
    if revision.table_of(pdf) is None:
        raise _not_ours("it has no table of cross references")
    try:
        opened = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False)
    except pikepdf.PdfError:
        raise _not_ours("it cannot be read") from None
    missing = {"/StructTreeRoot", "/Metadata", "/MarkInfo"} - set(opened.Root.keys())
    if missing or "/Info" not in opened.trailer or "/ID" not in opened.trailer:
        raise _not_ours("it is not tagged, or has no name")
    if "/AcroForm" in opened.Root or opened.is_encrypted:
        raise _not_ours("it has a form already, or is locked")
    return opened


def _signature(signatory: Signatory, at: datetime, reason: str, location: str) -> Dictionary:
    """Return the signature's dictionary but for Contents and ByteRange (12.8.1, table 255)."""
    offset = f"{at:%z}"
    limits = Dictionary(Type=Name.TransformParams, P=_FURTHER_SIGNATURES_ONLY, V=Name("/1.2"))
    return Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        M=String(f"D:{at:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"),
        Name=String(f"{signatory.rank or ''}{signatory.name}"),
        Reason=String(reason),
        Location=String(location),
        Reference=Array([Dictionary(Type=Name.SigRef, TransformMethod=Name.DocMDP, TransformParams=limits)]),
    )


def _seen(opened: pikepdf.Pdf, lines: tuple[str, ...], place: Place, at: datetime) -> pikepdf.Object:
    """Return the words as a form XObject of *opened*, with their fonts (8.10)."""
    width, height = place.right - place.left, place.bottom - place.top
    drawn = appearance.draw(lines, width=width, height=height, at=at)
    with pikepdf.open(io.BytesIO(drawn)) as small:
        page = small.pages[0]
        resources = opened.copy_foreign(small.make_indirect(page.obj.Resources))
        contents = page.obj.Contents.read_bytes()
    return pikepdf.Stream(
        opened,
        zlib.compress(contents, 9),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, _points(width), _points(height)]),
        Resources=resources,
        Filter=Name.FlateDecode,
    )


def _add_field(
    opened: pikepdf.Pdf, place: Place, spoken: str, signature: pikepdf.Object, seen: pikepdf.Object
) -> list[pikepdf.Object]:
    """Put the field on its page, into the form and into the structure; return the old objects that this changed."""
    page = _page(opened, place)
    top = float(page.MediaBox[3])
    key = int(opened.Root.StructTreeRoot.get("/ParentTreeNextKey", 0))
    field = opened.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(spoken),
            V=signature,
            P=page,
            Rect=Array(map(_points, (place.left, top - place.bottom, place.right, top - place.top))),
            F=_PRINTED_AND_LOCKED,
            AP=Dictionary(N=seen),
            StructParent=key,
        )
    )
    opened.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=_SIGNED_AND_ONLY_APPENDED)
    opened.Root.Perms = Dictionary(DocMDP=signature)
    annotations = page.get("/Annots", None)
    if annotations is None:
        annotations = page.Annots = Array()
    annotations.append(field)
    changed = [opened.Root, page, annotations, *_add_to_structure(opened, page, field, key)]
    return list({one.objgen: one for one in changed if one.is_indirect}.values())


def _add_to_structure(
    opened: pikepdf.Pdf, page: pikepdf.Object, field: pikepdf.Object, key: int
) -> list[pikepdf.Object]:
    """Name the field in the structure, as the document's last part, and the part under its key (14.7.5)."""
    root = opened.Root.StructTreeRoot
    kids = root.K if isinstance(root.K, Array) else Array([root.K])
    document = kids[0]
    tree = root.ParentTree
    if len(kids) != 1 or document.get("/S") != Name.Document or "/Nums" not in tree:
        raise _not_ours("its structure has another shape")
    part = opened.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=document,
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
        )
    )
    document.K.append(part)
    tree.Nums.append(key)
    tree.Nums.append(part)
    root.ParentTreeNextKey = key + 1
    return [root, tree, tree.Nums, document, document.K]


def _page(opened: pikepdf.Pdf, place: Place) -> pikepdf.Object:
    if not 1 <= place.page <= len(opened.pages):
        raise _not_ours(f"it has no page {place.page}")
    return opened.pages[place.page - 1].obj


def _points(length: float) -> Decimal:
    return Decimal(length).quantize(Decimal("0.001"))


def _not_ours(reason: str) -> InvalidValue:
    return InvalidValue(
        "pdf-not-ours",
        f"This PDF file was not written here, so no signature field can be put into it: {reason}. "
        "Write the letter again and sign that.",
        reason=reason,
    )
