"""A governor's office answers a circular from its own machine, where there is no registry: two folders, two files."""

import base64
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from api.cli.call import Surroundings
from api.cli.main import main
from domain.letter.events import LetterAcknowledged
from domain.values import Digest
from keys.checkpoints import verify_checkpoint
from keys.notes import NoteVerifier
from registry import wire
from registry.home import Home
from registry.register.desk import Desk
from registry.verify import container
from registry.verify.contents import Contents
from tests.api.cli.conftest import Clerk, Ran
from tests.registry.world import RECIPIENTS, World

HELD = {"bundle.zip", "slip.json", "p0.p12", "phrase", "roots.pem", "log.vkey"}


@dataclass
class Governor:
    """A recipient at a machine that has a folder of files, and no registry in it."""

    folder: Path
    world: World

    def __call__(self, *typed: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        around = Surroundings(environment={}, out=out, err=err, clock=self.world.clock, desk=no_desk)
        return Ran(main(typed, around=around), out.getvalue(), err.getvalue())

    def answer(self, *more: str, output: str = "answer.json") -> Ran:
        """Answer the letter of the bundle in the folder."""
        given = {
            "--slip": "slip.json",
            "--trust": "roots.pem",
            "--log-key": "log.vkey",
            "--key": "p0.p12",
            "--passphrase-file": "phrase",
            "-o": output,
        }
        options = [part for name, file in given.items() for part in (name, str(self.folder / file))]
        return self("answer", str(self.folder / "bundle.zip"), *options, *more)


def no_desk(_folder: Path) -> Desk:
    raise AssertionError("the recipient has no desk to ask at")


@pytest.fixture
def saraban(tmp_path: Path) -> Iterator[Clerk]:
    """The office's side."""
    desk = tmp_path / "office" / "desk"
    desk.mkdir(parents=True)
    world = World.staffed(tmp_path / "office" / "registry")
    yield Clerk(world, desk)
    world.close()


@pytest.fixture
def governor(saraban: Clerk, tmp_path: Path) -> Governor:
    """The recipient's side: the first recipient has a letter's bundle, a slip, a key, and what to trust."""
    folder = tmp_path / "province"
    folder.mkdir()
    number = saraban.dispatched()
    saraban.json("bundle", number, "-o", str(folder / "bundle.zip"))
    saraban.json("slip", "p0", "-o", str(folder / "slip.json"))
    shutil.copy(saraban.key("p0")[1], folder)
    shutil.copy(saraban.pass_phrase(), folder / "phrase")
    home = Home(saraban.world.folder)
    shutil.copy(home.roots, folder)
    shutil.copy(home.log_key, folder)
    return Governor(folder, saraban.world)


def test_a_recipient_answers_with_a_bundle_a_slip_and_a_key_and_the_office_admits_it_once(
    saraban: Clerk, governor: Governor
) -> None:
    world, office = saraban.world, saraban.world.folder
    assert {path.name for path in governor.folder.iterdir()} == HELD
    world.close()
    away = office.rename(office.with_name("out-of-reach"))
    world.now += timedelta(hours=3)

    answered = governor.answer("--receive-number", "12/2564", "--arrived-at", "09.05", "--json")

    assert answered.code == 0, answered.out + answered.err
    assert (answered.answer["number"], answered.answer["addressee"]) == ("มท 0812/ว 271", RECIPIENTS[0])
    assert {path.name for path in governor.folder.iterdir()} == HELD | {"answer.json"}
    assert not office.exists()

    away.rename(office)
    world.reopen()
    world.now += timedelta(hours=2)
    first = saraban.json("admit", str(governor.folder / "answer.json"))
    again = saraban.json("admit", str(governor.folder / "answer.json"))

    assert first == again
    assert (first["kind"], first["addressee"]) == ("acknowledged", RECIPIENTS[0])
    assert first["signed"] == answered.answer["signed"]
    states = {one["addressee"]: one["state"] for one in saraban.json("unanswered", "มท 0812/ว 271")}
    assert states[RECIPIENTS[0]] == "acknowledged"
    said = saraban.json("show", "มท 0812/ว 271")["facts"]
    assert [fact["name"] for fact in said].count("letter.answered.v1") == 1


def test_the_answer_has_a_bundle_of_its_own_and_the_audit_finds_everything_in_order(
    saraban: Clerk, governor: Governor
) -> None:
    assert governor.answer().code == 0
    saraban.json("admit", str(governor.folder / "answer.json"))
    proof = governor.folder / "proof.zip"
    saraban.json("bundle", "มท 0812/ว 271", "--answer-of", "กระบี่", "-o", str(proof))

    trust = ("--trust", str(governor.folder / "roots.pem"), "--log-key", str(governor.folder / "log.vkey"))
    verified = governor("verify", str(proof), *trust, "--json")

    assert verified.answer["verdict"] == "valid"
    assert saraban.json("audit")["acknowledged"] == 1


def test_a_recipient_returns_a_letter_from_elsewhere_and_says_why(saraban: Clerk, governor: Governor) -> None:
    answered = governor.answer("--reason", "ส่งผิดหน่วยงาน")
    assert answered.code == 0
    assert "ส่งคืนหนังสือ มท ๐๘๑๒/ว ๒๗๑" in answered.out
    assert "ภายใน ๒๔ ชั่วโมง" in answered.out

    entered = saraban("admit", str(governor.folder / "answer.json"))

    assert entered.out == "ผู้ว่าราชการจังหวัดกระบี่ ส่งคืน มท ๐๘๑๒/ว ๒๗๑ แล้ว\n"
    [returned] = [one for one in saraban.json("unanswered", "มท 0812/ว 271") if one["state"] == "returned"]
    assert returned["reason"] == "ส่งผิดหน่วยงาน"


def test_one_slip_serves_for_every_later_letter(saraban: Clerk, governor: Governor) -> None:
    number = saraban.dispatched()
    (governor.folder / "bundle.zip").unlink()
    saraban.json("bundle", number, "-o", str(governor.folder / "bundle.zip"))

    assert governor.answer().code == 0

    assert saraban.json("admit", str(governor.folder / "answer.json"))["number"] == "มท 0812/ว 272"


def test_a_slip_says_who_signs_under_which_enrolment_and_holds_nothing_secret(governor: Governor) -> None:
    data = (governor.folder / "slip.json").read_bytes()

    slip = json.loads(data)

    assert data == json.dumps(slip, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    key = governor.world.people["p0"]
    assert (slip["v"], slip["origin"], slip["officer"], slip["name"]) == (1, governor.world.origin, "p0", "ผู้รับ 0")
    assert (slip["under"], slip["keys"]) == (key.under, [key.key.certificate.spki])
    assert slip["receives_for"] == [RECIPIENTS[0]]


def test_an_answer_says_what_its_maker_saw_and_rests_on_the_enrolment(governor: Governor) -> None:
    governor.answer("--receive-number", "12/2564", "--registered-at", "08.55")
    data = (governor.folder / "answer.json").read_bytes()
    bundle = Contents.read(container.read((governor.folder / "bundle.zip").read_bytes()))

    answer = json.loads(data)
    said = wire.decode(base64.b64decode(answer["statement"]))

    assert set(answer) == {"v", "letter", "statement", "evidence"}
    assert answer["letter"] == bundle.admission.statement.stream
    head = verify_checkpoint(
        bundle.admission.proof.checkpoint, NoteVerifier.parse(governor.world.log_key.vkey)
    ).checkpoint
    assert (said.seen.size, said.seen.root) == (head.size, head.root.hex())
    assert (said.log, said.under, said.seq) == (governor.world.origin, governor.world.people["p0"].under, 0)
    assert said.re == (wire.Relation("acknowledges", Digest(bundle.person.statement.digest)),)
    fact = said.fact
    assert isinstance(fact, LetterAcknowledged)
    assert (fact.officer, fact.name, fact.to, fact.receive_number) == ("p0", "ผู้รับ 0", 0, "12/2564")
    assert fact.registered_at == governor.world.now.replace(hour=8, minute=55)


# --- what was done ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(saraban: Clerk, governor: Governor) -> str:
    """The number of a circular that asks for something; its bundle lies in the governor's folder."""
    number = saraban.dispatched(directives=[{"what": "จัดตั้งกลุ่มงาน", "who": "ท้องถิ่นจังหวัด"}])
    (governor.folder / "bundle.zip").unlink()
    saraban.json("bundle", number, "-o", str(governor.folder / "bundle.zip"))
    return number


def test_a_recipient_reports_from_elsewhere_what_was_done(saraban: Clerk, governor: Governor, asked: str) -> None:
    done = ("--progress", "done", "--how", "ออกคำสั่งแล้ว", "--their-number", "77/2564", "--at", "08.55")

    answered = governor.answer(*done, "--json")
    first, again = (saraban.json("admit", str(governor.folder / "answer.json")) for _ in range(2))

    assert (answered.answer["kind"], first["kind"]) == ("reported", "reported")
    assert first == again
    [cell] = next(one["directives"] for one in saraban.json("coverage", asked)["addressees"] if one["to"] == 1)
    assert (cell["state"], cell["evidence"], cell["notes"][0]["own"]) == ("done", "77/2564", True)
    assert cell["notes"][0]["happened_at"] == "2021-02-09T08:55:00+07:00"
    assert saraban.json("audit")["verdict"] == "valid"


def test_a_report_is_read_out_before_it_is_sent_and_when_it_is_entered(
    saraban: Clerk, governor: Governor, asked: str
) -> None:
    answered = governor.answer("--progress", "passed-on", "--how", "บันทึกสั่งการ", "--performer", "ท้องถิ่นจังหวัด")

    entered = saraban("admit", str(governor.folder / "answer.json"))

    assert "รายงานข้อ ๑ (ส่งต่อแล้ว) ของหนังสือ มท ๐๘๑๒/ว ๒๗๒" in answered.out
    assert entered.out == "ผู้ว่าราชการจังหวัดกระบี่ รายงานข้อ ๑ ของ มท ๐๘๑๒/ว ๒๗๒: ส่งต่อแล้ว\n"
    assert asked == "มท 0812/ว 272"


def test_what_the_office_took_for_done_is_reopened_from_elsewhere(
    saraban: Clerk, governor: Governor, asked: str
) -> None:
    saraban.json("directive", "done", asked, "--to", "กระบี่", "--how", "แจ้งทางโทรศัพท์")

    assert governor.answer("--progress", "reopened", "--how", "ยังไม่ครบทุกอำเภอ").code == 0
    saraban.json("admit", str(governor.folder / "answer.json"))

    [cell] = next(one["directives"] for one in saraban.json("coverage", asked)["addressees"] if one["to"] == 1)
    assert (cell["state"], cell["reopened"]) == ("arrived", True)


@pytest.mark.parametrize(
    ("typed", "slug", "code"),
    [
        (("--how", "x"), "option-missing", 2),
        (("--no", "1"), "option-missing", 2),
        (("--progress", "done"), "option-missing", 2),
        (("--progress", "done", "--how", "x", "--reason", "y"), "report-and-receipt", 2),
        (("--progress", "done", "--how", "x", "--receive-number", "1"), "report-and-receipt", 2),
        (("--progress", "done", "--how", "x", "--no", "2"), "no-such-directive", 1),
        (("--progress", "passed-on", "--how", "x"), "performer-missing", 1),
        (("--progress", "done", "--how", "x", "--at", "23.00"), "not-yet", 1),
    ],
)
@pytest.mark.usefixtures("asked")
def test_a_report_that_the_office_would_refuse_is_not_signed(
    governor: Governor, typed: tuple[str, ...], slug: str, code: int
) -> None:
    ran = governor.answer(*typed, "--json")

    assert (ran.code, ran.refused) == (code, slug)
    assert not (governor.folder / "answer.json").exists()
