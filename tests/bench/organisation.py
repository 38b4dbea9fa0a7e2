"""What an auditor waits for who opens the organisation of 10 000 units: the server's time, and the browser's.

folded     what the first look of anybody waits for besides: the units folded from their instruments, once a registry
tree       the page of the tree, whose deeper branches come when they are opened
below      one branch, when it is opened
list       the table of all units: everything that the tree says
difference between a day before any unit was and a day with all of them; same: between two days alike
loaded     from the request to the end of the page's load event, in Chromium; opened: until a branch opened has come
bare       the yardstick: a page of Litestar with one flat list of as many lines, no registry

The units are recorded by instruments, one a province, as two registrars would.
"""

import itertools
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, Environment
from litestar import Litestar, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig

from api.auth.sessions import cookie_name
from domain.structure.acts import Acts, UnitAct, UnitActKind, UnitId
from registry.views.structure import StructureView
from registry.wire import THAI_TIME
from tests.api.browser import CHROMIUM, OPTIONS, PATIENCE, opened
from tests.api.web import WebOffice, served
from tests.bench.requests import HEADERS, measure
from tests.registry.world import World

PROVINCES = 76
UNITS = 10_000
COUNT = 20
PER_SECOND = 2
TIMES = 5
"""How often the browser opens a page; the median counts."""
AIMS = {
    "organisation_folded_ms": "≤ 2000, once",
    "organisation_tree_p99_ms": "≤ 300, and ≤ 1000 together with the browser's load",
    "organisation_below_p99_ms": "≤ 100",
    "organisation_list_p99_ms": "every unit, as a table",
    "organisation_difference_p99_ms": "every unit is new; drawn in pages",
    "organisation_same_p99_ms": "nothing is new",
    "organisation_bare_p99_ms": "the yardstick: a bare page of Litestar, a flat list of as many lines",
    "organisation_tree_loaded_ms": "≤ 1000: request, server, transfer, layout",
    "organisation_bare_loaded_ms": "the yardstick in the same browser, which is handed its bytes without a server",
}
_PAGE = "<!doctype html><title>bare</title><ul>{% for one in lines %}<li>{{ one }}</li>\n{% endfor %}</ul>"
_DEPARTMENT = UnitId("dla")


def measured(units: int = UNITS) -> dict[str, float]:
    """Fill an office and return every figure; those of the browser only where there is one."""
    with tempfile.TemporaryDirectory(prefix="bench-organisation-") as place:
        began = time.perf_counter()
        world = filled(Path(place) / "registry", units)
        figures = {"organisation_filled_s": time.perf_counter() - began}
        figures |= _asked(WebOffice.of(world), units)
        world.close()
        if CHROMIUM.exists():  # an application is started once
            world = filled(Path(place) / "looked-at", units)
            figures |= _looked_at(WebOffice.on_loopback(world), units)
            world.close()
    return figures


def filled(folder: Path, units: int) -> World:
    """Return an office whose organisation has so many units, three levels deep."""
    world = World.staffed(folder)
    each = (units - 1) // PROVINCES - 1
    world.record_instrument(Acts(units=(_unit(_DEPARTMENT, "กรม", None, "department"),)))
    for province in range(PROVINCES):
        above = UnitId(f"dla/p{province}")
        office = _unit(above, f"สำนักงานจังหวัด {province}", _DEPARTMENT, "provincial-office")
        groups = (_unit(UnitId(f"{above}/g{n}"), f"กลุ่มงาน {n}", above, "group") for n in range(each))
        world.record_instrument(Acts(units=(office, *groups)), title=f"โครงสร้างจังหวัด {province}")
    return world


def _unit(named: UnitId, name: str, parent: UnitId | None, kind: str) -> UnitAct:
    since = datetime(2020, 1, 1, tzinfo=THAI_TIME)
    return UnitAct(UnitActKind.ESTABLISH, named, since=since, name=name, parent=parent, unit_kind=kind)


def _asked(office: WebOffice, units: int) -> dict[str, float]:
    cookie = f"{cookie_name(office.counter.settings)}={office.session('auditor')}".encode()
    headers = (*HEADERS, (b"cookie", cookie))
    paths = {
        "tree": ["/organisation"],
        "below": [f"/organisation/below?unit=dla/p{n}" for n in range(PROVINCES)],
        "list": ["/organisation/list"],
        "difference": ["/organisation/difference?a_on=1/1/2562&b_on=1/1/2564"],
        "same": ["/organisation/difference?a_on=1/1/2564&b_on=1/2/2564"],
    }
    began = time.perf_counter()
    with office.counter.view(StructureView):
        figures = {"organisation_folded_ms": 1000 * (time.perf_counter() - began)}
    for name, every in paths.items():
        waited = measure(office.app, itertools.cycle(every), per_second=PER_SECOND, count=COUNT, headers=headers)
        figures |= {f"organisation_{name}_p50_ms": waited.p50, f"organisation_{name}_p99_ms": waited.p99}
        figures[f"organisation_{name}_bytes"] = waited.bytes
    waited = measure(_flat(units), itertools.repeat("/"), per_second=PER_SECOND, count=COUNT)
    figures |= {"organisation_bare_p50_ms": waited.p50, "organisation_bare_p99_ms": waited.p99}
    return figures | {"organisation_bare_bytes": waited.bytes}


def _flat(units: int) -> Litestar:
    """Return the yardstick."""
    environment = Environment(loader=DictLoader({"page.html": _PAGE}), autoescape=True)
    lines = [f"กลุ่มงาน {n}" for n in range(units)]

    @get("/", sync_to_thread=True)
    def page() -> Template:
        return Template("page.html", context={"lines": lines})

    engine = JinjaTemplateEngine.from_environment(environment)
    return Litestar([page], openapi_config=None, template_config=TemplateConfig(instance=engine))


def _looked_at(office: WebOffice, units: int) -> dict[str, float]:
    """Return milliseconds until pages are loaded in Chromium, and until a branch that is opened has come."""
    flat = _flat_text(units)
    with _chromium() as browser, served(office), opened(browser, office, "auditor") as page:
        figures = {
            "organisation_tree_loaded_ms": _loaded(page, "/organisation"),
            "organisation_list_loaded_ms": _loaded(page, "/organisation/list"),
        }
        page.goto("/organisation")
        began = time.perf_counter()
        page.locator("details[hx-get] > summary").first.click()
        page.locator("a.unit[href*='/p0/g']").first.wait_for()
        figures["organisation_branch_opened_ms"] = 1000 * (time.perf_counter() - began)
        page.route("**/bare", lambda route: route.fulfill(body=flat, content_type="text/html; charset=utf-8"))
        figures["organisation_bare_loaded_ms"] = _loaded(page, "/bare")
    return figures


def _flat_text(units: int) -> str:
    return Environment(autoescape=True).from_string(_PAGE).render(lines=[f"กลุ่มงาน {n}" for n in range(units)])


def _loaded(page: Any, path: str) -> float:
    """Return the median of how long a page takes from the request until it is laid out."""
    took = []
    for _ in range(TIMES):
        page.goto(path)
        page.evaluate("document.body.offsetHeight")
        took.append(float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")))
    return sorted(took)[TIMES // 2]


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - importing it takes longer than most tests

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS), timeout=PATIENCE)
        yield started
        started.close()
