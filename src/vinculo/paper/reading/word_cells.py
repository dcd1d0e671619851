"""Cells of Word copied as text: each holds a label over its value, and a tab parts it from the next.

Operadora
Odonto Lume\tCRO
57720\tUF
"""

from __future__ import annotations

from collections.abc import Sequence

from .flat import flat
from .page import CELL, WITHIN_CELL
from .vocabulary import Vocabulary

_LEAST_CELLS = 3
_AROUND = " *_~`:?."


def with_cells_apart(lines: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The lines with each label before its own value, if they are such cells; else the lines as they are."""
    if sum(_ends_with_label(line, vocabulary) for line in lines) < _LEAST_CELLS:
        return list(lines)
    apart: list[str] = []
    in_cells = False
    for line in lines:
        value, _, last = line.rpartition(CELL)
        if _ends_with_label(line, vocabulary):
            if in_cells:
                apart[-1] = f"{apart[-1]} {value}"
            else:
                apart.append(value)
        elif CELL not in line and _is_label(line, vocabulary):
            last = line
        else:
            if in_cells:
                apart[-1] = f"{apart[-1]} {line}"
            else:
                apart.append(line)
            continue
        apart.append(last.strip(" ").rstrip(_AROUND) + ":")
        in_cells = True
    return apart


def _ends_with_label(line: str, vocabulary: Vocabulary) -> bool:
    """Whether a value and the next label stand on a line, and nothing else."""
    if line.count(CELL) != 1 or WITHIN_CELL in line:
        return False
    value, _, last = line.partition(CELL)
    return _is_label(last, vocabulary) and not _is_label(value, vocabulary)


def _is_label(cell: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell is a label of the head and nothing else."""
    words = flat(cell).strip(_AROUND)
    return bool(words) and vocabulary.head_label.fullmatch(words) is not None
