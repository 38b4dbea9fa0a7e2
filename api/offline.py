"""The verifier for the reader's own browser: one script for our pages, and one HTML file that works without a network.

static/verifier/*.js ── in the order of their imports ──▶ one script ──▶ /verifier.js
registry.verify.words, README's forms ── as JSON ─────────┘    │
trust/: roots, log key, leaf 0 ── pinned ──────────────────────┴▶ verifier.html: inline, under a policy of its own

Nothing is built or fetched: the modules are joined as they are, without their lines of import. The same trust and
the same program give the same bytes, so that the file's SHA-256 can be published.
"""

import base64
import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.texts.text import Text
from api.texts.web import verification, verifier
from keys.paths import TrustRoots
from registry.reader import Reader
from registry.verdicts.headline import Headline
from registry.verify import derived
from registry.verify.words import LAYERS, REFUSALS, SAYINGS

FILE_NAME: Final = "saraban-verifier.html"

_HERE: Final = Path(__file__).resolve().parent
_MODULES: Final = _HERE / "static" / "verifier"
_IMPORT: Final = re.compile(r'^import (?P<what>\{[^}]*\}|\* as \w+) from "\./(?P<name>\w+)\.js";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:const|class|function|async function) (?P<name>\w+))", re.MULTILINE)
_STYLES: Final = ("pages.css", "verification.css")
_FONTS: Final = re.compile(r"^@font-face .*\n", re.MULTILINE)  # fonts are files apart, and this is one file


@dataclass(frozen=True, slots=True)
class Pinned:
    """What the file holds of one registry, so that its reader need not have it from elsewhere."""

    office: str
    specimen: bool
    roots: tuple[bytes, ...]
    """Certificates, DER."""
    log_key: str
    leaf0: str

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """Read what lies in the registry's ``trust/``."""
        home, identity = reader.home, reader.identity
        roots = tuple(root.der for root in TrustRoots.load(home.roots.read_bytes()).roots)
        return cls(
            identity.office, identity.specimen, roots, identity.log_key, home.leaf0.read_text(encoding="ascii").strip()
        )

    def trust(self) -> dict[str, object]:
        """Return the same as the script takes it."""
        roots = [base64.b64encode(root).decode() for root in self.roots]
        return {"roots": roots, "log_key": self.log_key, "leaf0": self.leaf0, "forms": _forms()}


@cache
def online_script() -> bytes:
    """Return the script of the page about a letter."""
    office = {
        "words": words(),
        "marks": _marks(),
        "headlines": _headlines(),
        "forms": _forms(),
        "texts": _pairs(verifier.ONLINE),
    }
    return _script("online", "startOnline", office).encode()


@cache
def offline_page(pinned: Pinned) -> bytes:
    """Return the whole verifier as one HTML file."""
    headlines = _headlines() | {
        name: {**_headlines()[name], "words": text} for name, text in verifier.EVIDENCE_HEADLINES.items()
    }
    headlines["foreign"] = {"icon": "?", "tone": "quiet", "words": verifier.NO_LETTERS}
    office = {
        "words": words(),
        "marks": _marks(),
        "trust": pinned.trust(),
        "texts": _pairs(verifier.OFFLINE),
        "headlines": headlines,
    }
    script = _script("offline", "startOffline", office)
    style = _style()
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    template = environment.get_template("verifier/offline.html")
    roots = [sha256(root).hexdigest() for root in pinned.roots]
    page = template.render(pinned=pinned, roots=roots, script=script, style=style, policy=_policy(script, style))
    return page.encode()


def _policy(script: str, style: str) -> str:
    """Return what the file allows itself: its own script and style, by their hashes, and no connection."""
    allowed = f"script-src '{_hashed(script)}'; style-src '{_hashed(style)}'"
    closed = "connect-src 'none'; img-src 'none'; base-uri 'none'; form-action 'none'"
    return f"default-src 'none'; {allowed}; {closed}; require-trusted-types-for 'script'; trusted-types 'none'"


def _hashed(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _script(entry: str, start: str, office: dict[str, object]) -> str:
    """Return the modules that *entry* needs as one, and the call that starts it."""
    given = json.dumps(office, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    script = f"{program(entry)}\nawait of_{entry}.{start}({given});\n"
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise ValueError("the verifier's script would end the element that it stands in")
    return script


def program(entry: str) -> str:
    """Return *entry* and the modules that it needs as one script; ``of_<name>`` holds what each of them exports."""
    ordered: list[str] = []
    _gather(entry, ordered)
    return "\n".join(map(_joined, ordered))


def _gather(name: str, ordered: list[str], above: tuple[str, ...] = ()) -> None:
    """Put a module behind those that it imports."""
    if name in above:
        raise ValueError(f"the modules import one another in a circle: {(*above, name)}")
    if name in ordered:
        return
    for imported in _IMPORT.finditer(_source(name)):
        _gather(imported["name"], ordered, (*above, name))
    ordered.append(name)


def _joined(name: str) -> str:
    """Return a module as a function that is called once, and that returns what the module exports."""
    source = _source(name)
    exported = ", ".join(found["name"] for found in _EXPORT.finditer(source))
    body = _EXPORT.sub("", _IMPORT.sub(_taken, source))
    return f"const of_{name} = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _taken(imported: re.Match[str]) -> str:
    """Return what stands for an import: its names, out of what the other module returned."""
    return f"const {imported['what'].removeprefix('* as ')} = of_{imported['name']};"


def _source(name: str) -> str:
    return (_MODULES / f"{name}.js").read_text(encoding="utf-8")


def words() -> dict[str, object]:
    """Return every sentence that a report can have, and the names of its layers."""
    layers = {layer.value: both for layer, both in LAYERS.items()}
    return {"sayings": {**SAYINGS, **_pairs(verifier.SAYINGS)}, "refusals": REFUSALS, "layers": layers}


def _marks() -> dict[str, object]:
    """Return the words, icon and colour of every verdict."""
    return {
        verdict.value: {"icon": icon, "tone": verification.VERDICT_TONES[verdict], "words": said}
        for verdict, (icon, said) in verification.MARKS.items()
    }


def _headlines() -> dict[str, dict[str, object]]:
    return {
        which.value: {"icon": verification.ICONS[which], "tone": verification.TONES[which], "words": words}
        for which, words in verification.HEADLINES.items()
        if which is not Headline.UNKNOWN
    }


def _forms() -> dict[str, str]:
    """Return the forms of README, which the script fills in again and compares."""
    return {
        "readme": derived.README,
        "nobody": derived.NOBODY,
        "passkey": derived.PASSKEY,
        "named": derived.NAMED,
        "namedLater": derived.NAMED_LATER,
        "document": derived.DOCUMENT,
    }


def _pairs(texts: dict[str, Text]) -> dict[str, tuple[str, str]]:
    return {name: (text.thai, text.english) for name, text in texts.items()}


def _style() -> str:
    sheets = ((_HERE / "static" / name).read_text(encoding="utf-8") for name in _STYLES)
    return _FONTS.sub("", "".join(sheets))
