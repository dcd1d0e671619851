"""A second look at what must be right to the letter."""

from __future__ import annotations

from collections.abc import Sequence

from ...editions import Edition
from ..page import Page
from ..reader import read_page
from ..result import Reading
from .engine import Engine
from .sheet_text import SheetText


def with_second_look(
    page: Page, sheets: Sequence[SheetText], editions: Sequence[Edition], ready: Engine
) -> Reading:
    return read_page(page, editions)
