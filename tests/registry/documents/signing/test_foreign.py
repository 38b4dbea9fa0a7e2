"""What other people's programs say of a signed letter, before and after somebody changes it."""

import io
import subprocess
from pathlib import Path

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from keys import pades
from keys.errors import BadSignature
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from tests.foreign import program
from tests.keys.openssl import openssl
from tests.registry.documents.signing import changes
from tests.registry.documents.signing.papers import AT, Finished, finished, paper

SEEN = [changes.add_note, changes.add_contents, changes.add_attachment]
CHANGES = [*SEEN, changes.change_title]


def run(*arguments: object) -> str:
    done = subprocess.run([str(one) for one in arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def judged(data: bytes, authority: SpecimenAuthority) -> PdfSignatureStatus:
    """Return what pyHanko's own validator says with the specimen root trusted."""
    [root] = load_certs_from_pemder_data(authority.root.pem())
    trust = ValidationContext(trust_roots=[root], allow_fetching=False, moment=AT)
    [signature] = PdfFileReader(io.BytesIO(data)).embedded_signatures
    return validate_pdf_signature(signature, trust)


@pytest.fixture
def file(p256: SigningKey) -> Finished:
    return finished(p256)


def test_pyhanko_says_intact_trusted_certified_and_unmodified(
    officer: SigningKey, authority: SpecimenAuthority
) -> None:
    status = judged(finished(officer, paper(linked=True)).data, authority)

    assert status.bottom_line
    assert (status.intact, status.valid, status.trusted, status.docmdp_ok) == (True, True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level == ModificationLevel.NONE
    assert status.signer_reported_dt == AT


@pytest.mark.parametrize("change", SEEN, ids=lambda change: change.__name__)
def test_pyhanko_shows_whatever_is_added_behind_the_end(
    file: Finished, authority: SpecimenAuthority, change: changes.Change
) -> None:
    status = judged(changes.changed(file.data, change), authority)

    assert not status.bottom_line
    assert status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    assert status.modification_level != ModificationLevel.NONE


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_we_refuse_whatever_is_added_behind_the_end(file: Finished, p256: SigningKey, change: changes.Change) -> None:
    with pytest.raises(BadSignature, match="has no place for a signature"):
        pades.verify(changes.changed(file.data, change), file.gap, p256.certificate)


def test_pdfsig_says_valid_and_total_document_signed(officer: SigningKey, tmp_path: Path) -> None:
    place = tmp_path / "letter.pdf"
    place.write_bytes(finished(officer).data)

    said = run(program("pdfsig", "poppler-utils"), place)

    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Not total document signed" not in said
    assert "Signer Certificate Common Name: นายสมมติ ตัวอย่าง" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature Field Name: signature" in said


def test_pdfsig_says_invalid_of_a_changed_byte(file: Finished, tmp_path: Path) -> None:
    place = tmp_path / "letter.pdf"
    at = file.data.index(b"/MediaBox") + 1
    place.write_bytes(file.data[:at] + b"m" + file.data[at + 1 :])

    said = run(program("pdfsig", "poppler-utils"), place)

    assert "Digest Mismatch" in said


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_pdfsig_shows_that_something_stands_behind_what_was_signed(
    file: Finished, tmp_path: Path, change: changes.Change
) -> None:
    place = tmp_path / "letter.pdf"
    place.write_bytes(changes.changed(file.data, change))

    assert "Not total document signed" in run(program("pdfsig", "poppler-utils"), place)


@pytest.mark.parametrize("paragraphs", [2, 200])
def test_qpdf_finds_nothing_wrong(p256: SigningKey, tmp_path: Path, paragraphs: int) -> None:
    place = tmp_path / "letter.pdf"
    place.write_bytes(finished(p256, paper(paragraphs=paragraphs, linked=True)).data)

    said = run(program("qpdf", "qpdf"), "--check", place)

    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said


def test_openssl_verifies_the_signature_taken_out_of_the_file(
    officer: SigningKey, authority: SpecimenAuthority, tmp_path: Path
) -> None:
    file = finished(officer)
    begin, end = file.gap.begin, file.gap.end
    (tmp_path / "signature.der").write_bytes(bytes.fromhex(file.data[begin + 1 : end - 1].decode()))
    (tmp_path / "ranges").write_bytes(file.data[:begin] + file.data[end:])
    (tmp_path / "root.txt").write_bytes(authority.root.pem())

    done = openssl(
        *("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", tmp_path / "signature.der"),
        *("-content", tmp_path / "ranges", "-CAfile", tmp_path / "root.txt", "-out", tmp_path / "out"),
    )

    assert done.returncode == 0, done.stderr.decode()


def test_poppler_reads_the_words_of_the_field(file: Finished, tmp_path: Path) -> None:
    place = tmp_path / "letter.pdf"
    place.write_bytes(file.data)
    left, top, width, height = 250, 480, 180, 55  # of `PLACE`

    said = run(program("pdftotext", "poppler-utils"), "-x", left, "-y", top, "-W", width, "-H", height, place, "-")

    assert said.split("\n")[:4] == [
        "ลงลายมือชื่ออิเล็กทรอนิกส์โดย นายสมมติ ตัวอย่าง",
        "รองอธิบดี ปฏิบัติราชการแทน",
        "อธิบดีกรมตัวอย่าง",
        "เมื่อ ๑๐ กุมภาพันธ์ ๒๕๖๔ เวลา ๐๙.๑๕ น.",
    ]
