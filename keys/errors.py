"""Refusals: every way in which a key, a certificate or a signature says no.

    KeysError
    ├── BadSignature      a person's or the seal's signature does not hold
    ├── BadCertificate    a certificate, or the chain above it, is not acceptable
    ├── BadKeyFile        a PKCS#12 file cannot be opened, or holds no key that we take
    ├── BadPasskey        a passkey, or a signature by one, does not hold
    └── BadNote           a signed note, a checkpoint or a note's key is not in order

A refusal is one clear sentence: which thing, what is wrong, what to do. The English sentence is the
exception's text; the Thai one is made from *slug* and *facts* by whoever speaks to people. No sentence
and no fact ever holds a pass phrase or a private key.
"""


class KeysError(Exception):
    """A refusal, with a permanent *slug* for programs and the *facts* of its sentence."""

    def __init__(self, slug: str, message: str, **facts: object) -> None:
        super().__init__(message)
        self.slug = slug
        self.facts = facts


class BadSignature(KeysError):
    """The signature does not show that this key signed exactly these bytes."""


class BadCertificate(KeysError):
    """The certificate, or the chain from it to a trusted root, is not acceptable."""


class BadKeyFile(KeysError):
    """The key file cannot be opened, or what it holds cannot sign here."""


class BadPasskey(KeysError):
    """The passkey's key is not taken, or it did not sign this statement as it has to."""


class BadNote(KeysError):
    """The signed note, checkpoint or note key is malformed, or nobody known signed it."""
