"""The one way from the bytes of a Word document to the forms in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ..decoding import UndecodableError, decode
from ..html_page import words_of_page
from ..limits import LIMITS, Limits
from ..markup import lines_of_text
from ..page import WITHIN_CELL, Line, Page
from ..reader import Reading, read_page, refused
from ..splitting import split_lines
from ..vocabulary import vocabulary_of
from .body import Body
from .box_cells import with_boxes_of_cells
from .contact_tables import with_contacts_apart
from .inline import Inline
from .lists import BoxedLists
from .names import Element, child, children, is_on, relation_of, value_of
from .package import UnreadableWordError, WordPackage
from .struck import struck_finding

_MOST_FOREIGN = 20
_HTML = re.compile(r"<(?:!doctype|html|body|table|p|div)\b", re.IGNORECASE)
_SEARCHED_FOR_HTML = 2_000
# A form has some 6,000 characters; what stands beyond this is no part of one.
_LONGEST_FORM = 150_000


def read_word_forms(data: bytes, editions: Sequence[Edition], limits: Limits = LIMITS) -> tuple[Reading, ...]:
    """The forms that a Word document holds, refusals included.

    Raises:
        ValueError: no edition was given.
    """
    try:
        lines, struck = _lines_and_struck(data, limits)
    except UnreadableWordError as problem:
        return (refused(problem.code, str(problem)),)
    kept = _within(lines, limits.characters)
    if not any(line.text.strip() for line in kept):
        if struck:
            return (refused("no-text", "Todo o texto do documento do Word está riscado: não há o que ler."),)
        return (refused("no-text", "O documento do Word não tem texto. Se for uma imagem, envie a imagem."),)
    readings = [_read(form, editions) for form in split_lines(kept, editions)]
    if kept is not lines:
        readings[-1] = _cut(readings[-1])
    return tuple(_told_struck(reading, struck) for reading in readings)


def _told_struck(reading: Reading, struck: Sequence[str]) -> Reading:
    """In which of several forms it stood is not known: each is told."""
    finding = struck_finding(struck)
    if finding is None or reading.form is None:
        return reading
    return replace(reading, findings=(*reading.findings, finding))


def _read(lines: Sequence[Line], editions: Sequence[Edition]) -> Reading:
    kept = _within(lines, _LONGEST_FORM)
    boxed = with_boxes_of_cells(kept, [vocabulary_of(edition) for edition in editions])
    text = "\n".join(line.text.replace(WITHIN_CELL, "\n") for line in kept)
    reading = replace(read_page(Page.of(boxed), editions), text=text)
    return reading if kept is lines else _cut(reading)


def _cut(reading: Reading) -> Reading:
    if reading.form is None:
        return reading
    message = "O texto é longo demais para um formulário: só o começo foi lido."
    return replace(
        reading, findings=(Finding("text-too-long", Severity.WARNING, "", message), *reading.findings)
    )


def _within(lines: Sequence[Line], characters: int) -> Sequence[Line]:
    """The lines themselves, or the first of them up to so many characters."""
    left = characters
    for place, line in enumerate(lines):
        if len(line.text) >= left:
            return [*lines[:place], replace(line, text=line.text[:left])]
        left -= len(line.text) + 1
    return lines


def lines_of_word(data: bytes, limits: Limits = LIMITS) -> list[Line]:
    """The lines of a document's body; its heads and feet stand in parts of their own and are not read.

    Raises:
        UnreadableWordError: it cannot be read, and why.
    """
    return _lines_and_struck(data, limits)[0]


def _lines_and_struck(data: bytes, limits: Limits) -> tuple[list[Line], list[str]]:
    try:
        document = _Document(WordPackage(data, limits))
        return with_contacts_apart(document.lines()), document.struck
    except RecursionError as problem:
        raise UnreadableWordError(
            "damaged-document", "O documento do Word tem tabelas ou campos encaixados demais e não foi lido."
        ) from problem


class _Document:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._foreign_parts = 0
        self._related: dict[str, str] | None = None
        self.struck: list[str] = []

    def lines(self) -> list[Line]:
        package = self._package
        root = package.tree(package.main)
        body = None if root is None else child(root, "body")
        if body is None:
            raise UnreadableWordError(
                "no-document", "O arquivo tem a extensão do Word, mas não contém um documento."
            )
        folder = package.main.rpartition("/")[0]
        # Most documents have no hidden text and none struck through, and their styles are long.
        hidden = _styles_with(("vanish",), package.tree_aside(f"{folder}/styles.xml", b"vanish"))
        striking = _styles_with(("strike", "dstrike"), package.tree_aside(f"{folder}/styles.xml", b"strike"))
        numbered = next(body.iter("{*}numPr"), None) is not None
        lists = BoxedLists(package.tree_aside(f"{folder}/numbering.xml") if numbered else None)
        inline = Inline(hidden, striking)
        lines = Body(inline, lists, self._foreign).lines(body)
        self.struck = inline.struck
        return lines

    def _foreign(self, chunk: Element) -> list[Line]:
        """What was put into the document as a file of its own: a page of HTML, or text."""
        self._foreign_parts += 1
        if self._foreign_parts > _MOST_FOREIGN:
            return []
        if self._related is None:
            self._related = self._package.related(self._package.main)
        data = self._package.part(self._related.get(relation_of(chunk) or "", ""))
        if not data or data.startswith((b"PK", b"{\\rtf")):
            return []
        try:
            text = decode(data)
        except UndecodableError:
            return []
        if _HTML.search(text, 0, _SEARCHED_FOR_HTML):
            return [Line(row, True) for row in words_of_page(text).split("\n") if row.strip()]
        return [Line(line.text, True) for line in lines_of_text(text)]


def _styles_with(switches: Sequence[str], styles: Element | None) -> frozenset[str]:
    """The ids of the character styles that turn one of these on."""
    if styles is None:
        return frozenset()
    return frozenset(
        value_of(style, "styleId") or ""
        for style in children(styles, "style")
        if value_of(style, "type") == "character"
        and any(is_on(child(style, "rPr", switch)) for switch in switches)
    )
