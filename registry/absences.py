"""Acts of clerks and registrars on absences: the holder of a post is away, or nobody is in it; and that it is over."""

from domain.structure import absences as rules
from domain.structure import posts
from domain.structure.events import AbsenceEnded, AbsenceRecorded
from registry.evidence import Evidenced
from registry.register.group import Group, Staged


def record(group: Group, said: Evidenced, fact: AbsenceRecorded) -> Staged:
    """Admit that a post is without its holder; it counts at once."""
    known = group.known
    rules.require_absence(known.posts, known.structure, known.authority, fact, by=said.statement.by)
    group.require_files(said.statement.doc)
    position = group.next_position()
    staged = group.take(said)
    known.learn_posts(posts.record(known.posts, fact, statement=said.digest, position=position))
    return staged


def end(group: Group, said: Evidenced, fact: AbsenceEnded) -> Staged:
    """Admit that an absence is over, as of a moment that has come by the statement's own time."""
    known = group.known
    rules.require_end(known.posts, known.authority, fact, by=said.statement.by, now=said.statement.at)
    group.require_files(said.statement.doc)
    position = group.next_position()
    staged = group.take(said)
    known.learn_posts(posts.end(known.posts, fact, statement=said.digest, position=position))
    return staged
