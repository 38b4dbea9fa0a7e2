"""Whose key is whose, told by the facts in the bundle alone, in the order of the log.

    registry.opened ─▶ founders' keys · the seal
    officer.enrolled by a registrar ─▶ key.enrolled by a registrar ─▶ key.confirmed by another ─▶ the key counts
    key.withdrawn ─▶ it counts no longer

A key counts for a statement if all of that stands before it in the log. That nothing else stands there, such
as a withdrawal that the bundle leaves out, is not shown by it: the seal's admission says so.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from keys.paths import TrustRoots
from registry.verify.capacity import Capacities
from registry.verify.contents import Contents
from registry.verify.members import Fact
from registry.verify.passkeys import Passkeys
from registry.verify.signatures import Signatures
from registry.verify.statements import Fields
from registry.verify.verdicts import Contested, Unshown

REGISTRAR: Final = "registrar"
CLERK: Final = "clerk"
SIGNATORY: Final = "signatory"


@dataclass(frozen=True, slots=True)
class Post:
    """A post held from *since* until before *until*."""

    post: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Officer:
    """What was enrolled of an officer, and by which statement."""

    officer: str
    name: str
    posts: tuple[Post, ...]
    roles: frozenset[str]
    receives_for: frozenset[str]
    statement: str


@dataclass(slots=True)
class Key:
    """A key of *officer*; it counts once *confirmed*, until *withdrawn*; *enrolled* is what a confirmation names."""

    officer: str
    certificate: str
    enrolled: str
    enrolled_by: str
    enrolled_with: str
    confirmed: bool = False
    withdrawn: bool = False


@dataclass(slots=True)
class Authority:
    """Officers, keys and posts as of a place in the log; facts are learnt in the order of the log."""

    contents: Contents
    roots: TrustRoots
    opened: Fact
    officers: dict[str, Officer] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    capacities: Capacities = field(default_factory=Capacities)
    passkeys: Passkeys = field(default_factory=Passkeys)

    def require_key(self, fact: Fact) -> Key:
        """Return the key that signed *fact*, which must count."""
        key = self.keys.get(fact.statement.by)
        if key is not None and key.withdrawn:
            raise Unshown(
                "key-withdrawn",
                f"The key {fact.statement.by} was withdrawn before it signed {fact.statement.member}.",
                key=fact.statement.by,
                member=fact.statement.member,
            )
        if key is None or not key.confirmed:
            raise Unshown(
                "key-not-enrolled",
                f"The bundle does not show that two officers enrolled the key {fact.statement.by}, "
                f"which signed {fact.statement.member}.",
                key=fact.statement.by,
                member=fact.statement.member,
            )
        return key

    def require_person(self, fact: Fact, at: datetime) -> Officer:
        """Return the officer whose key signed *fact*, after verifying signature and chain as of *at*."""
        key = self.require_key(fact)
        self._signatures.require(fact, key.certificate, at)
        return self.officer(key.officer, fact)

    def require_seal(self, fact: Fact, at: datetime) -> None:
        """Refuse what is not signed by the seal of leaf 0."""
        self._signatures.require_seal(fact, self.opened, at)

    def known_key(self, fact: Fact) -> Key:
        """Return the key that *fact* is about."""
        key = self.keys.get(fact.statement.fields.digest("spki"))
        if key is None:
            raise _nothing(fact)
        return key

    def officer(self, officer: str, fact: Fact) -> Officer:
        """Return an officer that *fact* speaks of."""
        known = self.officers.get(officer)
        if known is None:
            raise Unshown(
                "officer-missing",
                f"The bundle does not show who the officer {officer[:60]!r} in {fact.statement.member} is.",
                officer=officer[:60],
                member=fact.statement.member,
            )
        return known

    @property
    def _signatures(self) -> Signatures:
        return Signatures(self.contents.certificates, self.roots)


def require_not_withdrawn(authority: Authority) -> None:
    """Contest a person's key that was withdrawn while the statement was on its way into the log.

    Raises:
        Contested: the withdrawal claims a time before the statement's, and the log took it in later.
    """
    person = authority.contents.person
    for fact in authority.contents.support:
        if fact.statement.name == "key.withdrawn.v1" and fact.index > person.index:
            _require_registrar_or_owner(authority, fact)
            if fact.statement.fields.digest("spki") == person.statement.by and fact.statement.at <= person.statement.at:
                raise Contested(
                    "withdrawn-meanwhile",
                    f"{fact.statement.member} withdraws the key as of {fact.statement.at}, and the statement "
                    f"of {person.statement.at} was logged before it.",
                    withdrawn=fact.statement.at,
                    at=person.statement.at,
                )


def found(authority: Authority, opened: Fact) -> None:
    """Learn the founders of leaf 0, and that the seal signed it."""
    fields = opened.statement.fields
    authority.require_seal(opened, opened.statement.at)
    for founder in fields.parts("founders"):
        officer = founder.text("officer")
        authority.officers[officer] = Officer(
            officer,
            founder.text("name"),
            (Post(founder.text("post"), date.min, None),),
            frozenset({REGISTRAR, CLERK}),
            frozenset(),
            opened.statement.digest,
        )
        digest = opened.statement.digest
        authority.keys[founder.digest("spki")] = Key(
            officer, founder.digest("certificate"), digest, officer, opened.statement.by, confirmed=True
        )


def learn_enrolment(authority: Authority, fact: Fact) -> None:
    """Learn what two officers say of an officer or a key.

    Raises:
        Unshown: it is not signed by one who may say it, or is about nothing of this.
    """
    statement, fields = fact.statement, fact.statement.fields
    match statement.name:
        case "officer.enrolled.v1":
            by = require_registrar(authority, fact)
            enrolled = _officer(fields, statement.digest)
            require_another(fact, by, enrolled.officer)
            authority.officers[enrolled.officer] = enrolled
            for key in authority.keys.values():
                if key.officer == enrolled.officer:  # one registrar alone gives no key more than two did
                    key.enrolled, key.enrolled_by, key.confirmed = statement.digest, by, False
                    key.enrolled_with = statement.by
        case "key.enrolled.v1":
            by = require_registrar(authority, fact)
            owner = authority.officer(fields.text("officer"), fact).officer
            if fields.digest("spki") in authority.keys:
                raise Unshown(
                    "enrolled-twice", f"{statement.member} enrols a key a second time.", member=statement.member
                )
            certificate = fields.digest("certificate")
            authority.keys[fields.digest("spki")] = Key(owner, certificate, statement.digest, by, statement.by)
        case "key.confirmed.v1":
            _confirm(authority, fact)
        case "key.withdrawn.v1":
            _require_registrar_or_owner(authority, fact)
            authority.known_key(fact).withdrawn = True
        case name:
            raise Unshown(
                "support-unknown",
                f"{statement.member} is a {name[:40]!r}, which supports nothing.",
                name=name[:40],
                member=statement.member,
            )


def _confirm(authority: Authority, fact: Fact) -> None:
    fields = fact.statement.fields
    by = require_registrar(authority, fact)
    key = authority.known_key(fact)
    if key.enrolled != fields.digest("enrolled"):
        raise _nothing(fact)
    require_another(fact, by, key.officer)
    require_another(fact, by, key.enrolled_by)
    before = authority.keys.get(key.enrolled_with)
    if key.enrolled_by == key.officer and before is not None and before.withdrawn:
        raise Unshown(
            "first-word-withdrawn",
            f"{fact.statement.member} confirms a key that its officer enrolled by the key {key.enrolled_with}, which "
            "was withdrawn before.",
            key=key.enrolled_with,
            member=fact.statement.member,
        )
    key.confirmed = True


def require_registrar(authority: Authority, fact: Fact) -> str:
    """Return the registrar who signed *fact*, verified, or refuse."""
    officer = authority.require_person(fact, fact.statement.at)
    if REGISTRAR not in officer.roles:
        raise Unshown(
            "not-a-registrar",
            f"{fact.statement.member} is signed by {officer.name}, who is not a registrar.",
            member=fact.statement.member,
            name=officer.name,
        )
    return officer.officer


def _require_registrar_or_owner(authority: Authority, fact: Fact) -> None:
    if authority.require_person(fact, fact.statement.at).officer != authority.known_key(fact).officer:
        require_registrar(authority, fact)


def _nothing(fact: Fact) -> Unshown:
    return Unshown(
        "nothing-to-confirm",
        f"{fact.statement.member} speaks of an enrolment that the bundle does not hold.",
        member=fact.statement.member,
    )


def require_another(fact: Fact, by: str, than: str) -> None:
    """Refuse a second word that is by the same officer as the first."""
    if by == than:
        raise Unshown(
            "second-officer-needed",
            f"{fact.statement.member} is signed by the officer {by!r}, and another one must sign it.",
            member=fact.statement.member,
            officer=by,
        )


def _officer(fields: Fields, digest: str) -> Officer:
    posts = tuple(
        Post(post.text("post"), post.date("since"), None if post.absent("until") else post.date("until"))
        for post in fields.parts("posts")
    )
    roles = frozenset(fields.texts("roles"))
    return Officer(
        fields.text("officer"), fields.text("name"), posts, roles, frozenset(fields.texts("receives_for")), digest
    )
