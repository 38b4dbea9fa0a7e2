"""PDF/A-3a and PDF/UA-1 by veraPDF, before and after a letter is signed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from registry.documents.writing.content import WRITTEN
from tests.conformance.judges import conformance, require_judges
from tests.conformance.letters import letters, signed
from tests.registry.documents.signing.papers import finished, paper

PROFILES = {"3a", "ua1"}


@pytest.fixture(scope="module", autouse=True)
def judges() -> None:
    require_judges()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    authority = SpecimenAuthority.create("ministry", with_intermediate=True)
    return authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี")


def files(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    for name, data in contents.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return [folder / f"{name}.pdf" for name in contents]


def test_letters_of_every_form_are_kept_for_ever_and_read_aloud_before_and_after_signing(
    key: SigningKey, tmp_path: Path
) -> None:
    before = {name: one.pages.pdf for name, one in letters().items()}
    after = {f"{name}-signed": signed(one, key) for name, one in letters().items()}

    answers = conformance(files(tmp_path, before | after))

    assert [one for one in answers if one.verdict != "kept"] == []
    assert {(one.file, one.profile) for one in answers} == {
        (f"{name}.pdf", profile) for name in before | after for profile in PROFILES
    }
    assert {one.text.kind for one in letters().values()} == WRITTEN


def test_a_field_on_a_page_with_a_link_keeps_what_the_letter_kept(key: SigningKey, tmp_path: Path) -> None:
    linked = paper(paragraphs=200, linked=True)

    answers = conformance(files(tmp_path, {"linked": linked, "signed": finished(key, linked).data}))

    assert {one.verdict for one in answers} == {"kept"}


def test_the_judge_sees_an_untagged_letter(tmp_path: Path) -> None:
    answers = conformance(files(tmp_path, {"untagged": paper(tagged=False)}))

    assert {one.verdict for one in answers} == {"broken"}


def test_the_judge_sees_a_field_that_no_reader_aloud_would_find(key: SigningKey, tmp_path: Path) -> None:
    silent = finished(key).data.replace(b"/TU ", b"/XX ").replace(b"/StructParent ", b"/StructXXXXXX ")

    answers = {one.profile: one for one in conformance(files(tmp_path, {"silent": silent}))}

    assert answers["ua1"].verdict == "broken"
    assert "7.18" in answers["ua1"].broken
