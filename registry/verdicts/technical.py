"""What a careful reader compares with another copy: digests, keys, the checkpoints and the policy of one verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from keys.checkpoints import Checkpoint
from keys.notes import NoteVerifier
from registry.verify import container
from registry.verify.contents import Contents, file_names
from registry.verify.history import head_of, verified_head
from registry.verify.later import HEADS


@dataclass(frozen=True, slots=True)
class Stood:
    """A checkpoint, and when the log says that it stood."""

    checkpoint: Checkpoint
    at: datetime


@dataclass(frozen=True, slots=True)
class Technical:
    """Taken from the bundle that was judged."""

    statement: str
    """SHA-256 of what the person signed."""
    files: tuple[tuple[str, str], ...]
    """Name in the bundle and SHA-256 of each file that was signed; the final file first."""
    key: str
    """SHA-256 of the signer's public key (SPKI)."""
    algorithm: str | None
    """None where the bundle has no certificate of that key."""
    index: int
    """Of the seal's admission in the log."""
    proved: Stood
    """The checkpoint of all proofs but those of the status."""
    status: Stood

    @classmethod
    def of(cls, data: bytes, log_key: NoteVerifier) -> Self:
        """Read a bundle that was judged.

        Raises:
            Unshown: it is none.
        """
        contents = Contents.read(container.read(data))
        person, admission = contents.person.statement, contents.admission.statement
        proved = verified_head(contents, log_key)
        status = head_of(contents.later.heads.proof.checkpoint, f"{HEADS}.tlog-proof", log_key)
        names = file_names(person, admission)
        signer = next((one for one in contents.certificates.values() if one.spki == person.by), None)
        return cls(
            statement=person.digest,
            files=tuple((name, names[name].sha256) for name in sorted(names, key=lambda name: "/" in name)),
            key=person.by,
            algorithm=None if signer is None else "ECDSA P-256, SHA-256" if signer.elliptic else "RSA, SHA-256",
            index=contents.admission.index,
            proved=Stood(proved.checkpoint, proved.at),
            status=Stood(status.checkpoint, status.at),
        )
