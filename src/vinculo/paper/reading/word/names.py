"""The names of WordprocessingML's elements and attributes, whichever of its namespaces a file uses."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

# Transitional and strict: what Word writes, and what it writes when told to keep to the standard.
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_PREFIXES = {
    **dict.fromkeys(_WORD, ""),
    "{http://schemas.microsoft.com/office/word/2010/wordml}": "w14:",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}": "mc:",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}": "m:",
}
_FALSE = frozenset(("0", "false", "off", "none"))


def name_of(element: Element) -> str:
    """ "p" for w:p, "w14:checkbox", "mc:Choice", "m:t"; "?:name" for what is of no concern."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""  # A comment, or an entity that is not followed.
    space, bracket, local = tag.rpartition("}")
    return _PREFIXES.get(space + bracket, "?:") + local


def children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if name_of(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element along a path of names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def value_of(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute of Word's own namespace, or of none."""
    if element is None:
        return None
    for space in _WORD:
        if (found := element.get(space + attribute)) is not None:
            return found
    own = (found for key, found in element.attrib.items() if str(key).rpartition("}")[2] == attribute)
    return str(next(own, "")) or None


def relation_of(element: Element) -> str | None:
    return next((found for space in _RELATIONS if (found := element.get(f"{space}id"))), None)


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and (value_of(element) or "1").lower() not in _FALSE
