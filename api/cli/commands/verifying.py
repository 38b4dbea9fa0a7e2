"""Verifying a bundle: nothing of the registry is asked, and nothing that a verdict does not need is imported."""

from api.cli.answer import CANNOT_TELL, FINE, REFUSED, Answer
from api.cli.call import Call
from api.cli.trust import leaf0, log_key, read_whole, roots
from api.texts.text import LANGUAGES, Text
from registry.verify.check import Trust, verify
from registry.verify.container import LARGEST_BUNDLE
from registry.verify.verdicts import POLICIES, Finding, Layer, Report, Saying, Verdict
from registry.verify.words import DEMANDED, LAYERS, VERDICTS, say

CODES = {
    Verdict.VALID: FINE,
    Verdict.INVALID: REFUSED,
    Verdict.DISPUTED: REFUSED,
    Verdict.CANNOT_TELL: CANNOT_TELL,
}


def verify_bundle(call: Call) -> Answer:
    """Verify a bundle under a policy, trusting only what the caller brings along."""
    typed = call.typed
    trust = Trust(roots(typed.trust), log_key(typed.log_key), leaf0(typed.leaf0), POLICIES[typed.policy])
    report = verify(read_whole(typed.bundle, LARGEST_BUNDLE), trust)
    about = Text(": {about}", ": {about}").with_(about=words(report.about)) if report.about else Text("", "")
    said = [
        Text("{verdict}{about}", "{verdict}{about}").with_(verdict=Text(*VERDICTS[report.headline]), about=about),
        *(_finding(one, report) for one in report.findings),
        *(Text("   {says}", "   {says}").with_(says=words(one)) for one in report.remarks),
        Text("   {demanded}", "   {demanded}").with_(demanded=Text(*DEMANDED).with_(policy=report.policy.name)),
    ]
    return Answer(_data(report, typed.bundle, call), said, CODES[report.headline])


def _finding(one: Finding[Layer], report: Report) -> Text:
    return Text(" {mark} {layer} – {verdict}: {says}", " {mark} {layer} – {verdict}: {says}").with_(
        mark="*" if one.layer in report.policy.demands else " ",
        layer=Text(*LAYERS[one.layer]),
        verdict=Text(*VERDICTS[one.verdict]),
        says=words(one.says),
    )


def _data(report: Report, bundle: str, call: Call) -> dict[str, object]:
    return {
        "bundle": bundle,
        "verdict": report.headline.value,
        "policy": report.policy.name,
        "about": None if report.about is None else str(report.about.facts["title"]),
        "layers": [
            {
                "layer": one.layer.value,
                "verdict": one.verdict.value,
                "demanded": one.layer in report.policy.demands,
                "slug": one.says.slug,
                "says": say(one.says, call.language),
            }
            for one in report.findings
        ],
        "remarks": [{"slug": one.slug, "says": say(one, call.language)} for one in report.remarks],
    }


def words(saying: Saying) -> Text:
    """Return a verifier's sentence in both languages."""
    return Text(*(say(saying, language) for language in LANGUAGES))
