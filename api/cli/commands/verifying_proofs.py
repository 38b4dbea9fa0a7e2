"""Verifying a proof: nothing of the registry is asked, and nothing that a verdict does not need is imported."""

from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.commands.verifying import CODES, words
from api.cli.trust import leaf0, log_key, read_whole, roots
from api.texts.text import Text
from registry.log import proofs
from registry.log.leaves import LARGEST_LEAF, leaf_hash
from registry.log.proofs import LARGEST_PROOF, Proof
from registry.verify.check import Trust
from registry.verify.container import LARGEST_BUNDLE
from registry.verify.proof.check import Beside, Part, verify_proof
from registry.verify.proof.shown import COMMITTED, PARTS, as_data
from registry.verify.verdicts import Finding
from registry.verify.words import VERDICTS


def verify(call: Call) -> Answer:
    """Verify a proof, trusting only what the caller brings along."""
    typed = call.typed
    trust = Trust(roots(typed.trust), log_key(typed.log_key), leaf0(typed.leaf0))
    beside = Beside(_held(typed.held), _held(typed.bundle))
    report = verify_proof(read_whole(typed.proof, LARGEST_BUNDLE), trust, beside)
    about = Text(": {about}", ": {about}").with_(about=words(report.about)) if report.about else Text("", "")
    more = () if report.answer is None else report.answer.more
    said = [
        Text("{verdict} {committed}{about}", "{verdict} {committed}{about}").with_(
            verdict=Text(*VERDICTS[report.headline]), committed=Text(*COMMITTED), about=about
        ),
        *(_finding(one) for one in report.findings),
        *(Text("   {says}", "   {says}").with_(says=words(one)) for one in (*more, *report.remarks)),
    ]
    return Answer(dict(as_data(report, typed.proof, call.language)), said, CODES[report.headline])


def verify_leaf(call: Call) -> Answer:
    """Verify that a leaf stands in the log, trusting only the log's key that the caller brings along."""
    typed = call.typed
    proof = Proof.parse(read_whole(typed.proof, LARGEST_PROOF))
    leaf = read_whole(typed.leaf, LARGEST_LEAF)
    signed = proofs.verify(proof, leaf, log_key(typed.log_key))
    head = signed.checkpoint
    said = Text(
        f"ใบที่ {proof.index} อยู่ในบันทึก {head.origin} ขนาด {head.size} ใบ",
        f"Leaf {proof.index} stands in the log {head.origin} of {head.size} leaves.",
    )
    data: dict[str, object] = {"index": proof.index, "leaf": leaf_hash(leaf).hex(), "origin": head.origin}
    return Answer({**data, "size": head.size, "root": head.root.hex()}, [said])


def _held(file: str | None) -> bytes | None:
    return None if file is None else read_whole(file, LARGEST_BUNDLE)


def _finding(one: Finding[Part]) -> Text:
    return Text("   {part} – {verdict}: {says}", "   {part} – {verdict}: {says}").with_(
        part=Text(*PARTS[one.layer]), verdict=Text(*VERDICTS[one.verdict]), says=words(one.says)
    )
