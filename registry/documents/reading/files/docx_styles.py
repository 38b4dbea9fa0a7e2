"""What styles say of a Word paragraph's place on paper: indented, apart from its neighbours, hidden, numbered.

Direct formatting goes before the paragraph's style, that before the styles it is based on, those before the document's
defaults. Source: ISO/IEC 29500-1 17.7.2.
"""

from collections.abc import Iterator

from registry.documents.ooxml import Element, switched_on, whole

_FAR = 200  # twentieths of a point, 3.5 mm: from here on an eye sees an indentation
_APART = 80  # twentieths of a point: from here on an eye sees a gap between paragraphs
_LONGEST_CHAIN = 20  # styles that are based on each other


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        """Read ``styles.xml``; a document may have none."""
        known = list(root.iter("style")) if root is not None else []
        self._styles = {style.get("styleId", ""): style for style in known}
        self._usual = next(
            (s.get("styleId", "") for s in known if s.get("type") == "paragraph" and s.get("default") in {"1", "true"}),
            "",
        )
        self._defaults = root.find("docDefaults/pPrDefault/pPr") if root is not None else None

    def indented(self, paragraph: Element) -> bool:
        """Tell whether the first line begins to the right of the margin."""
        place = self._value(paragraph, "ind", "left", "start") + self._value(paragraph, "ind", "firstLine")
        return place - self._value(paragraph, "ind", "hanging") >= _FAR

    def gap_before(self, paragraph: Element) -> bool:
        """Tell whether there is a gap above the paragraph."""
        return self._gap(paragraph, "before")

    def gap_after(self, paragraph: Element) -> bool:
        """Tell whether there is a gap below the paragraph."""
        return self._gap(paragraph, "after")

    def numbered(self, paragraph: Element) -> tuple[str, int] | None:
        """Return the list and the level at which the paragraph is numbered; None where it is not."""
        level: int | None = None
        for properties in self._properties(paragraph):
            found = properties.find("numPr")
            if found is None:
                continue
            at, name = found.find("ilvl"), found.find("numId")
            if level is None and at is not None:
                level = whole(at.get("val"))
            if name is not None:
                return name.get("val", "0"), level or 0  # there is no list 0: it takes a style's numbering away
        return None

    def hidden(self, run: Element, paragraph: Element) -> bool:
        """Tell whether a run's text is on no paper."""
        for style in self._run_styles(run, paragraph):
            vanish = style.find("vanish")
            if vanish is not None:
                return switched_on(vanish)
        return False

    def _gap(self, paragraph: Element, side: str) -> bool:
        if self._text(paragraph, "spacing", f"{side}Autospacing") in {"1", "true", "on"}:
            return True
        return self._value(paragraph, "spacing", side) >= _APART

    def _value(self, paragraph: Element, name: str, *attributes: str) -> int:
        return whole(self._text(paragraph, name, *attributes))

    def _text(self, paragraph: Element, name: str, *attributes: str) -> str | None:
        for properties in self._properties(paragraph):
            if (element := properties.find(name)) is not None:
                for attribute in attributes:
                    if (value := element.get(attribute)) is not None:
                        return value
        return None

    def _properties(self, paragraph: Element) -> Iterator[Element]:
        """Yield where a paragraph's properties may stand, the strongest first."""
        own = paragraph.find("pPr")
        if own is not None:
            yield own
        for style in self._chain(_named(own, "pStyle") or self._usual):
            if (properties := style.find("pPr")) is not None:
                yield properties
        if self._defaults is not None:
            yield self._defaults

    def _run_styles(self, run: Element, paragraph: Element) -> Iterator[Element]:
        own = run.find("rPr")
        if own is not None:
            yield own
        chains = (_named(own, "rStyle"), _named(paragraph.find("pPr"), "pStyle") or self._usual)
        for style in (one for name in chains for one in self._chain(name)):
            if (properties := style.find("rPr")) is not None:
                yield properties

    def _chain(self, name: str | None) -> Iterator[Element]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(name or "")
            if style is None:
                return
            yield style
            name = _named(style, "basedOn")


def _named(properties: Element | None, what: str) -> str | None:
    found = properties.find(what) if properties is not None else None
    return found.get("val") if found is not None else None
