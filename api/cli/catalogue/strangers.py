"""Proofs that hold nothing of what letters say: a series complete, a letter's status, all that a key has signed."""

from api.cli.catalogue.command import SERIES, Command, Option, trust, whole
from api.texts.text import Text

_IN_THAI = {"ปกติ": "ordinary", "ว": "circular", "เวียน": "circular", "คำสั่ง": "order", "รับรอง": "attestation"}
_IN_THAI |= {"รับ": "received", "ลับ": "secret"}


def kind_of_series(text: str) -> str:
    """Return a kind of series, which may be typed as letters print it: ``ว``."""
    return _IN_THAI.get(text, text)


_KIND = Option(
    "--kind",
    Text("ชนิดของเลข: ว คำสั่ง รับ หรือคำอังกฤษ", "kind of number"),
    kind=kind_of_series,
    choices=SERIES[0].choices,
)
_SERIES = (
    _KIND,
    *SERIES[1:],
    Option("--year", Text("ปี พ.ศ. (ถ้าไม่ระบุ: ปีนี้)", "Buddhist year (this year otherwise)"), metavar="YEAR", kind=whole),
)
_WRITING = (
    Option(
        "--since",
        Text("checkpoint ที่ผู้ขอถืออยู่ เพื่อแสดงว่าประวัติต่อเนื่องจากนั้น", "a checkpoint that the asker holds, to go on from"),
        metavar="FILE",
    ),
    Option("--output", short="-o", help=Text("แฟ้มที่จะเขียน", "the file to write"), metavar="FILE.zip", required=True),
)

COMMANDS = (
    Command(
        "prove-complete",
        Text(
            "เขียนหลักฐานว่าเลขทุกเลขของชุดเป็นอะไร เลขละครั้งเดียว", "prove what became of every number of a series, each once"
        ),
        "strangers:prove_complete",
        (*_SERIES, *_WRITING),
    ),
    Command(
        "prove-status",
        Text("เขียนหลักฐานสถานะล่าสุดของหนังสือหรือเลขหนึ่ง", "prove the newest status of a letter or number"),
        "strangers:prove_status",
        (
            Option(
                "number",
                Text(
                    "ที่ ของหนังสือ หรือเลขในชุดเลขที่ระบุด้วย --kind หรือ --series",
                    "the letter's number as printed, or a number of the series named with --kind or --series",
                ),
            ),
            *_SERIES,
            *_WRITING,
        ),
    ),
    Command(
        "prove-key",
        Text("เขียนหลักฐานว่ากุญแจหนึ่งลงลายมือชื่อในอะไรบ้าง ครบทุกครั้ง", "prove all that one key has signed, and nothing else"),
        "strangers:prove_key",
        (
            Option(
                "key_of",
                Text("แฟ้มใบรับรอง รหัสเจ้าหน้าที่ หรือ sha256:… ของกุญแจ", "a certificate file, an officer's id, or sha256:…"),
                metavar="certificate|officer|sha256:…",
            ),
            *_WRITING,
        ),
    ),
    Command(
        "verify-proof",
        Text("ตรวจหลักฐานเหล่านั้น โดยไม่ต้องเชื่อหรือติดต่อผู้ออก", "verify such a proof, offline, without trusting who made it"),
        "verifying_proofs:verify",
        (
            Option("proof", Text("แฟ้มหลักฐาน (.zip)", "the proof (.zip)")),
            *trust(required=True),
            Option("--held", Text("checkpoint ที่ถืออยู่", "a checkpoint that you hold"), metavar="FILE"),
            Option("--bundle", Text("แฟ้มหลักฐานของหนังสือที่ถืออยู่", "a letter's bundle that you hold"), metavar="FILE.zip"),
        ),
    ),
    Command(
        "verify-leaf",
        Text(
            "ตรวจว่าใบหนึ่งอยู่ในบันทึก โดยไม่ต้องเชื่อผู้ให้หลักฐาน",
            "verify that a leaf stands in the log, without trusting who says so",
        ),
        "verifying_proofs:verify_leaf",
        (
            Option("proof", Text("แฟ้มหลักฐาน (.tlog-proof)", "the proof (.tlog-proof)")),
            Option("--leaf", Text("แฟ้มไบต์ของใบ", "the leaf's bytes"), metavar="FILE", required=True),
            trust(required=True)[1],
        ),
    ),
    Command(
        "monitor",
        Text(
            "คำนวณแผนที่สถานะล่าสุดซ้ำจากใบสาธารณะของบันทึก และแจ้งจุดแรกที่ไม่ตรงกัน",
            "make the map of newest states again from the log's public leaves; name the first disagreement",
        ),
        "monitoring:monitor_log",
        (
            Option("log", Text("โฟลเดอร์ tiles ของบันทึก หรือ http(s)://…", "the log's tiles folder, or its http(s)://…")),
            *trust(required=True)[1:],
            Option(
                "--held",
                Text("checkpoint ที่เคยได้รับ ระบุได้หลายครั้ง", "a checkpoint that you hold; repeat"),
                metavar="FILE",
                repeated=True,
            ),
            Option(
                "--keep",
                Text("แฟ้มใหม่ที่จะเก็บ checkpoint ที่ตรวจแล้ว", "keep the checkpoint that was followed in this new file"),
                metavar="FILE",
            ),
        ),
    ),
)
