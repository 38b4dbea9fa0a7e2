"""What was odd about files that a command took in, said beside its answer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from api.cli.answer import Answer
from api.texts.text import Text

if TYPE_CHECKING:
    from registry.acts.office import Noticed


def beside(answer: Answer, noticed: Sequence["Noticed"]) -> Answer:
    """Return *answer* with what was *noticed*: a line each for people, ``noticed`` for programs."""
    if not noticed or not isinstance(answer.data, dict):
        return answer
    from api.texts.refusals import in_thai  # noqa: PLC0415 - a table that few commands need

    said = [
        Text("โปรดดู {file}{where}: {what}", "Look at {file}{where}: {what}").with_(
            file=one.file,
            where=_where(one.finding.page),
            what=Text(in_thai(one.finding.slug, one.finding.facts, one.finding.message), one.finding.message),
        )
        for one in noticed
    ]
    rows = [
        {
            "file": one.file,
            "slug": one.finding.slug,
            "message": one.finding.message,
            "facts": one.finding.facts,
            "page": one.finding.page,
        }
        for one in noticed
    ]
    return replace(answer, data={**answer.data, "noticed": rows}, said=[*answer.said, *said])


def _where(page: int | None) -> Text:
    return Text("", "") if page is None else Text(" หน้า {page}", ", page {page}").with_(page=page)
