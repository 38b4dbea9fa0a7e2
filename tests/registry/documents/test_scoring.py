"""How readings are judged: field by field, with nothing counted that nobody stated."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.answers import Outcome, judged
from registry.documents.draft import Doubt, Draft, NamedDate, PrintedDate, PrintedNumber, Read, SignatureBlock
from registry.documents.scoring import Quality, Row, score

LETTER = "ที่ มท ๐๘๑๒/ว ๑๒\n\nกรมตัวอย่าง\n\n๑๐ กุมภาพันธ์ ๒๕๖๔\n\nเรื่อง ก\n\nเรียน ข\n\nด้วย ค\n"


def outcomes(answers: Mapping[str, object], draft: Draft, *must_not: str) -> dict[str, Outcome]:
    return {one.field: one.outcome for one in judged("", answers, must_not, draft)}


def test_a_field_is_right_wrong_missing_or_invented() -> None:
    draft = Draft(LetterKind.EXTERNAL, subject=Read("ขอ เชิญ ๒", 1), closing=Read("ก", 2), salutation=Read("เรียน", 3))
    answers = {"subject": "ขอเชิญ 2", "closing": "ข", "issuer": "กรม", "salutation": None, "address": None}

    found = outcomes(answers, draft)

    assert found == {
        "subject": Outcome.RIGHT,
        "closing": Outcome.WRONG,
        "issuer": Outcome.MISSING,
        "salutation": Outcome.INVENTED,
    }


def test_a_word_of_acting_that_annex_3_does_not_know_is_judged_in_the_post() -> None:
    block = SignatureBlock("นายหนึ่ง สอง", "คณบดี ปฏิบัติการแทนอธิการบดี")
    stated = {"name": "นายหนึ่ง สอง", "position": "คณบดี", "acting": "ปฏิบัติการแทน", "acting_for": "อธิการบดี"}

    found = outcomes({"signer": stated}, Draft(LetterKind.EXTERNAL, signature=Read(block, 1)))

    assert found == {"signer.name": Outcome.RIGHT, "signer.position": Outcome.RIGHT}


@pytest.mark.parametrize("behind", [" และที่แก้ไขเพิ่มเติม", " ซึ่งแก้ไขเพิ่มเติมโดยพระราชบัญญัติหนึ่ง (ฉบับที่ ๕) พ.ศ. ๒๕๔๕"])
def test_a_law_is_the_same_with_the_laws_that_amended_it_and_without(behind: str) -> None:
    law = "มาตรา ๕ แห่งพระราชบัญญัติหนึ่ง พ.ศ. ๒๕๓๔"
    draft = Draft(LetterKind.ORDER, legal_basis=(Read(f"{law}{behind}", 1),))

    assert outcomes({"legal_basis": [law]}, draft) == {"legal_basis": Outcome.RIGHT}
    assert outcomes({"legal_basis": [law.replace("๕", "๖", 1)]}, draft) == {"legal_basis": Outcome.WRONG}


def test_what_is_not_stated_is_not_judged() -> None:
    draft = Draft(LetterKind.EXTERNAL, subject=Read("ก", 1), number_printed=Read(PrintedNumber("๑", running="1"), 1))

    assert outcomes({"number": {"consonant_code": None}, "body_paragraphs": None}, draft) == {}


def test_items_of_a_list_are_matched_whatever_their_order() -> None:
    draft = Draft(LetterKind.EXTERNAL, addressees=(Read("ข", 1), Read("ก", 2), Read("ค", 3)))

    found = judged("", {"to": ["ก", "ข", "ง"], "copies_to": []}, (), draft)
    more = judged("", {"to": ["ก"]}, (), draft)

    assert [one.outcome for one in found] == [Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG]
    assert [one.outcome for one in more] == [Outcome.RIGHT, Outcome.INVENTED, Outcome.INVENTED]


def test_a_day_without_its_figure_is_compared_as_far_as_it_is_printed() -> None:
    draft = Draft(LetterKind.INTERNAL, date_printed=Read(PrintedDate("พฤษภาคม ๒๕๖๙", 2569, 5), 1))
    stated = {"iso": None, "be": {"y": 2569, "m": 5, "d": None}}

    assert outcomes({"date": stated}, draft) == {"date": Outcome.RIGHT}
    assert outcomes({"date": {**stated, "be": {"y": 2569, "m": 6, "d": None}}}, draft) == {"date": Outcome.WRONG}


def test_hours_and_spans_are_part_of_a_named_day() -> None:
    day, until = date(2021, 2, 24), date(2021, 2, 25)
    draft = Draft(LetterKind.EXTERNAL, dates=(Read(NamedDate("ประชุม", day, until, "09.30-12.30"), 1),))
    stated = {"start": "2021-02-24", "end": "2021-02-25", "time": "09:30-12:30"}

    assert outcomes({"dates_mentioned": [stated]}, draft) == {"dates_mentioned": Outcome.RIGHT}
    assert outcomes({"dates_mentioned": [{**stated, "time": "09:30"}]}, draft) == {"dates_mentioned": Outcome.WRONG}
    assert outcomes({"dates_mentioned": [{"date": "2021-02-24"}]}, draft) == {"dates_mentioned": Outcome.WRONG}


def test_what_must_not_be_believed_is_right_when_it_is_left_open_or_in_doubt() -> None:
    stated = {"date": {"iso": "2021-02-10"}, "phones": ["๐ ๒๑๒๓ ๔๕๖๗"]}
    wrong = Draft(LetterKind.EXTERNAL, dated=Read(date(1977, 2, 10), 1))
    doubted = Draft(wrong.kind, dated=wrong.dated, doubts=(Doubt(1, "day-contradicts-text", "…", part="dated"),))

    left_open = outcomes(stated, Draft(LetterKind.EXTERNAL), "accept its date or phone")

    assert left_open == {"date": Outcome.RIGHT, "phones": Outcome.RIGHT}
    assert outcomes(stated, Draft(LetterKind.EXTERNAL)) == {"date": Outcome.MISSING, "phones": Outcome.MISSING}
    assert outcomes(stated, doubted, "accept its date")["date"] is Outcome.RIGHT
    assert outcomes(stated, wrong, "accept its date")["date"] is Outcome.WRONG


def write(folder: Path, name: str, text: str, answers: object) -> None:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(answers), encoding="utf-8")


def test_a_folder_is_scored_in_rows_with_clean_and_broken_texts_apart(tmp_path: Path) -> None:
    write(tmp_path, "a", LETTER, {"kind": "external", "text_quality": "clean", "expected": {"subject": "ก"}})
    write(tmp_path, "b", LETTER, {"kind": "memo", "text_quality": "raw OCR", "expected": {"subject": "ฮ"}})
    write(tmp_path, "c", "นิทาน", {"kind": "order", "expected": {"subject": "ก"}})
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")

    found = score(tmp_path)

    assert found.files == 3
    assert found.rows == (
        Row("kind", Quality.CLEAN, right=1, wrong=1, missing=0, invented=0),
        Row("subject", Quality.CLEAN, right=1, wrong=0, missing=1, invented=0),
        Row("kind", Quality.BROKEN, right=0, wrong=1, missing=0, invented=0),
        Row("subject", Quality.BROKEN, right=0, wrong=1, missing=0, invented=0),
    )
    assert (found.share(Quality.CLEAN), found.share(Quality.BROKEN), found.invented) == (0.5, 0.0, 0)
    assert [(detail.file, detail.judged.found) for detail in found.details if detail.judged.field == "subject"] == [
        ("a", "ก"),
        ("b", "ก"),
        ("c", ""),
    ]


def test_lines_of_citations_are_scored_beside_documents(tmp_path: Path) -> None:
    right = {"n": 1, "text": "หนังสือกรมหนึ่ง ที่ มท 0812/1 ลงวันที่ 1 มกราคม 2564", "code": "มท", "running": "1"}
    lines = [right, {**right, "n": 2, "running": "2"}, {**right, "n": 3, "text": "ไม่มี"}]
    (tmp_path / "citations.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    assert score(tmp_path).rows == (Row("citations", Quality.CLEAN, right=1, wrong=1, missing=1, invented=0),)


@pytest.mark.parametrize("answers", [[], {"expected": []}, {}, "x"])
def test_answers_that_are_none_are_refused_with_their_file(tmp_path: Path, answers: object) -> None:
    write(tmp_path, "a", LETTER, answers)

    with pytest.raises(InvalidValue, match=r"a\.json cannot be read"):
        score(tmp_path)


def test_a_folder_without_answers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER, encoding="utf-8")

    with pytest.raises(InvalidValue, match=r"no NAME\.txt beside a NAME\.json"):
        score(tmp_path)
