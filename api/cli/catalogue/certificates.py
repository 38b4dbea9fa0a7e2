"""Certificates for keys that officers made in their browsers."""

from api.cli.catalogue.command import PASS_PHRASE_FD, PASS_PHRASE_FILE, Command, Option, whole
from api.texts.text import Text

_REQUEST = Option("request", Text("คำขอที่", "the request's number"), kind=whole)

COMMANDS = (
    Command(
        "certificate list",
        Text("คำขอใบรับรองที่รออยู่", "requests that wait for a certificate"),
        "certificates:show_waiting",
    ),
    Command(
        "certificate issue",
        Text(
            "ออกใบรับรองตามคำขอด้วยกุญแจของผู้ออกใบรับรองของสำนักงาน",
            "certify the key of a request by the office's own authority",
        ),
        "certificates:issue",
        (
            _REQUEST,
            Option(
                "--authority",
                Text("แฟ้มกุญแจ PKCS#12 (.p12) ของผู้ออกใบรับรอง", "the authority's key file, PKCS#12 (.p12)"),
                metavar="FILE.p12",
                required=True,
            ),
            Option(
                "--days",
                Text("ใช้ได้กี่วัน (ไม่เกินอายุของผู้ออกใบรับรอง)", "for how many days (never beyond the authority's own)"),
                metavar="N",
                kind=whole,
                default=730,
            ),
            PASS_PHRASE_FILE,
            PASS_PHRASE_FD,
        ),
    ),
    Command(
        "certificate request",
        Text("เขียนคำขอเป็นแฟ้ม PEM ให้ผู้ออกใบรับรองภายนอก", "write a request as PEM, for an authority elsewhere"),
        "certificates:write_request",
        (
            _REQUEST,
            Option(
                "--output",
                Text("แฟ้มที่จะเขียน", "the file to write"),
                metavar="FILE.pem",
                required=True,
                short="-o",
            ),
        ),
    ),
    Command(
        "certificate deliver",
        Text(
            "รับใบรับรองที่ผู้ออกใบรับรองภายนอกออกตามคำขอ",
            "take in the certificate that an authority elsewhere made of a request",
        ),
        "certificates:deliver",
        (
            _REQUEST,
            Option(
                "--certificate",
                Text(
                    "ใบรับรอง และใบที่อยู่ระหว่างใบนั้นกับราก (PEM)", "the certificate, then those between it and a root (PEM)"
                ),
                metavar="FILE.pem",
                required=True,
            ),
        ),
    ),
)
