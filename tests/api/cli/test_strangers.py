"""Proofs that an office writes for strangers, and what the command says to whoever checks one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from registry.reader import Reader
from tests.api.cli.conftest import Clerk

FORBIDDEN = ("eventsourcing", "sqlite3", "msgspec", "registry.store", "registry.register", "registry.reader", "domain")


@pytest.fixture
def trust(saraban: Clerk) -> tuple[str, ...]:
    folder = saraban.world.folder / "trust"
    leaf0 = (folder / "leaf0.sha256").read_text().strip()
    return ("--trust", str(folder / "roots.pem"), "--log-key", str(folder / "log.vkey"), "--leaf0", leaf0)


@pytest.fixture
def number(saraban: Clerk) -> str:
    """One circular is sent, the number after it is void."""
    number = saraban.dispatched()
    (reserved,) = saraban.json("reserve", "--kind", "circular")["n"]
    saraban.json("void", str(reserved), "--kind", "circular", "--reason", "พิมพ์ผิด")
    return number


def test_the_series_of_circulars_is_proved_complete(saraban: Clerk, trust: tuple[str, ...], number: str) -> None:
    del number
    file = str(saraban.folder / "complete.zip")
    saraban.json("prove-complete", "--kind", "ว", "--year", "2564", "--output", file)

    found = saraban.json("verify-proof", file, *trust)

    assert (found["verdict"], found["about"]) == ("valid", "SPECIMEN ทะเบียน circular 2564")
    answer = found["answer"]
    assert (answer["after"], answer["first"], answer["last"]) == (270, 271, 272)
    assert (answer["issued"], answer["void"], answer["reserved"]) == (1, 1, 0)
    assert found["as_of"]["size"] == json.loads(saraban("audit", "--json").out)["size"]


def test_a_letters_status_is_proved_by_its_number_as_printed_or_in_its_series(
    saraban: Clerk, trust: tuple[str, ...], number: str
) -> None:
    for place, named in enumerate(((number,), ("๒๗๑", "--kind", "ว"))):
        file = str(saraban.folder / f"status-{place}.zip")
        saraban.json("prove-status", *named, "-o", file)

        answer = saraban.json("verify-proof", file, *trust)["answer"]

        assert (answer["n"], answer["state"], answer["status"]) == (271, "issued", "dispatched")


def test_a_received_letters_status_is_proved(saraban: Clerk, trust: tuple[str, ...]) -> None:
    saraban.json("receive", "ศธ 0201/15", "--from", "SPECIMEN", "--subject", "ขอเชิญประชุม")
    file = str(saraban.folder / "received.zip")
    saraban.json("prove-status", "รับ 1", "-o", file)

    answer = saraban.json("verify-proof", file, *trust)["answer"]

    assert (answer["kind"], answer["n"], answer["status"]) == ("received", 1, "received")


def test_a_void_number_is_not_a_letter_that_stands(saraban: Clerk, trust: tuple[str, ...], number: str) -> None:
    del number
    file = str(saraban.folder / "void.zip")
    saraban.json("prove-status", "272", "--kind", "circular", "-o", file)

    ran = saraban("verify-proof", file, *trust, "--lang", "en")

    assert ran.code == 1
    assert ran.out.startswith("not valid as committed by the operator: SPECIMEN the newest status of number 272")
    assert "Number 272 is void" in ran.out


@pytest.mark.parametrize("named", ["dg", "certificate", "digest"])
def test_all_that_a_key_has_signed_is_proved(named: str, saraban: Clerk, trust: tuple[str, ...], number: str) -> None:
    del number
    certificate = saraban.world.people["dg"].key.certificate
    given = {"dg": "dg", "certificate": saraban.file("dg.cer", certificate.der), "digest": certificate.spki}[named]
    file = str(saraban.folder / "key.zip")
    saraban.json("prove-key", given, "-o", file)

    answer = saraban.json("verify-proof", file, *trust)["answer"]

    assert (answer["key"], [leaf["type"] for leaf in answer["leaves"]]) == (certificate.spki, ["letter.signed"])


def test_a_holder_compares_a_proof_with_a_bundle_and_with_a_checkpoint(
    saraban: Clerk, trust: tuple[str, ...], number: str
) -> None:
    with Reader(saraban.world.folder) as reader:
        held = saraban.file("held", reader.checkpoint())
    bundle = str(saraban.folder / "letter.zip")
    saraban.json("bundle", number, "-o", bundle)
    saraban.registered()
    file = str(saraban.folder / "status.zip")
    saraban.json("prove-status", number, "--since", held, "-o", file)

    found = saraban.json("verify-proof", file, *trust, "--held", held, "--bundle", bundle)

    layers = {layer["layer"]: layer["slug"] for layer in found["layers"]}
    assert found["verdict"] == "valid"
    assert (layers["held"], layers["bundle"]) == ("held-goes-on", "bundle-agrees")


def test_it_is_said_in_thai_first(saraban: Clerk, trust: tuple[str, ...], number: str) -> None:
    file = str(saraban.folder / "status.zip")
    wrote = saraban("prove-status", number, "-o", file)

    ran = saraban("verify-proof", file, *trust)

    assert (wrote.code, ran.code) == (0, 0)
    assert "ตรวจได้ด้วย: saraban verify-proof" in wrote.out
    assert ran.out.startswith("ถูกต้อง ตามที่ผู้ให้บริการผูกมัดตนไว้: SPECIMEN สถานะล่าสุดของเลข 271 ชุดเลขเวียน")


@pytest.mark.parametrize(
    ("typed", "code", "slug"),
    [
        (("prove-status", "999", "--kind", "circular"), 1, "never-given"),
        (("prove-status", "ว", "--kind", "circular"), 2, "not-a-number"),
        (("prove-complete", "--kind", "ว", "--year", "2563"), 1, "no-series-open"),
        (("prove-key", "nobody"), 1, "no-such-officer"),
        (("prove-complete", "--kind", "เวร"), 2, "wrong-usage"),
    ],
)
def test_what_cannot_be_proved_is_refused(typed: tuple[str, ...], code: int, slug: str, saraban: Clerk) -> None:
    saraban.registered()

    ran = saraban(*typed, "-o", str(saraban.folder / "proof.zip"), "--json")

    assert (ran.code, ran.refused) == (code, slug)
    assert not (saraban.folder / "proof.zip").exists()


def test_of_a_secret_letter_no_status_is_kept(saraban: Clerk) -> None:
    saraban.json("series", "open", "ทะเบียนลับ", "--kind", "secret")
    saraban.json("secret", "secret")

    ran = saraban("prove-status", "1", "--kind", "ลับ", "-o", str(saraban.folder / "proof.zip"), "--json")

    assert (ran.code, ran.refused) == (1, "no-status-kept")


def test_the_stand_alone_program_says_the_same_and_loads_nothing_of_the_register(
    saraban: Clerk, trust: tuple[str, ...], number: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "status.zip")
    saraban.json("prove-status", number, "-o", file)
    script = "import sys; from registry.verify.proof.command import main; code = main(); print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script, file, *trust, "--json"], capture_output=True, text=True, check=False
    )
    module = subprocess.run(
        [sys.executable, "-m", "registry.verify.proof", file, *trust], capture_output=True, text=True, check=False
    )

    *answer, loaded = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert json.loads("\n".join(answer)) == saraban.json("verify-proof", file, *trust)
    assert [name for name in loaded.split() if name.startswith(FORBIDDEN)] == []
    assert (module.returncode, module.stdout) == (0, saraban("verify-proof", file, *trust).out)
