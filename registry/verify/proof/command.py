"""The command: one proof, what the user trusts and holds, and a verdict that people and scripts can read.

Exit codes: 0 valid · 1 not valid, or a letter that does not stand · 2 wrong usage · 3 cannot tell.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn, cast

import orjson

from keys.errors import KeysError
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.errors import RegistryError
from registry.verify.check import Trust
from registry.verify.command import EXIT_CODES, WRONG_USAGE
from registry.verify.given import leaf0, log_key, read
from registry.verify.proof.check import Beside, ProofReport, verify_proof
from registry.verify.proof.shown import COMMITTED, PARTS, as_data
from registry.verify.verdicts import Saying
from registry.verify.words import VERDICTS, Language, say


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the proof that the command line names, print the verdict and return the exit code."""
    given = _parser().parse_args(arguments)
    language = cast("Language", given.lang)
    try:
        trust = Trust(
            roots=TrustRoots.load(read(given.trust)),
            log_key=NoteVerifier.parse(log_key(given.log_key)),
            leaf0=leaf0(given.leaf0),
        )
        beside = Beside(*(None if name is None else read(name) for name in (given.held, given.bundle)))
        data = read(given.proof)
    except (KeysError, RegistryError) as refusal:
        sys.stderr.write(say(Saying(refusal.slug, refusal.facts, str(refusal)), language) + "\n")
        return WRONG_USAGE
    report = verify_proof(data, trust, beside)
    if given.json:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        sys.stdout.write(orjson.dumps(as_data(report, given.proof, language), option=options).decode())
    else:
        sys.stdout.write(_as_text(report, language))
    return EXIT_CODES[report.headline]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m registry.verify.proof",
        description="ตรวจหลักฐานความครบถ้วน สถานะ หรือกุญแจ โดยไม่ต่อเครือข่าย / verify a proof offline",
    )
    parser.add_argument("proof", metavar="PROOF", help="แฟ้มหลักฐาน / the proof (.zip)")
    parser.add_argument("--trust", required=True, metavar="PEM", help="ใบรับรองรากที่ไว้ใจ / trusted root certificates")
    parser.add_argument("--log-key", required=True, metavar="KEY", help="กุญแจประวัติ / the log's vkey, or its file")
    parser.add_argument("--leaf0", metavar="HEX", help="แฮชของรายการแรก / hash of the log's first leaf")
    parser.add_argument("--held", metavar="NOTE", help="checkpoint ที่ถืออยู่ / a checkpoint that you hold")
    parser.add_argument("--bundle", metavar="ZIP", help="แฟ้มหลักฐานของหนังสือที่ถืออยู่ / a letter's bundle that you hold")
    parser.add_argument("--lang", choices=("th", "en"), default="th", help="ภาษา / language")
    parser.add_argument("--json", action="store_true", help="ให้ผลเป็น JSON / answer in JSON")
    return parser


def _as_text(report: ProofReport, language: Language) -> str:
    """Return the headline, what was proved, one line a part, and what was not checked."""
    tongue = 0 if language == "th" else 1
    about = "" if report.about is None else f": {say(report.about, language)}"
    lines = [f"{VERDICTS[report.headline][tongue]} {COMMITTED[tongue]}{about}"]
    for finding in report.findings:
        part, verdict = PARTS[finding.layer][tongue], VERDICTS[finding.verdict][tongue]
        lines.append(f"   {part} – {verdict}: {say(finding.says, language)}")
    more = () if report.answer is None else report.answer.more
    lines += (f"   {say(one, language)}" for one in (*more, *report.remarks))
    return "\n".join(lines) + "\n"


def run() -> NoReturn:
    """Be the process of the command."""
    sys.exit(main())
