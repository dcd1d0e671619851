"""A table of contacts, one to a row under "Contato | Data | Obs.": to the lines that each has elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..flat import flat
from ..page import CELL, Line, Word

_COLUMNS = 3
_HEADS = (
    re.compile(r"(?:n[o.]?(?: d[eo])? ?)?(?:contatos?)?"),
    re.compile(r"(?:data|dia)(?: d[eo] contato)?"),
    re.compile(r"obs(?:ervac(?:ao|oes))?(?: d[eo] contato)?"),
)
_NUMBERED = re.compile(r"[1-9][oa.]?(?P<named> ?contato)?")
_AROUND = " .:*\v"


def with_contacts_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, each row of such a table as a contact's head and its note."""
    kept: list[Line] = []
    within = False
    for line in lines:
        cells = line.text.split(CELL)
        if len(cells) == _COLUMNS and _are_heads(cells):
            within = True
            continue
        number = _NUMBERED.fullmatch(flat(cells[0]).strip(_AROUND)) if within else None
        if number is None or len(cells) != _COLUMNS:
            within = False
            kept.append(line)
            continue
        kept += _contact(line, cells, named=bool(number["named"]))
    return kept


def _contact(line: Line, cells: Sequence[str], *, named: bool) -> list[Line]:
    """The row of a contact as two lines; its words go with their cells."""
    name, day, note = (cell.strip() for cell in cells)
    head = f"{name if named else f'{name} contato'}{CELL}Data: "
    label = "Obs.: "
    day_at = len(cells[0]) + 1
    note_at = day_at + len(cells[1]) + 1
    words = (
        *_moved(line, 0, cells[0], 0),
        *_moved(line, day_at, cells[1], len(head)),
    )
    noted = _moved(line, note_at, cells[2], len(label))
    return [
        Line(f"{head}{day}", True, line.sure, words),
        Line(f"{label}{note}", True, line.sure, tuple(noted)),
    ]


def _moved(line: Line, start: int, cell: str, to: int) -> list[Word]:
    """The words of a cell, whose text, stripped, now stands elsewhere."""
    by = to - start - (len(cell) - len(cell.lstrip()))
    end = start + len(cell)
    return [
        replace(word, start=word.start + by, end=word.end + by)
        for word in line.words
        if start <= word.start < end
    ]


def _are_heads(cells: Sequence[str]) -> bool:
    return all(head.fullmatch(flat(cell).strip(_AROUND)) for head, cell in zip(_HEADS, cells, strict=True))
