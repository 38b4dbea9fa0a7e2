"""The official's key, wrapped in a browser by a passkey of a virtual authenticator, as the page of own keys does."""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.values import Digest
from keys.certificates import pem_of
from registry.accounts.signing_keys import Wrapped
from tests.api.authenticator import VirtualAuthenticator, virtual_authenticator
from tests.api.pages.signing.letters import data_of
from tests.api.web import WebOffice

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import Page

_WRAP = """async ([pkcs8, origin, spki, rp]) => {
  const { base64url, secretOf, unbase64url, wrapped, ECDSA } = await import("/static/signing/secrets.js");
  const made = await navigator.credentials.create({ publicKey: {
    rp: { id: rp, name: "SPECIMEN" }, user: { id: new Uint8Array(16), name: "dg", displayName: "dg" },
    challenge: new Uint8Array(32), pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    authenticatorSelection: { residentKey: "required", userVerification: "required" }, extensions: { prf: {} } } });
  const credential = new Uint8Array(made.rawId);
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("pkcs8", unbase64url(pkcs8), ECDSA, true, ["sign"]);
  const data = await wrapped(key, await secretOf(rp, credential, salt), salt, { origin, spki });
  return [credential, salt, data].map(base64url);
}"""


def with_key(page: "Page", office: WebOffice, who: str = "dg", *, account: str = "official") -> VirtualAuthenticator:
    """Wrap somebody's key by a passkey of *page*, and let the registry keep it."""
    authenticator = virtual_authenticator(page)
    key, settings = office.world.people[who].key, office.counter.settings
    page.clock.set_fixed_time(office.world.now)
    page.goto("/account")
    plain = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    given = [urlsafe_b64encode(plain).decode(), office.world.origin, key.certificate.spki, settings.passkey_host]
    credential, salt, data = map(data_of, page.evaluate(_WRAP, given))
    kept = office.counter.signing_keys
    request = kept.add(
        account=account,
        officer=who,
        spki=Digest(key.certificate.spki),
        name="SPECIMEN",
        wrapped=Wrapped(credential, salt, data),
        pkcs10=b"SPECIMEN",
        at=office.world.now,
    )
    kept.issue(request, pem_of((key.certificate, *key.chain)))
    return authenticator
