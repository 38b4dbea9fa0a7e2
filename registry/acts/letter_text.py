"""From a draft to the words of a letter, whether it is registered then or only printed."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.classes import LetterKind
from domain.letter.text import Addressee, Attachment, LetterText, Link, Signatory
from domain.thai.text import normalise
from domain.values import Digest, StreamId
from registry.acts.drafts import LetterDraft, directives, references
from registry.calendar import Calendar
from registry.documents.addressees import expanded


def unnumbered(  # noqa: PLR0913 - what a draft does not say itself
    draft: LetterDraft,
    *,
    dated: date,
    office: str,
    signatory: Signatory,
    calendar: Callable[[], Calendar],
    series: StreamId,
    links: tuple[Link, ...] = (),
    files: Mapping[int, Digest] | None = None,
) -> LetterText:
    """Return the letter without its number.

    Args:
        draft: As people wrote it.
        dated: The letter's day.
        office: The office's name, where the draft names none.
        signatory: Who signs, or will.
        calendar: Asked where something is due after working days.
        series: In which it is numbered.
        links: Letters that it answers, replaces or cancels.
        files: Digests of the attachments that are electronic, by their place.

    Raises:
        InvalidValue: a day cannot be read, or a directive says nothing or is due before the letter.
    """
    attached = files or {}
    return LetterText(
        kind=draft.kind or LetterKind.EXTERNAL,
        series=series,
        n=(),
        number="",
        dated=dated,
        issuing_office=normalise(draft.issuing_office or office),
        subject=normalise(draft.subject),
        addressees=tuple(Addressee(name) for name in expanded([normalise(one) for one in draft.addressees], on=dated)),
        signatory=signatory,
        speed=draft.speed,
        secrecy=draft.secrecy,
        salutation=draft.salutation,
        closing=draft.closing,
        copies_to=tuple(normalise(one) for one in draft.copies_to),
        references=references(draft),
        attachments=tuple(
            Attachment(normalise(one.title), one.quantity, normalise(one.unit), one.via, attached.get(place))
            for place, one in enumerate(draft.attachments)
        ),
        directives=directives(draft, dated=dated, calendar=calendar),
        links=links,
        makers=draft.makers,
        owner_unit=draft.owner_unit,
        contact=draft.contact,
        later_date_reason=draft.later_date_reason,
    )
