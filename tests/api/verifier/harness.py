"""The verifier's script in one page of Chromium, asked about many bundles at once.

A page of a file, as the one that readers open, but with the program's parts in reach of a test. A changed bundle is
sent as its difference from one that the page has already.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api import offline
from registry.verify.check import Trust
from registry.verify.verdicts import Report
from registry.verify.words import say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_ASK = """
globalThis.bases = new Map();
globalThis.bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const sentences = (says) => ["th", "en"].map((language) => of_words.say(says, language, WORDS));
globalThis.verifyBytes = (data, trust) => of_check.verify(data, trust);
globalThis.refusalOfPasskey = async ([evidence, statement, spki, rp]) => {
  const parts = [evidence, statement, spki].map(bytes);
  return of_passkeys.requireAssertion(...parts, rp).then(() => null, (refusal) => refusal.says.slug);
};
globalThis.ask = async ({ base, changes, trust, policy }) => {
  const data = bases.get(base).slice();
  for (const [offset, byte] of changes) data[offset] = byte;
  const { verdict, layers, remarks, about } = await of_check.verify(data, trust, policy);
  return {
    verdict,
    about: about && sentences(about)[0],
    headline: of_words.headlineOf({ layers }),
    layers: layers.map((one) => [one.layer, one.verdict, one.says.slug, ...sentences(one.says)]),
    remarks: remarks.map((one) => one.slug),
  };
};
"""
_ASK_ALL = "async (calls) => { const all = []; for (const one of calls) all.push(await ask(one)); return all; }"
_KEEP = "([name, data]) => { bases.set(name, bytes(data)); }"
FEW: Final = 64
"""Bytes that differ where a bit of a member was changed, and its check sums with it."""
RANKS: Final = ("invalid", "disputed", "cannot-tell", "valid")


@dataclass(frozen=True)
class Asked:
    """One bundle, and what its reader trusts."""

    name: str
    data: bytes
    trust: Trust


@dataclass(frozen=True)
class Answered:
    """What the script says of one bundle."""

    verdict: str
    about: str | None
    headline: str
    layers: dict[str, tuple[str, str]]
    """Verdict and slug by layer."""
    says: tuple[str, ...]
    """Every sentence, Thai and English."""
    remarks: tuple[str, ...]


class InBrowser:
    """The script, waiting for bundles."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self._bases: dict[int, list[bytes]] = {}

    def ask(self, asked: Sequence[Asked]) -> list[Answered]:
        """Return what the script says of each bundle."""
        calls = [self._call(one) for one in asked]
        found = self.page.evaluate(_ASK_ALL, calls)
        return [_answered(one) for one in found]

    def refusal_of_passkey(self, evidence: bytes, statement: bytes, spki: bytes, rp: str) -> str | None:
        """Return why a passkey's signature of a statement is refused; None where it holds."""
        given = [base64.b64encode(part).decode() for part in (evidence, statement, spki)]
        slug: str | None = self.page.evaluate("(given) => refusalOfPasskey(given)", [*given, rp])
        return slug

    def _call(self, asked: Asked) -> dict[str, Any]:
        """Return the argument of one call, and send what it is a change of where the page does not have it."""
        data, known = asked.data, self._bases.setdefault(len(asked.data), [])
        for base in known:
            changes = [[at, new] for at, (old, new) in enumerate(zip(base, data, strict=True)) if old != new]
            if len(changes) < FEW:
                break
        else:
            base, changes = data, []
            known.append(data)
            self.page.evaluate(_KEEP, [_name(data), base64.b64encode(data).decode()])
        return {
            "base": _name(base),
            "changes": changes,
            "trust": trust_of(asked.trust),
            "policy": asked.trust.policy.name,
        }


@contextmanager
def in_browser(browser: "Browser", folder: Path) -> Iterator[InBrowser]:
    """Open the page from a file, with the network off."""
    known = json.dumps(offline.words(), ensure_ascii=False).replace("<", "\\u003c")
    script = f"{offline.program('offline')}\nconst WORDS = {known};\n{_ASK}"
    file = folder / "harness.html"
    file.write_text(f'<!doctype html><meta charset="utf-8"><script type="module">{script}</script>', encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    yield InBrowser(page)
    context.close()


def trust_of(trust: Trust) -> dict[str, object]:
    """Return what the script takes for granted, as the reader of the Python verifier does."""
    pinned = offline.Pinned(
        "SPECIMEN",
        True,  # noqa: FBT003 - nothing of it is looked at
        tuple(root.der for root in trust.roots.roots),
        trust.log_key.vkey,
        "",
    )
    return {**pinned.trust(), "leaf0": None if trust.leaf0 is None else trust.leaf0.hex()}


def layers_of(report: Report) -> dict[str, tuple[str, str]]:
    """Return verdict and slug by layer."""
    return {one.layer.value: (one.verdict.value, one.says.slug) for one in report.findings}


def said_by(report: Report) -> str | None:
    """Return what a report is about, in Thai."""
    return None if report.about is None else say(report.about, "th")


def rank(verdict: str) -> int:
    """Return a number that is higher, the more a verdict says for a letter."""
    return RANKS.index(verdict)


def _name(data: bytes) -> str:
    return str(hash(data))


def _answered(found: Mapping[str, Any]) -> Answered:
    return Answered(
        found["verdict"],
        found["about"],
        found["headline"],
        {layer: (verdict, slug) for layer, verdict, slug, *_ in found["layers"]},
        tuple(sentence for _, _, _, *both in found["layers"] for sentence in both),
        tuple(found["remarks"]),
    )
