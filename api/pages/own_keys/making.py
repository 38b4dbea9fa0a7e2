"""A new signing key as its owner's browser made it: passkey, request, wrapped key, looked at before they are kept.

    options (a challenge, kept) ──▶ browser: passkey with a secret, key, request ──▶ all of it, sent once ──▶ kept

The server learns the public key and sees the private one wrapped; it could neither make nor open it.
"""

from hashlib import sha256

import msgspec
from webauthn import generate_registration_options, options_to_json, verify_registration_response
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from api.auth.passkeys import NotEnrolled, read_answer, unpadded
from api.auth.rights import Visitor
from api.counter import Counter
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.thai.text import normalise
from domain.values import Digest
from keys import pkcs10
from registry.accounts.signing_keys import LARGEST_WRAPPED, SALT, Wrapped

_CHALLENGE = 32
_HANDLE = 32
_SMALLEST_WRAPPED = 64
_LONGEST_NAME = 60


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    """What a browser sends of a key that it made; bytes as base64url."""

    name: str
    answer: str
    salt: str
    wrapped: str
    request: str


def options(counter: Counter, visitor: Visitor) -> str:
    """Return what the passkey of a new key is made with, as JSON.

    Its handle is random, so that no authenticator takes it for the passkey by which its owner signs in.
    """
    settings, account = counter.settings, visitor.account
    challenge = settings.random(_CHALLENGE)
    counter.passkeys.ask(challenge, purpose=_purpose(visitor), at=settings.clock())
    return options_to_json(
        generate_registration_options(
            rp_id=settings.passkey_host,
            rp_name=counter.name,
            user_name=f"{account.account} ✎",
            user_id=settings.random(_HANDLE),
            user_display_name=f"{account.name} ✎",
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
    )


def keep(counter: Counter, visitor: Visitor, new: NewKey) -> int:
    """Keep a key that its owner's browser made; return the number of its request.

    Raises:
        NotEnrolled: the passkey is not one that was asked for here and now.
        BadCertificate: the request is not one of a P-256 key that signed it.
        WrongStage: the key is known.
        InvalidValue: something is of another size than it must be, or the account has enough keys.
    """
    credential = _credential(counter, visitor, new.answer)
    salt, data, request = (_bytes(text) for text in (new.salt, new.wrapped, new.request))
    if len(salt) != SALT or not _SMALLEST_WRAPPED <= len(data) <= LARGEST_WRAPPED:
        raise _wrong_form()
    asked = pkcs10.read(request)
    spki = Digest(asked.spki)
    authority = counter.office.reader.authority()
    if spki in authority.keys or spki in authority.passkeys or spki == authority.seal:
        raise WrongStage("key-known", f"Key {spki[:23]}… was enrolled before.", key=spki[:23])
    return counter.signing_keys.add(
        account=visitor.account.account,
        officer=authority.officer(visitor.clerk).officer,
        spki=spki,
        name=normalise(new.name)[:_LONGEST_NAME] or f"กุญแจ {sha256(request).hexdigest()[:4]}",
        wrapped=Wrapped(credential, salt, data),
        pkcs10=request,
        at=counter.settings.clock(),
    )


def _credential(counter: Counter, visitor: Visitor, answer: str) -> bytes:
    settings = counter.settings
    try:
        challenge = read_answer(answer)[1]
        counter.passkeys.answered(challenge, purpose=_purpose(visitor), at=settings.clock())
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=settings.passkey_host,
            expected_origin=settings.passkeys_at or settings.address,
            require_user_verification=True,
        )
    except (NoSuchThing, WebAuthnException, ValueError) as error:
        raise NotEnrolled("passkey-not-enrolled", "The passkey was not enrolled. Begin again.") from error
    return verified.credential_id


def _purpose(visitor: Visitor) -> str:
    return f"make a signing key of {visitor.account.account}"


def _bytes(text: str) -> bytes:
    try:
        return unpadded(text)
    except ValueError:
        raise _wrong_form() from None


def _wrong_form() -> InvalidValue:
    return InvalidValue("wrapped-key-form", "The key did not arrive in the form that the page sends. Make it again.")
