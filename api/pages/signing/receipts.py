"""The receipt of a letter that was signed on a page (ใบยืนยัน): its number and where the log has it; it can be kept."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.page import page
from api.pages.signing.mine import place_of
from api.settings import Settings
from api.texts.text import Text
from domain.errors import NoSuchThing
from registry.acts import signing_apart

TITLE = Text("ลงลายมือชื่อและออกเลขแล้ว", "Signed and numbered")


@get("/signing/done/{look:str}", opt=allow(Right.OFFICIAL), sync_to_thread=True)
def show(
    look: FromPath[str],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Template:
    """Show what was registered, and what happens next."""
    place = place_of(counter, settings)
    signing = place.signings.get(look, visitor.clerk)
    letter = signing_apart.shown(signing).letter
    if signing.receipt is None or not visitor.may_read(letter.secrecy):
        raise NoSuchThing("no-such-signing", "There is no such letter open to be signed: open the draft again.")
    return page("signing/done.html", title=TITLE, receipt=signing.receipt, letter=letter, draft=signing.draft)


ROUTES = (show,)
