"""Opening a registry, with keys of one's own or with specimens, and what is refused there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from keys import pkcs12
from keys.testing import NOT_AFTER, SpecimenAuthority
from registry.reader import Reader
from tests.api.cli.conftest import PASS_PHRASE, Clerk

NAMED = ("--office", "กรมตัวอย่าง", "--code", "มท 0812", "--origin", "specimen.example/new")


class Keys:
    """Files of a seal, two registrars and the root above them."""

    def __init__(self, saraban: Clerk, *, not_after: datetime = NOT_AFTER) -> None:
        authority = SpecimenAuthority.create()
        seal = authority.officer("ตราประจำทะเบียน", organisation="กรม", post="ตรา", not_after=not_after)
        self.seal = saraban.file("seal.p12", pkcs12.write(seal, PASS_PHRASE.encode(), iterations=1))
        self.roots = saraban.file("roots.pem", authority.root.pem())
        self.registrars = [
            saraban.file(
                f"{n}.cer", authority.officer(f"นาย {n}", organisation="กรม", post="นายทะเบียน").certificate.pem()
            )
            for n in (1, 2)
        ]
        self.phrase = str(saraban.pass_phrase())

    def typed(self, *, registrars: int = 2) -> list[str]:
        people = [
            part
            for n, file in enumerate(self.registrars[:registrars], start=1)
            for part in ("--registrar", f"r{n}", f"นาย {n}", "นายทะเบียน", file)
        ]
        return [*NAMED, "--seal", self.seal, "--roots", self.roots, "--passphrase-file", self.phrase, *people]


@pytest.fixture
def new(saraban: Clerk, tmp_path: Path) -> Path:
    """A folder that is not there yet, which the commands are about."""
    saraban.environment["SARABAN_HOME"] = str(tmp_path / "new")
    return tmp_path / "new"


def test_a_registry_is_opened_with_keys_of_its_own(saraban: Clerk, new: Path) -> None:
    answer = saraban.json("init", *Keys(saraban).typed(), "--code", "มท 0813")

    with Reader(new) as reader:
        assert reader.identity.codes == ("มท 0812", "มท 0813")
        assert [founder.name for founder in reader.identity.founders] == ["นาย 1", "นาย 2"]
        assert reader.identity.specimen is False
    assert len(answer["leaf0"]) == 64
    assert Path(answer["trust"]).read_bytes() == (saraban.folder / "roots.pem").read_bytes()


def test_a_specimen_says_so_everywhere(saraban: Clerk, new: Path) -> None:
    keys = saraban.folder / "keys"

    saraban.json("init", *NAMED, "--specimen", str(keys))

    assert saraban.json("status")["specimen"] is True
    assert "SPECIMEN" in saraban("status").out
    assert {file.stat().st_mode & 0o077 for file in keys.iterdir()} == {0}
    assert saraban.json("audit")["verdict"] == "valid"
    assert new.exists()


def test_a_folder_that_is_not_empty_is_left_as_it_is(saraban: Clerk, new: Path) -> None:
    new.mkdir()
    (new / "file").write_text("mine")

    ran = saraban("init", *NAMED, "--specimen", str(saraban.folder / "keys"), "--json")

    assert (ran.code, ran.refused) == (1, "folder-not-empty")
    assert [file.name for file in new.iterdir()] == ["file"]
    assert not (saraban.folder / "keys").exists()


@pytest.mark.parametrize(("option", "value"), [("--code", "มท"), ("--code", "มท 0812/ว 3"), ("--office", " ")])
def test_what_no_letter_can_print_opens_nothing(saraban: Clerk, new: Path, option: str, value: str) -> None:
    keys = str(new.with_name("new-keys"))

    ran = saraban("init", *NAMED, "--specimen", keys, option, value)

    assert ran.code == 1
    assert not new.exists()
    assert not Path(keys).exists()


def test_a_code_is_kept_as_numbers_print_it(saraban: Clerk, new: Path) -> None:
    saraban.json("init", *NAMED, "--code", "มท๐๘๑๓", "--specimen", str(new.with_name("new-keys")))

    with Reader(new) as reader:
        assert reader.identity.codes == ("มท 0812", "มท 0813")


def test_keys_are_not_made_over_others(saraban: Clerk, new: Path) -> None:
    ran = saraban("init", *NAMED, "--specimen", str(saraban.world.folder), "--json")

    assert ran.refused == "folder-not-empty"
    assert (saraban.world.folder / "register.db").exists()
    assert not new.exists()


def test_one_registrar_is_too_few(saraban: Clerk, new: Path) -> None:
    ran = saraban("init", *Keys(saraban).typed(registrars=1), "--json")

    assert (ran.code, ran.refused) == (1, "two-registrars")
    assert not new.exists()


@pytest.mark.parametrize("left_out", ["--seal", "--roots", "--registrar"])
def test_what_is_needed_beside_a_specimen_is_asked_for(saraban: Clerk, new: Path, left_out: str) -> None:
    typed = Keys(saraban).typed(registrars=0 if left_out == "--registrar" else 2)
    if left_out != "--registrar":
        place = typed.index(left_out)
        del typed[place : place + 2]

    ran = saraban("init", *typed, "--json")

    assert (ran.code, ran.refused) == (2, "option-missing")
    assert ran.answer["error"]["facts"]["option"] == left_out
    assert not new.exists()


def test_a_seal_that_the_roots_do_not_carry_opens_nothing(saraban: Clerk, new: Path) -> None:
    typed = Keys(saraban).typed()
    typed[typed.index("--roots") + 1] = saraban.file("other.pem", SpecimenAuthority.create("other").root.pem())

    ran = saraban("init", *typed, "--json")

    assert (ran.code, ran.refused) == (1, "foreign-root")
    assert not new.exists()


def test_a_seal_that_has_expired_opens_nothing(saraban: Clerk, new: Path) -> None:
    ran = saraban("init", *Keys(saraban, not_after=datetime(2021, 1, 1, tzinfo=UTC)).typed(), "--json")

    assert (ran.code, ran.refused) == (1, "certificate-expired")
    assert not new.exists()


@pytest.mark.parametrize("part", ["register.db", "stream-keys.db"])
def test_a_damaged_database_is_named_and_not_a_mistake_of_the_program(saraban: Clerk, new: Path, part: str) -> None:
    saraban.json("init", *NAMED, "--specimen", str(saraban.folder / "keys"))
    (new / part).write_bytes(b"damaged" * 1000)

    ran = saraban("status", "--json")

    assert (ran.code, ran.refused) == (1, "database-damaged")
