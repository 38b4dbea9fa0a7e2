"""Whether the final file of a typeset letter bears the signature that its statement tells of.

    statement.json   document: begin, end, length, SHA-256 around the gap        signed with signature.p7s
    letter.pdf       … < CMS by the same key over the same SHA-256, zeros > …    nothing else may vary

Which file was issued is the digest's to say, in the admission; so of the two forms in which an ECDSA signature can be
written, only one is the letter. Source: ETSI EN 319 142-1 (PAdES), as `keys.pades` reads it.
"""

from typing import Final

from keys import pades
from keys.errors import KeysError
from registry.verify.authority import Authority
from registry.verify.contents import final_file
from registry.verify.signatures import certificate_missing
from registry.verify.verdicts import Saying, Unshown, cause

PDF: Final = "application/pdf"


def signed(known: Authority) -> tuple[None, Saying]:
    """Return that the final file is signed by the key of the statement, or refuse.

    Raises:
        Unshown: the key does not count, or the file is another than the one that was signed, or not signed so.
    """
    contents = known.contents
    person = contents.person
    said = person.statement.fields.part("document")
    file, name = final_file(person.statement, contents.admission.statement)
    if file.mime != PDF:
        raise Unshown("document-no-pdf", f"{name} is not the PDF file that was signed.", member=name)
    key = known.require_key(person)
    certificate = contents.certificates.get(key.certificate)
    if certificate is None:
        raise certificate_missing(person.statement.member, key.certificate)
    gap = pades.Gap(said.integer("begin"), said.integer("end"), said.integer("length"))
    try:
        claim = pades.read(contents.files[name], gap, certificate)
        certificate.verify(claim.signature, claim.message)
    except KeysError as reason:
        raise Unshown(
            "document-not-signed",
            f"{name} does not bear the signature that {person.statement.member} tells of: {reason}",
            member=name,
            reason=cause(reason),
        ) from None
    found = f"sha256:{claim.digest.hex()}"
    if found != said.digest("sha256"):
        raise Unshown(
            "document-of-another",
            f"{name} is signed, and is the file of another letter: {found} around its signature, and "
            f"{said.digest('sha256')} was signed.",
            member=name,
            found=found,
            expected=said.digest("sha256"),
        )
    signer = known.officer(key.officer, person)
    return None, Saying("document-signed", {"member": name, "name": signer.name, "key": person.statement.by})
