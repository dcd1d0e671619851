"""The one way from the bytes of a Word document to the forms in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vinculo.kernel.finding import Finding, Severity

from ...editions import Edition
from ..decoding import UndecodableError, decode
from ..limits import LIMITS, Limits
from ..markup import lines_of_text
from ..page import WITHIN_CELL, Line, Page
from ..reader import Reading, read_page, refused
from ..splitting import split_lines
from .body import Body
from .contact_tables import with_contacts_apart
from .inline import Inline
from .lists import BoxedLists
from .names import Element, child, children, is_on, relation_of, value_of
from .package import UnreadableWordError, WordPackage

_MOST_FOREIGN = 20


def read_word_forms(data: bytes, editions: Sequence[Edition], limits: Limits = LIMITS) -> tuple[Reading, ...]:
    """The forms that a Word document holds, refusals included.

    Raises:
        ValueError: no edition was given.
    """
    try:
        lines = lines_of_word(data, limits)
    except UnreadableWordError as problem:
        return (refused(problem.code, str(problem)),)
    kept = _within(lines, limits.characters)
    if not kept:
        return (refused("no-text", "O documento do Word não tem texto. Se for uma imagem, envie a imagem."),)
    forms = split_lines(kept, editions)
    readings = [_read(form, editions) for form in forms]
    if len(kept) < len(lines) and readings[-1].form is not None:
        readings[-1] = replace(readings[-1], findings=(_TOO_LONG, *readings[-1].findings))
    return tuple(readings)


_TOO_LONG = Finding(
    "text-too-long", Severity.WARNING, "", "O texto é longo demais para um formulário: só o começo foi lido."
)


def _read(lines: Sequence[Line], editions: Sequence[Edition]) -> Reading:
    text = "\n".join(line.text.replace(WITHIN_CELL, "\n") for line in lines)
    return replace(read_page(Page.of(lines), editions), text=text)


def _within(lines: list[Line], characters: int) -> list[Line]:
    for place, line in enumerate(lines):
        characters -= len(line.text) + 1
        if characters < 0:
            return lines[:place]
    return lines


def lines_of_word(data: bytes, limits: Limits = LIMITS) -> list[Line]:
    """The lines of a document's body; its heads and feet stand in parts of their own and are not read.

    Raises:
        UnreadableWordError: it cannot be read, and why.
    """
    try:
        return with_contacts_apart(_Document(WordPackage(data, limits)).lines())
    except RecursionError as problem:
        raise UnreadableWordError(
            "damaged-document", "O documento do Word tem tabelas ou campos encaixados demais e não foi lido."
        ) from problem


class _Document:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._foreign_parts = 0
        self._related: dict[str, str] | None = None

    def lines(self) -> list[Line]:
        package = self._package
        root = package.tree(package.main)
        body = None if root is None else child(root, "body")
        if body is None:
            raise UnreadableWordError(
                "no-document", "O arquivo tem a extensão do Word, mas não contém um documento."
            )
        folder = package.main.rpartition("/")[0]
        hidden = _hidden_styles(package.tree(f"{folder}/styles.xml")) if self._hides(folder) else frozenset()
        numbered = next(root.iter("{*}numPr"), None) is not None  # type: ignore[union-attr]
        lists = BoxedLists(package.tree(f"{folder}/numbering.xml") if numbered else None)
        return Body(Inline(hidden), lists, self._foreign).lines(body)

    def _hides(self, folder: str) -> bool:
        """Whether any style hides text: most documents have none, and their styles are long."""
        return b"vanish" in (self._package.part(f"{folder}/styles.xml") or b"")

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
            return [Line(line.text, True) for line in lines_of_text(decode(data))]
        except UndecodableError:
            return []


def _hidden_styles(styles: Element | None) -> frozenset[str]:
    """The ids of the character styles that hide text."""
    if styles is None:
        return frozenset()
    return frozenset(
        value_of(style, "styleId") or ""
        for style in children(styles, "style")
        if value_of(style, "type") == "character" and is_on(child(style, "rPr", "vanish"))
    )
