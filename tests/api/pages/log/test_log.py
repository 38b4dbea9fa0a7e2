"""The log explorer shows what the log says, with proofs that hold elsewhere; and of secret letters the leaves alone."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.cli.main import main
from domain.classes import SecrecyClass
from domain.series import SeriesKind
from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.notes import NoteVerifier
from registry import requests
from registry.log import proofs
from registry.log.leaves import base64_of, commit, leaf_hash
from registry.log.merkle import parent, verify_consistency, verify_inclusion
from registry.log.paths import climb
from registry.log.proofs import Proof
from registry.log.tiles import unbundle
from registry.reader import Reader, Recorded
from registry.verify.entries import MapEntry
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.world import World

Auditor = TestClient[Litestar]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("log") / "registry")
    world.dispatch(world.issue())
    world.receive()
    book = world.open_series(SeriesKind.SECRET, book="ลับ")
    world.ask(requests.EnterSecret(book, world.now.date(), SecrecyClass.VERY_SECRET, "clerk"))
    return WebOffice.of(world, limits=NO_LIMITS)


@dataclass(frozen=True, slots=True)
class Known:
    """Leaves, facts by position and the head, as the store has them."""

    leaves: list[bytes]
    facts: dict[int, Recorded]
    head: Checkpoint
    key: NoteVerifier
    vkey: str


@pytest.fixture(scope="module")
def log(office: WebOffice) -> Known:
    with Reader(office.world.folder) as reader:
        leaves = [leaf for _, group in reader.store.leaves() for leaf in group]
        facts = {line.position: line for line in reader.facts()}
        return Known(leaves, facts, reader.head(), reader.log_key, reader.identity.log_key)


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[Auditor]:
    with office.client("auditor") as client:
        yield client


def of(log: Known, name: str) -> int:
    """Return the position of the first fact of a name."""
    return next(position for position, line in log.facts.items() if line.statement.name == name)


def test_the_newest_checkpoint_is_shown_with_its_own_signatures_and_handed_out(auditor: Auditor, log: Known) -> None:
    text = auditor.get("/log").text
    note = auditor.get("/log/checkpoint").content

    assert verify_checkpoint(note, log.key).checkpoint == log.head
    assert log.head.root.hex() in text
    assert text.count('<strong class="tag good">ตรงกัน</strong>') == 2
    assert "พยานอิสระ: ยังไม่มี" in text
    assert "ตราเวลาจากภายนอก: ยังไม่มี" in text


def test_a_leaf_is_proved_under_every_size_that_the_log_had(auditor: Auditor, log: Known) -> None:
    position = of(log, "letter.issued.v1")
    for size in (position + 1, position + 2, log.head.size):
        found = auditor.get(f"/log/leaves/{position}/proof.json", params={"size": str(size)}).json()
        hashes = [bytes.fromhex(one) for one in found["hashes"]]
        leaf = found["leaf"].encode()

        verify_inclusion(leaf_hash(leaf), position, size, hashes, bytes.fromhex(found["root"]))
        assert leaf == log.leaves[position]
    assert found["root"] == log.head.root.hex()


def test_the_proof_file_leaf_and_statement_hold_where_nobody_asks_this_server(auditor: Auditor, log: Known) -> None:
    here = f"/log/leaves/{of(log, 'letter.issued.v1')}"
    proof = Proof.parse(auditor.get(f"{here}/proof").content)
    leaf = auditor.get(f"{here}/leaf.json").content
    statement, evidence = (auditor.get(f"{here}/{name}").content for name in ("statement.json", "evidence"))

    assert proofs.verify(proof, leaf, log.key).checkpoint == log.head
    assert proof.salt is not None
    bound = commit(proof.salt, statement, "cms", evidence)
    assert json.loads(leaf)["c"] == base64_of(bound).decode()


def test_the_page_of_a_leaf_says_what_it_commits_to_and_draws_the_way(auditor: Auditor, log: Known) -> None:
    position = of(log, "letter.issued.v1")
    text = auditor.get(f"/log/leaves/{position}").text
    picture = auditor.get(f"/log/leaves/{position}/path.svg").text
    line = log.facts[position]

    assert all(
        one in text for one in (line.statement.name, line.statement.stream, line.digest, f"/histories/facts/{position}")
    )
    assert log.head.root.hex() in text
    assert picture.count("<rect") == 2 + 2 * text.count("ต่อด้วยแฮชข้าง")
    assert f"{log.head.root.hex()[:16]}…" in picture


def test_the_steps_of_a_climb_are_those_of_the_proof_for_every_leaf_of_every_size() -> None:
    hashes = [sha256(bytes([n])).digest() for n in range(21)]
    for size in range(1, 22):
        for index in range(size):
            proof = _proof(hashes[:size], index)
            steps = climb(hashes[index], index, size, proof)
            top = steps[-1].over if steps else None

            verify_inclusion(hashes[index], index, size, proof, top.hash if top else hashes[0])
            assert top is None or (top.first, top.last) == (0, size - 1)
            assert [step.sibling.hash for step in steps] == proof


def _proof(leaves: list[bytes], index: int) -> list[bytes]:
    """RFC 9162 section 2.1.3.1, as it stands there."""
    if len(leaves) == 1:
        return []
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < k:
        return [*_proof(leaves[:k], index), _root(leaves[k:])]
    return [*_proof(leaves[k:], index - k), _root(leaves[:k])]


def _root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return parent(_root(leaves[:k]), _root(leaves[k:]))


def test_two_sizes_are_shown_to_be_one_history(auditor: Auditor, log: Known) -> None:
    found = auditor.get("/log/consistency.json", params={"old": "9", "new": "30"}).json()
    roots = [bytes.fromhex(found[one]) for one in ("old_root", "new_root")]

    verify_consistency(9, roots[0], 30, roots[1], [bytes.fromhex(one) for one in found["hashes"]])
    assert auditor.get("/log/consistency", params={"old": "9", "new": "30"}).text.count(found["old_root"]) == 1
    assert auditor.get("/log/consistency.json").json()["new_root"] == log.head.root.hex()


def test_the_newest_state_of_letter_number_and_key_is_what_the_map_says(
    office: WebOffice, auditor: Auditor, log: Known
) -> None:
    letter = log.facts[of(log, "letter.issued.v1")].statement.stream
    series, key = office.world.series[SeriesKind.CIRCULAR], log.facts[of(log, "letter.signed.v1")].statement.by
    pages = [
        auditor.get("/log/newest", params={"of": one, "n": n}).text
        for one, n in ((letter, ""), (series, "๒๗๑"), (key, ""))
    ]
    nothing = auditor.get("/log/newest", params={"of": f"sha256:{'0' * 64}"}).text
    entry = MapEntry.parse(auditor.get("/log/newest.json", params={"of": letter}).content, "letter.json")

    assert "<dd>ส่งแล้ว</dd>" in pages[0]
    assert re.search(r"เลขที่ ๒๗๑</dt><dd>ออกเลขแล้ว", pages[1])
    assert "๑ ใบ" in pages[2]
    assert "พิสูจน์ได้ว่าไม่มี" in nothing
    assert entry.entry is not None


def test_the_whole_proof_is_the_one_that_the_command_line_writes(auditor: Auditor, log: Known) -> None:
    letter = log.facts[of(log, "letter.issued.v1")].statement.stream
    proof = auditor.get("/log/newest.zip", params={"of": letter})

    assert proof.content.startswith(b"PK")
    assert "saraban prove-status 271 --series" in auditor.get("/log/newest", params={"of": letter}).text


def test_of_what_is_secret_the_leaf_is_shown_and_neither_statement_nor_stream_nor_salt(
    auditor: Auditor, log: Known
) -> None:
    position = of(log, "secret.entered.v1")
    line = log.facts[position]
    here = f"/log/leaves/{position}"
    page, found = auditor.get(here), auditor.get(f"{here}/proof.json")
    closed = [auditor.get(f"{here}/{name}").status_code for name in ("statement.json", "evidence")]
    proof = Proof.parse(auditor.get(f"{here}/proof").content)
    asked = {"of": line.statement.stream}
    newest = [auditor.get(f"/log/newest{end}", params=asked).status_code for end in ("", ".json", ".zip")]

    assert leaf_hash(log.leaves[position]).hex() in page.text
    assert (found.json()["salt"], proof.salt, closed, newest) == (None, None, [404, 404], [404, 404, 404])
    for text in (page.text, found.text):
        for hidden in (line.statement.stream, line.entry.contents.salt.hex(), line.digest):
            assert hidden not in text


def test_the_book_of_secret_letters_is_not_named(auditor: Auditor, log: Known) -> None:
    book = _secret_book(log)
    numbers = [auditor.get(f"/log/leaves/{p}").text for p, leaf in enumerate(log.leaves) if b'"t":"series"' in leaf]

    assert auditor.get("/log/newest", params={"of": book}).status_code == 404
    assert not any(book in text for text in numbers)
    assert any("/log/newest?of=" in text for text in numbers)


def _secret_book(log: Known) -> str:
    return next(
        str(line.statement.stream)
        for line in log.facts.values()
        if getattr(line.statement.fact, "kind", None) is SeriesKind.SECRET
    )


def test_tiles_are_handed_out_as_wide_as_the_checkpoint_has_them(auditor: Auditor, log: Known) -> None:
    hashes = auditor.get("/log/tiles/0/0").content
    leaves = unbundle(auditor.get("/log/tiles/entries/0").content)

    assert leaves == log.leaves[: log.head.size]
    assert hashes == b"".join(map(leaf_hash, leaves))


@pytest.mark.parametrize(
    "address",
    [
        "/log/leaves/-1", "/log/leaves/9999", f"/log/leaves/{'9' * 30}", "/log/leaves/5?size=0",
        "/log/leaves/5?size=9999",
        f"/log/leaves/5?size={'9' * 400}", "/log/leaves/5?size=-3", "/log/leaves/5?size=5", "/log/leaves/5?size=1e9",
        "/log/leaf?position=", "/log/leaf?position=-1", "/log/leaf?position=x", "/log?before=x",
        f"/log?before={'9' * 400}",
        "/log/consistency?old=30&new=9", "/log/consistency?old=0", "/log/consistency?new=9999",
        "/log/consistency?old=²",
        "/log/checkpoint?size=7", "/log/checkpoint?size=9999", "/log/tiles/9/0", "/log/tiles/x/0", "/log/tiles/0/-1",
        "/log/tiles/0/999999", "/log/tiles/entries/7", "/log/newest?of=x", "/log/newest?of=sha256:zz",
        "/log/newest?of=00000000-0000-7000-8000-000000000000", "/log/newest.zip", "/log/newest.json?of=", "/log?x=1",
    ],
)  # fmt: skip
def test_what_the_log_does_not_have_is_refused(auditor: Auditor, address: str) -> None:
    answer = auditor.get(address)

    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text


def test_the_explorer_looks_at_the_past_too(auditor: Auditor, log: Known) -> None:
    auditor.post("/past", data={"position": "30"})
    note = auditor.get("/log/checkpoint").content
    then = verify_checkpoint(note, log.key).checkpoint
    found = auditor.get("/log/leaves/9/proof.json").json()
    newest = auditor.get("/log/newest", params={"of": log.facts[of(log, "letter.signed.v1")].statement.by}).text
    behind = auditor.get(f"/log/leaves/{then.size}").status_code

    assert (then.size, found["size"], behind) == (32, 32, 404)
    assert "พิสูจน์ได้ว่าไม่มี" in newest


@pytest.mark.parametrize("role", ["clerk", "official", "administrator"])
def test_only_auditors_look_into_the_log(office: WebOffice, role: str) -> None:
    with office.client(role) as client:
        assert {client.get(path).status_code for path in ("/log", "/log/leaves/0", "/log/checkpoint")} == {403}


def test_the_downloaded_proof_is_verified_at_the_command_line(
    auditor: Auditor, log: Known, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.tlog-proof").write_bytes(auditor.get("/log/leaves/9/proof").content)
    leaf = auditor.get("/log/leaves/9/leaf.json").content
    (tmp_path / "leaf").write_bytes(leaf)
    (tmp_path / "other").write_bytes(leaf.replace(b'"v"', b'"w"'))
    asked = ["verify-leaf", str(tmp_path / "a.tlog-proof"), "--log-key", log.vkey, "--json", "--leaf"]

    codes = [main([*asked, str(tmp_path / name)]) for name in ("leaf", "other")]

    assert codes == [0, 1]
    assert json.loads(capsys.readouterr().out.splitlines()[0])["index"] == 9
