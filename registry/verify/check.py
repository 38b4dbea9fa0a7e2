"""One bundle in, one report out: each layer is looked at as far as the layers below it allow.

container ─▶ history ─▶ authority ─▶ person
    └─────▶ files │         └──────▶ document: of a typeset letter, whose final file is signed too
                  └───▶ standing
                        time: what no bundle of this version can show
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.verify import container, document
from registry.verify.admission import answered_letter, require_admitted
from registry.verify.authority import Authority, require_not_withdrawn
from registry.verify.contents import BY_HAND, LETTERS, Contents, file_names
from registry.verify.derived import addressee, policy, readme, title
from registry.verify.history import Head, require_in_log, verified_head
from registry.verify.members import WEBAUTHN
from registry.verify.omitted import require_nothing_omitted
from registry.verify.passkeys import answered_by_link
from registry.verify.signing import require_capacity, require_carried, require_recipient, require_signer
from registry.verify.standing import require_standing, shown
from registry.verify.telling import told
from registry.verify.verdicts import EMBEDDED, Findings, Layer, Policy, Report, Saying, Unshown, Untold

CLOCKS_APART: Final = timedelta(hours=24)
"""How far the time that a signer claims may be from the log's (policy)."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the user brings along, and has from elsewhere than the bundle."""

    roots: TrustRoots
    log_key: NoteVerifier
    leaf0: bytes | None = None
    """The hash of the log's first leaf, 32 bytes."""
    policy: Policy = EMBEDDED


def verify(data: bytes, trust: Trust) -> Report:
    """Return what a bundle shows and what it does not; nothing about it is an exception.

    Args:
        data: The bundle's bytes.
        trust: Roots, log key and policy of the one who asks.
    """
    return _Check(trust).run(data)


class _Check:
    """The findings of one run, as they come."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust
        self._found: Findings[Layer] = Findings()

    def run(self, data: bytes) -> Report:
        """Look at every layer that can be looked at."""
        contents = self._found.look(Layer.CONTAINER, lambda: _container(data))
        if contents is None:
            return self._report(None)
        self._found.look(Layer.FILES, lambda: _files(contents))
        head = self._found.look(Layer.HISTORY, lambda: self._history(contents))
        remarks: tuple[Saying, ...] | None = None
        if head is not None:
            self._found.look(Layer.CONTAINER, lambda: _derived(contents, head))
            self._found.look(Layer.TIME, lambda: _time(head.at))
            known = self._found.look(Layer.AUTHORITY, lambda: _authority(contents, self._trust.roots, head.at))
            if known is not None:
                remarks = self._found.look(Layer.PERSON, lambda: _person(known, head, self._trust.log_key))
                if contents.typeset:
                    self._found.look(Layer.DOCUMENT, lambda: document.signed(known))
            self._found.look(Layer.STANDING, lambda: _standing(contents, head, self._trust.log_key))
        return self._report(contents, remarks or ())

    def _history(self, contents: Contents) -> tuple[Head, Saying]:
        head = verified_head(contents, self._trust.log_key)
        require_in_log(contents, head, self._trust.log_key, self._trust.leaf0)
        require_admitted(contents)
        where = {"index": contents.admission.index, "size": head.checkpoint.size, "log": head.checkpoint.origin}
        return head, Saying("logged", where)

    def _report(self, contents: Contents | None, about_basis: tuple[Saying, ...] = ()) -> Report:
        typeset = contents is not None and contents.typeset
        findings = tuple(self._found.of(layer) for layer in Layer if typeset or layer is not Layer.DOCUMENT)
        remarks = [Saying("first-leaf-not-pinned")] if self._trust.leaf0 is None else []
        about = None if contents is None else Saying("about", {"title": title(contents)})
        return Report(
            self._trust.policy,
            findings,
            about,
            (*remarks, *about_basis, Saying("as-committed"), Saying("afterwards-not-checked")),
        )


def _container(data: bytes) -> tuple[Contents, Saying]:
    contents = Contents.read(container.read(data))
    title(contents)
    return contents, Saying("container-whole", {"members": contents.members})


def _derived(contents: Contents, head: Head) -> tuple[Contents, Saying]:
    for name, found, expected in (
        ("README", contents.readme, readme(contents, head.at)),
        ("policy.txt", contents.policy, policy(contents)),
    ):
        if found != expected:
            raise Unshown("member-differs", f"{name} is not what follows from the rest of the bundle.", member=name)
    return contents, Saying("container-whole", {"members": contents.members})


def _files(contents: Contents) -> tuple[int, Saying]:
    for name, file in file_names(contents.person.statement, contents.admission.statement).items():
        data = contents.files[name]
        found = "sha256:" + sha256(data).hexdigest()
        if (found, len(data)) != (file.sha256, file.size):
            raise Unshown(
                "file-differs",
                f"{name} has the digest {found} ({len(data)} bytes); {file.sha256} ({file.size} bytes) was signed.",
                member=name,
                found=found,
                found_size=len(data),
                expected=file.sha256,
                expected_size=file.size,
            )
    found = "sha256:" + sha256(contents.passkey).hexdigest()
    if contents.passkey and found != contents.person.statement.by:
        raise Unshown(
            "passkey-another",
            f"passkey.spki has the digest {found}, and the statement is by {contents.person.statement.by}.",
            found=found,
            expected=contents.person.statement.by,
        )
    return len(contents.files), Saying("files-same", {"count": len(contents.files)})


def _authority(contents: Contents, roots: TrustRoots, at: datetime) -> tuple[Authority, Saying]:
    known = told(contents, roots)
    known.require_seal(contents.admission, at)
    return known, Saying("authority-shown", {"count": len(contents.support)})


def _person(known: Authority, head: Head, log_key: NoteVerifier) -> tuple[tuple[Saying, ...], Saying]:
    """Return the remarks on what the person's capacity rests on, and what is said of the person."""
    person, at = known.contents.person, head.at
    statement = person.statement
    letter = statement.name in LETTERS
    if letter:
        signer = require_signer(known, person, at)
    else:
        answered = answered_letter(known.contents)[1].statement.fields.part("letter")
        whose = addressee(answered, statement)
        if known.contents.by_link:
            raise answered_by_link(person, whose)
        if person.kind == WEBAUTHN:
            _require_clocks(statement.at, at)
            raise known.passkeys.require(person, whose, known.contents.passkey)
        signer = require_recipient(known, person, whose, at)
    require_not_withdrawn(known)
    _require_clocks(statement.at, at)
    says = {"name": signer.name, "key": statement.by, "at": statement.at}
    return _capacity(known, head, log_key, says) if letter else ((), Saying("person-signed", says))


def _require_clocks(claimed: datetime, logged: datetime) -> None:
    if abs(claimed - logged) > CLOCKS_APART:
        raise Unshown(
            "clocks-apart",
            f"The signer claims {claimed}, and the log had it at {logged}: more than {CLOCKS_APART} apart.",
            at=claimed,
            logged=logged,
        )


def _capacity(
    known: Authority, head: Head, log_key: NoteVerifier, says: dict[str, object]
) -> tuple[tuple[Saying, ...], Saying]:
    """Return the remarks on what a letter's capacity rests on, and in which capacity it was signed."""
    statement = known.contents.person.statement
    signatory = statement.fields.part("letter").part("signatory")
    basis = require_capacity(known, known.contents.person)
    if statement.name in BY_HAND:
        name = signatory.text("name")
        raise Untold(
            "signed-on-paper",
            f"{says['name']} states that {name} signed on paper; only the paper can show that.",
            clerk=says["name"],
            name=name,
        )
    if not basis.digests:
        return (), Saying("person-signed", says)
    names = ", ".join(basis.names)
    if basis.on_paper:
        raise Untold("basis-on-paper", f"It rests on {names}, which a clerk says was signed on paper.", names=names)
    require_carried(known, known.contents.admission)
    standing = shown(known.contents, head, log_key)
    remarks = require_nothing_omitted(known.contents, standing, known.capacities.instruments)
    return remarks, Saying(
        "person-signed-for",
        {**says, "post": signatory.optional("principal") or signatory.text("post"), "names": names},
    )


def _time(at: datetime) -> tuple[None, Saying]:
    raise Untold("time-claimed", f"The operator claims that it stood at {at}; nobody else vouches for it.", at=at)


def _standing(contents: Contents, head: Head, log_key: NoteVerifier) -> tuple[None, Saying]:
    return None, require_standing(contents, shown(contents, head, log_key))
