"""What it takes to typeset a letter and sign it for readers of PDF files, beside pyHanko's whole path.

The yardstick gets the letter typeset already, draws the same field with the same typeface, and signs the same level.
"""

import io
import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from keys import pades
from keys.certificates import pem_of
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry.documents.signing import appearance
from registry.documents.writing import typeface
from tests.conformance.letters import AT, Written, letters, signed, written

ROUNDS = 30
HEIGHT = 842  # points of a sheet


def milliseconds() -> dict[str, float]:
    """Return the medians: a letter typeset and signed, the signing alone, its verification, and the yardstick."""
    authority = SpecimenAuthority.create("ministry", with_intermediate=True)
    key = authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี")
    signer = pyhanko_signer(key)
    letter = letters()["external"]
    data = signed(letter, key)
    begin = data.index(b"/Contents <3082") + len("/Contents ")
    gap = pades.Gap(begin, data.index(b">", begin) + 1, len(data))
    steps: dict[str, Callable[[], object]] = {
        "signed_ms": lambda: signed(written(letter.text), key),
        "signing_ms": lambda: signed(letter, key),
        "file_verified_ms": lambda: pades.verify(data, gap, key.certificate),
        "pyhanko_signing_ms": lambda: pyhanko_signs(letter, signer),
    }
    spent: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):  # in turns, so that a noisy moment hits all of them
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            spent[name].append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(times) for name, times in spent.items()}


def pyhanko_signer(key: SigningKey) -> SimpleSigner:
    """Return the yardstick's own form of *key*, loaded once as ours is."""
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own, *above = load_certs_from_pemder_data(pem_of((key.certificate, *key.chain)))
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(private, passphrase=None),
        cert_registry=store,
    )


def pyhanko_signs(letter: Written, signer: SimpleSigner) -> bytes:
    """Return the letter signed as pyHanko does it, with a visible field in Thai and certified."""
    place = letter.pages.signature
    box = (int(place.left), int(HEIGHT - place.bottom), int(place.right), int(HEIGHT - place.top))
    metadata = PdfSignatureMetadata(
        field_name="signature",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    font = GlyphAccumulatorFactory(str(typeface.FONTS / "Sarabun-Regular.ttf"))
    style = TextStampStyle(
        stamp_text="\n".join(appearance.words(letter.text.signatory, AT)),
        text_box_style=TextBoxStyle(font=font),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(letter.pages.pdf))
    field = SigFieldSpec("signature", on_page=place.page - 1, box=box)
    made = PdfSigner(metadata, signer, stamp_style=style, new_field_spec=field).sign_pdf(writer)
    assert isinstance(made, io.BytesIO)
    return made.getvalue()
