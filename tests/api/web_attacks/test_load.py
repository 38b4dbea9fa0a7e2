"""Hostile load (S30): large, deep, endless and slow requests are refused in bounds, and others are served meanwhile."""

import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from httpx import Client

from api.auth import visits
from api.bodies import DEPTH, FIELDS, NODES, QUERY, NotReadable, require_few_fields, require_shallow, require_utf8
from api.limits import LIMITS, NOTHING_FOUND, REMEMBERED, Limit, Limits, TooMany, household
from api.patience import PatientProtocol
from tests.api.web import WebOffice, served
from tests.api.web_attacks.routes import ways
from tests.registry.world import BEGINNING, Clock, World

SOON = 0.3
"""Seconds."""
_LARGE = {"int": "9" * 20, "uuid": "00000000-0000-7000-8000-000000000000"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("loaded") / "registry")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    office = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("served") / "registry"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PatientProtocol, "headers_within", SOON)
        patch.setattr("api.patience.PIECE", SOON)
        with served(office) as there:
            host, _, port = there.removeprefix("http://").partition(":")
            yield host, int(port)


def until_closed(connection: socket.socket) -> bytes:
    read = b""
    while piece := connection.recv(65536):
        read += piece
    return read


@pytest.mark.browser
def test_s30_a_head_that_never_ends_is_given_up_and_others_are_served(address: tuple[str, int]) -> None:
    slow = [socket.create_connection(address, timeout=10) for _ in range(100)]
    for one in slow[:50]:  # the others say nothing at all
        one.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    begun = time.monotonic()
    with Client(base_url="http://{}:{}".format(*address)) as client:
        answer = client.get("/")
    waited = time.monotonic() - begun
    ends = [until_closed_or_reset(one) for one in slow]

    assert answer.status_code == 200
    assert waited < 5
    assert set(ends) == {b""}


def until_closed_or_reset(connection: socket.socket) -> bytes:
    try:
        return until_closed(connection)
    except ConnectionResetError:
        return b""
    finally:
        connection.close()


@pytest.mark.browser
def test_s30_a_body_that_never_ends_is_given_up(address: tuple[str, int]) -> None:
    host = "{}:{}".format(*address)
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(
            f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\naccount=".encode()
        )
        answer = until_closed(connection)

    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.browser
def test_s30_a_head_without_measure_is_refused(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Large: " + b"x" * (64 << 10))
        answer = until_closed(connection)

    assert answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("path", ["/sign-in", "/language", "/sign-in/passkey"])
def test_s30_a_hundred_megabytes_are_refused_before_they_are_read(office: WebOffice, path: str) -> None:
    with office.client() as client:
        said = client.post(
            path,
            content=b"x",
            headers={"content-length": str(100 << 20), "content-type": "application/x-www-form-urlencoded"},
        )

        sent = client.post(
            path, content=iter([b"x" * (2 << 20)]), headers={"content-type": "application/x-www-form-urlencoded"}
        )

    assert (said.status_code, sent.status_code) == (413, 413)


def test_s30_forms_of_many_fields_are_refused(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.post(
            "/language",
            content=b"&".join([b"a=1"] * (FIELDS + 1)),
            headers={"content-type": "application/x-www-form-urlencoded"},
        )

    assert answer.status_code == 400
    assert str(FIELDS) in answer.text
    require_few_fields(b"&".join([b"a=1"] * FIELDS))


@pytest.mark.parametrize("body", [b"language=th&back=%ff", b"language=th&back=\xe0\xb8", b"back=%ed%a0%80&language=th"])
def test_a_form_that_is_not_utf_8_is_refused_and_nothing_is_read_as_something_else(
    office: WebOffice, body: bytes
) -> None:
    with office.client() as client:
        answer = client.post("/language", content=body, headers={"content-type": "application/x-www-form-urlencoded"})

    assert answer.status_code == 400
    assert "UTF-8" in answer.text
    require_utf8("ก=%E0%B8%81+%41&b=".encode())


@pytest.mark.parametrize(
    "body",
    [b"[" * (DEPTH + 1), b'{"a":' * (DEPTH + 1), b'"\\"[" [' + b"[" * DEPTH, b'["' + b"x" * 9 + b'",' + b"[" * DEPTH],
)
def test_s30_json_that_is_nested_deeply_is_refused(body: bytes) -> None:
    with pytest.raises(NotReadable, match="nested too deeply"):
        require_shallow(body)


def test_s30_json_of_a_hundred_thousand_nodes_is_refused() -> None:
    with pytest.raises(NotReadable, match="too many values"):
        require_shallow(json.dumps(list(range(100_000))).encode())


@pytest.mark.parametrize("body", [b"[" * 1_000_000, b'"' * 1_000_001, b'"' + b"\\" * 1_000_000, b"[]" * (NODES - 1)])
def test_s30_looking_at_a_body_takes_no_time(body: bytes) -> None:
    begun = time.process_time()
    with suppress(NotReadable):
        require_shallow(body)

    assert time.process_time() - begun < 1


def test_s30_brackets_in_texts_are_texts() -> None:
    require_shallow(json.dumps({"subject": "[" * 1000 + '"' + "{" * 1000}).encode())


def test_s30_a_query_without_measure_is_refused(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.get(f"/sign-in?next=/{'x' * QUERY}")

    assert answer.status_code == 400


def test_s30_a_number_larger_than_a_database_holds_is_refused_in_every_address(office: WebOffice) -> None:
    numbered = {way.template for way in ways(office.app) if way.method == "GET" and ":int" in way.template}
    addresses = [re.sub(r"\{\w+:(\w+)\}", lambda one: _LARGE.get(one[1], "nobodys"), template) for template in numbered]
    asked = [*addresses, "/lists/1?version=" + _LARGE["int"]]
    asked += [f"/registers/sent?{one}={2**63 - 1}" for one in ("behind", "before")]

    with office.client("clerk") as client:
        answers = {address: client.get(address).status_code for address in asked}

    assert len(answers) > 10
    assert {address: status for address, status in answers.items() if status >= 500} == {}


def test_s30_a_request_for_another_host_is_refused(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.get("/", headers={"host": "evil.example"})

    assert answer.status_code == 421


def test_s2_trying_codes_one_after_the_other_is_soon_refused_and_nothing_is_told(office: WebOffice) -> None:
    allowed = LIMITS[NOTHING_FOUND].times
    with office.client() as client:
        statuses = [client.get(f"/v/SPECIMEN{n:08}").status_code for n in range(allowed + 5)]
        over = client.get("/v/SPECIMEN99999999")

    assert statuses == [404] * allowed + [429] * 5
    assert int(over.headers["retry-after"]) <= LIMITS[NOTHING_FOUND].per.total_seconds()


def test_s30_what_is_remembered_of_tries_is_bounded() -> None:
    limits = Limits(LIMITS, Clock(BEGINNING))
    for n in range(REMEMBERED + 500):
        limits.note(NOTHING_FOUND, str(n))

    assert len(limits._tries) == REMEMBERED


def test_a_limit_is_over_when_its_time_is() -> None:
    clock = Clock(BEGINNING)
    rule = LIMITS[NOTHING_FOUND]
    limits = Limits({"x": Limit(2, rule.per)}, clock)
    limits.take("x", "a")
    limits.take("x", "a")

    with pytest.raises(TooMany, match="wait 600 seconds"):
        limits.take("x", "a")
    limits.take("x", "b")
    clock.now += rule.per
    limits.take("x", "a")


@pytest.mark.parametrize(
    ("address", "together"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_the_addresses_of_one_household_are_counted_together(address: str, together: str) -> None:
    assert household(address) == together


def test_links_and_codes_are_where_the_limits_look() -> None:
    assert set(visits.LOOKED_UP) == {"/v/", "/l/", "/api/v1/verification/", "/api/v1/links/"}
