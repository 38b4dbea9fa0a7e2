"""The organisation's pages: what stood on which day, as known when; what lies between; who could sign, and why."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.pages.organisation import tree
from domain.structure.acts import Acts, UnitAct, UnitActKind, UnitId
from tests.api.pages.organisation.scene import (
    DLA,
    GROUPS,
    KRABI,
    NAN,
    OLD,
    PLANS,
    RIGHT_NAME,
    day,
    restructured,
)
from tests.api.web import WebOffice
from tests.registry.authority.office import BUDGET

READERS = ("auditor", "clerk", "official", "administrator")
PAGES = ("", "/list", "/csv", f"/below?unit={DLA}", f"/units/{KRABI}", "/difference", "/difference/svg", "/signers")
PAYLOAD = "\"'><img src=x onerror=alert(1)>"
GROUP = "กลุ่มงานส่งเสริมการพัฒนาท้องถิ่นอำเภอ"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.of(restructured(tmp_path_factory.mktemp("organisation") / "registry"))


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("auditor") as client:
        yield client


def asked(client: TestClient[Litestar], path: str = "", **parameters: str | int) -> str:
    answer = client.get(f"/organisation{path}?{urlencode(parameters)}")
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def units(text: str) -> list[str]:
    """Return the units of a tree, in its order."""
    return re.findall(r'class="unit" href="/organisation/units/([^"?]+)', text)


def link(text: str, words: str) -> str:
    """Return where the link with these words leads."""
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(?:(?!</a>).)*?' + re.escape(words), text)
    assert found, words
    return str(found[0])


def known(office: WebOffice) -> list[int]:
    """Return where the instruments became known: what stood before, and the three orders."""
    return [
        line.position
        for line in office.counter.office.reader.facts()
        if line.statement.name in {"instrument.confirmed.v1", "order.issued.v1"}
    ]


# --- the tree on both axes -------------------------------------------------------------------------------


def test_a_group_stands_from_its_day_on_and_only_as_known_since_its_order(
    office: WebOffice, auditor: TestClient[Litestar]
) -> None:
    before, founding, *_ = known(office)

    assert set(GROUPS) & set(units(asked(auditor, on="28 ก.พ. 2564"))) == set()
    assert set(GROUPS) <= set(units(asked(auditor, on="1 มี.ค. 2564")))
    assert set(GROUPS) <= set(units(asked(auditor, on="๑/๓/๖๔", known_at=founding)))
    assert set(GROUPS) & set(units(asked(auditor, on="1 มี.ค. 2564", known_at=founding - 1))) == set()
    assert units(asked(auditor, on="31/12/2563", known_at=before)) == []


def test_what_was_put_right_later_is_wrong_as_known_before(auditor: TestClient[Litestar]) -> None:
    wrong, right = (asked(auditor, on="16 ก.พ. 2564", known_at=evening) for evening in ("19/2/2564", "20/2/2564"))

    assert ("สถจ.น่านน" in wrong, RIGHT_NAME in wrong) == (True, False)
    assert ("สถจ.น่านน" in right, RIGHT_NAME in right) == (False, True)


def test_a_day_as_known_means_what_its_evening_knew(auditor: TestClient[Litestar]) -> None:
    evening = units(asked(auditor, on="1 มี.ค. 2564", known_at="9 ก.พ. 2564"))

    assert (KRABI in evening, GROUPS[0] in evening) == (True, False)


def test_buttons_lead_from_change_to_change_on_each_axis(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    stops, path = [], "/organisation?on=1/1/2564"
    for _ in range(10):
        text = unescape(auditor.get(path).text)
        stops.append(re.findall(r"เป็นอย่างนี้ตั้งแต่ <strong>([^<]+)", text)[0])
        found = re.findall(r'rel="next" href="([^"]+)"', text)
        if not found:
            break
        path = found[0]
    positions = [
        int(one)
        for one in re.findall(r'data-for="known_at" data-points="\[([^\]]*)', text)[0].replace('"', "").split(",")
    ]

    assert stops == ["๑ ม.ค. ๒๕๖๔", "๑๕ ก.พ. ๒๕๖๔", "๑ มี.ค. ๒๕๖๔", "๑๕ มี.ค. ๒๕๖๔"]
    assert positions == known(office)
    back = unescape(auditor.get(re.findall(r'rel="prev" href="([^"]+)"', text)[0]).text)
    assert "เป็นอย่างนี้ตั้งแต่ <strong>๑ มี.ค. ๒๕๖๔" in back


def test_the_button_of_what_is_known_goes_to_the_fact_before(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    text = asked(auditor, on="1/4/2564")

    back = re.findall(r'rel="prev" href="([^"]+known_at=\d+)"', text)[-1]

    assert back.endswith(f"known_at={known(office)[-2]}")
    assert RIGHT_NAME not in unescape(auditor.get(back).text)


def test_another_moment_than_now_is_told_by_a_banner_and_left_by_a_link(auditor: TestClient[Litestar]) -> None:
    now, then = asked(auditor), asked(auditor, on="1/3/2564")

    assert 'class="banner"' not in now
    assert 'class="banner"' in then
    assert link(then, "กลับสู่ปัจจุบัน") == "/organisation"


def test_what_cannot_be_read_is_said_at_its_field_and_no_other_tree_is_shown(auditor: TestClient[Litestar]) -> None:
    answer = auditor.get("/organisation?on=10+Feb+2021&known_at=เมื่อวาน&under=nobodys")

    assert answer.status_code == 422
    assert [name in answer.text for name in ("on-error", "known_at-error", "under-error")] == [True] * 3
    assert units(answer.text) == []


@pytest.mark.parametrize("known_at", ["999999999999999", "99999999999999999999", "-1", "๙"])
def test_positions_out_of_range_break_nothing(auditor: TestClient[Litestar], known_at: str) -> None:
    for path in ("", "/list", "/difference"):
        name = "b_known_at" if path == "/difference" else "known_at"
        assert auditor.get(f"/organisation{path}?{name}={known_at}").status_code in {200, 422}


def test_a_part_of_the_tree_begins_with_its_unit(auditor: TestClient[Litestar]) -> None:
    assert units(asked(auditor, under="มท 0855")) == [NAN, GROUPS[1]]


# --- as much as a page holds -----------------------------------------------------------------------------


def test_levels_that_a_page_does_not_hold_come_when_their_branch_is_opened(
    auditor: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "SHOWN", 4)

    text = asked(auditor, on="2 มี.ค. 2564")
    below = [unescape(auditor.get(one).text) for one in re.findall(r'hx-get="([^"]+)"', text)]

    assert set(units(text)) == {DLA, KRABI, NAN, PLANS, OLD}
    assert sorted(unit for one in below for unit in units(one)) == sorted(GROUPS)
    assert link(text, f"เปิดแผนผังใต้ {RIGHT_NAME}").endswith(urlencode({"under": NAN}))


def test_lists_within_lists_are_closed_as_often_as_they_are_opened(auditor: TestClient[Litestar]) -> None:
    text = asked(auditor)

    opened = {
        name: (text.count(f"<{name}>") + text.count(f"<{name} "), text.count(f"</{name}>"))
        for name in ("ul", "li", "details")
    }

    assert all(begun == ended for begun, ended in opened.values()), opened


def test_the_table_and_the_file_have_every_unit_that_the_tree_has(
    auditor: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = units(asked(auditor))
    monkeypatch.setattr(tree, "SHOWN", 1)

    table = re.findall(r'<th scope="row"[^>]*><a href="/organisation/units/([^"?]+)', asked(auditor, "/list"))
    rows = list(csv.reader(io.StringIO(auditor.get("/organisation/csv").content.decode("utf-8-sig"))))

    assert table == whole
    assert [row[2] for row in rows[1:]] == whole
    assert rows[1][:2] == ["1", "SPECIMEN กรมส่งเสริมการปกครองท้องถิ่น"]


# --- one unit --------------------------------------------------------------------------------------------


def test_a_unit_shows_its_names_codes_posts_and_signers_with_their_facts(
    office: WebOffice, auditor: TestClient[Litestar]
) -> None:
    plans, department = asked(auditor, f"/units/{PLANS}"), asked(auditor, f"/units/{DLA}")

    assert ["กองแผนงาน" in plans, "กองยุทธศาสตร์และแผนงาน" in plans, "มท ๐๘๐๑" in plans, "มท ๐๘๐๓" in plans] == [True] * 4
    assert f'href="/histories/units/{PLANS}"' in plans
    assert "รับมอบอำนาจของ อธิบดี" in department
    assert f'href="/histories/facts/{known(office)[2]}"' in department


def test_an_abolished_unit_says_that_it_does_not_stand_and_how_it_stood(auditor: TestClient[Litestar]) -> None:
    gone, before = asked(auditor, f"/units/{OLD}"), asked(auditor, f"/units/{OLD}", on="14/3/2564")

    assert "หน่วยงานนี้ไม่มีอยู่" in gone
    assert "กองเดิม" in gone
    assert "หน่วยงานนี้ไม่มีอยู่" not in before


def test_a_unit_that_was_not_known_yet_is_not_found(auditor: TestClient[Litestar]) -> None:
    assert auditor.get(f"/organisation/units/{GROUPS[0]}?known_at=5").status_code == 404


# --- two moments -----------------------------------------------------------------------------------------


def tags(text: str) -> list[str]:
    return re.findall(r'<strong class="tag[^"]*">([^<]+)</strong>', text)


def test_every_change_has_its_sign_its_word_and_the_order_that_made_it(
    office: WebOffice, auditor: TestClient[Litestar]
) -> None:
    text = asked(auditor, "/difference", a_on="2/3/2564", b_on="1/4/2564")

    assert sorted(tags(text)) == sorted(["~ เปลี่ยนชื่อ", "# เปลี่ยนรหัส", "− ยุบเลิก", "→ ย้าย"])
    assert text.count(f'href="/histories/facts/{known(office)[2]}"') == 4


def test_the_picture_says_what_the_list_says(auditor: TestClient[Litestar]) -> None:
    text = asked(auditor, "/difference", a_on="2/3/2564", b_on="1/4/2564")

    picture = text[text.index("<svg") : text.index("</svg>")]

    assert "<?xml" not in text
    assert ["+ " in picture, "− " in picture, "~ " in picture] == [False, True, True]
    assert [name in picture for name in ("กองเดิม", "กองยุทธศาสตร์และแผนงาน", GROUP)] == [True] * 3
    file = auditor.get("/organisation/difference/svg?a_on=2/3/2564&b_on=1/4/2564")
    assert "attachment" in file.headers["content-disposition"]
    assert file.text.startswith("<?xml")


def test_one_day_as_known_twice_differs_by_what_was_put_right(auditor: TestClient[Litestar]) -> None:
    text = asked(
        auditor, "/difference", a_on="16/2/2564", a_known_at="19/2/2564", b_on="16/2/2564", b_known_at="20/2/2564"
    )

    assert tags(text) == ["~ เปลี่ยนชื่อ"]
    assert RIGHT_NAME in text


def test_without_a_question_the_newest_change_is_shown_and_moments_can_be_swapped(
    auditor: TestClient[Litestar],
) -> None:
    text = asked(auditor, "/difference")
    swapped = unescape(auditor.get(link(text, "สลับสองเวลา")).text)

    assert "− ยุบเลิก" in tags(text)
    assert "+ เพิ่ม" in tags(swapped)


def test_many_differences_come_in_pages_that_are_those_of_the_long_list(
    auditor: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = re.compile(r'<ul class="changed">.*</ul>', re.DOTALL)

    def entries(text: str) -> list[str]:
        found = listed.search(text)
        return (
            [] if found is None else re.findall(r'<li><a href="/organisation/units/.*?</ul></li>', found[0], re.DOTALL)
        )

    whole = asked(auditor, "/difference", a_on="2/3/2564", b_on="1/4/2564")
    monkeypatch.setattr("api.pages.organisation.difference.DRAWN", 1)
    texts = [asked(auditor, "/difference", a_on="2/3/2564", b_on="1/4/2564")]
    while 'rel="next"' in texts[-1]:
        texts.append(unescape(auditor.get(link(texts[-1], "หน้าถัดไป")).text))
    back = unescape(auditor.get(link(texts[-1], "หน้าก่อน")).text)

    assert len(texts) > 1
    assert [one for text in texts for one in entries(text)] == entries(whole)
    assert entries(back) == entries(texts[-2])
    assert all("<svg" not in text and "ดาวน์โหลดภาพ" in text for text in texts)
    assert "<strong>" in texts[0]
    assert re.findall("<strong>[^<]*</strong></p>", texts[0]) == re.findall("<strong>[^<]*</strong></p>", whole)


def test_the_same_moment_twice_has_no_difference(auditor: TestClient[Litestar]) -> None:
    assert "ทั้งสองเวลาเหมือนกัน" in asked(auditor, "/difference", a_on="1/4/2564", b_on="1/4/2564")


# --- who could sign --------------------------------------------------------------------------------------


def test_who_could_sign_is_answered_for_a_matter_on_a_day_as_known_then(
    office: WebOffice, auditor: TestClient[Litestar]
) -> None:
    reform = known(office)[2]

    def delegated(**asked_for: str | int) -> bool:
        return "ปฏิบัติราชการแทน อธิบดี" in asked(auditor, "/signers", unit=DLA, **asked_for)

    assert delegated(matter=BUDGET)
    assert not delegated(matter="บุคคล")
    assert not delegated(on="11/2/2564")
    assert not delegated(known_at=reform - 1)
    assert f'href="/histories/facts/{reform}"' in asked(auditor, "/signers", unit="มท 08", matter=BUDGET)


@pytest.mark.parametrize(
    ("officer", "matter", "verdict"),
    [("deputy", BUDGET, "ลงชื่อได้"), ("clerk", "", "ลงชื่อไม่ได้"), ("nobody", "", "บอกไม่ได้")],
)
def test_one_officer_is_judged_and_told_why(
    auditor: TestClient[Litestar], officer: str, matter: str, verdict: str
) -> None:
    text = asked(auditor, "/signers", unit=DLA, officer=officer, matter=matter)

    assert re.findall(r'<p class="lead">[^<]*<strong[^>]*>([^<]+)</strong>(.)', text)[0] == (
        verdict,
        "<" if verdict == "ลงชื่อได้" else " ",
    )


def test_a_delegation_is_judged_in_the_matter_that_is_asked(auditor: TestClient[Litestar]) -> None:
    verdicts = {
        matter: tags(asked(auditor, "/signers", unit=DLA, officer="deputy", matter=matter)).count("ลงชื่อได้")
        for matter in ("", BUDGET)
    }

    assert verdicts == {"": 2, BUDGET: 3}  # the best of all ways, the own post, and the delegation


def test_a_unit_that_nobody_knows_is_said_at_its_field(auditor: TestClient[Litestar]) -> None:
    answer = auditor.get("/organisation/signers?unit=nobodys&matter=%E2%80%AEx")

    assert answer.status_code in {404, 422}
    assert ["unit-error" in answer.text, "matter-error" in answer.text] == [True, True]


# --- rights, and other people's words --------------------------------------------------------------------


@pytest.mark.parametrize("account", READERS)
def test_whoever_works_here_may_look(office: WebOffice, account: str) -> None:
    with office.client(account) as client:
        found = [client.get(f"/organisation{path}").status_code for path in PAGES]
        navigation = client.get("/organisation").text

    assert found == [200] * len(PAGES)
    assert '<a href="/organisation" aria-current="page">' in navigation


def test_histories_are_offered_to_auditors_who_may_open_them(office: WebOffice) -> None:
    offered, opened = {}, []
    for account in READERS:
        with office.client(account) as client:
            pages = [client.get(f"/organisation{path}").text for path in (f"/units/{DLA}", "/list", "/difference")]
            offered[account] = sorted({one for page in pages for one in re.findall(r'href="(/histories/[^"]+)"', page)})
            opened += [client.get(one).status_code for one in offered[account]]

    assert {account for account, links in offered.items() if links} == {"auditor"}
    assert set(opened) == {200}


def test_strangers_and_unknown_parameters_are_turned_away(office: WebOffice) -> None:
    with office.client() as client:
        assert {client.get(f"/organisation{path}").status_code for path in PAGES} == {303}
    with office.client("clerk") as client:
        odd = [client.get(f"/organisation{path}{'&' if '?' in path else '?'}surely=1").status_code for path in PAGES]

    assert odd == [422] * len(PAGES)


def test_other_peoples_words_stay_words_in_every_page_and_picture(tmp_path: Path) -> None:
    world = restructured(tmp_path / "registry")
    named = UnitAct(UnitActKind.RENAME, PLANS, since=day(3, 20), name=f"กอง {PAYLOAD}")
    world.order(Acts(units=(named, UnitAct(UnitActKind.CHANGE_DUTIES, UnitId(OLD), since=day(3, 1), duties=PAYLOAD))))
    with WebOffice.of(world).client("auditor") as client:
        found = [client.get(f"/organisation{path}") for path in (*PAGES, f"/units/{PLANS}", f"/units/{OLD}")]

    assert [one.status_code for one in found] == [200] * len(found)
    shown = [one for one in found if "attachment" not in one.headers.get("content-disposition", "")]
    assert sum("&lt;img" in one.text for one in shown) >= 4
    assert not any("<img src=x" in one.text for one in (*shown, found[6]))
    world.close()
