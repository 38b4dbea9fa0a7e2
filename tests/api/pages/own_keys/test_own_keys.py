"""One's signing keys: made in a browser and kept wrapped, and refused where anything does not fit."""

from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.hand import PaperHand
from tests.api.pages.own_keys.maker import Made, make, request, text
from tests.api.web import WebOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.staffed(tmp_path_factory.mktemp("own_keys") / "registry")
    registrar = Account("r1", "SPECIMEN r1", "r1", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    made.counter.accounts.add(registrar, phrase=None, at=made.world.now)
    yield made
    made.world.close()


@pytest.fixture
def client(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("official") as client:
        yield client


def test_a_key_is_kept_so_that_only_its_passkeys_secret_opens_it(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    made = Made(office.counter.origin)

    answer = make(client, made)

    kept = office.counter.signing_keys.of("dg")[0]
    everything = b"".join(file.read_bytes() for file in office.world.folder.glob("accounts.db*"))
    assert answer.status_code == 303, answer.text
    assert (kept.spki, kept.account, kept.name) == (made.spki, "official", "คอมพิวเตอร์ที่โต๊ะ")
    assert made.unwrapped(kept.wrapped.data, made.secret) == made.plain
    with pytest.raises(InvalidTag):
        made.unwrapped(kept.wrapped.data, bytes(32))
    for secret in (made.plain, made.key.private_numbers().private_value.to_bytes(32), made.secret):
        assert secret not in kept.wrapped.data
        assert secret not in everything


def test_a_key_that_was_wrapped_for_another_registry_or_another_key_does_not_open(office: WebOffice) -> None:
    made = Made(office.counter.origin)
    elsewhere = Made("another.example/letters", made.key, made.secret, made.salt)
    another = Made(office.counter.origin, secret=made.secret, salt=made.salt)

    for wrong in (elsewhere, another):
        with pytest.raises(InvalidTag):
            wrong.unwrapped(made.wrapped(), made.secret)


def test_an_altered_request_or_one_of_another_kind_of_key_is_refused(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    before = len(office.counter.signing_keys.all())
    good = bytearray(request(ec.generate_private_key(ec.SECP256R1())))
    good[-1] ^= 1
    kinds = (
        (text(bytes(good)), "ไม่ได้ลงลายมือชื่อด้วยกุญแจของตนเอง"),
        (text(request(rsa.generate_private_key(65537, 2048))), "ชนิดอื่นที่ไม่ใช่ P-256"),
        (text(request(ec.generate_private_key(ec.SECP384R1()))), "ชนิดอื่นที่ไม่ใช่ P-256"),
        (text(b"\x30\x00"), "อ่านไม่ได้"),
        ("Å", "ไม่อยู่ในรูป"),
    )

    answers = [make(client, Made(office.counter.origin), request=sent) for sent, _ in kinds]

    for answer, (_, words) in zip(answers, kinds, strict=True):
        assert answer.status_code == 422
        assert words in answer.text
    assert len(office.counter.signing_keys.all()) == before


def test_a_key_that_is_known_is_refused(office: WebOffice, client: TestClient[Litestar]) -> None:
    enrolled = office.world.people["dg"].key.private_key
    assert isinstance(enrolled, ec.EllipticCurvePrivateKey)
    twice = Made(office.counter.origin)
    make(client, twice)

    answers = [make(client, Made(office.counter.origin, enrolled)), make(client, twice)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "ขึ้นทะเบียนไว้ก่อนแล้ว" in answers[0].text
    assert "เก็บไว้ที่นี่แล้ว" in answers[1].text


def test_a_passkey_of_another_origin_is_useless(office: WebOffice, client: TestClient[Litestar]) -> None:
    answer = make(client, Made(office.counter.origin), at="https://elsewhere.example")

    assert answer.status_code == 422
    assert "พาสคีย์" in answer.text


@pytest.mark.parametrize("changed", [{"salt": text(bytes(31))}, {"wrapped": text(bytes(600))}, {"wrapped": ""}])
def test_what_is_not_of_the_form_that_the_page_sends_is_refused(
    office: WebOffice, client: TestClient[Litestar], changed: dict[str, str]
) -> None:
    answer = make(client, Made(office.counter.origin), **changed)

    assert answer.status_code == 422
    assert "ไม่อยู่ในรูปที่หน้านี้ส่ง" in answer.text


def test_another_officers_request_can_neither_be_deleted_nor_withdrawn(office: WebOffice) -> None:
    with office.client("official") as client:
        make(client, Made(office.counter.origin))
    known = office.counter.signing_keys.of("dg")[0]

    with office.client("r1") as client:
        answers = [
            client.post("/own-keys/delete", data={"request": known.request}),
            client.post("/own-keys/withdraw", data={"request": known.request, "reason": "ลอง"}),
        ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert office.counter.signing_keys.request(known.request) == known


def test_a_request_that_nobody_certified_is_deleted_by_its_owner(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    made = Made(office.counter.origin)
    make(client, made)
    known = office.counter.signing_keys.of("dg")[0]

    answer = client.post("/own-keys/delete", data={"request": known.request})

    assert answer.status_code == 303
    assert made.spki not in {one.spki for one in office.counter.signing_keys.all()}


def test_an_account_that_is_nobodys_makes_no_key(office: WebOffice) -> None:
    with office.client("administrator") as client:
        answers = [client.post("/own-keys/options"), client.get("/own-keys")]

    assert [answer.status_code for answer in answers] == [403, 200]
    assert "make-key" not in answers[1].text


def test_the_page_shows_how_far_each_key_has_come_and_takes_no_file(
    office: WebOffice, client: TestClient[Litestar]
) -> None:
    make(client, Made(office.counter.origin))
    PaperHand.of(office, "dg")

    shown = client.get("/own-keys").text

    assert ">รอใบรับรอง<" in shown
    assert ">ใช้ได้<" in shown
    assert 'type="file"' not in shown
