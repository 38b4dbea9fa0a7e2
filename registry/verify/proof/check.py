"""One proof in, one report out: each part is looked at as far as the parts below it allow.

container ─▶ history ─▶ authority
                └─────▶ map ─▶ standing         of a letter's status
                └─────▶ held · bundle           compared with what the user brings along
"""

from dataclasses import dataclass
from enum import Enum

from registry.log.heads import StreamEntry
from registry.log.leaves import SeriesState
from registry.verify import container
from registry.verify.check import Trust
from registry.verify.entries import PublicLeaf, map_root
from registry.verify.history import Head, head_of, require_facts, require_first, require_under
from registry.verify.proof.answers import Answer, answer
from registry.verify.proof.comparing import earlier, require_bundle, require_held
from registry.verify.proof.contents import HEADS, Contents, SignedBy, StatusOf
from registry.verify.proof.derived import readme, specimen_mark, title
from registry.verify.signatures import Signatures
from registry.verify.standing import require_not_ended, status_words
from registry.verify.verdicts import Finding, Findings, Saying, Unshown, Untold, Verdict, worst


class Part(Enum):
    """What a verdict on a proof is about. All that are looked at count."""

    CONTAINER = "container"
    HISTORY = "history"
    AUTHORITY = "authority"
    MAP = "map"
    STANDING = "standing"
    HELD = "held"
    BUNDLE = "bundle"


_ALWAYS = (Part.CONTAINER, Part.HISTORY, Part.AUTHORITY, Part.MAP)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the user holds and wants the proof compared with."""

    held: bytes | None = None
    """A checkpoint, as a signed note."""
    bundle: bytes | None = None


@dataclass(frozen=True, slots=True)
class ProofReport:
    """All that was found out about one proof."""

    findings: tuple[Finding[Part], ...]
    about: Saying | None
    """What is proved, of what; None where it cannot be read."""
    answer: Answer | None
    """None unless the map was shown."""
    head: Head | None
    """As of when."""
    remarks: tuple[Saying, ...]

    @property
    def headline(self) -> Verdict:
        """The worst verdict of all parts that were looked at."""
        return worst(finding.verdict for finding in self.findings)

    def of(self, part: Part) -> Finding[Part]:
        """Return what was found about *part*."""
        return next(finding for finding in self.findings if finding.layer is part)


def verify_proof(data: bytes, trust: Trust, beside: Beside | None = None) -> ProofReport:
    """Return what a proof shows and what it does not; nothing about it is an exception.

    Args:
        data: The proof's bytes.
        trust: Roots and log key of the one who asks; the policy is not looked at.
        beside: What to compare it with.
    """
    return _Check(trust, beside or Beside()).run(data)


class _Check:
    """The findings of one run, as they come."""

    def __init__(self, trust: Trust, beside: Beside) -> None:
        self._trust = trust
        self._beside = beside
        self._found: Findings[Part] = Findings()
        self._parts = [*_ALWAYS]
        self._parts += [Part.HELD] * (beside.held is not None) + [Part.BUNDLE] * (beside.bundle is not None)

    def run(self, data: bytes) -> ProofReport:
        """Look at every part that can be looked at."""
        contents = self._found.look(Part.CONTAINER, lambda: _container(data))
        if contents is None:
            return self._report(None, None, None)
        if isinstance(contents.claim, StatusOf):
            self._parts.insert(len(_ALWAYS), Part.STANDING)
        head = self._found.look(Part.HISTORY, lambda: self._history(contents))
        if head is None:
            return self._report(contents, None, None)
        self._found.look(Part.CONTAINER, lambda: _derived(contents, head))
        self._found.look(Part.AUTHORITY, lambda: self._authority(contents))
        found = self._found.look(Part.MAP, lambda: _map(contents, head))
        if found is not None:
            if isinstance(contents.claim, StatusOf):
                claim = contents.claim
                self._found.look(Part.STANDING, lambda: _standing(claim, head))
            self._compare(contents, head)
        return self._report(contents, head, found)

    def _history(self, contents: Contents) -> tuple[Head, Saying]:
        head = head_of(contents.heads.proof.checkpoint, f"{HEADS}.tlog-proof", self._trust.log_key)
        require_first(contents.support, self._trust.log_key, self._trust.leaf0)
        require_facts(contents.support, contents.seen, head)
        for leaf in _leaves(contents):
            require_under(f"{leaf.member}.leaf", leaf.proof, leaf.hash, head)
        map_root(contents.heads, head.checkpoint)
        earlier(contents, head, self._trust)
        where = {"size": head.checkpoint.size, "log": head.checkpoint.origin, "at": head.at}
        return head, Saying("as-of", where)

    def _authority(self, contents: Contents) -> tuple[None, Saying]:
        signatures = Signatures(contents.certificates, self._trust.roots)
        for fact in contents.support:
            signatures.require_seal(fact, contents.opened, fact.statement.at)
        return None, Saying("seal-shown", {"count": len(contents.support)})

    def _compare(self, contents: Contents, head: Head) -> None:
        held, bundle = self._beside.held, self._beside.bundle
        if held is not None:
            since = earlier(contents, head, self._trust)
            self._found.look(Part.HELD, lambda: (None, require_held(held, since, head, self._trust)))
        if bundle is not None:
            self._found.look(Part.BUNDLE, lambda: (None, require_bundle(bundle, contents, head, self._trust)))

    def _report(self, contents: Contents | None, head: Head | None, found: Answer | None) -> ProofReport:
        remarks = [Saying("first-leaf-not-pinned")] if self._trust.leaf0 is None else []
        about = None if contents is None else _about(contents)
        findings = tuple(self._found.of(part) for part in self._parts)
        return ProofReport(findings, about, found, head, (*remarks, Saying("as-committed")))


def _about(contents: Contents) -> Saying:
    """Return what is proved, of what; it begins with SPECIMEN where the registry is one."""
    facts: dict[str, object] = {"title": title(contents), "mark": specimen_mark(contents)}
    claim = contents.claim
    if isinstance(claim, SignedBy):
        return Saying("about-key", {**facts, "key": claim.key})
    fields = contents.series.statement.fields
    kind = Saying(f"kind-{fields.text('kind')}")
    facts |= {"book": fields.text("book"), "kind": kind, "year": fields.integer("year")}
    if isinstance(claim, StatusOf):
        return Saying("about-status", {**facts, "number": claim.n})
    return Saying("about-completeness", facts)


def _container(data: bytes) -> tuple[Contents, Saying]:
    contents = Contents.read(container.read(data))
    title(contents)
    return contents, Saying("container-whole", {"members": contents.members})


def _derived(contents: Contents, head: Head) -> tuple[Contents, Saying]:
    if contents.readme != readme(contents, head.at):
        raise Unshown("member-differs", "README is not what follows from the rest.", member="README")
    return contents, Saying("container-whole", {"members": contents.members})


def _leaves(contents: Contents) -> list[PublicLeaf]:
    """Return every leaf that has a proof of its own."""
    claim = contents.claim
    letter = claim.letter if isinstance(claim, StatusOf) else None
    return [contents.heads] if letter is None else [contents.heads, letter.admission, letter.newest]


def _map(contents: Contents, head: Head) -> tuple[Answer, Saying]:
    found = answer(contents, map_root(contents.heads, head.checkpoint), head.checkpoint)
    return found, found.says


def _standing(claim: StatusOf, head: Head) -> tuple[None, Saying]:
    """Say whether the letter with a number stands; a number without one is no letter."""
    as_of = {"size": head.checkpoint.size, "at": head.at}
    if claim.number.state is SeriesState.VOID:
        raise Unshown("number-is-void", f"Number {claim.n} is void: no letter has it.", number=claim.n)
    if claim.letter is None:
        raise Untold("number-is-open", f"Number {claim.n} is reserved: no letter has it yet.", number=claim.n)
    status = claim.letter.entry.of(StreamEntry).status
    require_not_ended(status, head)
    return None, Saying("stands", {"status": status_words(status), **as_of})
