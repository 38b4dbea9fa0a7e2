"""An office at work on a specimen registry, and its recipients with links and passkeys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import urandom
from pathlib import Path
from typing import Any

from domain.letter.events import LetterAcknowledged
from domain.values import StreamId
from registry.acts import links
from registry.acts.links import OpenLink, Who
from registry.acts.office import Office
from registry.acts.outgoing import issued_in
from registry.reader import Reader
from registry.register.desk import LocalDesk
from registry.views.links import KnownPasskey
from tests.passkeys import RP, SpecimenPasskey
from tests.registry.world import World

KRABI = Who("SPECIMEN สำนักงานจังหวัดกระบี่", "นายรับ ตัวอย่าง", "เจ้าพนักงานธุรการ")


@dataclass(frozen=True, slots=True)
class Desk:
    """An office, and what tests do there."""

    world: World
    office: Office

    def asked(self) -> StreamId:
        """Return a circular that went out and asks two things."""
        return self.world.asked()

    def give(self, letter: StreamId, to: int = 0) -> str:
        """Give one addressee a link, and return its token."""
        return links.give(self.office, issued_in(self.office, letter), to=[to], clerk="clerk", random=urandom)[to]

    def open(self, letter: StreamId, to: int = 0) -> OpenLink:
        """Give one addressee a link, and open it."""
        return links.open_link(self.office, self.give(letter, to))

    def offered(self, link: OpenLink, passkey: SpecimenPasskey, who: Who = KRABI) -> KnownPasskey:
        """Offer a passkey through a link, and return it as it is known."""
        links.offer_passkey(self.office, link, who, spki=passkey.spki, credential=passkey.credential, rp=RP)
        return self.known(passkey)

    def confirmed(self, link: OpenLink, passkey: SpecimenPasskey, who: Who = KRABI) -> KnownPasskey:
        """Offer a passkey, and let the clerk confirm it."""
        links.confirm_passkey(self.office, self.offered(link, passkey, who), clerk="clerk")
        return self.known(passkey)

    def known(self, passkey: SpecimenPasskey) -> KnownPasskey:
        """Return a passkey as the register knows it."""
        [found] = [one for one in links.passkeys(self.office) if one.spki == passkey.name]
        return found

    def acknowledgement(self, letter: StreamId, known: KnownPasskey) -> LetterAcknowledged:
        """Return what the holder of a passkey says who received a letter."""
        return links.recipient(known).acknowledged(issued_in(self.office, letter), receive_number="88/2564")

    def acknowledge(self, letter: StreamId, passkey: SpecimenPasskey) -> dict[str, Any]:
        """Let the holder of a confirmed passkey acknowledge a letter."""
        known = self.known(passkey)
        asked = links.to_sign(self.office, issued_in(self.office, letter), known, self.acknowledgement(letter, known))
        return links.hand_in(self.office, asked, passkey.sign(asked.statement))


@contextmanager
def desk(folder: Path) -> Iterator[Desk]:
    """Open an office at work in a new specimen registry."""
    world = World.staffed(folder)
    try:
        with Reader(folder) as reader:
            yield Desk(world, Office(LocalDesk(world.register), reader, world.clock))
    finally:
        world.close()
