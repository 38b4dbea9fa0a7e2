"""Looks into Office documents and plain ZIP files: macros, programs, and whatever comes from elsewhere."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.errors import InvalidValue
from registry.documents.archive import Archive
from registry.documents.intake import kinds
from registry.documents.intake.findings import Finding, Findings, Severity
from registry.documents.ooxml import Element, Package, Relationship

_MACROS = re.compile(r"vba|macrosheets|activex", re.IGNORECASE)
_LEAVES_THE_FOLDER = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_HARMLESS_LINKS = frozenset({"http", "https", "mailto", "tel", ""})
_FIELDS = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE|MACROBUTTON)\b", re.IGNORECASE)
_TELLING = (b"instr", b"<!", b"\x00")
"""A part without any of these has neither fields nor entities; large lists of styles need not be parsed for that."""
_BEGINNING = 16  # bytes of a member that tell whether it runs


def look(data: bytes, found: Findings) -> None:
    """Look into a ZIP file."""
    try:
        archive = Archive(data)
        _look_at_members(archive, found)
        if "[Content_Types].xml" in archive.members:
            _look_at_document(Package(data), found)
    except InvalidValue as refusal:
        facts = {name: value for name, value in refusal.facts.items() if isinstance(value, str | int)}
        found.add(Finding(Severity.REFUSE, refusal.slug, str(refusal), facts))


def _look_at_members(archive: Archive, found: Findings) -> None:
    for name, member in archive.members.items():
        if _LEAVES_THE_FOLDER.search(name):
            found.refuse("archive-leaves-its-folder", f"{name} would be unpacked elsewhere: pack it anew.", member=name)
        with archive.file.open(member) as stream:
            if kinds.runs(stream.read(_BEGINNING), name):
                found.refuse("archive-with-program", f"{name} in the file is a program: take it out.", member=name)


def _look_at_document(package: Package, found: Findings) -> None:
    types = package.part("[Content_Types].xml")
    kinds_of_parts = " ".join(one.get("ContentType", "") for one in types)
    if "macroEnabled" in kinds_of_parts or any(_MACROS.search(name) for name in package.archive.members):
        found.refuse("office-macros", "The document has macros or controls: save it without them, or as PDF.")
    main = package.main()
    for name in package.archive.members:
        if name.endswith(".rels"):
            folder, _, part = name.rpartition("_rels/")
            for one in package.relationships(folder + part.removesuffix(".rels")):
                _look_at_relationship(one, found)
        elif name.startswith("xl/externalLinks/"):
            _say_outside(name, found)
        elif name.endswith(".xml") and (name == main or any(mark in package.archive.read(name) for mark in _TELLING)):
            _look_at_fields(package.part(name), found)


def _look_at_relationship(one: Relationship, found: Findings) -> None:
    if one.external and one.kind != "hyperlink":
        _say_outside(one.target, found)
    elif one.external and urlsplit(one.target).scheme.lower() not in _HARMLESS_LINKS:
        found.refuse("office-link", f"A link in the document opens {one.target!r}: take it out.", target=one.target)
    elif one.kind in {"oleObject", "control"}:
        found.refuse("office-object", "The document has an embedded object that runs: put its picture in its place.")
    elif one.kind == "package":
        found.flag("office-attachment", f"The document holds another file: {one.target}.", member=one.target)


def _say_outside(target: str, found: Findings) -> None:
    found.refuse(
        "office-outside-content",
        f"A part of the document comes from elsewhere ({target}) and can change: put it into the document itself.",
        target=target[:200],
    )


def _look_at_fields(root: Element, found: Findings) -> None:
    for code in _field_codes(root):
        if command := _FIELDS.match(code.strip()):
            word = command[1].upper()
            found.refuse(
                "office-field", f"A field of the document ({word}) fetches or runs something: take it out.", field=word
            )


def _field_codes(root: Element) -> Iterator[str]:
    """Yield the codes of fields; Word splits one over many runs."""
    code: list[str] = []
    for one in root.iter():
        if one.tag == "fldSimple":
            yield one.get("instr", "")
        elif one.tag == "instrText":
            code.append(one.text or "")
        elif one.tag == "fldChar":
            yield "".join(code)
            code.clear()
    yield "".join(code)
