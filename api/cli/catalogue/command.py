"""What a command is: a name of one or two words, options, help, and where its function lies."""

from collections.abc import Callable
from dataclasses import dataclass, field

from api.texts.text import Text

_LARGEST = 10**9


def whole(text: str) -> int:
    """Return a whole number in any digits; nothing that is typed here has more than nine figures."""
    number = int(text)
    if abs(number) >= _LARGEST:
        raise ValueError(text)
    return number


def count(text: str) -> int:
    """Return a whole number that is not below zero."""
    number = whole(text)
    if number < 0:
        raise ValueError(text)
    return number


@dataclass(frozen=True, slots=True)
class Option:
    """One option (``--count``) or one thing named by its place (``number``)."""

    name: str
    help: Text
    metavar: str | None = None
    kind: Callable[[str], object] = str
    choices: tuple[str, ...] | None = None
    required: bool = False
    flag: bool = False
    """Given without a value."""
    repeated: bool = False
    """May be given several times."""
    short: str | None = None
    """One letter for what is typed often: ``-o``."""
    parts: int | None = None
    """How many values follow at once."""
    optional: bool = False
    """Something named by its place that may be left out."""
    default: object = None


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    """One or two words: ``reserve``, ``series open``."""
    help: Text
    run: str
    """Where its function lies: ``module:function`` below `api.cli.commands`; imported when it is called."""
    options: tuple[Option, ...] = field(default=())


CLERK = Option(
    "--clerk",
    Text("รหัสเจ้าหน้าที่ผู้ทำรายการ (หรือ SARABAN_CLERK)", "who does this: the officer's id (or SARABAN_CLERK)"),
    metavar="ID",
)
"""Who acts, in the seal's facts."""

KEY = Option(
    "--key",
    Text("แฟ้มกุญแจ PKCS#12 (.p12) ของผู้ลงลายมือชื่อ", "the signer's key file, PKCS#12 (.p12)"),
    metavar="FILE.p12",
    required=True,
)
PASS_PHRASE_FILE = Option(
    "--passphrase-file",
    Text(
        "แฟ้มที่มีรหัสผ่านของกุญแจ ซึ่งเจ้าของอ่านได้คนเดียว (ถ้าไม่ระบุ จะถาม)",
        "a file with the key's pass phrase, readable by its owner alone (asked for otherwise)",
    ),
    metavar="FILE",
)
PASS_PHRASE_FD = Option(
    "--passphrase-fd",
    Text("หมายเลข file descriptor ที่อ่านรหัสผ่านได้", "a file descriptor to read the pass phrase from"),
    metavar="N",
    kind=whole,
)
SIGNING = (KEY, PASS_PHRASE_FILE, PASS_PHRASE_FD)
"""What a command needs that a person signs."""

SERIES = (
    Option(
        "--kind",
        Text("ชนิดของเลข: ordinary ปกติ, circular เวียน, order คำสั่ง, attestation รับรอง", "kind of number"),
        choices=("ordinary", "circular", "order", "attestation", "received", "secret"),
    ),
    Option("--book", Text("ชื่อทะเบียน ถ้ามีหลายเล่ม", "the book's name, where there are several"), metavar="NAME"),
    Option(
        "--series", Text("รหัสชุดเลข แทนการระบุชนิดและทะเบียน", "the series' id, instead of kind and book"), metavar="ID"
    ),
)
"""How a series is named."""

NUMBER = Option("number", Text("ที่ ของหนังสือ พิมพ์อย่างไรก็ได้ หรือรหัสของเรื่อง", "the letter's number as printed, or its id"))


def trust(*, required: bool) -> tuple[Option, ...]:
    """Return the options by which a verifier brings along what is trusted."""
    return (
        Option(
            "--trust",
            Text("ใบรับรองรากที่เชื่อถือ (PEM)", "trusted root certificates (PEM)"),
            metavar="FILE.pem",
            required=required,
        ),
        Option(
            "--log-key",
            Text("กุญแจของบันทึก (vkey) หรือแฟ้มของกุญแจ", "the log's key (vkey), or its file"),
            metavar="KEY",
            required=required,
        ),
        Option(
            "--leaf0",
            Text("แฮชของใบแรก (เลขฐานสิบหก ๖๔ ตัว)", "hash of leaf 0, 64 hexadecimal figures"),
            metavar="HEX",
        ),
    )
