"""The demo keeps its promises: told to a program and to people, with the circular's text and without."""

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from api.cli.call import Surroundings
from api.cli.main import main
from domain.errors import WrongNumber
from domain.letter.events import DeliveryAttempted, DeliveryResult, LetterDispatched, LetterIssued
from domain.provinces import governors
from domain.series import Purpose
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import requests
from registry.audit.audit import Trust as AuditTrust
from registry.audit.audit import audit
from registry.reader import Reader
from registry.register.client import Client
from registry.verify import container
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Layer, Verdict
from registry.views.letters import Letters
from registry.views.unanswered import AnswerState, Unanswered
from registry.views.view import open_view
from tests.thorough import thoroughly


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the demo: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        found = json.loads(self.out.splitlines()[-1])
        assert isinstance(found, dict)
        return found


def run(home: Path, *arguments: str, shared: Path) -> Run:
    out, err = StringIO(), StringIO()
    around = Surroundings({"SARABAN_SHARED": str(shared)}, out, err)
    code = main(["demo", "--home", str(home), *arguments], around=around)
    return Run(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "registry"


@pytest.fixture(scope="module")
def told(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the demo answers a program, where nobody has the circular's text."""
    done = run(home, "--json", shared=tmp_path_factory.mktemp("nothing-shared"))
    assert (done.code, done.err) == (0, "")
    return done.answer


def test_what_the_readme_looks_for_is_found(told: dict[str, Any]) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    asked = [line.split()[3:] for line in readme.splitlines() if line.startswith("saraban --home .demo/registry ")]
    answered = {}
    for words in asked:
        out = StringIO()
        typed = [*shlex.split(" ".join(words)), "--json", "--home", told["home"]]
        assert main(typed, around=Surroundings({}, out, StringIO())) == 0
        answered[words[0]] = json.loads(out.getvalue())

    assert told["letter"] in [one["number"] for one in answered["find"]]
    asked_for = {"book", "unanswered", "find", "structure", "who-may-sign", "coverage", "history", "audit"}
    assert asked_for == {command for command, answer in answered.items() if answer}


@pytest.fixture
def reader(told: dict[str, Any]) -> Iterator[Reader]:
    with Reader(Path(told["home"])) as reader:
        yield reader


def trust_of(told: dict[str, Any]) -> Trust:
    roots, log_key = Path(told["trust"]).read_bytes(), Path(told["log_key"]).read_text(encoding="ascii")
    return Trust(TrustRoots.load(roots), NoteVerifier.parse(log_key.strip()))


def test_it_ends_with_one_object_whose_paths_are_there(told: dict[str, Any], home: Path) -> None:
    paths = {"bundle", "trust", "log_key", "complete", "export"}
    assert set(told) == {"home", "letter", "order", "correcting_order", "facts", "state"} | paths
    assert (told["letter"], told["order"]) == ("มท 0812/ว 271", "55/2564")
    assert told["home"] == str(home)
    assert all(Path(told[path]).exists() for path in paths)


def test_order_and_circular_are_issued_on_their_day_in_this_order(told: dict[str, Any], reader: Reader) -> None:
    issued = [line.statement.fact for line in reader.facts() if isinstance(line.statement.fact, LetterIssued)]

    assert [(fact.number, fact.dated) for fact in issued] == [
        (told["order"], date(2021, 2, 10)),
        (told["letter"], date(2021, 2, 10)),
        (told["correcting_order"], date(2021, 2, 16)),
    ]
    assert reader.identity.specimen


def test_the_circular_goes_to_the_76_governors_and_a_bounced_mail_is_sent_again(reader: Reader) -> None:
    facts = [line.statement.fact for line in reader.facts()]
    dispatched = next(fact for fact in facts if isinstance(fact, LetterDispatched))
    attempts = [fact for fact in facts if isinstance(fact, DeliveryAttempted)]

    assert tuple(one.name for one in dispatched.addressees) == governors(date(2021, 2, 10))
    assert len(dispatched.addressees) == 76
    failed = [one.to for one in attempts if one.result is DeliveryResult.FAILED]
    assert len(failed) == 1
    assert [one.to for one in attempts].count(failed[0]) == 2
    assert {one.to for one in attempts} == set(range(76))


def test_most_acknowledge_one_returns_one_telephones_and_some_are_silent(told: dict[str, Any], reader: Reader) -> None:
    with open_view(reader, Letters) as letters, open_view(reader, Unanswered) as unanswered:
        answers = unanswered.of(letters.resolve(told["letter"]).stream)

    states = [answer.state for answer in answers]
    assert {state: states.count(state) for state in set(states)} == {
        AnswerState.ACKNOWLEDGED: 67,
        AnswerState.RETURNED: 1,
        AnswerState.CONFIRMED: 1,
        AnswerState.DELIVERED: 7,
    }
    assert all(answer.reason for answer in answers if answer.state is AnswerState.RETURNED)


def test_the_bundle_is_valid_for_somebody_who_has_only_roots_and_log_key(told: dict[str, Any]) -> None:
    report = verify(Path(told["bundle"]).read_bytes(), trust_of(told))

    assert report.headline is Verdict.VALID
    assert report.of(Layer.PERSON).says.facts["name"] == "นายประยูร รัตนเสนีย์"


def test_the_altered_copy_differs_in_one_byte_of_one_member_and_is_not_valid(told: dict[str, Any]) -> None:
    bundle = Path(told["bundle"])
    altered = bundle.with_name("letter-271-altered.zip").read_bytes()

    report = verify(altered, trust_of(told))

    assert report.headline is Verdict.INVALID
    assert report.of(Layer.FILES).says.slug == "file-differs"
    before, after = container.read(bundle.read_bytes()), container.read(altered)
    (name,) = [name for name in before if before[name] != after[name]]
    assert sum(one != other for one, other in zip(before[name], after[name], strict=True)) == 1


def answer(told: dict[str, Any], *words: str) -> dict[str, Any]:
    """Return what a command answers a program in the registry that the demo left."""
    out, err = StringIO(), StringIO()
    code = main(["--home", told["home"], *words, "--json"], around=Surroundings({}, out, err))
    assert (code, err.getvalue()) == (0, "")
    found = json.loads(out.getvalue())
    assert isinstance(found, dict)
    return found


def test_the_order_sets_up_a_group_in_76_provinces_and_a_later_order_changes_what_was_known(
    told: dict[str, Any], reader: Reader
) -> None:
    facts = [line for line in reader.facts() if isinstance(line.statement.fact, LetterIssued)]
    made, corrected = (
        next(line.position for line in facts if line.statement.fact.number == told[order])  # type: ignore[union-attr]
        for order in ("order", "correcting_order")
    )

    def groups(on: str, known_at: int) -> int:
        units = answer(told, "structure", "--on", on, "--known-at", str(known_at))["units"]
        return sum(unit["kind"] == "group" for unit in units)

    assert (groups("9 ก.พ. 2564", made), groups("10 ก.พ. 2564", made)) == (0, 76)
    assert (groups("10 ก.พ. 2564", corrected), groups("28 ก.พ. 2564", corrected)) == (0, 0)
    assert (groups("1 มี.ค. 2564", corrected), groups("10 ก.พ. 2564", corrected - 1)) == (76, 76)


def test_both_directives_are_tracked_for_76_governors_the_silent_ones_first(told: dict[str, Any]) -> None:
    covered = answer(told, "coverage", told["letter"], "--on", "25 ก.พ. 2564")

    assert [one["totals"].get("done") for one in covered["directives"]] == [47, 68]
    assert [one["overdue"] for one in covered["directives"]] == [0, 7]
    silent = [one["silent"] for one in covered["addressees"]]
    assert (len(silent), sum(silent)) == (76, 7)
    assert silent == sorted(silent, reverse=True)


def test_a_stranger_checks_that_no_circular_is_missing_from_271_on(told: dict[str, Any]) -> None:
    trust = ("--trust", told["trust"], "--log-key", told["log_key"])

    shown = json.dumps(answer(told, "verify-proof", told["complete"], *trust))

    assert '"first": 271' in shown
    assert '"last": 272' in shown


def test_the_export_replays_to_the_same_state_where_the_registry_is_not(told: dict[str, Any], tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(told["export"], tmp_path / "taken"))
    out, err = StringIO(), StringIO()

    code = main(["replay", str(elsewhere), "--json"], around=Surroundings({}, out, err))

    assert (code, err.getvalue()) == (0, "")
    assert told["state"] in out.getvalue()


def test_the_registry_that_it_leaves_audits_clean(told: dict[str, Any]) -> None:
    folder = Path(told["home"])

    report = audit(folder, AuditTrust.beside(folder))

    assert report.facts == told["facts"]
    assert (report.numbers_issued, report.numbers_void, report.numbers_open) == (5, 1, 0)  # two of them received
    assert report.acknowledged == 67
    assert report.remarks == []


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """A folder in which the demo ran before, in English, and may run again."""
    folder = tmp_path_factory.mktemp("earlier")
    return folder, run(folder / "registry", "--lang", "en", shared=folder)


@thoroughly
def test_people_read_specimen_on_every_line_and_it_runs_again_in_its_own_folder(
    earlier: tuple[Path, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, first = earlier
    monkeypatch.chdir(folder)

    again = run(folder / "registry", "--lang", "th", shared=folder)

    for ran, says, count in ((first, "not valid", "76"), (again, "ไม่ถูกต้อง", "๗๖")):
        assert (ran.code, ran.err) == (0, "")
        lines = ran.out.splitlines()
        assert all(line.startswith("SPECIMEN") for line in lines)
        assert any(line.endswith(says) for line in lines)
        assert any(count in line for line in lines)
        assert not any(one == other == "SPECIMEN" for one, other in pairwise(lines))


@thoroughly
def test_the_writer_of_an_earlier_demo_is_stopped_before_its_folder_is_replaced(earlier: tuple[Path, Run]) -> None:
    home = earlier[0] / "registry"
    with Client(home) as writer:
        with Reader(home) as reader:
            series = next(iter(reader.series()))
        with pytest.raises(WrongNumber, match="is of 2564"):
            writer.ask(requests.Reserve(series, Purpose.PAPER, "clerk"))

        assert run(home, "--json", shared=earlier[0]).code == 0

        with pytest.raises(OSError, match=r"closed|reset|Broken pipe"):
            writer._exchange(b"the same writer?")


def test_a_folder_that_is_not_a_demo_s_stays_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("ต้นฉบับ", encoding="utf-8")

    refused = run(mine, "--lang", "en", shared=tmp_path)

    assert refused.code == 1
    assert "holds something else than a demo" in refused.err
    assert [path.name for path in mine.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("number", "says"),
    [("๒๗๒", "prints มท 0812/ว 272"), ("๒๗๑", "names no meeting at 09.30")],
    ids=["number", "meeting"],
)
def test_another_circular_in_the_shared_folder_is_refused(tmp_path: Path, number: str, says: str) -> None:
    (tmp_path / "letters").mkdir()
    text = f"ที่ มท ๐๘๑๒/ว {number}\n\nกรมส่งเสริมการปกครองท้องถิ่น\n\n๑๐ กุมภาพันธ์ ๒๕๖๔\n\nเรื่อง ก\n\n"
    text += "เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด\n\nค\n\nขอแสดงความนับถือ\n\n(นายประยูร รัตนเสนีย์)\n"
    text += "อธิบดีกรมส่งเสริมการปกครองท้องถิ่น\n"
    (tmp_path / "letters" / "00-founding-circular-2564.txt").write_text(text, encoding="utf-8")

    refused = run(tmp_path / "registry", "--lang", "en", shared=tmp_path)

    assert refused.code == 1
    assert says in refused.err
