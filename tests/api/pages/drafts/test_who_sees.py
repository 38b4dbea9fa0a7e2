"""Who sees drafts: clerks, those of their own unit, up to their clearance."""

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.pages.drafts.kit import CIRCULAR, empty, once, save
from tests.api.web import WebOffice


def test_s5_nobody_keeps_a_draft_of_a_class_above_the_own_clearance(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    refused = save(clerk, path, secrecy="secret", subject="ความลับ")

    assert refused.status_code == 403
    assert "ไม่มีสิทธิ์" in refused.text
    assert 'value="secret"' not in clerk.get(path).text


@pytest.mark.parametrize("account", [None, "auditor", "official", "administrator"])
def test_s1_drafts_are_the_clerks(office: WebOffice, account: str | None) -> None:
    with office.client("clerk") as clerk:
        path = empty(clerk)

    with office.client(account) as other:
        seen = [other.get(one).status_code for one in (path, f"{path}/paper.pdf", "/drafts")]

    assert set(seen) <= {303, 403}


def test_s5_a_secret_draft_is_nowhere_for_a_clerk_without_clearance(office: WebOffice) -> None:
    account = Account("cleared", "SPECIMEN cleared", "clerk", SecrecyClass.SECRET, (Grant(WebRole.CLERK),))
    office.counter.accounts.add(account, phrase=None, at=office.world.clock.now)
    with office.client("cleared") as cleared:
        path = empty(cleared)
        save(cleared, path, secrecy="secret", subject="เรื่องที่ปกปิด", files=[("file", ("ลับ.txt", b"x"))])
        (file,) = office.counter.drafts.get(path.rpartition("/")[2]).files
        assert "เรื่องที่ปกปิด" in cleared.get("/drafts").text

    with office.client("clerk") as clerk:
        unknown, asked = clerk.get("/drafts/aaaaaaaaaa"), clerk.get(path)
        below = ("", "/preview", "/send", "/pages/1", "/paper.pdf", f"/files/{file.file}", f"/pieces/{file.file}")
        seen = [clerk.get(path + one) for one in below]
        listed = clerk.get("/drafts").text
        acts = [
            clerk.post(f"{path}/{act}", data={"version": "2"})
            for act in ("send", "take-back", "delete", "number", "void")
        ]

    assert [one.status_code for one in (*seen, *acts)] == [404] * 12
    assert "เรื่องที่ปกปิด" not in "".join(one.text for one in (*seen, *acts)) + listed
    assert asked.text.replace(path.rpartition("/")[2], "") == unknown.text.replace("aaaaaaaaaa", "")


def test_s5_a_dropped_file_of_a_class_above_the_clearance_is_not_kept(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    secret = f"ลับ\n\n{CIRCULAR}\nลับ\n".encode()
    before = [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()]

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("a.txt", secret)})

    assert answer.status_code == 403
    assert [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()] == before


def test_s1_a_clerk_of_another_unit_does_not_see_the_draft(office: WebOffice) -> None:
    for name, unit in (("one", "dla"), ("two", "finance"), ("both", "")):
        account = Account(name, name, "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK, unit),))
        office.counter.accounts.add(account, phrase=None, at=office.world.clock.now)
    with office.client("one") as client:
        path = empty(client)
        seen = {"one": client.get(path).status_code}

    for name in ("two", "both"):
        with office.client(name) as client:
            seen[name] = client.get(path).status_code

    assert seen == {"one": 200, "two": 404, "both": 200}
