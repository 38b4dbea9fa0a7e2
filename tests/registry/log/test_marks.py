"""The table of marks against the facts that there are: nobody can add a fact without deciding about its leaf."""

from typing import get_args

from domain.facts import PersonFact
from domain.incoming import IncomingEvent
from domain.letter.events import LetterEvent
from registry.log.heads import BEGINNINGS, CHANGES
from registry.log.marks import OF_STREAMS, UNMARKED
from registry.wire import NAMES, leaf_type

TYPES = {leaf_type(name): kind for name, kind in NAMES.items()}


def test_what_people_sign_has_the_mark_of_their_key_and_nothing_else_has() -> None:
    assert {type_ for type_, kind in TYPES.items() if kind in get_args(PersonFact)} == set(
        TYPES
    ) - OF_STREAMS - UNMARKED


def test_every_fact_in_the_life_of_a_letter_or_a_received_letter_has_the_mark_of_its_stream() -> None:
    lives = {*get_args(LetterEvent), *get_args(IncomingEvent)}

    assert {type_ for type_, kind in TYPES.items() if kind in lives} == OF_STREAMS


def test_the_tables_name_no_fact_that_is_not_there() -> None:
    assert set(TYPES) >= (OF_STREAMS | UNMARKED)
    assert OF_STREAMS.isdisjoint(UNMARKED)
    assert (set(BEGINNINGS) | set(CHANGES)) <= OF_STREAMS
