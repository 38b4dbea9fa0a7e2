"""Books and series of numbers: what is open, how far it has come, and opening one for a year.

Opening a series takes no number. It is an entry of the seal without a signature, as at the command line: what is
numbered in it, clerks and signatories say.
"""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import MultipartBody
from litestar.response import Template

from api.counter import Counter
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.questions import SERIES_KINDS
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year, require_buddhist_year
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.values import Digest
from registry.acts import attention, founding
from registry.acts.office import Office
from registry.documents.intake import door

TITLE = Text("ทะเบียนและชุดเลข", "Books and series")
LARGEST_PAGE = 16 << 20
"""Bytes of a last page that is handed in."""
_LONGEST_NUMBER = 9


class NewSeries(msgspec.Struct, forbid_unknown_fields=True):
    """A series as it is typed; behind an earlier book its last number and last page."""

    book: str = ""
    kind: SeriesKind = SeriesKind.ORDINARY
    year: str = ""
    after: str = ""
    last_page: UploadFile | None = None


@get(f"{PATH}/books", opt=ADMINISTRATOR, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """Show every series."""
    return _index(counter.office, NewSeries())


@post(f"{PATH}/books", opt=ADMINISTRATOR, sync_to_thread=True, request_max_body_size=LARGEST_PAGE + (1 << 16))
def open_series(data: MultipartBody[NewSeries], counter: NamedDependency[Counter]) -> Response[Any]:
    """Open a series."""
    office = counter.office
    try:
        year = _number(data.year) or buddhist_year(office.today)
        founding.open_behind(
            office,
            book=normalise(data.book),
            kind=data.kind,
            year=require_buddhist_year(year),
            after=_number(data.after),
            last_page=_kept(office, data.last_page),
        )
    except REFUSALS as wrong:
        return _index(office, data, wrong=wrong)
    return see(f"{PATH}/books")


def _kept(office: Office, file: UploadFile | None) -> Digest | None:
    content = file.file.read() if file is not None else b""
    if file is None or not content:
        return None
    door.require_clean(content, name=file.filename)
    return office.reader.blobs.put(content)


def _number(typed: str) -> int:
    plain = to_arabic(typed).strip() or "0"
    if not plain.isdecimal() or len(plain) > _LONGEST_NUMBER:
        raise InvalidValue("not-a-number", f"{typed[:40]!r} is no number: type figures alone.", number=typed[:40])
    return int(plain)


def _index(office: Office, typed: NewSeries, *, wrong: Exception | None = None) -> Template:
    series = sorted(office.reader.series().values(), key=lambda one: (-one.year, one.book, one.kind.value))
    return desk(
        "books.html",
        TITLE,
        wrong=wrong,
        series=series,
        secret=SeriesKind.SECRET,
        missing=attention.missing_series(office),
        kinds=SERIES_KINDS,
        typed=typed,
        year=typed.year or str(buddhist_year(office.today)),
    )


ROUTES = (index, open_series)
