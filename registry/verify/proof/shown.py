"""A report about a proof as programs read it; the words for people are `registry.verify.words`."""

from typing import Final

from registry.canonical import JSON
from registry.verify.proof.check import Part, ProofReport
from registry.verify.words import Language, say

PARTS: Final[dict[Part, tuple[str, str]]] = {
    Part.CONTAINER: ("แฟ้ม", "container"),
    Part.HISTORY: ("ประวัติ", "history"),
    Part.AUTHORITY: ("อำนาจ", "authority"),
    Part.MAP: ("แผนที่สถานะ", "map"),
    Part.STANDING: ("สถานะ", "standing"),
    Part.HELD: ("หัวประวัติที่ถืออยู่", "held checkpoint"),
    Part.BUNDLE: ("แฟ้มหลักฐานที่ถืออยู่", "held bundle"),
}
COMMITTED: Final = ("ตามที่ผู้ให้บริการผูกมัดตนไว้", "as committed by the operator")
"""Behind the headline: nobody else has made the map again."""


def as_data(report: ProofReport, proof: str, language: Language) -> dict[str, JSON]:
    """Return one JSON object: the verdict, the answer, a finding a part; slugs are permanent, sentences are not."""
    head = report.head
    layers: list[JSON] = [
        {
            "layer": finding.layer.value,
            "verdict": finding.verdict.value,
            "slug": finding.says.slug,
            "says": say(finding.says, language),
        }
        for finding in report.findings
    ]
    remarks: list[JSON] = [{"slug": remark.slug, "says": say(remark, language)} for remark in report.remarks]
    return {
        "proof": proof,
        "verdict": report.headline.value,
        "about": None if report.about is None else str(report.about.facts["title"]),
        "answer": None if report.answer is None else report.answer.data,
        "as_of": None if head is None else {"size": head.checkpoint.size, "at": head.at.isoformat()},
        "layers": layers,
        "remarks": remarks,
    }
