"""How an office's letters look: the emblem at their head, and the address in their QR codes.

    paper/emblem.svg    drawn lines and shapes, nothing that runs, moves or points elsewhere
    paper/address       one line, https, in the office's own domain; the code of a letter is put behind it

An office that has configured nothing gets a drawing made for this project and an address at the host of its registry.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import typst
from lxml import etree

from domain.errors import InvalidValue
from registry.durable import sync_folder, write_new

LARGEST_EMBLEM = 256 << 10
"""Bytes; a coat of arms drawn in fine lines has a fifth of it."""
LONGEST_ADDRESS = 120
"""Characters: behind it stands the code, and the QR code has to be readable from a bad copy."""

_PLACEHOLDER = Path(__file__).parent / "templates" / "emblem.svg"
_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
_DRAWN = frozenset(
    _SVG + name
    for name in (
        "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "clipPath", "linearGradient", "radialGradient", "stop",
    )
)  # fmt: skip
"""Elements of SVG that draw, and nothing that loads, moves, runs, sets type or repeats without end."""
_SHAPES = frozenset(_SVG + name for name in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_EMBLEM = b'#image(bytes(sys.inputs.emblem), format: "svg", height: 3cm)'
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ADDRESS = re.compile(
    rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})*)(?::(?P<port>[1-9]\d{{0,4}}))?/(?:(?!\.{{1,2}}/)[A-Za-z0-9._~-]+/)*"
)
"""Host, port and folders as everybody reads them alike (RFC 1123 2.1, RFC 3986 5.2.4)."""
_HIGHEST_PORT = 65535
_SECOND_LEVEL = frozenset({"ac", "co", "go", "in", "mi", "net", "or"})  # under .th, an office's own name is the third


@dataclass(frozen=True, slots=True)
class Paper:
    """What an office's letters have in common."""

    emblem: bytes
    """SVG, checked."""
    address: str
    """Of the QR codes: the code of a letter is put behind it."""

    @classmethod
    def load(cls, folder: Path | None, *, origin: str) -> "Paper":
        """Return what *folder* holds, or what every office has that configured nothing.

        Args:
            folder: `registry.home.Home.paper`; need not exist, and is None where no registry is asked.
            origin: The registry's name, e.g. ``registry.example.go.th/letters``.

        Raises:
            InvalidValue: a file there is not what it should be.
        """
        emblem = None if folder is None else _kept(folder / "emblem.svg")
        address = None if folder is None else _kept(folder / "address")
        return cls(
            checked_emblem((emblem or _PLACEHOLDER).read_bytes()),
            checked_address(address.read_text("utf-8", "replace"), origin=origin)
            if address
            else f"https://{_host_of(origin)}/v/",
        )


def keep_emblem(folder: Path, emblem: bytes) -> None:
    """Take *emblem* for all letters from now on.

    Raises:
        InvalidValue: as `checked_emblem`, or typst cannot set it.
    """
    _require_set(checked_emblem(emblem))
    folder.mkdir(exist_ok=True)
    _replace(folder / "emblem.svg", emblem)


def keep_address(folder: Path, address: str, *, origin: str) -> None:
    """Take *address* for the QR codes of all letters from now on.

    Raises:
        InvalidValue: as `checked_address`.
    """
    kept = checked_address(address, origin=origin)
    folder.mkdir(exist_ok=True)
    _replace(folder / "address", f"{kept}\n".encode())


def checked_emblem(emblem: bytes) -> bytes:
    """Return *emblem* where it is a drawing that can stand in every letter.

    Raises:
        InvalidValue: too large, no SVG in UTF-8, or it has something else than lines and shapes of its own.
    """
    if len(emblem) > LARGEST_EMBLEM:
        raise _no_emblem(f"it has {len(emblem)} bytes, more than {LARGEST_EMBLEM}")
    try:
        emblem.decode()
        root = etree.fromstring(emblem, _parser())
    except UnicodeDecodeError:
        raise _no_emblem("it is not UTF-8") from None
    except etree.XMLSyntaxError as error:
        raise _no_emblem(f"it is no XML ({error.msg})") from None
    if root.tag != f"{_SVG}svg":
        raise _no_emblem("its outermost element is not svg")
    if root.getroottree().docinfo.doctype:
        raise _no_emblem("it has a document type, which a drawing does not need")
    for node in root.iter():
        _require_drawn(node)
    if not any(node.tag in _SHAPES for node in root.iter()):
        raise _no_emblem("nothing is drawn in it")
    return emblem


def checked_address(address: str, *, origin: str) -> str:
    """Return *address* where the QR codes of the registry *origin* may lead there.

    Raises:
        InvalidValue: not one line, not https, with more than host and path, too long, or in a foreign domain.
    """
    address = address.strip()
    domain = _own_domain(_host_of(origin))
    found = _ADDRESS.fullmatch(address) if len(address) <= LONGEST_ADDRESS else None
    if found is None or int(found["port"] or 0) > _HIGHEST_PORT:
        example = f"https://{domain}/v/"
        raise InvalidValue(
            "address-unfit",
            f"{address[:LONGEST_ADDRESS]!r} is no address for QR codes: write one like {example}, with a stroke at its "
            "end and the office's name in small letters.",
            address=address[:LONGEST_ADDRESS],
            example=example,
        )
    if found["host"] != domain and not found["host"].endswith(f".{domain}"):
        raise InvalidValue(
            "address-of-another",
            f"{found['host']} is not in {domain}, the domain of this registry: whoever scans a letter must come to it.",
            host=found["host"],
            domain=domain,
        )
    return address


def picture(emblem: bytes) -> bytes:
    """Return a PNG picture of a checked emblem, at the height that letters give it."""
    page = b"#set page(width: auto, height: auto, margin: 2mm)\n"
    drawn = typst.Compiler(page + _EMBLEM).compile(format="png", ppi=144, sys_inputs={"emblem": emblem.decode()})
    if not isinstance(drawn, bytes):
        raise TypeError("one page is one picture")
    return drawn


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )


def _kept(file: Path) -> Path | None:
    return file if file.exists() else None


def _require_drawn(node: etree._Element) -> None:
    if not isinstance(node.tag, str):
        raise _no_emblem("it has instructions for programs")
    name = etree.QName(node)
    if name.namespace == _NAMESPACE and node.tag not in _DRAWN:
        raise _no_emblem(f"it has <{name.localname}>: save it as plain SVG with everything turned into paths")
    for attribute, value in node.attrib.items():
        local, points = etree.QName(str(attribute)).localname.lower(), str(value).strip()
        if local.startswith("on") or (local == "href" and not points.startswith("#")) or _ELSEWHERE.search(points):
            raise _no_emblem(f"its {local} runs something or points elsewhere")


def _require_set(emblem: bytes) -> None:
    """Refuse a drawing that typst cannot set, before all letters of the office fail."""
    try:
        typst.Compiler(_EMBLEM).compile(format="pdf", sys_inputs={"emblem": emblem.decode()})
    except typst.TypstError as error:
        raise _no_emblem(f"it cannot be set ({error.message})") from None


def _no_emblem(why: str) -> InvalidValue:
    return InvalidValue("emblem-unfit", f"This is no emblem for letters: {why}.", why=why)


def _host_of(origin: str) -> str:
    return origin.partition("/")[0].partition(":")[0].lower()


def _own_domain(host: str) -> str:
    """Return the part of a host's name that its office was given: dla.go.th of registry.dla.go.th."""
    labels = host.split(".")
    given = 3 if labels[-1] == "th" and len(labels) > 1 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-given:])


def _replace(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    write_new(fresh, data, mode=0o644)
    fresh.replace(path)
    sync_folder(path.parent)
