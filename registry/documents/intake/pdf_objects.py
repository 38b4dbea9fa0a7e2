"""Looks at every object of a PDF, wherever it hangs: what acts, what is enclosed, what lies elsewhere."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from registry.documents.intake import kinds
from registry.documents.intake.findings import Findings
from registry.documents.intake.pictures import MOST_PIXELS

OWN_FIELDS = "letter.json"
"""The fields that our own letters carry for programs."""

_RUNS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
        "/GoTo3DView",
    ]
)
_ACTS = frozenset(["/SetOCGState", "/Hide", "/Named", "/ResetForm", "/Trans", "/Thread"])
_MEDIA = frozenset(["/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"])
_TELLING = frozenset({"/AA", "/BaseFont", "/EF", "/JS", "/S", "/Subtype"})
"""A dictionary without any of these is none that is looked for."""
_HARMLESS_LINKS = frozenset({"http", "https", "mailto", "tel"})
_DEEPEST = 100
_MOST_NAMED = 5  # fonts and hosts in one sentence
_TOO_LARGE = 16 << 20  # bytes of an enclosed file that are unpacked to see what it is
_BEGINNING = 16


def look(document: pikepdf.Pdf, found: Findings) -> None:
    """Look at every object and what is in it directly."""
    links: set[str] = set()
    fonts: set[str] = set()
    for thing in document.objects:
        if isinstance(thing, Array | Dictionary | Stream):
            number = thing.objgen[0]
            for one in _within(thing):
                if _TELLING.isdisjoint(one.keys()):
                    continue
                _look_at_action(one, number, links, found)
                _look_at_enclosed(one, number, found)
                _look_at_font(one, fonts)
            if isinstance(thing, Stream):
                _look_at_stream(thing, number, found)
    _look_at_root(document.Root, found)
    if links:
        hosts = ", ".join(sorted(links)[:_MOST_NAMED])
        found.flag(
            "pdf-links", f"The PDF links to {len(links)} places outside ({hosts}).", count=len(links), hosts=hosts
        )
    if fonts:
        names = ", ".join(sorted(fonts)[:_MOST_NAMED])
        found.flag(
            "pdf-font-missing",
            f"The PDF does not bring its fonts ({names}), so it looks otherwise elsewhere: save it with its fonts.",
            fonts=names,
        )


def _within(thing: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield every dictionary in an object; what is an object of its own comes by itself."""
    waiting = [(thing, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, Dictionary | Stream):
            yield one
        if depth < _DEEPEST and isinstance(one, Array | Dictionary | Stream):
            inner = one.as_list() if isinstance(one, Array) else [value for _, value in one.items()]
            waiting.extend(
                (each, depth + 1) for each in inner if isinstance(each, Array | Dictionary) and not each.is_indirect
            )


def _text(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.Object | str) else ""


def _look_at_action(one: pikepdf.Object, number: int, links: set[str], found: Findings) -> None:
    kind = _text(one.get(Name.S))
    if kind in _RUNS or Name.JS in one:
        word = "JavaScript" if Name.JS in one else kind[1:]
        found.refuse(
            "pdf-active",
            f"The PDF does something when it is opened or used ({word}): print it to a new PDF.",
            action=word,
            number=number,
        )
    elif kind == "/GoToR":
        found.refuse("pdf-opens-another", "The PDF opens another file: print it to a new PDF.", number=number)
    elif kind == "/URI" and (address := _text(one.get(Name.URI)).strip()):
        _look_at_link(address, number, links, found)
    elif kind in _ACTS:
        found.flag("pdf-acts", f"The PDF changes how it shows itself ({kind[1:]}).", action=kind[1:], number=number)
    if Name.AA in one:
        found.flag("pdf-acts", "The PDF changes how it shows itself (AA).", action="AA", number=number)
    media = _text(one.get(Name.Subtype))
    if media in _MEDIA and not isinstance(one, Stream):
        found.refuse("pdf-media", f"The PDF plays something ({media[1:]}): print it to a new PDF.", what=media[1:])


def _look_at_link(address: str, number: int, links: set[str], found: Findings) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme.lower() not in _HARMLESS_LINKS and ("." not in address or ":" in address.partition("/")[0]):
        short = address[:100]
        found.refuse("pdf-link", f"A link in the PDF opens {short!r}: take it out.", target=short, number=number)
    else:
        links.add((parts.netloc or parts.path.partition("/")[0])[:60])


def _look_at_enclosed(one: pikepdf.Object, number: int, found: Findings) -> None:
    enclosed = one.get(Name.EF)
    if not isinstance(enclosed, Dictionary):
        return
    name = _text(one.get(Name.UF)) or _text(one.get(Name.F))
    for stream in enclosed.as_dict().values():
        if not isinstance(stream, Stream):
            continue
        if kinds.runs(_beginning(stream), name):
            found.refuse(
                "pdf-program-inside", f"The PDF encloses the program {name}: take it out.", name=name, number=number
            )
        elif name != OWN_FIELDS:
            found.flag("pdf-encloses", f"The PDF encloses the file {name}: look at it too.", name=name, number=number)


def _beginning(stream: Stream) -> bytes:
    """Return the first bytes of an enclosed file, unpacked where that is harmless."""
    raw = stream.read_raw_bytes()
    return stream.read_bytes()[:_BEGINNING] if len(raw) <= _TOO_LARGE else raw[:_BEGINNING]


def _look_at_stream(stream: Stream, number: int, found: Findings) -> None:
    if Name.F in stream or Name.Ref in stream:
        found.refuse(
            "pdf-outside-content",
            "A part of the PDF lies in another file and can change: print it to a new PDF.",
            number=number,
        )
    width, height = stream.get(Name.Width), stream.get(Name.Height)
    if isinstance(width, int) and isinstance(height, int) and width * height > MOST_PIXELS:
        found.refuse(
            "picture-too-large",
            f"A picture in the PDF has {width} × {height} dots, more than paper has: scan it anew.",
            width=width,
            height=height,
            pages=1,
            number=number,
        )


def _look_at_font(one: pikepdf.Object, fonts: set[str]) -> None:
    if _text(one.get(Name.Type)) != "/Font" or _text(one.get(Name.Subtype)) in {"/Type0", "/Type3"}:
        return  # the first consists of fonts, the second is drawn in the file
    described = one.get(Name.FontDescriptor)
    if not isinstance(described, Dictionary) or not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
        fonts.add(_text(one.get(Name.BaseFont)).lstrip("/")[:60] or "?")


def _look_at_root(root: pikepdf.Object, found: Findings) -> None:
    form = root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        if Name.XFA in form:
            found.refuse("pdf-xfa", "The PDF is a form that programs draw anew (XFA): print it to a new PDF.")
        if form.get(Name.NeedAppearances, False):
            found.flag("pdf-form", "The PDF has fields that every program draws in its own way: print it to a new PDF.")
    layers = root.get(Name.OCProperties)
    if isinstance(layers, Dictionary):
        _look_at_layers(layers, found)


def _look_at_layers(layers: Dictionary, found: Findings) -> None:
    usual = layers.get(Name.D)
    off = _ids(usual.get(Name.OFF)) if isinstance(usual, Dictionary) else set()
    all_off = isinstance(usual, Dictionary) and _text(usual.get(Name.BaseState)) == "/OFF"
    listed = layers.get(Name.OCGs)
    for layer in listed.as_list() if isinstance(listed, Array) else []:
        if not isinstance(layer, Dictionary):
            continue
        name = _text(layer.get(Name.Name))[:60]
        if all_off or layer.objgen in off:
            found.flag("pdf-hidden-layer", f"The layer {name!r} of the PDF is hidden: look what is on it.", name=name)
        usage = layer.get(Name.Usage)
        if isinstance(usage, Dictionary) and _state(usage, "/Print") != _state(usage, "/View"):
            found.refuse(
                "pdf-prints-otherwise",
                f"The layer {name!r} of the PDF is printed otherwise than shown: print it to a new PDF.",
                name=name,
            )


def _ids(listed: object) -> set[tuple[int, int]]:
    return (
        {one.objgen for one in listed.as_list() if isinstance(one, Dictionary)} if isinstance(listed, Array) else set()
    )


def _state(usage: Mapping[str, object] | Dictionary, of: str) -> str:
    found = usage.get(of)
    return _text(found.get(f"{of}State")) or "/ON" if isinstance(found, Dictionary) else "/ON"
