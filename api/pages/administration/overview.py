"""What needs the administrator: keys that end or wait, accounts nobody can use, and what next year lacks."""

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template

from api.counter import Counter
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.texts.questions import SERIES_KINDS
from api.texts.text import Text
from registry.accounts.second_words import SecondWords
from registry.acts import instruments
from registry.acts.attention import attention

TITLE = Text("ดูแลระบบ", "Administration")


@get(PATH, opt=ADMINISTRATOR, sync_to_thread=True)
def overview(counter: NamedDependency[Counter]) -> Template:
    """Show what needs attention."""
    office = counter.office
    authority = office.reader.authority()
    return desk(
        "overview.html",
        TITLE,
        found=attention(office),
        requests=[one for one in counter.signing_keys.all() if one.certificates is None],
        instruments=[one for one in instruments.waiting(office) if not one.proposed],
        proposals=len(counter.proposals.waiting()),
        second_words=len(SecondWords(counter.accounts_file).waiting()),
        without_sign_in=counter.accounts.without_sign_in(),
        officer=lambda officer: known.enrolled.name if (known := authority.officers.get(officer)) else officer,
        kinds=SERIES_KINDS,
        now=office.now,
    )


ROUTES = (overview,)
