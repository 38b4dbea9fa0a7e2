"""Looks at a PDF that somebody signed before: does the signature cover it, and what came behind the signature?

Readers show a green mark for what was signed and the newest state for what they draw. Whatever draws otherwise behind a
signature is refused here; a further signature or what proves the first one for longer is not. Trust is not asked.
"""

import io
import warnings

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from registry.documents.intake.findings import Findings

_MOST = 50  # signatures


def look(document: pikepdf.Pdf, data: bytes, found: Findings) -> bool:
    """Look at the signatures, and tell whether there is any."""
    signatures: list[tuple[int, pikepdf.Object]] = []
    for one in document.objects:
        if isinstance(one, Dictionary) and {"/ByteRange", "/Contents"} <= set(one.keys()):
            signatures.append((one.objgen[0], one))  # noqa: PERF401 - a comprehension that the type checker misreads
    if not signatures:
        return False
    if len(signatures) > _MOST:
        _say_broken(f"{len(signatures)} signatures", found)
        return True
    ends = [_end(number, one, len(data), found) for number, one in signatures]
    if all(ends):
        _look_behind(data, found)
    return True


def _end(number: int, signature: pikepdf.Object, length: int, found: Findings) -> int:
    """Return where what is signed ends; 0 where the signature leaves out more than itself."""
    ranges, contents = signature.get(Name.ByteRange), signature.get(Name.Contents)
    listed: list[object] = list(ranges.as_list()) if isinstance(ranges, Array) else []
    parts = [part for part in listed if isinstance(part, int)]
    if len(parts) == 4 and isinstance(contents, String):  # noqa: PLR2004 - ISO 32000-2 12.8.1: two ranges
        begin, first, gap_end, rest = parts
        gap = 2 * len(bytes(contents)) + 2  # as hexadecimal figures between < and >
        if begin == 0 and first > 0 and rest > 0 and gap_end - first == gap and gap_end + rest <= length:
            return gap_end + rest
    found.refuse(
        "pdf-signature-with-gaps",
        "A signature in the PDF leaves parts of the file out, so it proves nothing about them: ask for the file anew.",
        number=number,
    )
    return 0


def _look_behind(data: bytes, found: Findings) -> None:
    """Compare what was signed with what came later, by the rules of pyHanko."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - takes a third of a second
    from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification  # noqa: PLC0415
    from pyhanko.sign.validation import SignatureCoverageLevel  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for signature in PdfFileReader(io.BytesIO(data), strict=False).embedded_signatures:
                signature.compute_integrity_info()
                changed = signature.diff_result
                if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
                    _say_broken("it does not cover the state that it is part of", found)
                elif isinstance(changed, SuspiciousModification):
                    found.refuse(
                        "pdf-changed-after-signing",
                        "The PDF was changed behind a signature and shows what nobody signed: ask for the signed file.",
                    )
                elif changed is not None and changed.modification_level >= ModificationLevel.FORM_FILLING:
                    found.flag("pdf-signed-again", "The PDF was signed or filled in further after a signature.")
    except Exception as error:  # noqa: BLE001 - pyHanko has no one error for files that contradict themselves
        _say_broken(f"{type(error).__name__}: {error}"[:200], found)


def _say_broken(why: str, found: Findings) -> None:
    found.refuse(
        "pdf-signature-broken", f"A signature in the PDF cannot be read ({why}): ask for the file anew.", why=why
    )
