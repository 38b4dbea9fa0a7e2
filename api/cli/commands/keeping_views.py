"""How views stand, and views built again."""

from api.cli.answer import FINE, REFUSED, Answer, Table
from api.cli.call import Call
from api.texts.text import Text, plain
from domain.errors import NoSuchThing
from domain.thai.digits import to_thai
from registry.reader import Reader
from registry.views.every import VIEWS
from registry.views.rebuilding import Compared, Progress, Rebuilt, rebuild
from registry.views.standing import Standing, ViewState, standing
from registry.views.view import View

_STATES = {
    ViewState.SERVING: Text("ใช้งานอยู่", "serving"),
    ViewState.STOPPED: Text("หยุด", "stopped"),
    ViewState.DAMAGED: Text("เสีย", "damaged"),
    ViewState.NOT_MADE: Text("ยังไม่ได้สร้าง", "not made yet"),
}
_COMPARED = {
    Compared.SAME: Text("ตรงกับของเดิม สลับแล้ว", "the same as the one that served; switched"),
    Compared.DIFFERS: Text("ไม่ตรงกับของเดิม ยังไม่สลับ", "differs from the one that serves; not switched"),
    Compared.NOTHING: Text("ไม่มีของเดิมให้เทียบ สลับแล้ว", "nothing to compare it with; switched"),
}
_NONE = plain("–")


def show_all(call: Call) -> Answer:
    """Every view, as it stands."""
    with Reader(call.home) as reader:
        found = [standing(reader, kind) for kind in VIEWS]
    columns = [
        Text("มุมมอง", "view"), Text("รุ่น", "version"), Text("สภาพ", "state"), Text("ตำแหน่ง", "position"),
        Text("ยังไม่อ่าน", "behind"), Text("แฮชของแถว", "digest of its rows"),
    ]  # fmt: skip
    rows: list[list[str | Text]] = [
        [
            one.name,
            to_thai(str(one.version)),
            _STATES[one.state],
            to_thai(str(one.position)) if one.position >= 0 else _NONE,
            to_thai(str(one.lag)),
            one.digest or _NONE,
        ]
        for one in found
    ]
    said = [_remark(one) for one in found if one.why is not None or one.apart]
    return Answer([_standing_data(one) for one in found], [Table(columns, rows), *said])


def _remark(one: Standing) -> Text:
    if one.why is None:
        return Text(
            "{view}: มีแฟ้มที่สร้างใหม่แล้วไม่ตรงกับของเดิมเก็บไว้ข้าง ๆ ให้ใช้ saraban audit แล้วดูว่าแฟ้มใดผิด",
            "{view}: a rebuilt file that differs is kept beside it; audit the registry, then see which one is wrong.",
        ).with_(view=one.name)
    return Text("{view} {state}: {why}", "{view} is {state}: {why}").with_(
        view=one.name, state=_STATES[one.state], why=one.why
    )


def _standing_data(one: Standing) -> dict[str, object]:
    return {
        "view": one.name,
        "version": one.version,
        "state": one.state.value,
        "position": one.position if one.position >= 0 else None,
        "lag": one.lag,
        "digest": one.digest,
        "why": one.why,
        "apart": one.apart,
    }


def rebuild_some(call: Call) -> Answer:
    """Build the named views again, or all."""
    kinds = [_named(name) for name in call.typed.name] or list(VIEWS)
    with Reader(call.home) as reader:
        found = [rebuild(reader, kind, progress=_share(call, place, len(kinds))) for place, kind in enumerate(kinds)]
    rows: list[list[str | Text]] = [
        [one.name, to_thai(str(one.version)), to_thai(str(one.position)), _COMPARED[one.compared], one.digest]
        for one in found
    ]
    columns = [
        Text("มุมมอง", "view"), Text("รุ่น", "version"), Text("ถึงตำแหน่ง", "up to position"), Text("ผล", "outcome"),
        Text("แฮชของแถว", "digest of its rows"),
    ]  # fmt: skip
    differing = [one for one in found if one.compared is Compared.DIFFERS]
    said = [_differs(one) for one in differing]
    return Answer([_rebuilt_data(one) for one in found], [Table(columns, rows), *said], REFUSED if differing else FINE)


def _share(call: Call, place: int, count: int) -> Progress:
    """Return how one view of several says how far all of them got."""
    return lambda done, all_: call.bar.report(place * all_ + done, count * all_)


def _named(name: str) -> type[View]:
    for kind in VIEWS:
        if name == kind.NAME:
            return kind
    names = ", ".join(kind.NAME for kind in VIEWS)
    raise NoSuchThing("no-such-view", f"There is no view {name!r}; there are {names}.", view=name, views=names)


def _differs(one: Rebuilt) -> Text:
    return Text(
        "{view}: แถวที่สร้างใหม่ ({digest}) ไม่ตรงกับที่ใช้งานอยู่ ({served}) ถึงตำแหน่ง {position} เก็บไว้ที่ {apart} "
        "ให้ใช้ saraban audit ถ้าทะเบียนถูกต้อง ให้ลบแฟ้มเดิมแล้วสร้างใหม่",
        "{view}: the rebuilt rows ({digest}) are not those that serve ({served}), up to position {position}; they are "
        "kept in {apart}. Audit the registry; if it is in order, delete the old file and rebuild.",
    ).with_(view=one.name, digest=one.digest, served=one.served, position=one.position, apart=str(one.apart))


def _rebuilt_data(one: Rebuilt) -> dict[str, object]:
    return {
        "view": one.name,
        "version": one.version,
        "position": one.position,
        "digest": one.digest,
        "outcome": one.compared.value,
        "served": one.served,
        "apart": None if one.apart is None else str(one.apart),
        "removed": list(one.removed),
    }
