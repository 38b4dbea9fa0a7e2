"""An operator who holds the log and the seal still cannot make keys, posts and certificates count."""

from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.letter.events import EntryNoted
from domain.series import SeriesKind, SeriesOpened
from domain.values import Digest
from keys import cms
from keys.certificates import Certificate
from keys.signing import SigningKey
from keys.testing import NOT_AFTER, NOT_BEFORE, SpecimenAuthority, authority_extensions, new_key
from registry.verify.verdicts import Layer, Verdict
from tests.registry.verify.desk import Desk, refusal
from tests.registry.verify.operator import A_DAY, DAY, Operator, Story


def enrolled_as(officer: str) -> OfficerEnrolled:
    """Return the enrolment of anybody."""
    return OfficerEnrolled(officer, "ตัวอย่าง", "SPECIMEN", (), (Role.REGISTRAR,))


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


def test_a_recipient_with_a_post_of_his_own_signs_no_letter_of_this_office() -> None:
    report = Story(roles=(Role.RECIPIENT,)).verified()

    assert refusal(report) == (Layer.PERSON, "not-a-signatory")


def test_a_statement_that_rests_on_another_enrolment_is_refused() -> None:
    report = Story(signed={"under": None}).verified()

    assert refusal(report) == (Layer.PERSON, "another-authority")


# --- signatures and enrolments that are not what they seem ---------------------------------------------------


def test_a_signature_over_other_bytes_is_refused_though_the_log_holds_it() -> None:
    report = Story(signed_over=b"something else").verified()

    reason = report.of(Layer.PERSON).says.facts["reason"]
    assert refusal(report) == (Layer.PERSON, "signature-not-good")
    assert getattr(reason, "slug", None) == "content-changed"


def test_a_signature_by_another_key_than_the_statement_names_is_refused() -> None:
    story = Story(certificate_of="nobody", signed_by="nobody")
    story.signed = {"by": story.spki("dg")}

    assert refusal(story.verified()) == (Layer.PERSON, "signed-by-another-key")


def test_a_signature_with_somebody_elses_certificate_beside_it_is_refused(desk: Desk) -> None:
    members = desk.members()
    bare, _ = cms.without_certificates(members["issued.p7s"])
    _, others = cms.without_certificates(members["signature.p7s"])

    report = desk.verify(desk.repacked({"issued.p7s": cms.with_certificates(bare, others)}))

    assert refusal(report) == (Layer.AUTHORITY, "certificate-missing")


def test_the_first_leaf_is_the_seals_own() -> None:
    assert refusal(Story(opened_by="r1").verified()) == (Layer.AUTHORITY, "not-by-the-seal")


def test_nobody_but_the_seal_opens_a_series() -> None:
    story = Story()
    story.before = [("r1", SeriesOpened("รับ", SeriesKind.ORDINARY, 2564, 0, None, "s-2"))]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "not-by-the-seal")


@pytest.mark.parametrize(
    ("by", "officer", "slug"), [("r1", "r1", "second-officer-needed"), ("dg", "x", "not-a-registrar")]
)
def test_an_officer_is_enrolled_by_a_registrar_and_not_by_himself(by: str, officer: str, slug: str) -> None:
    story = Story()
    story.before = [(by, enrolled_as(officer))]

    assert refusal(story.verified()) == (Layer.AUTHORITY, slug)


def test_a_registrar_asks_for_a_key_of_his_own_and_another_one_confirms_it() -> None:
    assert Story().changing_key("r1", confirmed_by="r2").verified().headline is Verdict.VALID


def test_a_registrar_does_not_confirm_the_key_of_his_own_that_he_asked_for() -> None:
    report = Story().changing_key("r1", confirmed_by="r1").verified()

    assert refusal(report) == (Layer.AUTHORITY, "second-officer-needed")


def test_a_key_that_a_withdrawn_one_asked_for_its_own_officer_is_not_confirmed() -> None:
    report = Story().changing_key("r1", confirmed_by="r2", withdrawn=True).verified()

    assert refusal(report) == (Layer.AUTHORITY, "first-word-withdrawn")


def test_a_registrar_does_not_confirm_a_key_of_his_own() -> None:
    story = Story()
    spki = story.spki("nobody")
    story.before = [
        ("r1", KeyEnrolled("r2", spki, story.cert("nobody"))),
        ("r2", lambda enrolled: KeyConfirmed(enrolled.digest, spki)),
    ]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "second-officer-needed")


def test_a_confirmation_of_another_enrolment_is_refused() -> None:
    story = Story()
    spki = story.spki("nobody")
    story.before = [
        ("r1", KeyEnrolled("dg", spki, story.cert("nobody"))),
        ("r2", KeyConfirmed(Digest("sha256:" + "0" * 64), spki)),
    ]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "nothing-to-confirm")


def test_an_officer_withdraws_no_key_but_his_own() -> None:
    story = Story()
    story.before = [("dg", KeyWithdrawn(story.spki("r2"), "ตัวอย่าง"))]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "not-a-registrar")


def test_what_was_enrolled_afterwards_supports_nothing() -> None:
    story = Story()
    story.after = [("r1", enrolled_as("x"), DAY)]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "support-too-late")


def test_a_fact_that_supports_nothing_is_refused() -> None:
    story = Story()
    story.before = [("seal", EntryNoted("ตัวอย่าง", "clerk"))]

    assert refusal(story.verified()) == (Layer.AUTHORITY, "support-unknown")


def test_the_signatorys_name_is_that_of_the_enrolment() -> None:
    assert refusal(Story(officer_name="นายอื่น").verified()) == (Layer.PERSON, "another-name-signed")


def test_a_post_is_held_from_its_first_day_on() -> None:
    assert Story(post_since=DAY.date()).verified().headline is Verdict.VALID


@pytest.mark.parametrize(("clerk", "signed_by"), [("r2", "r1"), ("dg", "dg")])
def test_only_the_clerk_that_a_letter_on_paper_names_enters_it(clerk: str, signed_by: str) -> None:
    report = Story(clerk=clerk, signed_by=signed_by).verified()

    assert refusal(report) == (Layer.PERSON, "not-the-clerk")


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


# --- withdrawn keys ----------------------------------------------------------------------------------------


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
