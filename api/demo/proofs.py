"""The proofs that the demo ends with: a bundle verified offline, a changed byte found, the whole audited."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from api.cli.answer import Table
from api.demo import facts
from api.demo.asking import show
from api.demo.facts import at
from api.demo.stage import Stage
from api.demo.teller import Teller
from api.texts.text import Text
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_thai
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import bundle
from registry.acts.outgoing import Issued
from registry.audit.audit import Trust as AuditTrust
from registry.audit.audit import audit
from registry.audit.report import AuditReport
from registry.errors import RegistryError
from registry.home import Home
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Report, Verdict
from registry.verify.words import LAYERS, VERDICTS, say

_MEETING = "09.30"
_LETTER = "letter.pdf"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A recipient's bundle, what it showed, and what its altered copy showed."""

    path: Path
    report: Report
    altered: Report


def hand_out(stage: Stage, teller: Teller, letter: Issued) -> HandedOut:
    """Write one recipient's bundle, verify it offline, change one byte in a copy and verify that."""
    stage.clock.now = at(11, 16, 20)
    _require_meeting(letter)
    teller.heading("หลักฐานที่ผู้รับเก็บไว้เอง", "the evidence that a recipient keeps")
    reader = stage.office.reader
    data = bundle.write(reader, letter.stream)
    path = stage.folder / "letter-271.zip"
    path.write_bytes(data)
    teller.say(
        "{governor}เก็บหลักฐานไว้ใน {path} ({size} ไบต์)",
        "{governor} keeps the evidence in {path} ({size} bytes).",
        governor=facts.KEEPS_THE_BUNDLE,
        path=path,
        size=len(data),
    )
    trust = _trust(reader.home)
    report = verify(data, trust)
    teller.say(
        "ตรวจโดยไม่ต่อเครือข่ายและไม่ใช้ฐานข้อมูล: {verdict}",
        "Verified with no network and no database: {verdict}.",
        verdict=_verdict(report),
    )
    teller.show(_layers(report))
    altered_copy = path.with_name("letter-271-altered.zip")
    altered_copy.write_bytes(_altered(data))
    altered = verify(altered_copy.read_bytes(), trust)
    teller.say(
        "เปลี่ยนหนึ่งไบต์ของ {file} ในสำเนา ({copy}) ผลตรวจ: {verdict}",
        "One byte of {file} is changed in a copy ({copy}). Verdict: {verdict}.",
        file=_LETTER,
        copy=altered_copy.name,
        verdict=_verdict(altered),
    )
    teller.say("{why}", "{why}", why=_why(altered))
    if (report.headline, altered.headline) != (Verdict.VALID, Verdict.INVALID):
        raise RegistryError(
            "demo-not-proved",
            f"The bundle is {report.headline.value} and its altered copy {altered.headline.value}.",
            bundle=report.headline.value,
            altered=altered.headline.value,
        )
    return HandedOut(path, report, altered)


def prove_complete(stage: Stage, teller: Teller) -> Path:
    """Prove to a stranger that no number of the circulars' series is missing; return the proof."""
    stage.clock.now = at(25, 9, 30)
    teller.heading("ไม่มีเลขใดหายไป", "no number is missing")
    proof, home = stage.folder / "circulars-2564.zip", stage.office.reader.home
    series = ("--book", facts.BOOK, "--kind", "circular", "--year", str(buddhist_year(facts.DATED)))
    show(stage, teller, "prove-complete", *series, "-o", str(proof))
    show(stage, teller, "verify-proof", str(proof), "--trust", str(home.roots), "--log-key", str(home.log_key))
    return proof


@dataclass(frozen=True, slots=True)
class Exported:
    """What an auditor takes along, and the state that follows from it."""

    folder: Path
    state: str


def replay_elsewhere(stage: Stage, teller: Teller) -> Exported:
    """Write everything into open files, and replay them as an auditor does who has no access to the registry."""
    teller.heading("ผู้ตรวจสอบเล่นซ้ำที่อื่น", "an auditor replays it elsewhere")
    folder = stage.folder / "export"
    show(stage, teller, "export", str(folder))
    here = show(stage, teller, "replay")
    there = show(stage, teller, "replay", str(folder))
    state = str(here["digest"])
    if state not in str(there):
        raise RegistryError("demo-not-shown", "The replayed export has another state than the registry.", what="replay")
    return Exported(folder, state)


def audit_all(stage: Stage, teller: Teller, handed_out: HandedOut) -> AuditReport:
    """Audit the whole registry and say what was proved."""
    stage.clock.now = at(25, 10, 0)
    teller.heading("ตรวจสอบทั้งทะเบียน", "the audit")
    report = audit(stage.home, AuditTrust.beside(stage.home))
    teller.say(
        "ตรวจทุกข้อเท็จจริง ทุกลายมือชื่อ ทุกเลข ทุกแฟ้มใหม่ทั้งหมด ไม่พบสิ่งผิดปกติ พิสูจน์แล้วว่า",
        "Every fact, signature, number and file was verified again, and nothing is wrong. What was proved:",
    )
    teller.show(_proved(report, handed_out))
    home = stage.home
    checked = ("--trust", str(home / "trust" / "roots.pem"), "--log-key", str(home / "trust" / "log.vkey"))
    for command in (
        ("saraban", "verify", str(handed_out.path), *checked),
        ("saraban", "--home", str(home), "book", "sent", "--date", "2564-02-10"),
        ("saraban", "--home", str(home), "audit"),
    ):
        teller.say("ลองต่อเอง: {command}", "Go on yourself: {command}", command=shlex.join(command))
    return report


def _trust(home: Home) -> Trust:
    return Trust(
        TrustRoots.load(home.roots.read_bytes()),
        NoteVerifier.parse(home.log_key.read_text(encoding="ascii").strip()),
        bytes.fromhex(home.leaf0.read_text(encoding="ascii").strip()),
    )


def _require_meeting(letter: Issued) -> None:
    if not any((one.hours or "").startswith(_MEETING) for one in letter.text.directives):
        raise RegistryError("demo-without-meeting", "The circular names no meeting at 09.30: its text is another one.")


def _altered(data: bytes) -> bytes:
    """Return the bundle with one byte of the letter changed, packed again so that only what was signed can tell."""
    members = container.read(data)
    letter = bytearray(members[_LETTER])
    letter[len(letter) // 2] ^= 1
    return container.write({**members, _LETTER: bytes(letter)})


def _verdict(report: Report) -> Text:
    return Text(*VERDICTS[report.headline])


def _why(report: Report) -> Text:
    finding = next(one for one in report.findings if one.verdict is Verdict.INVALID)
    return Text(say(finding.says, "th"), say(finding.says, "en"))


def _layers(report: Report) -> Table:
    columns = (Text("ชั้น", "layer"), Text("ผล", "verdict"), Text("เพราะ", "because"))
    rows = [
        (Text(*LAYERS[one.layer]), Text(*VERDICTS[one.verdict]), Text(say(one.says, "th"), say(one.says, "en")))
        for one in report.findings
    ]
    return Table(columns, rows)


def _proved(report: AuditReport, handed_out: HandedOut) -> Table:
    rows = (
        (Text("ข้อเท็จจริงในประวัติ", "facts in the log"), report.facts),
        (Text("ใบของต้นไม้ Merkle ที่ลงลายมือชื่อไว้", "leaves of the signed tree"), report.size),
        (Text("ลายมือชื่อที่ตรวจแล้ว", "signatures verified"), report.signatures),
        (Text("ในจำนวนนี้ ลายมือชื่อของบุคคล", "of them by people"), report.by_people),
        (Text("หนังสือและคำสั่งที่ออก", "letters and orders issued"), report.letters),
        (Text("การแจ้งตอบรับที่ผู้รับลงลายมือชื่อ", "acknowledgements signed by recipients"), report.acknowledged),
        (Text("เลขที่ออก · ยกเลิก · ค้าง", "numbers issued · void · open"), _numbers(report)),
        (Text("แฟ้มที่ตรงกับค่าแฮช", "files that match their digest"), report.files),
        (Text("หัวประวัติที่ลงลายมือชื่อ", "signed checkpoints"), report.checkpoints),
        (Text("หลักฐานของผู้รับ", "the recipient's bundle"), _verdict(handed_out.report)),
        (Text("สำเนาที่ถูกเปลี่ยนหนึ่งไบต์", "its copy with one byte changed"), _verdict(handed_out.altered)),
    )
    columns = (Text("สิ่งที่พิสูจน์แล้ว (SPECIMEN)", "what was proved (SPECIMEN)"), Text("ผล", "result"))
    return Table(columns, [(what, _cell(result)) for what, result in rows])


def _numbers(report: AuditReport) -> str:
    return f"{report.numbers_issued} · {report.numbers_void} · {report.numbers_open}"


def _cell(result: Text | int | str) -> Text:
    return result if isinstance(result, Text) else Text(to_thai(str(result)), str(result))
