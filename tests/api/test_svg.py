"""A tree as a picture: every line is there, once, in its place; nobody's words become part of the picture."""

from xml.etree import ElementTree as ET

import pytest

from api.svg import drawn
from api.texts.text import Text, plain
from api.trees import Branch, Mark, Tree

SVG = "{http://www.w3.org/2000/svg}"
TREE = Tree(
    Text("โครงสร้าง", "Structure"),
    [
        Branch(
            "กรม",
            plain("มท 08"),
            [
                Branch("หนึ่ง", Text("เพิ่ม", "added"), mark=Mark.ADDED),
                Branch("สอง", plain(""), [Branch("สาม", Text("ยุบเลิก", "abolished"), mark=Mark.GONE)]),
            ],
        )
    ],
)


def picture(tree: Tree) -> ET.Element:
    return ET.fromstring(drawn(tree, "en"))  # noqa: S314 - written just now


def texts(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_every_line_stands_below_the_one_before_and_right_of_its_parent() -> None:
    root = picture(TREE)

    lines = list(root.find(f"{SVG}g") or [])
    assert [line.findtext(f"{SVG}tspan") for line in lines] == ["กรม", "หนึ่ง", "สอง", "สาม"]
    places = [(int(line.attrib["x"]), int(line.attrib["y"])) for line in lines]
    assert [x for x, _ in places] == [20, 44, 44, 68]
    assert [y for _, y in places] == sorted({y for _, y in places})


def test_a_marked_line_is_told_by_sign_and_word_and_the_legend_says_what_signs_mean() -> None:
    found = texts(picture(TREE))

    assert found[:2] == ["Structure", "+ added · − abolished"]
    assert "+ หนึ่งadded" in found
    assert "− สามabolished" in found


def test_an_unmarked_tree_has_no_legend() -> None:
    found = texts(picture(Tree(plain("t"), [Branch("กรม", plain(""))])))

    assert found == ["t", "กรม"]


def test_every_child_has_one_line_to_it() -> None:
    paths = [path.attrib["d"] for path in picture(TREE).iter(f"{SVG}path")]

    assert len(paths) == 3
    assert len(set(paths)) == 3


@pytest.mark.parametrize(
    "hostile", ["</text><script>alert(1)</script>", "&lt;", "a\x00b\x1b[2J", "\u202eกลับ", "\"' ]]>"]
)
def test_other_peoples_words_are_shown_and_do_nothing(hostile: str) -> None:
    root = picture(Tree(plain(hostile), [Branch(hostile, plain(hostile))]))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "rect", "text", "g", "tspan"}
    shown = "".join(texts(root))
    assert not any(ord(letter) < 32 or letter == "\u202e" for letter in shown)


def test_the_picture_asks_for_nothing_from_elsewhere() -> None:
    text = drawn(TREE, "th").replace("http://www.w3.org/2000/svg", "")

    assert not any(word in text for word in ("http", "href", "url(", "<style", "<script", "@import", "<image"))


def test_the_picture_is_wide_enough_for_its_longest_line() -> None:
    narrow, wide = (picture(Tree(plain("t"), [Branch("ก" * n, plain(""))])) for n in (10, 200))

    assert int(narrow.attrib["width"]) < int(wide.attrib["width"])
    assert int(wide.attrib["width"]) > 200 * 8


def test_thai_vowels_and_tones_take_no_room() -> None:
    plain_, toned = (picture(Tree(plain("t"), [Branch(name * 60, plain(""))])) for name in ("ก", "กี่"))

    assert plain_.attrib["width"] == toned.attrib["width"]


def test_an_empty_tree_is_a_picture_too() -> None:
    assert texts(picture(Tree(plain("nothing"), []))) == ["nothing"]


def test_a_deep_tree_is_drawn() -> None:
    branch = Branch("0", plain(""))
    for n in range(1, 3000):
        branch = Branch(str(n), plain(""), [branch])

    assert len(list(picture(Tree(plain("t"), [branch])).iter(f"{SVG}path"))) == 2999
