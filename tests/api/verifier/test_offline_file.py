"""The one-file verifier as bytes: the same each time, closed to the outside, in the words of the verifying command."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from api import offline
from api.texts.web import verifier
from registry.log import marks
from registry.reader import Reader
from registry.verify.words import REFUSALS, SAYINGS
from tests.api.web import WebOffice
from tests.registry.world import World

MODULES = Path(offline.__file__).parent / "static" / "verifier"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    office = WebOffice.of(World.staffed(tmp_path_factory.mktemp("office") / "registry"))
    yield office
    office.world.close()


@pytest.fixture(scope="module")
def pinned(office: WebOffice) -> offline.Pinned:
    with Reader(office.world.folder) as reader:
        return offline.Pinned.of(reader)


def test_the_file_is_handed_out_to_be_saved_and_its_digest_is_told_thrice(
    office: WebOffice, pinned: offline.Pinned
) -> None:
    digest = sha256(offline.offline_page(pinned)).hexdigest()

    with office.client() as stranger:
        handed = stranger.get("/verifier.html")
        told = stranger.get("/verifier.html.sha256")
        page = stranger.get("/verifier")

    assert sha256(handed.content).hexdigest() == digest
    assert handed.headers["content-disposition"] == 'attachment; filename="saraban-verifier.html"'
    assert told.text == f"{digest}  saraban-verifier.html\n"
    assert digest in page.text


def test_the_same_trust_gives_the_same_bytes_and_another_key_gives_others(pinned: offline.Pinned) -> None:
    first = offline.offline_page(pinned)
    offline.offline_page.cache_clear()

    assert offline.offline_page(pinned) == first
    assert offline.offline_page(replace(pinned, leaf0="0" * 64)) != first


def test_the_file_allows_itself_its_own_script_and_style_and_no_connection(pinned: offline.Pinned) -> None:
    html = offline.offline_page(pinned).decode()
    policy = unescape(html.partition('Content-Security-Policy" content="')[2].partition('"')[0])

    for kind, tag in (("script-src", '<script type="module">'), ("style-src", "<style>")):
        inside = html.partition(tag)[2].partition("</")[0]
        assert f"{kind} 'sha256-{base64.b64encode(sha256(inside.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert {"connect-src 'none'", "trusted-types 'none'"} <= {part.strip() for part in policy.split(";")}
    assert html.count("<script") == html.count("<style") == 1
    assert not re.search(r'(?:src|href|action)="', html)


@pytest.mark.parametrize("name", ["</script><b>", "<!--", "{{ 7 * 7 }}", '" onload="x'])
def test_an_offices_name_does_not_become_markup(name: str, pinned: offline.Pinned) -> None:
    html = offline.offline_page(replace(pinned, office=name)).decode()

    assert html.count("</script>") == 1
    assert name not in html or name.startswith("{{")


def test_the_script_of_the_pages_is_the_same_program(office: WebOffice) -> None:
    with office.client() as stranger:
        script = stranger.get("/verifier.js")

    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert offline.program("check") in script.text


def test_the_script_knows_which_types_have_which_mark() -> None:
    source = (MODULES / "leaves.js").read_text(encoding="utf-8")
    known = []
    for name in ("OF_STREAMS", "UNMARKED"):
        written = source.partition(f"export const {name} = new Set(")[2].partition(").split")[0]
        known.append(frozenset(" ".join(re.findall(r'"([^"]*)"', written)).split()))

    assert known == [marks.OF_STREAMS, marks.UNMARKED]


def test_every_slug_of_the_script_has_its_sentence() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in MODULES.glob("*.js"))
    raised = re.compile(
        r'(?:saying|unshown|untold|contested|Refused|refused|differs|bad)\(\s*"([a-z0-9-]+)"', re.MULTILINE
    )

    slugs = set(raised.findall(sources))

    ours = {"old-root-differs", "new-root-differs", "sizes-reversed", "two-roots-of-one-size", "hash-size"}
    inner = {slug for slug in slugs if slug.startswith(("leaf-", "series-", "unknown-leaf"))} | ours
    assert len(slugs) > 100
    assert slugs - inner <= SAYINGS.keys() | REFUSALS.keys() | verifier.SAYINGS.keys()


def test_no_module_runs_text_or_writes_markup() -> None:
    for path in MODULES.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|import\(", source
        )
