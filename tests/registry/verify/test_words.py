"""Whatever a verifier may say, it can say in Thai; and every sentence finds its facts."""

import ast
import string
from pathlib import Path

import pytest

import registry.verify
from registry.verify.verdicts import Layer, Saying, Verdict
from registry.verify.words import LAYERS, REFUSALS, SAYINGS, VERDICTS, Language, say

ROOM = Path(registry.verify.__file__).parent
REFUSING = {"Unshown", "Untold", "Contested", "Unusable"}


def raised() -> dict[str, set[str]]:
    """Return the facts that every refusal in the room gives, by slug."""
    found: dict[str, set[str]] = {}
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSING:
                slug = node.args[0]
                assert isinstance(slug, ast.Constant)
                assert isinstance(slug.value, str)
                given = {str(keyword.arg) for keyword in node.keywords}
                found[slug.value] = found.get(slug.value, given) & given
    return found


def asked(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("slug", sorted(raised()))
def test_every_refusal_has_a_thai_sentence_that_finds_its_facts(slug: str) -> None:
    assert asked(REFUSALS[slug]) <= raised()[slug]


@pytest.mark.parametrize("slug", sorted(SAYINGS))
def test_both_languages_say_the_same_facts(slug: str) -> None:
    thai, english = SAYINGS[slug]

    assert asked(thai) == asked(english)


def test_every_layer_and_verdict_has_a_name() -> None:
    assert set(LAYERS) == set(Layer)
    assert set(VERDICTS) == set(Verdict)


def test_a_refusal_without_a_thai_sentence_is_said_in_english() -> None:
    assert say(Saying("unheard-of", {}, "Something else."), "th") == "Something else."


@pytest.mark.parametrize("count", [1, 3])
def test_the_files_are_counted_in_words_that_fit_one_as_well_as_many(count: int) -> None:
    assert say(Saying("files-same", {"count": count}), "en") == f"each file is the one that was signed ({count})"


@pytest.mark.parametrize("language", ["th", "en"])
def test_words_of_others_neither_steer_a_terminal_nor_begin_a_line(language: Language) -> None:
    theirs = "ก\x1b[2J\nถูกต้อง\u2028\u202e"
    about, refusal = (
        Saying("about", {"title": theirs}),
        Saying("officer-missing", {"officer": theirs, "member": "issued.json"}, theirs),
    )

    said = [say(about, language), say(refusal, language), say(Saying("no-thai-for-this", {}, theirs), language)]

    for sentence in said:
        assert r"ก\u001b[2J\u000aถูกต้อง\u2028\u202e" in sentence
        assert sentence.isprintable()
