"""A governor's office answers a circular from its own machine, where there is no registry: two folders, two files."""

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
from registry.home import Home
from registry.register.desk import Desk
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
