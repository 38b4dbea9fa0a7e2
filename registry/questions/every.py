"""Every question by its name."""

from collections.abc import Mapping

from registry.questions import authority, letters, numbers
from registry.questions.asking import Question

QUESTIONS: Mapping[str, Question] = {
    "sent-otherwise": Question(letters.SENT_OTHERWISE, letters.sent_otherwise),
    "voids": Question(numbers.VOIDS, numbers.voids),
    "not-acted-on": Question(letters.NOT_ACTED_ON, letters.not_acted_on),
    "unchecked": Question(letters.UNCHECKED, letters.unchecked),
    "authority": Question(authority.CHANGES, authority.authority_changes),
    "old-book": Question(numbers.OLD_BOOK, numbers.old_book),
    "makers": Question(letters.MAKERS, letters.makers),
    "evening-page": Question(numbers.EVENING, numbers.evenings),
}
