"""Which sheet of a file is being read, so that what stops the reader can be told with its page.

A reader of several sheets calls `at_sheet` as it comes to each. Those at which a reader was stopped before
are left out when the file is read again: `is_left_out`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection


class _Here(threading.local):
    """Of each thread: several files are read at once."""

    tell: Callable[[int | None], None] | None = None
    sheet: int | None = None
    left_out: Collection[int] = ()


_here = _Here()


def at_sheet(number: int | None) -> None:
    """Sheets count from 0; None from where on it is no sheet in particular."""
    _here.sheet = number
    if _here.tell is not None:
        _here.tell(number)


def begin_file(tell: Callable[[int | None], None] | None = None, left_out: Collection[int] = ()) -> None:
    """`tell` hears of each sheet of the file that begins now, and of those `left_out` none is read."""
    _here.tell, _here.sheet, _here.left_out = tell, None, left_out


def is_left_out(number: int) -> bool:
    return number in _here.left_out


def page_at_work() -> str:
    """“ na página 3”, where that is known."""
    return in_words(_here.sheet)


def in_words(sheet: int | None) -> str:
    return "" if sheet is None else f" na página {sheet + 1}"
