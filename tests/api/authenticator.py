"""A virtual authenticator in Chromium, by the DevTools protocol, whose passkeys have a secret (prf) or none.

with opened(browser, office, "official") as page:
    authenticator = virtual_authenticator(page)
    …
    authenticator.refuse()      the finger is the wrong one from here on
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import CDPSession, Page


@dataclass(frozen=True, slots=True)
class VirtualAuthenticator:
    """One authenticator of a page."""

    session: "CDPSession"
    known: str

    def refuse(self) -> None:
        """Let whoever holds it be somebody else."""
        self._verified(is_so=False)

    def agree(self) -> None:
        """Let whoever holds it be its owner again; one that was refused too often stays locked all the same."""
        self._verified(is_so=True)

    def _verified(self, *, is_so: bool) -> None:
        said = {"authenticatorId": self.known, "isUserVerified": is_so}
        self.session.send("WebAuthn.setUserVerified", said)


def virtual_authenticator(page: "Page", *, prf: bool = True) -> VirtualAuthenticator:
    """Give *page* an authenticator; *prf*: whether its passkeys have a secret."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "hasPrf": prf,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    known = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return VirtualAuthenticator(session, known)
