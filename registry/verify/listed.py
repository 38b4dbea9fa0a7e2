"""Many public leaves as two members: each leaf in a line behind its place, and what shows that all stand there.

signed.leaves   12 {"b":"…","c":"…","t":"letter.signed","v":2}
                17 {"b":"…","c":"…","t":"order.signed","v":2}
signed.hashes   32 bytes each, as `registry.log.together` asks for them
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from keys.checkpoints import Checkpoint
from registry.errors import BadProof
from registry.log.leaves import HASH_SIZE, LARGEST_LEAF, leaf_hash
from registry.log.together import verify_many
from registry.verify.verdicts import Unshown, cause

_LINE: Final = re.compile(rb"(0|[1-9][0-9]{0,15}) (.+)")

Listed = tuple[tuple[int, bytes], ...]
"""Leaves in the order of the log, each behind its place."""


def leaves_member(leaves: Iterable[tuple[int, bytes]]) -> bytes:
    """Return the member that lists leaves."""
    return b"".join(b"%d %b\n" % leaf for leaf in leaves)


def read_leaves(data: bytes, member: str) -> Listed:
    """Return the leaves that a member lists; writing them again gives the same bytes.

    Raises:
        Unshown: they are not in the one form, or not in the order of the log.
    """
    found: list[tuple[int, bytes]] = []
    for line in data.split(b"\n")[:-1]:
        matched = _LINE.fullmatch(line)
        if matched is None or len(matched[2]) > LARGEST_LEAF or (found and int(matched[1]) <= found[-1][0]):
            raise _malformed(member)
        found.append((int(matched[1]), matched[2]))
    if leaves_member(found) != data:
        raise _malformed(member)
    return tuple(found)


def read_hashes(data: bytes, member: str) -> tuple[bytes, ...]:
    """Return the hashes in a member.

    Raises:
        Unshown: it does not hold whole hashes.
    """
    if len(data) % HASH_SIZE:
        raise _malformed(member)
    return tuple(data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE))


def require_listed(leaves: Listed, hashes: Sequence[bytes], checkpoint: Checkpoint, member: str) -> None:
    """Require that the leaves stand in the log of *checkpoint* where the member says.

    Raises:
        Unshown: one does not.
    """
    try:
        verify_many({index: leaf_hash(leaf) for index, leaf in leaves}, checkpoint.size, hashes, checkpoint.root)
    except BadProof as reason:
        raise Unshown(
            "leaves-not-in-the-log",
            f"The leaves in {member} do not stand where it says: {reason}",
            member=member,
            reason=cause(reason),
        ) from None


def _malformed(member: str) -> Unshown:
    return Unshown("leaves-malformed", f"{member} does not hold leaves in the order of the log.", member=member)
