"""The command: one bundle, what the user trusts, and a verdict that people and scripts can read.

Exit codes: 0 valid · 1 not valid or disputed · 2 wrong usage · 3 cannot tell.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Final, NoReturn, cast

import orjson

from keys.errors import KeysError
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.errors import RegistryError
from registry.verify.check import Trust, verify
from registry.verify.given import leaf0, log_key, read
from registry.verify.verdicts import EMBEDDED, POLICIES, Report, Saying, Verdict
from registry.verify.words import DEMANDED, LAYERS, VERDICTS, Language, say

EXIT_CODES: Final = {Verdict.VALID: 0, Verdict.INVALID: 1, Verdict.DISPUTED: 1, Verdict.CANNOT_TELL: 3}
WRONG_USAGE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the bundle that the command line names, print the verdict and return the exit code."""
    given = _parser().parse_args(arguments)
    language = cast("Language", given.lang)
    try:
        trust = Trust(
            roots=TrustRoots.load(read(given.trust)),
            log_key=NoteVerifier.parse(log_key(given.log_key)),
            leaf0=leaf0(given.leaf0),
            policy=POLICIES[given.policy],
        )
        data = read(given.bundle)
    except (KeysError, RegistryError) as refusal:
        sys.stderr.write(say(Saying(refusal.slug, refusal.facts, str(refusal)), language) + "\n")
        return WRONG_USAGE
    report = verify(data, trust)
    sys.stdout.write(_as_json(report, given.bundle, language) if given.json else _as_text(report, language))
    return EXIT_CODES[report.headline]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m registry.verify",
        description="ตรวจแฟ้มหลักฐานของหนังสือ โดยไม่ต่อเครือข่าย / verify an evidence bundle offline",
    )
    parser.add_argument("bundle", metavar="BUNDLE", help="แฟ้มหลักฐาน / the bundle (.zip)")
    parser.add_argument("--trust", required=True, metavar="PEM", help="ใบรับรองรากที่ไว้ใจ / trusted root certificates")
    parser.add_argument("--log-key", required=True, metavar="KEY", help="กุญแจประวัติ / the log's vkey, or its file")
    parser.add_argument("--leaf0", metavar="HEX", help="แฮชของรายการแรก / hash of the log's first leaf")
    parser.add_argument("--policy", choices=sorted(POLICIES), default=EMBEDDED.name, help="นโยบาย / what is demanded")
    parser.add_argument("--lang", choices=("th", "en"), default="th", help="ภาษา / language")
    parser.add_argument("--json", action="store_true", help="ให้ผลเป็น JSON / answer in JSON")
    return parser


def _as_text(report: Report, language: Language) -> str:
    """Return the headline, one line a layer, and what was not checked."""
    tongue = 0 if language == "th" else 1
    about = "" if report.about is None else f": {say(report.about, language)}"
    lines = [f"{VERDICTS[report.headline][tongue]}{about}"]
    for finding in report.findings:
        mark = "*" if finding.layer in report.policy.demands else " "
        layer, verdict = LAYERS[finding.layer][tongue], VERDICTS[finding.verdict][tongue]
        lines.append(f" {mark} {layer} – {verdict}: {say(finding.says, language)}")
    lines += (f"   {say(remark, language)}" for remark in report.remarks)
    lines.append(f"   {DEMANDED[tongue].format(policy=report.policy.name)}")
    return "\n".join(lines) + "\n"


def _as_json(report: Report, bundle: str, language: Language) -> str:
    """Return one JSON object: the headline, a finding a layer, and remarks; slugs are permanent, sentences are not."""
    fields = {
        "bundle": bundle,
        "verdict": report.headline.value,
        "policy": report.policy.name,
        "about": None if report.about is None else report.about.facts["title"],
        "layers": [
            {
                "layer": finding.layer.value,
                "verdict": finding.verdict.value,
                "demanded": finding.layer in report.policy.demands,
                "slug": finding.says.slug,
                "says": say(finding.says, language),
            }
            for finding in report.findings
        ],
        "remarks": [{"slug": remark.slug, "says": say(remark, language)} for remark in report.remarks],
    }
    return orjson.dumps(fields, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def run() -> NoReturn:
    """Be the process of the command."""
    sys.exit(main())
