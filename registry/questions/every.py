"""Every question by its name, and its answer for somebody who may not read every letter."""

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from domain.classes import SecrecyClass
from domain.values import StreamId
from registry.questions import authority, letters, numbers
from registry.questions.asking import Asked, Found, Question
from registry.views.book import Book
from registry.views.register_pages import RegisterPages
from registry.views.view import open_view

QUESTIONS: Mapping[str, Question] = {
    "sent-otherwise": Question(letters.SENT_OTHERWISE, letters.sent_otherwise),
    "voids": Question(numbers.VOIDS, numbers.voids),
    "voids-by-officer": Question(numbers.VOIDS_BY_OFFICER, numbers.voids_by_officer),
    "numbers": Question(numbers.NUMBERS, numbers.numbers),
    "not-acted-on": Question(letters.NOT_ACTED_ON, letters.not_acted_on),
    "unchecked": Question(letters.UNCHECKED, letters.unchecked),
    "corrections": Question(letters.CORRECTIONS, letters.corrections),
    "authority": Question(authority.CHANGES, authority.authority_changes),
    "old-book": Question(numbers.OLD_BOOK, numbers.old_book),
    "makers": Question(letters.MAKERS, letters.makers),
    "evening-page": Question(numbers.EVENING, numbers.evenings),
}


def readable(question: Question, asked: Asked, classes: Collection[SecrecyClass]) -> Iterator[Found]:
    """Yield the rows of an answer, but none about a letter of a class that is not among *classes*."""
    with open_view(asked.reader, Book) as book:
        pages = RegisterPages(book)

        @cache
        def shown(letter: StreamId) -> bool:
            return bool(pages.lines_of(letter, classes))

        for found in question.ask(asked):
            if found.secrecy in classes and (found.letter is None or shown(found.letter)):
                yield found
