"""Facts as members of a bundle or proof: what was said, who signed it, where its leaf stands, what its maker saw."""

from collections.abc import Sequence
from hashlib import sha256

from domain.authority import Authority
from keys import cms
from keys.certificates import Certificate
from registry.newest import Under
from registry.reader import Reader, Recorded
from registry.verify.members import WEBAUTHN, support_name


class Carrier:
    """Takes facts out of a registry, with proofs under one checkpoint."""

    def __init__(self, reader: Reader, under: Under, authority: Authority) -> None:
        self._reader = reader
        self._under = under
        self._authority = authority

    def support(self, lines: Sequence[Recorded]) -> dict[str, bytes]:
        """Return the members of facts in ``support/``, given in the order of the log."""
        found: dict[str, bytes] = {}
        for place, line in enumerate(lines):
            name = support_name(place, line.statement.name)
            found |= self.members(name, name, name, line)
        return found

    def members(self, statement: str, evidence: str, proof: str, line: Recorded) -> dict[str, bytes]:
        """Return the members of one fact, under these names without their endings.

        They are its statement, its evidence with the certificates put in and beside it, the proof of its leaf and,
        if its maker had seen some of the log, the proof that it was the beginning of this one.
        """
        stored = line.entry.contents
        passkey = stored.kind == WEBAUTHN
        inside = [] if passkey else [one.der for one in self._chain(line)]
        signed = stored.evidence if passkey else cms.with_certificates(stored.evidence, inside)
        found = {
            f"{statement}.json": stored.statement,
            f"{evidence}.{'webauthn' if passkey else 'p7s'}": signed,
            f"{proof}.tlog-proof": self._under.proof(line.position, stored.salt).write(),
        }
        found |= {f"pki/{sha256(der).hexdigest()}.cer": der for der in inside}
        seen = line.statement.seen.size
        if seen:
            found[f"support/seen-{seen}.consistency"] = self._under.consistency(seen)
        return found

    def _chain(self, line: Recorded) -> tuple[Certificate, ...]:
        """Return the signer's certificate and those above it, without the root, which the verifier has."""
        by, identity = line.statement.by, self._reader.identity
        digest = identity.seal_certificate if by == identity.seal else self._authority.keys[by].certificate
        certificate = self._reader.keyring.certificate(digest)
        chain = self._reader.keyring.chain(certificate, line.statement.at)
        return chain[:-1] or chain
