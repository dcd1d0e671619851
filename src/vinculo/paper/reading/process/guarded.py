"""`read_file` or `read_chosen_sheets`, and a sentence in the place of whatever it may throw."""

from __future__ import annotations

from collections.abc import Sequence

from ...editions import Edition
from ..at_work import page_at_work
from ..chosen_sheets import ChosenSheet, read_chosen_sheets
from ..files import FileReading, read_file
from ..kinds import Kind, kind_of
from ..limits import Limits
from ..out_of_memory import is_out_of_memory
from ..reader import refused

SheetGroups = Sequence[Sequence[ChosenSheet]]


def read_guarded(
    data: bytes,
    editions: Sequence[Edition],
    limits: Limits,
    *,
    with_pictures: bool,
    groups: SheetGroups = (),
) -> FileReading:
    """
    Raises:
        MemoryError: the file asks for more memory than this process may take.
    """
    try:
        if groups:
            return read_chosen_sheets(data, editions, groups, limits=limits)
        return read_file(data, editions, limits=limits, with_pictures=with_pictures)
    except Exception as problem:
        if is_out_of_memory(problem):
            raise MemoryError from problem
        # The problem's own words may hold somebody's data, and its name says nothing to a person.
        what = f"O leitor falhou neste arquivo{page_at_work()}, por um motivo inesperado"
        return refusal_of(data, "reader-failed", f"{what}; os demais continuam.")


def refusal_of(data: bytes, code: str, sentence: str) -> FileReading:
    try:
        kind = kind_of(data)
    except Exception:
        kind = Kind.OTHER
    return FileReading(kind, (refused(code, sentence),))
