"""Bundles, the audit and the replay."""

import shlex
from dataclasses import asdict, replace
from pathlib import Path

from api.cli.answer import CANNOT_TELL, Answer, Table
from api.cli.call import Call
from api.cli.commands.exporting import replay_export
from api.cli.outputs import write_new
from api.cli.session import day, office
from api.cli.trust import leaf0, log_key, roots
from api.errors import ApiError
from api.points import position
from api.texts.audited import COUNTED
from api.texts.refusals import in_thai
from api.texts.text import Text, plain
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry.acts import answering, outgoing
from registry.acts.files import read_small
from registry.audit.audit import Trust, audit
from registry.audit.report import Remark
from registry.home import Home
from registry.reader import Reader
from registry.replay import replay


def bundle(call: Call) -> Answer:
    """Write one letter's evidence bundle."""
    answer_of = call.typed.answer_of
    with office(call) as here:
        letter = outgoing.issued(here, call.typed.number)
        data = answering.evidence(here, letter, answer_of)
    write_new(Path(call.typed.output), data)
    home = Home(call.home)
    said = [
        Text("เขียนหลักฐานของ {thai} ลง {file} แล้ว", "The evidence of {number} is in {file}.").with_(
            thai=to_thai(letter.number), number=letter.number, file=call.typed.output
        ),
        Text("ตรวจได้ด้วย: {command}", "Verify it with: {command}").with_(
            command=shlex.join(
                ["saraban", "verify", call.typed.output, "--trust", str(home.roots), "--log-key", str(home.log_key)]
            )
        ),
    ]
    return Answer({"number": letter.number, "bundle": call.typed.output, "bytes": len(data)}, said)


def audit_all(call: Call) -> Answer:
    """Verify everything again."""
    typed = call.typed
    trust = replace(_trusted(call), held=tuple(read_small(Path(name)) for name in typed.held or ()))
    found = audit(call.home, trust, progress=call.bar.report)
    counts = asdict(found)
    rows: list[list[str | Text]] = [[words, to_thai(str(counts[name]))] for name, words in COUNTED.items()]
    said: list[Text | Table] = [
        Table([Text("สิ่งที่ตรวจแล้วและถูกต้อง", "verified"), Text("จำนวน", "count")], rows),
        *(_remark(one) for one in found.remarks),
        Text("ทะเบียนถูกต้องทั้งหมด ราก {root}", "The registry is in order; root {root}").with_(root=found.root),
    ]
    return Answer({"verdict": "valid", **counts}, said)


def _trusted(call: Call) -> Trust:
    """Return what the auditor brought along, and what lies beside the registry where nothing was brought."""
    typed = call.typed
    if not Home(call.home).exists:
        raise ApiError(
            "no-registry", f"There is no registry in {call.home}: open one with saraban init.", home=str(call.home)
        )
    if typed.trust and typed.log_key and typed.leaf0:
        return Trust(roots(typed.trust), log_key(typed.log_key), leaf0(typed.leaf0))
    beside = Trust.beside(call.home)
    return Trust(
        roots(typed.trust) if typed.trust else beside.roots,
        log_key(typed.log_key) if typed.log_key else beside.log_key,
        leaf0(typed.leaf0) or beside.leaf0,
    )


def _remark(one: Remark) -> Text:
    return Text("ข้อสังเกต: {what}", "Remark: {what}").with_(
        what=Text(in_thai(one.slug, one.facts, one.message), one.message)
    )


def replay_until(call: Call) -> Answer:
    """Fold the log again and say the digest of the state; of an export, verify and compare everything."""
    if call.typed.folder is not None:
        return replay_export(call)
    typed = call.typed.until
    place = position(typed)
    with Reader(call.home) as reader:
        found = replay(reader, day(typed) if place is None else place)
        opened = reader.opened.statement.at.date()
    if found.facts == 0:
        nothing = Text(
            "ยังไม่มีรายการใดในวันนั้น จึงไม่มีแฮช: ทะเบียนเปิดเมื่อ {thai}",
            "Nothing had been recorded by then, so there is no digest: the registry was opened on {arabic}.",
        ).with_(thai=print_date(opened), arabic=print_date(opened, digits="arabic"))
        return Answer({"fold": found.fold, "position": None, "facts": 0, "digest": None}, [nothing], CANNOT_TELL)
    said = [
        Text(
            "พับ {facts} รายการ ถึงตำแหน่ง {position} ด้วย {fold}",
            "Folded {facts} facts up to position {position} by {fold}",
        ).with_(facts=found.facts, position=found.position, fold=found.fold),
        plain(found.digest),
    ]
    data: dict[str, object] = {
        "fold": found.fold,
        "position": found.position,
        "facts": found.facts,
        "digest": found.digest,
    }
    return Answer(data, said)
