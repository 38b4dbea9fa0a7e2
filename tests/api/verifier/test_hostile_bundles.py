"""What is made to hang the reader's browser, or to run in it, is refused in moments and shown as text."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from keys import der
from registry.verify import container
from registry.verify.check import verify
from tests.api.verifier.harness import Asked, InBrowser, in_browser, layers_of, trust_of
from tests.registry.verify.operator import Story

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PATIENCE = 3.0
"""Seconds."""


@pytest.fixture(scope="module")
def script(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[InBrowser]:
    with in_browser(browser, tmp_path_factory.mktemp("page")) as script:
        yield script


@pytest.fixture(scope="module")
def story() -> Asked:
    told = Story()
    return Asked("good", told.told(), told.operator.trust())


def with_member(story: Asked, name: str, data: bytes) -> Asked:
    return Asked(name, container.write({**container.read(story.data), name: data}), story.trust)


def nested(depth: int) -> bytes:
    """Return that many sequences, one inside the other."""
    content = b""
    for _ in range(depth):
        content = der.write(der.SEQUENCE, content)
    return content


POLLUTING = b'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
MEMBERS = {
    "polluting": ("statement.json", POLLUTING),
    "deep": ("statement.json", b'{"a":' * 20_000),
    "wide": ("statement.json", b'{"a":[' + b"0," * 40_000 + b"0]}"),
    "a long number": ("statement.json", b'{"a":' + b"9" * 90_000 + b"}"),
    "a long text": ("statement.json", b'{"a":"' + b"\\u0001" * 15_000 + b'"}'),
    "deep der": ("issued.p7s", nested(3000)),
    "long der": ("issued.p7s", b"\x30\x83\xff\xff\xff" + bytes(90_000)),
    "many elements": ("issued.p7s", der.write(der.SEQUENCE, b"\x05\x00" * 40_000)),
    "many lines": ("entry.tlog-proof", b"c2sp.org/tlog-proof@v1\nindex 1\n" + b"AAAA\n" * 20_000 + b"\n"),
    "many blanks": ("entry.tlog-proof", b"\n" * 90_000),
}
LARGE = """
async (trust) => {
  const header = (name, size) => [
    0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0,
    ...[size, size].flatMap((one) => [0, 8, 16, 24].map((shift) => (one >> shift) & 255)), name.length, 0, 0, 0,
    ...[...name].map((letter) => letter.charCodeAt(0)),
  ];
  const size = 64 * 2 ** 20;
  const large = new Uint8Array(size);
  large.set(header("a", size - 40));
  const many = Array.from({ length: 5000 }, (_, place) => header(String(place).padStart(4, "0"), 0)).flat();
  const said = [];
  for (const data of [large, large.subarray(0, 1000), new Uint8Array(many), new Uint8Array(257 * 2 ** 20)]) {
    const began = performance.now();
    const { layers } = await verifyBytes(data, trust);
    said.push([layers[0].says.slug, performance.now() - began]);
  }
  return said;
}
"""


@pytest.mark.parametrize("name", MEMBERS)
def test_a_crafted_member_is_refused_in_moments(name: str, story: Asked, script: InBrowser) -> None:
    asked = with_member(story, *MEMBERS[name])
    began = time.monotonic()

    (answered,) = script.ask([asked])

    assert time.monotonic() - began < PATIENCE
    assert answered.layers == layers_of(verify(asked.data, asked.trust))
    assert answered.verdict == "invalid"
    assert script.page.evaluate("({}).polluted === undefined && Object.prototype.polluted === undefined")


@pytest.mark.parametrize(
    ("confirmed_by", "withdrawn", "slug"),
    [("r2", False, None), ("r1", False, "second-officer-needed"), ("r2", True, "first-word-withdrawn")],
)
def test_a_registrars_new_key_is_judged_here_as_everywhere(
    *, confirmed_by: str, withdrawn: bool, slug: str | None, script: InBrowser
) -> None:
    told = Story().changing_key("r1", confirmed_by=confirmed_by, withdrawn=withdrawn)
    asked = Asked("changed", told.told(), told.operator.trust())

    (answered,) = script.ask([asked])

    assert answered.layers == layers_of(verify(asked.data, asked.trust))
    assert (answered.verdict == "valid") == (slug is None)
    assert slug is None or slug in {said for _, said in answered.layers.values()}


def test_a_header_that_promises_more_than_there_is_is_refused(story: Asked, script: InBrowser) -> None:
    asked = []
    for offset in (18, 22, 26, 28):  # both sizes, and the lengths of name and extra field
        data = bytearray(story.data)
        data[offset : offset + 2] = b"\xff\xff"
        asked.append(Asked(f"header {offset}", bytes(data), story.trust))

    answered = script.ask(asked)

    for one, found in zip(asked, answered, strict=True):
        assert found.layers == layers_of(verify(one.data, one.trust))


def test_files_of_many_megabytes_and_thousands_of_members_are_refused(story: Asked, script: InBrowser) -> None:
    found = script.page.evaluate(LARGE, trust_of(story.trust))

    assert [slug for slug, _ in found] == ["member-checksum", "bundle-cut-off", "too-many-members", "bundle-too-large"]
    assert max(milliseconds for _, milliseconds in found) < PATIENCE * 1000


def test_other_peoples_words_are_shown_with_their_marks_written_out(script: InBrowser) -> None:
    name = "<img src=x onerror=alert(1)>\u202e\u200b\x1b[31m{key}"
    story = Story(officer_name=name)
    asked = Asked("hostile", story.told(), story.operator.trust())

    (answered,) = script.ask([asked])

    said = " ".join(answered.says)
    assert "<img src=x onerror=alert(1)>" in said
    assert not {"\u202e", "\u200b", "\x1b"} & set(said)
    assert "\\u202e" in said
