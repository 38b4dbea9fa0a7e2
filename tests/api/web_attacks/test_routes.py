"""Attacks on every route there is, whoever asks: what is not declared is not open, and what is refused does nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.auth.rights import Right
from api.auth.sessions import cookie_name
from api.texts.refusals import sentence
from tests.api.web import ADDRESS, NO_LIMITS, WebOffice
from tests.api.web_attacks.routes import ROLES, SAFE, Way, ways
from tests.registry.world import World

HAND_READ = (
    "/drafts/drop",
    "/drafts/{draft:str}",
    "/l/{token:str}/do/{act:str}/",
    "/api/v1/files",
)
"""Routes whose fields depend on what is asked for, or which take a file; their own tests send unknown fields."""
NO_FIELDS = None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.of(World.staffed(tmp_path_factory.mktemp("attacked") / "registry"), limits=NO_LIMITS)


@contextmanager
def asking(office: WebOffice) -> Iterator["Asking"]:
    with TestClient(office.app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        client.follow_redirects = False
        yield Asking(office, client)


class Asking:
    """Asks any way as anybody, each time as if for the first time."""

    def __init__(self, office: WebOffice, client: TestClient[Litestar]) -> None:
        self._office = office
        self._client = client

    def __call__(self, way: Way, role: str | None, *, query: str = "", origin: str | None = ADDRESS) -> tuple[int, str]:
        headers = {} if origin is None else {"origin": origin}
        self._client.cookies.clear()
        if role is not None and way.of_programs:
            headers["authorization"] = f"Bearer {self._office.token(role)}"
        elif role is not None:
            self._client.cookies.set(cookie_name(self._office.counter.settings), self._office.session(role))
        answer = self._client.request(way.method, f"{way.path}{query}", headers=headers)
        place = answer.headers.get("location", "")
        return answer.status_code, f"{place} {answer.text}"


def _refused(status: int, text: str) -> bool:
    no_right = "not-yours" in text or "บัญชีของท่านเปิดหน้านี้ไม่ได้" in text
    return (
        (status == 303 and text.startswith("/sign-in"))
        or (status == 401 and "not-signed-in" in text)
        or (status == 403 and no_right)
    )


def test_every_value_in_a_path_is_one_that_is_read(office: WebOffice) -> None:
    assert [str(way) for way in ways(office.app) if "{" in way.path] == []  # "{n:int}.csv" is taken as it stands


@pytest.mark.parametrize("role", ROLES)
def test_s1_every_route_opens_to_whom_it_says_and_a_refusal_records_nothing(
    office: WebOffice, role: str | None
) -> None:
    wrong = []
    with asking(office) as ask:
        for way in ways(office.app):
            before = office.facts()
            status, text = ask(way, role)
            if _refused(status, text) == way.opens_to(role):
                wrong.append(f"{way} answered {status}")
            if not way.opens_to(role) and office.facts() != before:
                wrong.append(f"{way} was refused and recorded something")

    assert wrong == []


def test_s1_strangers_are_let_in_to_a_short_list_of_routes(office: WebOffice) -> None:
    public = {way.template.split("/")[1] for way in ways(office.app) if Right.PUBLIC in way.rights}

    assert public <= {"", "language", "sign-in", "v", "l", "static", "api", "verifier", "verifier.html", "verifier.js",
                      "verifier.html.sha256"}  # fmt: skip


def test_s1_nothing_under_a_name_of_nobody_is_ever_found(office: WebOffice) -> None:
    found = []
    with asking(office) as ask:
        for way in ways(office.app):
            if way.method in SAFE and "{" in way.template:
                role = next((one for one in ROLES if way.opens_to(one)), None)
                status, _ = ask(way, role)
                if status not in {303, 400, 404, 405, 422}:
                    found.append(f"{way} answered {status}")

    assert found == []


def test_to_ask_any_route_for_its_methods_tells_these_and_opens_it_to_no_other_site(office: WebOffice) -> None:
    answers = {}
    with TestClient(office.app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        for path in {way.path for way in ways(office.app)}:
            answer = client.options(path, headers={"origin": "https://evil.example"})
            answers[path] = (answer.status_code, answer.text, answer.headers.get("access-control-allow-origin"))

    assert {path: said for path, said in answers.items() if said != (204, "", None)} == {}


@pytest.mark.parametrize("role", [None, "clerk", "auditor"])
def test_s24_no_route_takes_a_parameter_that_it_does_not_know(office: WebOffice, role: str | None) -> None:
    taken = []
    with asking(office) as ask:
        for way in ways(office.app):
            if way.opens_to(role):
                status, text = ask(way, role, query="?surely-unknown=1")
                if status not in {400, 422} or ("surely-unknown" not in text and way.method != "HEAD"):
                    taken.append(f"{way} answered {status}")

    assert taken == []


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", f"{ADDRESS}.evil.example"])
def test_no_page_changes_anything_for_another_site(office: WebOffice, origin: str | None) -> None:
    changed = []
    before = office.facts()
    with asking(office) as ask:
        for way in ways(office.app):
            if way.method not in SAFE and not way.of_programs:
                role = next(one for one in ROLES if way.opens_to(one))
                status, text = ask(way, role, origin=origin)
                if status != 403 or "คำขอนี้ส่งมาจากหน้าของเว็บอื่น" not in text:
                    changed.append(f"{way} answered {status}")

    assert changed == []
    assert office.facts() == before


def test_s7_no_body_takes_a_field_that_it_does_not_know(office: WebOffice) -> None:
    open_ended = []
    for way in ways(office.app):
        field = way.handler.parsed_data_field
        if field is not NO_FIELDS and not way.template.startswith(HAND_READ):
            body = field.annotation
            struct = isinstance(body, type) and issubclass(body, msgspec.Struct)
            if not struct or not body.__struct_config__.forbid_unknown_fields:
                open_ended.append(str(way))

    assert open_ended == []


def test_s7_nobody_gives_himself_a_role_with_a_field(office: WebOffice) -> None:
    with office.client("clerk") as client:
        answer = client.post("/account/pass-phrase", data={"before": "x", "after": "y", "role": "administrator"})

    assert answer.status_code == 400
    assert len(office.counter.accounts.account("clerk").grants) == 1


def test_a_route_that_says_nothing_of_rights_stops_the_pages_from_opening(office: WebOffice) -> None:
    from litestar import get  # noqa: PLC0415 - one handler of a test's own

    from api import app  # noqa: PLC0415

    @get("/open", sync_to_thread=False)
    def opened() -> None: ...

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "PAGES", (*app.PAGES, opened))
        with pytest.raises(ValueError, match="says nothing of rights"):
            app.create(office.counter.settings)


def test_the_sentences_that_these_tests_look_for_are_those_that_people_read() -> None:
    from api.auth.rights import NotYours  # noqa: PLC0415

    assert "บัญชีของท่านเปิดหน้านี้ไม่ได้" in sentence(NotYours("not-yours", ""))
    assert "คำขอนี้ส่งมาจากหน้าของเว็บอื่น" in sentence(NotYours("from-elsewhere", ""))
