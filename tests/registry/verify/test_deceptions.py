"""Bundles that somebody made to deceive: each is refused in the layer that it lies in, and the reason is named."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from domain.authority import KeyEnrolled, KeyWithdrawn
from domain.letter.events import AnswerKind
from keys import cms
from keys.certificates import Certificate
from keys.checkpoints import LogKey
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from keys.signing import SigningKey
from keys.testing import NOT_AFTER, NOT_BEFORE, SpecimenAuthority, authority_extensions, new_key
from registry.log.proofs import Proof
from registry.verify.check import verify
from registry.verify.verdicts import Layer, Report, Unshown, Verdict
from registry.wire import Seen
from tests.registry.verify.desk import Desk
from tests.registry.verify.operator import A_DAY, DAY, Answer, Operator, Story


def refusal(report: Report) -> tuple[Layer, str]:
    """Return the first layer that is not valid of those that are demanded, and why."""
    assert report.headline in {Verdict.INVALID, Verdict.DISPUTED}
    order = (Layer.CONTAINER, Layer.FILES, Layer.HISTORY, Layer.AUTHORITY, Layer.PERSON)
    worst = next(report.of(layer) for layer in order if report.of(layer).verdict is report.headline)
    return worst.layer, worst.says.slug


# --- what the stranger trusts ------------------------------------------------------------------------------


def test_the_key_of_another_log_is_not_this_ones(desk: Desk) -> None:
    another = NoteVerifier.parse(LogKey.from_seed(desk.trust.log_key.name, bytes(32)).vkey)

    report = verify(desk.bundles["letter"], replace(desk.trust, log_key=another))

    assert refusal(report) == (Layer.HISTORY, "checkpoint-not-signed")


def test_another_first_leaf_than_the_pinned_one_is_another_registry(desk: Desk) -> None:
    report = verify(desk.bundles["letter"], replace(desk.trust, leaf0=bytes(32)))

    assert refusal(report) == (Layer.HISTORY, "first-leaf-another")


def test_a_root_that_the_stranger_does_not_trust_carries_nothing(desk: Desk) -> None:
    foreign = TrustRoots([SpecimenAuthority.create("foreign").root])

    report = verify(desk.bundles["letter"], replace(desk.trust, roots=foreign))

    assert refusal(report) == (Layer.AUTHORITY, "signature-not-good")
    assert report.of(Layer.PERSON).verdict is Verdict.CANNOT_TELL


# --- pieces of other bundles -------------------------------------------------------------------------------


def test_the_proof_of_another_letter_proves_nothing_of_this_one(desk: Desk) -> None:
    stolen = desk.members("other")["entry.tlog-proof"]

    report = desk.verify(desk.repacked({"entry.tlog-proof": stolen}))

    assert refusal(report) == (Layer.HISTORY, "another-checkpoint")


def test_another_registrys_whole_history_is_not_this_ones(desk: Desk) -> None:
    report = desk.verify(Story().told())

    assert refusal(report) == (Layer.HISTORY, "checkpoint-not-signed")


def test_a_statement_of_another_letter_under_the_same_signature_is_refused(desk: Desk) -> None:
    other = desk.members("other")
    files = {name: None for name in desk.members() if name.startswith(("letter.", "files/"))}
    taken = {name: other[name] for name in ("statement.json", "letter.txt")}

    report = desk.verify(desk.repacked({**files, **taken}))

    assert report.of(Layer.HISTORY).says.slug == "not-in-the-log"
    assert report.of(Layer.HISTORY).says.facts["member"] == "statement.json"


def test_a_changed_file_is_named_with_both_digests(desk: Desk) -> None:
    report = desk.verify(desk.repacked({"letter.pdf": b"%PDF-1.7 another"}))

    finding = report.of(Layer.FILES)
    assert refusal(report) == (Layer.FILES, "file-differs")
    assert finding.says.facts["found"] == "sha256:" + sha256(b"%PDF-1.7 another").hexdigest()
    assert report.of(Layer.PERSON).verdict is Verdict.VALID  # the signature is not what is wrong


def test_a_changed_readme_cannot_name_other_commands(desk: Desk) -> None:
    readme = desk.members()["README"].replace(b"-CAfile roots.pem", b"-noverify        ")

    report = desk.verify(desk.repacked({"README": readme}))

    assert refusal(report) == (Layer.CONTAINER, "member-differs")


def test_a_checkpoint_without_the_logs_time_is_refused(desk: Desk) -> None:
    members = desk.members()
    proofs = {name: data for name, data in members.items() if name.endswith((".tlog-proof", ".consistency"))}
    note = Proof.parse(members["entry.tlog-proof"]).checkpoint
    bare = b"".join(note.splitlines(keepends=True)[:-1])

    report = desk.verify(desk.repacked({name: data.replace(note, bare) for name, data in proofs.items()}))

    assert refusal(report) == (Layer.HISTORY, "checkpoint-lines")


# --- statements that two readers might read differently ------------------------------------------------------

NOT_STATEMENTS = {
    "duplicate keys": (b'"at":', b'"at":"2021-02-09T09:00:00+07:00","at":'),
    "a float": (b'"seq":0', b'"seq":0.0'),
    "an exponent": (b'"seq":0', b'"seq":0e0'),
    "white space": (b'"seq":0', b'"seq": 0'),
    "an escape": (b'"typ":"letter', b'"typ":"\\u006cetter'),
    "another version": (b'"v":1', b'"v":2'),
    "another offset": (b"+07:00", b"+06:00"),
    "true for a number": (b'"seq":0', b'"seq":true'),
    "a large number": (b'"seq":0', b'"seq":9007199254740993'),
}


@pytest.mark.parametrize("what", NOT_STATEMENTS)
def test_a_statement_with_two_readings_is_refused(what: str, desk: Desk) -> None:
    old, new = NOT_STATEMENTS[what]
    statement = desk.members()["statement.json"].replace(old, new, 1)

    report = desk.verify(desk.repacked({"statement.json": statement}))

    assert statement != desk.members()["statement.json"]
    assert report.of(Layer.CONTAINER).verdict is Verdict.INVALID
    assert report.of(Layer.CONTAINER).says.facts["member"] == "statement.json"


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000, b"null", b"\xff"]
)
def test_json_that_would_hang_a_reader_is_refused(data: bytes, desk: Desk) -> None:
    report = desk.verify(desk.repacked({"statement.json": data}))

    assert refusal(report) == (Layer.CONTAINER, "statement-not-canonical")


# --- an operator who holds the log's key and the seal --------------------------------------------------------


def test_a_key_that_only_one_officer_enrolled_does_not_count() -> None:
    report = Story(confirmed_by=None).verified()

    assert refusal(report) == (Layer.PERSON, "key-not-enrolled")


@pytest.mark.parametrize(("enrolled_by", "confirmed_by"), [("r1", "r1"), ("r2", "r2")])
def test_one_officer_does_not_enrol_a_key_twice_over(enrolled_by: str, confirmed_by: str) -> None:
    report = Story(enrolled_by=enrolled_by, confirmed_by=confirmed_by).verified()

    assert refusal(report) == (Layer.AUTHORITY, "second-officer-needed")


@pytest.mark.parametrize("who", ["nobody", "seal"])
def test_neither_the_seal_nor_a_stranger_enrols_a_key(who: str) -> None:
    report = Story(enrolled_by=who).verified()

    assert refusal(report) == (Layer.AUTHORITY, "key-not-enrolled")


def test_the_seal_does_not_sign_for_people() -> None:
    report = Story(signed_by="seal").verified()

    assert refusal(report) == (Layer.PERSON, "key-not-enrolled")


def test_a_registrar_does_not_sign_for_the_signatory() -> None:
    report = Story(signed_by="r1").verified()

    assert refusal(report) == (Layer.PERSON, "not-the-signatory")


def test_nobody_but_the_seal_of_the_first_leaf_admits() -> None:
    assert refusal(Story(sealed_by="r1").verified()) == (Layer.AUTHORITY, "not-by-the-seal")
    assert refusal(Story(seal_named="nobody").verified()) == (Layer.AUTHORITY, "not-by-the-seal")


@pytest.mark.parametrize(
    "story",
    [
        {"post": "รองอธิบดี"},
        {"post_since": date(2021, 2, 10)},
        {"post_until": date(2021, 2, 9)},
    ],
)
def test_who_did_not_hold_the_post_that_day_did_not_sign_in_it(story: dict[str, object]) -> None:
    report = Story(**story).verified()  # type: ignore[arg-type]  # names of its own

    assert refusal(report) == (Layer.PERSON, "post-not-held")


def test_a_statement_that_rests_on_another_enrolment_is_refused() -> None:
    report = Story(signed={"under": None}).verified()

    assert refusal(report) == (Layer.PERSON, "another-authority")


def test_another_log_key_in_the_first_leaf_is_refused() -> None:
    report = Story(log_key_named=LogKey.from_seed("specimen.example/letters", bytes(32)).vkey).verified()

    assert refusal(report) == (Layer.HISTORY, "log-key-another")


@pytest.mark.parametrize(
    "issued",
    [
        {"number": "มท 0812/ว 272"},
        {"dated": date(2021, 2, 10)},
        {"final": "sha256:" + "0" * 64},
        {"signed": "sha256:" + "0" * 64},
        {"signed_in": "01a207be-1f3c-7073-8959-99ffeea80b32"},
    ],
)
def test_an_admission_of_something_else_is_refused(issued: dict[str, object]) -> None:
    report = Story(issued=issued).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")
    assert report.of(Layer.HISTORY).says.facts["field"] in issued


@pytest.mark.parametrize("leaf", [{"leaf_number": 272}, {"leaf_state": "void"}, {"leaf_letter": bytes(32)}])
def test_the_public_leaf_of_another_number_state_or_letter_proves_nothing(leaf: dict[str, object]) -> None:
    report = Story(**leaf).verified()  # type: ignore[arg-type]  # names of its own

    assert refusal(report) == (Layer.HISTORY, "not-in-the-log")


def test_a_letter_without_the_leaf_of_its_number_is_refused() -> None:
    report = Story().verified(numbers={})

    assert refusal(report) == (Layer.HISTORY, "numbers-differ")


def test_a_statement_made_for_another_registry_is_refused() -> None:
    report = Story(signed={"log": "another.example/letters"}).verified()

    assert refusal(report) == (Layer.HISTORY, "another-registry")


@pytest.mark.parametrize("place", [{"seq": 1}, {"prev": "sha256:" + "0" * 64}])
def test_a_persons_statement_that_continues_a_stream_is_refused(place: dict[str, object]) -> None:
    report = Story(signed=place).verified()

    assert refusal(report) == (Layer.HISTORY, "ties-differ")


@pytest.mark.parametrize("size", [1, 3])
def test_a_signer_who_saw_another_history_holds_evidence_of_two(size: int) -> None:
    report = Story(signed={"seen": Seen(size, "0" * 64)}).verified()

    assert refusal(report) == (Layer.HISTORY, "saw-another-history")


def test_a_signer_cannot_have_seen_what_came_after() -> None:
    report = Story(signed={"seen": Seen(40, "0" * 64)}).verified()

    assert refusal(report) == (Layer.HISTORY, "saw-another-history")


def test_the_proof_that_the_history_goes_on_cannot_be_left_out(desk: Desk) -> None:
    name = next(name for name in desk.members() if name.endswith(".consistency"))

    report = desk.verify(desk.repacked({name: None}))

    assert refusal(report) == (Layer.HISTORY, "seen-differ")


@pytest.mark.parametrize("apart", [timedelta(hours=25), timedelta(hours=-25)])
def test_a_time_that_is_far_from_the_logs_is_refused(apart: timedelta) -> None:
    report = Story(at=DAY + apart).verified()

    assert refusal(report) == (Layer.PERSON, "clocks-apart")


def test_a_key_withdrawn_before_it_signed_does_not_count() -> None:
    story = Story()
    story.before = [("r1", KeyWithdrawn(story.spki("dg"), "หาย"))]

    assert refusal(story.verified()) == (Layer.PERSON, "key-withdrawn")


def test_a_withdrawn_key_does_not_come_back_by_a_second_enrolment() -> None:
    story = Story()
    story.before = [
        ("r1", KeyWithdrawn(story.spki("dg"), "หาย")),
        ("r1", KeyEnrolled("dg", story.spki("dg"), story.cert("dg"))),
    ]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "enrolled-twice")


def test_a_key_withdrawn_while_its_statement_was_on_its_way_is_disputed() -> None:
    story = Story()
    story.after = [("r1", KeyWithdrawn(story.spki("dg"), "หาย"), DAY)]

    report = story.verified()

    assert report.headline is Verdict.DISPUTED
    assert refusal(report) == (Layer.PERSON, "withdrawn-meanwhile")


def test_a_key_withdrawn_after_its_statement_takes_nothing_away() -> None:
    story = Story()
    story.after = [("r1", KeyWithdrawn(story.spki("dg"), "เกษียณ"), DAY + timedelta(hours=1))]

    assert story.verified().headline is Verdict.VALID


def test_a_withdrawal_by_somebody_who_may_not_withdraw_is_refused() -> None:
    story = Story()
    story.after = [("nobody", KeyWithdrawn(story.spki("dg"), "หาย"), DAY)]

    assert refusal(story.verified()) == (Layer.PERSON, "key-not-enrolled")


# --- certificates --------------------------------------------------------------------------------------------


def story_with(
    authority: SpecimenAuthority | None = None, *, not_before: datetime = NOT_BEFORE, not_after: datetime = NOT_AFTER
) -> Story:
    """A story in which the signatory's certificate is of certain days or of another authority."""
    operator = Operator()
    key = (authority or operator.authority).officer(
        "dg", organisation="SPECIMEN", post="อธิบดี", not_before=not_before, not_after=not_after
    )
    return Story(operator=operator, people={"dg": key})


@pytest.mark.parametrize(
    ("story", "slug"),
    [
        (story_with(not_after=DAY - A_DAY), "certificate-expired"),
        (story_with(not_before=DAY + A_DAY), "certificate-not-yet-valid"),
    ],
)
def test_a_certificate_that_was_not_valid_at_the_time_is_refused(story: Story, slug: str) -> None:
    report = story.verified()

    assert refusal(report) == (Layer.PERSON, "signature-not-good")
    assert getattr(report.of(Layer.PERSON).says.facts["reason"], "slug", None) == slug


def test_a_certificate_that_expired_since_is_still_good_for_what_it_signed() -> None:
    report = story_with(not_after=DAY + A_DAY).verified()

    assert report.headline is Verdict.VALID


def test_a_certificate_of_a_foreign_authority_is_refused_though_two_officers_enrolled_it() -> None:
    report = story_with(SpecimenAuthority.create("foreign")).verified()

    reason = report.of(Layer.PERSON).says.facts["reason"]
    assert refusal(report) == (Layer.PERSON, "signature-not-good")
    assert getattr(reason, "slug", None) == "foreign-root"


def test_an_authoritys_own_certificate_does_not_sign_letters() -> None:
    operator = Operator()
    private = new_key()
    _, issued = operator.authority.issue("dg", key=private, extensions=authority_extensions(path_length=0))
    acting = SigningKey(private, Certificate.load(issued.public_bytes(Encoding.DER)))

    report = Story(operator=operator, people={"dg": acting}).verified()

    reason = report.of(Layer.PERSON).says.facts["reason"]
    assert getattr(reason, "slug", None) == "leaf-is-authority"


def test_an_intermediate_certificate_travels_in_the_bundle() -> None:
    operator = Operator(authority=SpecimenAuthority.create("ministry", with_intermediate=True))

    assert Story(operator=operator).verified().headline is Verdict.VALID


def test_a_certificate_that_nobody_asked_for_is_refused(desk: Desk) -> None:
    der = SpecimenAuthority.create("unasked").root.der

    report = desk.verify(desk.repacked({f"pki/{sha256(der).hexdigest()}.cer": der}))

    assert refusal(report) == (Layer.CONTAINER, "certificates-differ")


def test_a_signature_without_its_certificates_is_refused(desk: Desk) -> None:
    bare, _ = cms.without_certificates(desk.members()["signature.p7s"])

    report = desk.verify(desk.repacked({"signature.p7s": bare}))

    assert report.headline is Verdict.INVALID


# --- answers -------------------------------------------------------------------------------------------------


def test_the_answer_that_attacks_are_made_of_is_valid_by_itself() -> None:
    assert Answer().verified().headline is Verdict.VALID


def test_a_recipient_does_not_answer_for_another() -> None:
    assert refusal(Answer(answered_by="p1").verified()) == (Layer.PERSON, "not-the-recipient")
    assert refusal(Answer(enrolled_for="ผู้ว่าราชการจังหวัดตรัง").verified()) == (Layer.PERSON, "not-the-recipient")


def test_the_seal_does_not_answer_for_a_recipient() -> None:
    assert refusal(Answer(answered_by="seal").verified()) == (Layer.PERSON, "key-not-enrolled")


def test_an_answer_for_nobody_on_the_letters_list_is_refused() -> None:
    with pytest.raises(Unshown, match="The letter has 1 addressees, and no number 1"):
        Answer(to=1).told()


def test_an_answer_to_another_letter_is_refused() -> None:
    report = Answer(said={"letter": "sha256:" + "0" * 64}).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")


@pytest.mark.parametrize("answered", [{"answer": "sha256:" + "0" * 64}, {"to": 7}, {"kind": AnswerKind.RETURNED}])
def test_an_admission_of_another_answer_is_refused(answered: dict[str, object]) -> None:
    report = Answer(answered=answered).verified()

    assert refusal(report) == (Layer.HISTORY, "admits-another")


def test_an_answer_without_its_letter_is_refused() -> None:
    with pytest.raises(Unshown, match="does not hold the letter that is answered"):
        Answer(without_letter=True).told()
