"""A registrar who changes to a new key speaks the first word on it, by the old one; another officer the second."""

from dataclasses import replace

import pytest

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, Role
from domain.errors import NotAllowed
from domain.values import Digest
from keys.signing import SigningKey
from registry import bundle
from registry.authoring import Said
from registry.reader import Reader
from registry.verify.check import verify
from registry.verify.verdicts import Verdict
from tests.attacks.tampering import audited
from tests.registry.verify.desk import trust_of
from tests.registry.world import OFFICE, World


def new_key(world: World, who: str = "r1") -> SigningKey:
    """Return another key of an officer, certified and not enrolled."""
    return world.authority.officer(who, organisation=OFFICE, post="นายทะเบียน")


def first_word(world: World, key: SigningKey, *, about: str = "r1", by: str = "r1") -> Said:
    """Return what *by* says of a new key."""
    file = world.file(key.certificate.der, role="certificate", name="new.cer")
    return world.say(by, KeyEnrolled(about, spki_of(key), file.sha256), doc=[file])


def spki_of(key: SigningKey) -> Digest:
    return Digest(key.certificate.spki)


def second_word(world: World, key: SigningKey, by: str) -> Said:
    """Return the confirmation of what was said last of a key."""
    return world.say(by, KeyConfirmed(world.register.known.authority.keys[spki_of(key)].enrolled, spki_of(key)))


def test_of_two_registrars_each_changes_to_a_new_key_and_strangers_can_follow_it(world: World) -> None:
    for who, other in (("r1", "r2"), ("r2", "r1")):
        key, old = new_key(world, who), spki_of(world.people[who].key)
        world.admit(first_word(world, key, about=who, by=who))
        world.admit(second_word(world, key, other))
        world.people[who] = replace(world.people[who], key=key)
        world.admit(world.say(who, KeyWithdrawn(old, "SPECIMEN")))
    world.enrol("dg", "นายประยูร ตัวอย่าง", posts=("อธิบดี",), roles=(Role.SIGNATORY,))

    letter = world.issue()

    with Reader(world.folder) as reader:
        report = verify(bundle.write(reader, letter), trust_of(world.folder))
    assert report.headline is Verdict.VALID
    assert audited(world.folder).letters == 1


@pytest.mark.parametrize("by", ["old", "new"])
def test_a_registrar_does_not_speak_both_words_on_his_own_key(world: World, by: str) -> None:
    key = new_key(world)
    world.admit(first_word(world, key))
    if by == "new":
        world.people["r1"] = replace(world.people["r1"], key=key)

    with pytest.raises(NotAllowed, match=r"another officer must|waits for the second officer"):
        world.admit(second_word(world, key, "r1"))


def test_a_key_that_waits_asks_for_no_other_one(world: World) -> None:
    key, next_one = new_key(world), new_key(world)
    world.admit(first_word(world, key))
    world.people["r1"] = replace(world.people["r1"], key=key)

    with pytest.raises(NotAllowed, match="waits for the second officer"):
        world.admit(first_word(world, next_one))


def test_what_a_stolen_key_asked_for_its_owner_falls_with_it(world: World) -> None:
    key, stolen = new_key(world), spki_of(world.people["r1"].key)
    world.admit(first_word(world, key))
    world.admit(world.say("r2", KeyWithdrawn(stolen, "บัตรหาย")))

    with pytest.raises(NotAllowed, match="was withdrawn: บัตรหาย"):
        world.admit(second_word(world, key, "r2"))


def test_nobody_but_a_registrar_asks_for_a_key_of_his_own(world: World) -> None:
    with pytest.raises(NotAllowed, match="is not a registrar"):
        world.admit(first_word(world, new_key(world, "dg"), about="dg", by="dg"))


def test_a_registrar_who_is_made_more_gets_no_new_key_past_a_third_officer(world: World) -> None:
    key = new_key(world, "r2")
    world.admit(first_word(world, key, about="r2", by="r2"))

    world.admit(world.say("r1", OfficerEnrolled("r2", "นายสอง ตัวอย่าง", OFFICE, (), (Role.REGISTRAR, Role.SIGNATORY))))

    with pytest.raises(NotAllowed, match="another officer must"):
        world.admit(second_word(world, key, "r1"))
    with pytest.raises(NotAllowed, match="waits for the second officer"):
        world.admit(first_word(world, new_key(world, "r2"), about="r2", by="r2"))
