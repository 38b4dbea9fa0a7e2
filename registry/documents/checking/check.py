"""The official-form check: every rule asked of one paper, the worst findings first.

    draft ──┐                ┌─ parts      there, in order, and none too many
    document├─▶ Sheet ──▶ rules courtesy   เรียน … ขอแสดงความนับถือ
    letter ─┘       ▲        ├─ signing    rank, post, acting words and what shows them
                 Context     ├─ numbering  the register's number and date, the unit's code
          (what the register ├─ enclosures อ้างถึง, สิ่งที่ส่งมาด้วย
                      knows) └─ wording, days, sending

A finding is wrong where a clause in force on the letter's day forbids it, and a warning where none does: then it
is the office's own rule, or custom. Nothing here refuses.
"""

from collections.abc import Callable, Iterator

from registry.documents.checking import courtesy, days, enclosures, numbering, parts, sending, signing, wording
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

Rule = Callable[[Sheet, Context], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    parts.missing,
    parts.out_of_order,
    parts.without_place,
    parts.letters_words,
    parts.clauses_of_rules,
    courtesy.stamped_letters_say_to,
    courtesy.salutation,
    courtesy.closing,
    courtesy.rows_that_are_not_known,
    courtesy.addressees_of_one_row,
    signing.rank_and_title,
    signing.in_whose_place,
    signing.power,
    numbering.as_registered,
    numbering.never_dated_back,
    numbering.day_without_word,
    numbering.code_of_the_unit,
    numbering.known_to_the_register,
    numbering.of_its_year,
    numbering.circulars,
    enclosures.references,
    enclosures.enclosed_as_said,
    enclosures.counted,
    wording.secrecy_above_and_below,
    wording.secrecy_on_paper,
    wording.speed_words,
    wording.one_kind_of_digits,
    wording.short_subject,
    days.due_after_the_letter,
    days.due_on_working_days,
    days.weekdays,
    sending.mail_file_name,
    sending.citations,
)
"""In the order of a paper, from top to bottom."""

_WORST_FIRST = tuple(Severity)


def check(sheet: Sheet, context: Context) -> tuple[Finding, ...]:
    """Return what is found on a paper, the worst first, each rule's findings in their order."""
    on = sheet.dated.value if sheet.dated else context.today
    found = [_counted(finding.at(on), sheet) for rule in RULES for finding in rule(sheet, context)]
    return tuple(sorted(found, key=lambda finding: _WORST_FIRST.index(finding.severity)))


def _counted(finding: Finding, sheet: Sheet) -> Finding:
    """Return a finding as far as what was read can be believed: what was read with a doubt is looked at."""
    if finding.part in sheet.unsure and finding.severity is Severity.WRONG:
        return finding.as_warning()
    return finding
