"""Files of a draft: attached, titled, ordered, taken out, and handed out only to be saved."""

from litestar import Litestar
from litestar.testing import TestClient

from tests.api.pages.drafts.kit import FIELDS, empty, hidden, save
from tests.api.web import WebOffice


def test_files_are_attached_titled_ordered_and_taken_out(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    files = [("file", ("../กำหนดการ_ประชุม.txt", b"SPECIMEN 1")), ("file", ("b.txt", b"SPECIMEN 2"))]

    answer = save(clerk, path, files, do="attach")
    draft = office.counter.drafts.get(path.rpartition("/")[2])

    assert answer.headers["location"] == f"{path}#attachments"
    assert [one.title for one in draft.letter.attachments] == ["กำหนดการ ประชุม", "b"]
    assert {one.name for one in draft.files} == {"กำหนดการ_ประชุม.txt", "b.txt"}

    rows = {
        "attachment_title": [one.title for one in draft.letter.attachments],
        "attachment_quantity": ["๒", "1"],
        "attachment_unit": ["ชุด", "ฉบับ"],
        "attachment_via": ["", ""],
        "attachment_file": [str(one.file) for one in draft.letter.attachments],
    }
    save(clerk, path, do="attachment-down-0", **rows)
    moved = office.counter.drafts.get(draft.draft)
    assert [(one.title, one.quantity, one.unit) for one in moved.letter.attachments] == [
        ("b", 1, "ฉบับ"),
        ("กำหนดการ ประชุม", 2, "ชุด"),
    ]

    turned = {name: list(reversed(values)) for name, values in rows.items()}
    save(clerk, path, do="attachment-remove-0", **turned)
    left = office.counter.drafts.get(draft.draft)
    assert [one.title for one in left.letter.attachments] == ["กำหนดการ ประชุม"]
    assert len(left.files) == 1


def test_s9_a_file_is_handed_out_to_be_saved_under_its_name_and_never_shown(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path, [("file", ('ก"\r\nX: y.txt', b"<script>alert(1)</script>"))], do="attach")
    (file,) = office.counter.drafts.get(path.rpartition("/")[2]).files

    answer = clerk.get(f"{path}/files/{file.file}")

    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "X" not in answer.headers
    assert clerk.get(f"{path}/pieces/{file.file}").status_code == 404


def test_a_refused_attachment_is_said_while_the_rest_is_saved(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    answer = save(clerk, path, [("file", ("a.pdf", b"MZ" + bytes(99)))], do="attach", subject="ยังอยู่")

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert 'value="ยังอยู่"' in clerk.get(path).text


def test_s9_a_row_names_no_file_that_the_draft_does_not_have(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    save(clerk, path, attachment_title=["ก"], attachment_file=["../../seal/seal.key"])

    assert office.counter.drafts.get(path.rpartition("/")[2]).letter.attachments[0].file is None


def test_files_that_came_with_words_that_are_not_saved_are_not_kept(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    first = {name: hidden(clerk, path, name) for name in ("version", "tab")}
    save(clerk, path)
    before = [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()]

    late = clerk.post(path, data={**FIELDS, **first}, files={"file": ("late.txt", b"SPECIMEN that came late")})

    assert late.status_code == 409
    assert [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()] == before
