"""Days and moments as registers print them. What people entered may be any day; printing never refuses."""

from datetime import date, datetime

from domain.thai.dates import FIRST_DAY, print_date
from registry.wire import THAI_TIME


def thai_day(day: date) -> str:
    """Return *day* in short, e.g. ``9 ก.พ. 2564``; one from before the Buddhist calendar year as 1932-06-24."""
    return print_date(day, digits="arabic", months="short") if day >= FIRST_DAY else day.isoformat()


def thai_moment(at: datetime) -> str:
    """Return a moment in Thailand in short, e.g. ``9 ก.พ. 2564 10.30 น.``."""
    try:
        local = at.astimezone(THAI_TIME) if at.tzinfo else at
    except OverflowError:  # the first or the last day that a computer knows
        local = at
    return f"{thai_day(local.date())} {local:%H.%M} น."
