"""Other registries that are trusted: added once, found by their name, never outside their folder."""

from pathlib import Path

import pytest

from domain.errors import InvalidValue, WrongStage
from keys.checkpoints import LogKey
from keys.errors import KeysError
from keys.testing import SpecimenAuthority
from registry.others import Others

LEAF0 = "ab" * 32
ORIGIN = "other.example/letters"


@pytest.fixture(scope="module")
def roots() -> bytes:
    return SpecimenAuthority.create().root.pem()


def vkey(origin: str = ORIGIN) -> str:
    return LogKey.from_seed(origin, bytes(32)).vkey


def test_a_registry_that_was_added_is_known_by_the_name_of_its_key(tmp_path: Path, roots: bytes) -> None:
    others = Others(tmp_path / "others")

    assert others.trust(ORIGIN) is None
    assert others.add(roots, f"{vkey()}\n", LEAF0.upper()) == ORIGIN

    trust = others.trust(ORIGIN)
    assert trust is not None
    assert (trust.log_key.name, trust.leaf0) == (ORIGIN, bytes.fromhex(LEAF0))
    assert others.origins() == [ORIGIN]
    assert others.trust("third.example") is None


def test_a_registry_that_is_trusted_is_not_replaced(tmp_path: Path, roots: bytes) -> None:
    others = Others(tmp_path)
    others.add(roots, vkey(), LEAF0)

    with pytest.raises(WrongStage, match="is trusted here already"):
        others.add(roots, vkey(), "cd" * 32)


def test_half_a_registry_is_none(tmp_path: Path, roots: bytes) -> None:
    others = Others(tmp_path)
    others.add(roots, vkey(), LEAF0)
    next(tmp_path.glob("*/leaf0.sha256")).unlink()

    assert others.trust(ORIGIN) is None
    assert others.origins() == []


@pytest.mark.parametrize("leaf0", ["", "ab", "zz" * 32, LEAF0 + "00"])
def test_a_hash_that_is_none_is_refused_and_nothing_is_kept(tmp_path: Path, roots: bytes, leaf0: str) -> None:
    with pytest.raises(InvalidValue, match="64 hexadecimal figures"):
        Others(tmp_path).add(roots, vkey(), leaf0)

    assert list(tmp_path.iterdir()) == []


def test_roots_and_keys_that_are_none_are_refused(tmp_path: Path, roots: bytes) -> None:
    for given in ((b"SPECIMEN", vkey()), (roots, "SPECIMEN")):
        with pytest.raises(KeysError):
            Others(tmp_path).add(*given, LEAF0)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("origin", ["..", "../seal", ".hidden", "ก" * 100, ""])
def test_s9_a_name_that_could_lead_elsewhere_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(InvalidValue, match="no name of a registry"):
        Others(tmp_path / "others").trust(origin)


@pytest.mark.parametrize("origin", ["a/../../seal", "/seal", "seal"])
def test_s9_no_name_leads_outside_the_folder(tmp_path: Path, origin: str) -> None:
    (tmp_path / "seal").mkdir()
    (tmp_path / "seal" / "leaf0.sha256").write_text(LEAF0)

    assert Others(tmp_path / "others").trust(origin) is None
