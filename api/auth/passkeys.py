"""Sign-in by passkey (WebAuthn): the keeper knows whose it is, and asks its owner for a finger or a PIN.

    options (a challenge, kept) ──▶ browser, authenticator ──▶ answer (JSON) ──▶ verified once

Nobody types an account: passkeys are discoverable, and the user is always verified.
"""

from base64 import urlsafe_b64decode
from hashlib import sha256

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.auth.ways import WrongSignIn
from api.errors import ApiError
from api.settings import Settings
from domain.errors import NoSuchThing
from registry.accounts.accounts import Account, Accounts
from registry.accounts.passkeys import Passkey, Passkeys

LONGEST = 16 << 10
"""Characters of an answer."""
_CHALLENGE = 32
_HANDLE = 32
_SIGN_IN = "sign in"
_WRONG = "This passkey does not open an account here. Sign in with another one, or with a pass phrase."


class NotEnrolled(ApiError):
    """A passkey's keeper did not answer as it was asked."""


class _ClientData(msgspec.Struct):
    challenge: str


class _Response(msgspec.Struct):
    client_data: str = msgspec.field(name="clientDataJSON")


class _Answer(msgspec.Struct):
    id: str
    response: _Response


class PasskeySignIn:
    """Looks at the answers of passkeys; what is shown is the browser's credential as JSON."""

    way = "passkey"

    def __init__(self, accounts: Accounts, passkeys: Passkeys, settings: Settings) -> None:
        """Look them up among *passkeys*."""
        self._accounts = accounts
        self._passkeys = passkeys
        self._settings = settings

    def options(self) -> str:
        """Return what the browser asks passkeys for, as JSON."""
        challenge = self._settings.random(_CHALLENGE)
        self._passkeys.ask(challenge, purpose=_SIGN_IN, at=self._settings.clock())
        return options_to_json(
            generate_authentication_options(
                rp_id=self._settings.passkey_host,
                challenge=challenge,
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        )

    def account(self, shown: str) -> Account:
        """Return the account whose passkey answered.

        Raises:
            WrongSignIn: it is nobody's, or answers something else.
        """
        now = self._settings.clock()
        try:
            answer, challenge = read_answer(shown)
            self._passkeys.answered(challenge, purpose=_SIGN_IN, at=now)
            kept = self._passkeys.passkey(unpadded(answer.id))
            verified = verify_authentication_response(
                credential=shown,
                expected_challenge=challenge,
                expected_rp_id=self._settings.passkey_host,
                expected_origin=self._settings.passkeys_at or self._settings.address,
                credential_public_key=kept.public_key,
                credential_current_sign_count=kept.uses,
                require_user_verification=True,
            )
            account = self._accounts.account(kept.account)
        except (NoSuchThing, WebAuthnException, ValueError) as error:
            raise WrongSignIn("wrong-passkey", _WRONG) from error
        if not account.enabled:
            raise WrongSignIn("wrong-passkey", _WRONG)
        self._passkeys.used(kept.credential, uses=verified.new_sign_count, at=now)
        return account


def enrolment_options(account: Account, passkeys: Passkeys, settings: Settings, *, office: str) -> str:
    """Return what a new passkey of an account is made with, as JSON."""
    challenge = settings.random(_CHALLENGE)
    passkeys.ask(challenge, purpose=_enrolling(account), at=settings.clock())
    return options_to_json(
        generate_registration_options(
            rp_id=settings.passkey_host,
            rp_name=office,
            user_name=account.account,
            user_id=sha256(account.account.encode()).digest(),  # says no more than the name, which keepers show
            user_display_name=account.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=one.credential) for one in passkeys.of(account.account)
            ],
        )
    )


def enrolled(shown: str, name: str, account: Account, passkeys: Passkeys, settings: Settings) -> Passkey:
    """Add the passkey that was made for an account, under the *name* that its owner gives it.

    Raises:
        NotEnrolled: the browser answered something else, or too late.
        InvalidValue: it is enrolled already, or there are enough.
    """
    now = settings.clock()
    try:
        _, challenge = read_answer(shown)
        passkeys.answered(challenge, purpose=_enrolling(account), at=now)
        verified = verify_registration_response(
            credential=shown,
            expected_challenge=challenge,
            expected_rp_id=settings.passkey_host,
            expected_origin=settings.passkeys_at or settings.address,
            require_user_verification=True,
        )
    except (NoSuchThing, WebAuthnException, ValueError) as error:
        raise NotEnrolled("passkey-not-enrolled", "The passkey was not enrolled. Begin again.") from error
    passkey = Passkey(
        verified.credential_id, account.account, verified.credential_public_key, verified.sign_count, name, now
    )
    passkeys.add(passkey)
    return passkey


def _enrolling(account: Account) -> str:
    return f"enrol a passkey of {account.account}"


def read_answer(shown: str) -> tuple[_Answer, bytes]:
    """Return an answer and the challenge that it says it answers.

    Raises:
        ValueError: it is no answer.
    """
    if len(shown) > LONGEST:
        raise ValueError("too long")
    answer = msgspec.json.decode(shown.encode(), type=_Answer)
    said = msgspec.json.decode(unpadded(answer.response.client_data), type=_ClientData)
    return answer, unpadded(said.challenge)


def unpadded(text: str) -> bytes:
    """Return the bytes of base64url without padding.

    Raises:
        ValueError: it is none.
    """
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
