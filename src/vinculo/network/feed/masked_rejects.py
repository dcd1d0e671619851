"""The file of refused rows for who may not see personal data: numbers of people, phones and e-mails hidden.

What was refused may be wrong in any way, a CPF without its zeros or in another column: a cell is hidden for
its column's name or for what it looks like, whichever speaks first.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj

from .rejects import HEAD

HIDDEN = "•••"
_PERSONAL = re.compile(r"cpf|mail|fone|phone|celular|whats|\btel|_tel|^tel|contato")
_FEWEST_DIGITS = 9
"""A day has eight."""


def masked_rejects(lines: Iterable[str]) -> Iterator[str]:
    """The lines of such a file, with the same rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    hidden: frozenset[int] = frozenset()
    for cells in csv.reader(lines, delimiter=";"):
        if tuple(cells[: len(HEAD)]) == HEAD:
            hidden = frozenset(place for place, name in enumerate(cells) if _PERSONAL.search(fold(name)))
            writer.writerow(cells)
        else:
            ours, told = cells[: len(HEAD)], enumerate(cells[len(HEAD) :], len(HEAD))
            writer.writerow([*ours, *(_masked(cell, is_hidden=place in hidden) for place, cell in told)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def masked_cell(name: str, cell: str) -> str:
    """What stands in the column of that name."""
    return _masked(cell, is_hidden=bool(_PERSONAL.search(fold(name))))


def _masked(cell: str, *, is_hidden: bool) -> str:
    """A company's number is nobody's."""
    if not cell.strip() or cnpj.is_valid(cnpj.clean(cell) or ""):
        return cell
    looks_personal = "@" in cell or sum(letter.isdigit() for letter in cell) >= _FEWEST_DIGITS
    return HIDDEN if is_hidden or looks_personal else cell
