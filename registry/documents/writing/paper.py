"""How an office's letters look: the emblem at their head, and the address in their QR codes.

    paper/emblem.svg    drawn lines and shapes, nothing that runs, moves or points elsewhere
    paper/address       one line, https, in the office's own domain; the code of a letter is put behind it

An office that has configured nothing gets a drawing made for this project and an address at the host of its registry.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from domain.errors import InvalidValue
from registry.durable import sync_folder, write_new

LARGEST_EMBLEM = 256 << 10
"""Bytes; a coat of arms drawn in fine lines has a fifth of it."""
LONGEST_ADDRESS = 120
"""Characters: behind it stands the code, and the QR code has to be readable from a bad copy."""

_PLACEHOLDER = Path(__file__).parent / "templates" / "emblem.svg"
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    _SVG + name
    for name in (
        "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
        "clipPath", "linearGradient", "radialGradient", "stop",
    )
)  # fmt: skip
"""Elements of SVG that draw, and nothing that loads, moves, runs, sets type or repeats without end."""
_SHAPES = frozenset(_SVG + name for name in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"ac", "co", "go", "in", "mi", "net", "or"})  # under .th, an office's own name is the third


@dataclass(frozen=True, slots=True)
class Paper:
    """What an office's letters have in common."""

    emblem: bytes
    """SVG, checked."""
    address: str
    """Of the QR codes: the code of a letter is put behind it."""

    @classmethod
    def load(cls, folder: Path, *, origin: str) -> "Paper":
        """Return what *folder* holds, or what every office has that configured nothing.

        Args:
            folder: `registry.home.Home.paper`; need not exist.
            origin: The registry's name, e.g. ``registry.example.go.th/letters``.

        Raises:
            InvalidValue: a file there is not what it should be.
        """
        emblem, address = folder / "emblem.svg", folder / "address"
        return cls(
            checked_emblem((emblem if emblem.exists() else _PLACEHOLDER).read_bytes()),
            checked_address(address.read_text("utf-8", "replace"), origin=origin)
            if address.exists()
            else f"https://{_host_of(origin)}/v/",
        )


def keep_emblem(folder: Path, emblem: bytes) -> None:
    """Take *emblem* for all letters from now on.

    Raises:
        InvalidValue: as `checked_emblem`.
    """
    folder.mkdir(exist_ok=True)
    _replace(folder / "emblem.svg", checked_emblem(emblem))


def keep_address(folder: Path, address: str, *, origin: str) -> None:
    """Take *address* for the QR codes of all letters from now on.

    Raises:
        InvalidValue: as `checked_address`.
    """
    folder.mkdir(exist_ok=True)
    _replace(folder / "address", (checked_address(address, origin=origin) + "\n").encode())


def checked_emblem(emblem: bytes) -> bytes:
    """Return *emblem* where it is a drawing that can stand in every letter.

    Raises:
        InvalidValue: too large, no SVG, or it has something else than lines and shapes of its own.
    """
    if len(emblem) > LARGEST_EMBLEM:
        raise _no_emblem(f"it has {len(emblem)} bytes, more than {LARGEST_EMBLEM}")
    if b"<!DOCTYPE" in emblem or b"<!ENTITY" in emblem:
        raise _no_emblem("it has a document type, which a drawing does not need")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(emblem, parser)
    except etree.XMLSyntaxError as error:
        raise _no_emblem(f"it is no XML ({error.msg})") from None
    if root.tag != f"{_SVG}svg":
        raise _no_emblem("its outermost element is not svg")
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for element in elements:
        _require_drawn(element)
    if not any(element.tag in _SHAPES for element in elements):
        raise _no_emblem("nothing is drawn in it")
    return emblem


def checked_address(address: str, *, origin: str) -> str:
    """Return *address* where the QR codes of the registry *origin* may lead there.

    Raises:
        InvalidValue: not one line, not https, with more than host and path, too long, or in a foreign domain.
    """
    address = address.strip()
    domain = _own_domain(_host_of(origin))
    parts = urlsplit(address) if re.fullmatch(r"[!-~]{1,%d}" % LONGEST_ADDRESS, address) else None
    if parts is None or not re.fullmatch(r"https://[a-z0-9.-]+(?::\d{1,5})?/(?:[A-Za-z0-9._~-]+/)*", address):
        raise InvalidValue(
            "address-unfit",
            f"{address[:LONGEST_ADDRESS]!r} is no address for QR codes: write one like https://{domain}/v/, in small "
            "letters and with a stroke at its end.",
            address=address[:LONGEST_ADDRESS],
            example=f"https://{domain}/v/",
        )
    host = parts.hostname or ""
    if host != domain and not host.endswith(f".{domain}"):
        raise InvalidValue(
            "address-of-another",
            f"{host} is not in {domain}, the domain of this registry: whoever scans a letter must come to its office.",
            host=host,
            domain=domain,
        )
    return address


def _require_drawn(element: etree._Element) -> None:
    name = etree.QName(element)
    if name.namespace == "http://www.w3.org/2000/svg" and element.tag not in _DRAWN:
        raise _no_emblem(f"it has <{name.localname}>: save it as plain SVG with everything turned into paths")
    for attribute, value in element.attrib.items():
        plain = etree.QName(str(attribute)).localname.lower()
        if (
            plain.startswith("on")
            or (plain == "href" and not str(value).startswith("#"))
            or _ELSEWHERE.search(str(value))
        ):
            raise _no_emblem(f"{plain} points elsewhere or runs something")


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
