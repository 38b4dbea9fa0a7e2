"""A letter on its way, as a clerk sees it: sent by a list, mailed, checked, followed up, withdrawn."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from domain.directives import DirectiveNoted
from domain.letter.events import DeliveryAttempted, LetterDispatched, ReceiptConfirmed
from domain.series import SeriesKind
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.acts import links, outgoing
from tests.api.pages.dispatch.desk import ADDRESSES, SENDER, Client, facts, form_of, link_in, mails, send
from tests.api.web import WebOffice
from tests.registry.world import DIRECTIVES, RECIPIENTS


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("dispatching") / "registry")


@pytest.fixture(scope="module")
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


@pytest.fixture
def sent(office: WebOffice, clerk: Client) -> StreamId:
    """A letter that asks two things, sent to three governors by mail, from an office whose address is set."""
    stream = office.world.issue(directives=DIRECTIVES)
    clerk.post("/dispatch/sender", data=SENDER)
    send(clerk, stream)
    return stream


# --- sending -------------------------------------------------------------------------------------------------


def test_a_letter_is_sent_to_its_addressees_by_a_list_that_is_copied(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue()
    lines = "\n".join(f"{name}\t{address}" for name, address in zip(RECIPIENTS, ADDRESSES, strict=True))
    where = clerk.post("/lists", data={"name": "สามจังหวัด", "lines": lines}).headers["location"]

    asked = clerk.get(f"/dispatch/{stream}/send?by={where.rpartition('/')[2]}")
    send(clerk, stream)
    clerk.post(where, data={"name": "สามจังหวัด", "lines": "อื่น", "over": "1"})

    assert [address in asked.text for address in ADDRESSES] == [True] * 3
    dispatched = next(fact for fact in facts(office, stream) if isinstance(fact, LetterDispatched))
    assert [one.address for one in dispatched.sendings] == ADDRESSES
    assert dispatched.clerk == "clerk"


def test_sending_twice_enters_one_dispatch_and_the_second_is_told(office: WebOffice, clerk: Client) -> None:
    stream = office.world.issue()
    send(clerk, stream)
    before = office.facts()

    again = clerk.post(f"/dispatch/{stream}/send", data={"channel": ["system"] * 3, "address": [""] * 3})

    assert (again.status_code, office.facts()) == (409, before)
    assert 'role="alert"' in again.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"channel": ["central_mail"] * 3, "address": ["", "", ""]}, "ไม่ใช่ที่อยู่"),
        ({"channel": ["pigeon"] * 3, "address": [""] * 3}, "โปรดเปิดหน้าใหม่"),
        ({"channel": ["system"] * 2, "address": [""] * 2}, "โปรดเปิดหน้าใหม่"),
        ({"channel": ["post"] * 3, "address": ["a\r\nb", "", ""]}, "บรรทัดเดียว"),
    ],
)
def test_a_sending_that_cannot_be_is_refused_and_nothing_is_entered(
    office: WebOffice, clerk: Client, data: dict[str, list[str]], says: str
) -> None:
    stream = office.world.issue()
    before = office.facts()

    answer = clerk.post(f"/dispatch/{stream}/send", data=data)

    assert (answer.status_code, office.facts()) == (422, before)
    assert says in answer.text


# --- mails and links -----------------------------------------------------------------------------------------


def test_every_mail_goes_to_one_addressee_with_a_link_of_its_own(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/mail")

    answer = clerk.post(f"/dispatch/{sent}/mail", data={"form": form, "to": ["1", "2", "3"]})

    written = mails(answer.content)
    assert answer.headers["cache-control"] == "no-store"
    assert [one["To"].addresses[0].addr_spec for one in written] == ADDRESSES
    opened = [links.open_link(office.counter.office, link_in(one)) for one in written]
    assert [(one.to, one.addressee) for one in opened] == list(enumerate(RECIPIENTS))
    names = [part.get_filename() for part in written[0].iter_attachments()]
    n = outgoing.issued_in(office.counter.office, sent).text.n[0]
    assert names == [f"2564_MOI0812_ว_{n}.txt", f"2564_MOI0812_ว_{n}_evidence.zip"]


def test_no_token_is_kept_anywhere(office: WebOffice, clerk: Client, sent: StreamId) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/mail")

    written = mails(clerk.post(f"/dispatch/{sent}/mail", data={"form": form, "to": ["1", "2"]}).content)

    tokens = [link_in(one).encode() for one in written]
    for path in office.world.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(token in data for token in tokens), path


def test_the_same_form_pressed_twice_leaves_the_links_of_the_first_good(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/mail")
    first = mails(clerk.post(f"/dispatch/{sent}/mail", data={"form": form, "to": ["1", "2"]}).content)
    before = office.facts()

    again = clerk.post(f"/dispatch/{sent}/mail", data={"form": form, "to": ["1", "2"]})

    assert (again.status_code, office.facts()) == (409, before)
    assert [links.open_link(office.counter.office, link_in(one)).to for one in first] == [0, 1]


def test_a_mail_that_is_written_again_puts_the_link_before_out_of_use(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    first, _ = mails(
        clerk.post(
            f"/dispatch/{sent}/mail", data={"form": form_of(clerk, f"/dispatch/{sent}/mail"), "to": ["1", "2"]}
        ).content
    )
    form = form_of(clerk, f"/dispatch/{sent}/addressees/1")

    second = clerk.post(f"/dispatch/{sent}/addressees/1/mail", data={"form": form, "address": "new@example.go.th"})

    mail = message_from_bytes(second.content, policy=default)
    assert mail["To"].addresses[0].addr_spec == "new@example.go.th"
    assert links.open_link(office.counter.office, link_in(mail)).to == 0
    with pytest.raises(Exception, match="not good"):
        links.open_link(office.counter.office, link_in(first))


def test_links_are_shown_once_and_lead_to_their_addressee(office: WebOffice, clerk: Client, sent: StreamId) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/links")

    answer = clerk.post(f"/dispatch/{sent}/links", data={"form": form, "to": "2"})

    (token,) = re.findall(r"/l/([a-z2-7]{26})", answer.text)
    assert links.open_link(office.counter.office, token).addressee == RECIPIENTS[1]
    assert answer.headers["cache-control"] == "no-store"


# --- results -------------------------------------------------------------------------------------------------


def test_one_failed_and_all_others_delivered_are_entered_by_who_checked_them(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/results")
    data = {"form": form, "result": "failed", "to": "2", "others": "delivered", "detail": "ตีกลับ"}

    answers = [clerk.post(f"/dispatch/{sent}/results", data=data) for _ in range(2)]

    assert answers[0].status_code == 303
    tried = [fact for fact in facts(office, sent) if isinstance(fact, DeliveryAttempted)]
    assert sorted((one.to, one.result.value, one.checked_by) for one in tried) == [
        (0, "delivered", "clerk"),
        (1, "failed", "clerk"),
        (2, "delivered", "clerk"),
    ]


def test_answers_of_mail_servers_tick_their_addressees_and_enter_nothing(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    before = office.facts()
    pasted = f"Final-Recipient: rfc822; {ADDRESSES[2].upper()}\nFrom: {SENDER['address']}\nx@elsewhere.example"

    answer = clerk.post(f"/dispatch/{sent}/bounces", data={"pasted": pasted})

    assert office.facts() == before
    ticked = re.findall(r'name="to" value="(\d)" checked', answer.text)
    assert ticked == ["3"]
    assert "x@elsewhere.example" in answer.text
    assert f">{SENDER['address']}<" not in answer.text


def test_sending_again_keeps_the_number_and_takes_another_way(office: WebOffice, clerk: Client, sent: StreamId) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/addressees/1")

    answer = clerk.post(
        f"/dispatch/{sent}/addressees/1/again",
        data={"form": form, "channel": "post", "address": "ศาลากลาง", "result": "sent", "detail": "EX123456789TH"},
    )

    assert answer.status_code == 303
    (tried,) = [fact for fact in facts(office, sent) if isinstance(fact, DeliveryAttempted)]
    assert (tried.to, tried.channel.value, tried.address, tried.detail) == (0, "post", "ศาลากลาง", "EX123456789TH")


def test_a_mail_to_what_is_no_address_is_refused_where_it_was_typed_and_links_stay_good(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    before, path = office.facts(), f"/dispatch/{sent}/addressees/1"

    answer = clerk.post(f"{path}/mail", data={"form": form_of(clerk, path), "address": "no-address"})

    assert (answer.status_code, office.facts()) == (422, before)
    assert "error-summary" in answer.text
    assert 'value="no-address"' in answer.text


def test_the_answer_to_a_form_is_read_in_the_other_language_where_there_is_a_page_of_it(
    clerk: Client, sent: StreamId
) -> None:
    pages = {
        f"/dispatch/{sent}": clerk.post(f"/dispatch/{sent}/bounces", data={"pasted": ADDRESSES[0]}),
        f"/dispatch/{sent}/coverage?only=late": clerk.get(f"/dispatch/{sent}/coverage?only=late"),
    }

    for path, page in pages.items():
        assert page.status_code == 200
        assert f'name="back" value="{path}"' in page.text


def test_a_letter_that_is_addressed_to_nobody_offers_no_dispatch(office: WebOffice, clerk: Client) -> None:
    page = clerk.get(f"/dispatch/{office.world.issue(SeriesKind.ORDER, addressees=())}").text

    assert "ไม่มีสิ่งใดต้องส่ง" in page
    assert "/send" not in page


@pytest.mark.parametrize("place", ["0", "4", "-1"])
def test_an_addressee_that_the_letter_does_not_have_is_told_as_that(clerk: Client, sent: StreamId, place: str) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/results")

    answer = clerk.post(f"/dispatch/{sent}/results", data={"form": form, "result": "failed", "to": place})

    assert answer.status_code == 404
    assert "มีผู้รับ 3 ราย" in answer.text


def test_a_time_that_has_not_come_is_refused_for_everybody(office: WebOffice, clerk: Client, sent: StreamId) -> None:
    before = office.facts()
    form = form_of(clerk, f"/dispatch/{sent}/results")

    answer = clerk.post(
        f"/dispatch/{sent}/results", data={"form": form, "result": "sent", "to": ["1", "2"], "at": "23.59"}
    )

    assert (answer.status_code, office.facts()) == (422, before)
    assert 'value="23.59"' in answer.text
    assert len(re.findall(r'name="to" value="\d" checked', answer.text)) == 2


def test_calls_are_entered_once_however_often_the_button_is_pressed(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/calls")
    data = {"form": form, "to": ["1", "3"], "spoke_with": "นางสาวรับสาย", "at": "09.00"}

    for _ in range(2):
        clerk.post(f"/dispatch/{sent}/calls", data=data)

    called = [fact for fact in facts(office, sent) if isinstance(fact, ReceiptConfirmed)]
    assert [(one.to, one.spoke_with) for one in called] == [(0, "นางสาวรับสาย"), (2, "นางสาวรับสาย")]


def test_what_is_due_has_to_be_telephoned(clerk: Client, sent: StreamId) -> None:
    answer = clerk.get(f"/dispatch/{sent}")

    assert "ข้อ ๕.๕" in answer.text


# --- following up --------------------------------------------------------------------------------------------


def test_the_matrix_shows_the_silent_ones_first_and_filters(office: WebOffice, clerk: Client, sent: StreamId) -> None:
    office.world.acknowledge(sent, to=0)

    answer = clerk.get(f"/dispatch/{sent}/coverage")
    silent = clerk.get(f"/dispatch/{sent}/coverage?only=silent")

    assert answer.text.index(RECIPIENTS[1]) < answer.text.index(RECIPIENTS[0])
    assert RECIPIENTS[0] not in silent.text
    assert RECIPIENTS[1] in silent.text


def test_what_was_done_is_noted_for_those_ticked_or_for_everybody_once(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    path = f"/dispatch/{sent}/directives"
    done = {
        "no": "1",
        "progress": "done",
        "how": "ตั้งแล้ว",
        "to": "1",
        "form": form_of(clerk, f"/dispatch/{sent}/coverage"),
    }
    passed = {"no": "1", "progress": "passed-on", "how": "ส่งต่อ", "performer": "สถจ.", "to": ["2", "3"]}
    again = {**passed, "form": form_of(clerk, f"/dispatch/{sent}/coverage")}

    answers = [clerk.post(path, data=data).status_code for data in (done, again, again)]

    assert answers == [303, 303, 303]
    noted = [fact for fact in facts(office, sent) if isinstance(fact, DirectiveNoted)]
    assert [(one.to, one.progress.value) for one in noted] == [(0, "done"), (1, "passed-on"), (2, "passed-on")]


def test_what_everybody_has_done_is_noted_at_a_press(clerk: Client, sent: StreamId) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/coverage")
    data = {"no": "1", "progress": "done", "how": "ตั้งแล้ว", "everybody": "yes", "form": form}

    clerk.post(f"/dispatch/{sent}/directives", data=data)

    text = clerk.get(f"/dispatch/{sent}/coverage.csv").content.decode("utf-8-sig")
    assert text.count("ดำเนินการแล้ว") == len(RECIPIENTS)


def test_a_day_moves_with_its_reason(clerk: Client, sent: StreamId) -> None:
    data = {"no": "2", "until": "๑ มีนาคม ๒๕๖๔", "reason": "สถานที่ไม่ว่าง"}

    moved = clerk.post(f"/dispatch/{sent}/deadline", data=data)
    again = clerk.post(f"/dispatch/{sent}/deadline", data=data)

    assert (moved.status_code, again.status_code) == (303, 422)
    assert "สถานที่ไม่ว่าง" in clerk.get(f"/dispatch/{sent}/coverage").text


def test_a_withdrawn_letter_takes_no_more_results_and_is_mailed_to_nobody(
    office: WebOffice, clerk: Client, sent: StreamId
) -> None:
    form = form_of(clerk, f"/dispatch/{sent}/results")
    other = office.world.issue()
    send(clerk, other)
    number = outgoing.issued_in(office.counter.office, other).number

    withdrawn = clerk.post(f"/dispatch/{sent}/withdraw", data={"way": "supersede", "by": number})
    late = clerk.post(f"/dispatch/{sent}/results", data={"form": form, "result": "sent", "to": "1"})
    mailed = clerk.post(f"/dispatch/{sent}/mail", data={"form": form, "to": "1"})

    assert (withdrawn.status_code, late.status_code, mailed.status_code) == (303, 409, 409)
    assert to_thai(number) in clerk.get(f"/dispatch/{sent}").text
