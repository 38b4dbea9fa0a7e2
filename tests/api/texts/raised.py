"""Where the code refuses: every slug that is written at a place that makes a refusal, with the facts given there.

A refusal is made by its class, or by a function of the same module that is declared to return one (or a
`Fault` of an old register, a `Remark` of an audit, a `Doubt` of a reader, or a finding at the door: `refuse`, `flag`).
Its slug is written there as a literal.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("api", "domain", "keys", "registry")
_BASES = frozenset({"DomainError", "KeysError", "RegistryError", "ApiError", "Unshown"})
_ALSO = frozenset({"Remark", "Fault", "Doubt", "refuse", "flag"})
_SECOND = frozenset({"Fault", "Doubt"})
"""Whose slug is the second value."""
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@dataclass(frozen=True)
class Raised:
    """One place, and the facts that are sure to be given there; None where they are unpacked from elsewhere."""

    slug: str
    place: str
    made_by: str
    facts: frozenset[str] | None


def everywhere() -> list[Raised]:
    """Every place in the code."""
    trees = {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }
    kinds = _kinds(list(trees.values()))
    return [one for path, tree in trees.items() for one in _in_module(path, tree, kinds)]


def verifiers(trees: list[ast.Module] | None = None) -> frozenset[str]:
    """The kinds of refusals that the stand-alone verifier puts into words itself."""
    paths = sorted((ROOT / "registry" / "verify").rglob("*.py"))
    return _kinds(trees or [ast.parse(path.read_text(encoding="utf-8")) for path in paths], {"Unshown"})


def _kinds(trees: list[ast.Module], known: set[str] | None = None) -> frozenset[str]:
    """Every class that is a refusal, by the names of its bases."""
    found = set(known or _BASES)
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    grown = True
    while grown:
        grown = False
        for node in classes:
            if node.name not in found and found & {base.id for base in node.bases if isinstance(base, ast.Name)}:
                found.add(node.name)
                grown = True
    return frozenset(found)


def _in_module(path: Path, tree: ast.Module, kinds: frozenset[str]) -> Iterator[Raised]:
    made = kinds | _ALSO
    makers: dict[str, frozenset[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "main":
            inner = [call for call in ast.walk(node) if isinstance(call, ast.Call) and _called(call) in made]
            named = [one for call in inner for one in call.args[_called(call) in _SECOND :][:1]]
            passes_on = any(isinstance(one, ast.Name) for one in named)
            if inner and passes_on:
                makers[node.name] = frozenset(word.arg for call in inner for word in call.keywords if word.arg)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name not in made and name not in makers:
            continue
        slugs = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        slugs = [one for one in slugs if _SLUG.fullmatch(one)]
        if slugs:
            facts = _facts_of_a_doubt(node) if name == "Doubt" else _facts(node, makers.get(name, frozenset()))
            yield Raised(slugs[0], f"{path.relative_to(ROOT)}:{node.lineno}", name, facts)


def _facts(call: ast.Call, of_its_maker: frozenset[str]) -> frozenset[str] | None:
    if any(word.arg is None for word in call.keywords):
        return None
    return frozenset(word.arg for word in call.keywords if word.arg) | of_its_maker


def _facts_of_a_doubt(call: ast.Call) -> frozenset[str] | None:
    """A doubt's facts are one mapping: its fourth value, or named so; None where it is made elsewhere."""
    named = [word.value for word in call.keywords if word.arg == "facts"]
    mapping = next(iter([*call.args[3:4], *named]), None)
    if mapping is None:
        return frozenset()
    if not isinstance(mapping, ast.Dict):
        return None
    return frozenset(str(key.value) for key in mapping.keys if isinstance(key, ast.Constant))


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
