"""A table of contacts, one to a row under "Contato | Data | Obs.": to the lines that each has elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..flat import flat
from ..page import CELL, Line

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
        name, day, note = (cell.strip() for cell in cells)
        name = name if number["named"] else f"{name} contato"
        kept += [Line(f"{name}{CELL}Data: {day}", True), Line(f"Obs.: {note}", True)]
    return kept


def _are_heads(cells: Sequence[str]) -> bool:
    return all(head.fullmatch(flat(cell).strip(_AROUND)) for head, cell in zip(_HEADS, cells, strict=True))
