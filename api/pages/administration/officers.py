"""Officers and recipients as the register knows them: enrolment, posts and powers, keys, and their accounts."""

from collections.abc import Callable

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from api.counter import Counter
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.texts import powers as power_words
from api.texts.facts import FACTS
from api.texts.roles import ROLES
from api.texts.text import Text
from domain.authority import OfficerEnrolled, Role
from domain.facts import PersonFact
from registry import wire
from registry.acts import attention, proposing
from registry.papers.proposals import Proposal

TITLE = Text("เจ้าหน้าที่และกุญแจ", "Officers and keys")


@get(f"{PATH}/officers", opt=ADMINISTRATOR, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """Show who is enrolled, and the keys of the registry itself."""
    office = counter.office
    authority = office.reader.authority()
    held = attention.keys_of_officers(office)
    officers = [
        (one.enrolled, [key for key in held if key.officer == name]) for name, one in authority.officers.items()
    ]
    return desk(
        "officers.html",
        TITLE,
        officers=[one for one in officers if set(one[0].roles) - {Role.RECIPIENT} or not one[0].roles],
        recipients=[one for one in officers if one[0].roles and not set(one[0].roles) - {Role.RECIPIENT}],
        proposals=waiting(counter, lambda fact: isinstance(fact, OfficerEnrolled)),
        registrys=attention.keys_of_registry(office),
        roles=ROLES,
        now=office.now,
    )


@get(f"{PATH}/officers/{{officer:str}}", opt=ADMINISTRATOR, sync_to_thread=True)
def one(officer: FromPath[str], counter: NamedDependency[Counter]) -> Template:
    """Show one officer."""
    return shown(counter, officer)


def shown(counter: Counter, officer: str, *, wrong: Exception | None = None) -> Template:
    """Return the page of an officer."""
    office = counter.office
    enrolled = office.reader.authority().officer(officer)
    powers = sorted(office.records().of([officer]), key=lambda power: power.since, reverse=True)
    return desk(
        "officer.html",
        Text(enrolled.name, enrolled.name),
        wrong=wrong,
        one=enrolled,
        keys=attention.keys_of_officers(office, officer),
        powers=[
            (power, power_words.given(power), power_words.basis(power)) for power in powers if power.officer == officer
        ],
        accounts=[account for account in counter.accounts.all() if account.officer == officer],
        proposals=waiting(counter, lambda fact: proposing.about(fact, office) == officer),
        roles=ROLES,
        now=office.now,
    )


def waiting(counter: Counter, wanted: Callable[[PersonFact], bool]) -> list[tuple[Proposal, Text]]:
    """Return the proposals that wait whose facts are *wanted*, each with what its fact is called."""
    return [(one, FACTS[wire.name_of(one.fact)]) for one in counter.proposals.waiting() if wanted(one.fact)]


ROUTES = (index, one)
