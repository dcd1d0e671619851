"""The file of refused rows for who may not see personal data: numbers of people, phones and e-mails hidden.

What was refused may be wrong in any way, a CPF without its zeros or in another column: a cell is hidden for
its column's name or for what it looks like, whichever speaks first.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain, repeat

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, phone

from .rejects import HEAD

HIDDEN = "•••"
_PERSONAL = re.compile(r"cpf|mail|fone|phone|celular|whats|\btel|_tel|^tel|contato")
_RECORD = re.compile(r"cod|chave|protocol|matric|key")
"""Keys and numbers of protocols: long, and nobody's."""
_FEWEST_DIGITS = 9
"""A day has eight."""


def masked_rejects(lines: Iterable[str]) -> Iterator[str]:
    """The lines of such a file, with the same rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    names: list[str] = []
    for cells in csv.reader(lines, delimiter=";"):
        if tuple(cells[: len(HEAD)]) == HEAD:
            names = cells
            writer.writerow(cells)
        else:
            told = zip(chain(names[len(HEAD) :], repeat("")), cells[len(HEAD) :], strict=False)
            writer.writerow([*cells[: len(HEAD)], *(masked_cell(name, cell) for name, cell in told)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def masked_cell(name: str, cell: str) -> str:
    """What stands in the column of that name. A company's number is nobody's."""
    if not cell.strip() or cnpj.is_valid(cnpj.clean(cell) or ""):
        return cell
    folded = fold(name)
    if _PERSONAL.search(folded) or "@" in cell:
        return HIDDEN
    if _RECORD.search(folded):
        return HIDDEN if cpf.clean(cell) or phone.clean(cell) else cell
    return HIDDEN if sum(letter.isdigit() for letter in cell) >= _FEWEST_DIGITS else cell
