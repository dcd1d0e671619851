"""XLSX, read row by row."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from vinculo.network.feed.mapping import Forms
from vinculo.network.feed.refusals import UnableToReadFeed

from .raw_table import RawRow, file_digest, number_text

LARGEST_UNPACKED = 2_000_000_000
# What the library raises over workbooks that are cut or were made up.
_BROKEN = (BadZipFile, zlib.error, OSError, EOFError, KeyError, IndexError, ValueError, TypeError,
           AttributeError, SyntaxError)  # fmt: skip


class XlsxTable:
    """The first row that holds anything is the head; without a name the first sheet is read."""

    counts_days = True

    def __init__(self, path: Path, *, name: str, sheet: str, forms: Forms) -> None:
        self.name = name
        self._path = path
        self._sheet = sheet
        self._decimal_mark = forms.decimal_mark
        with self._reading():
            with ZipFile(path) as archive:
                size = sum(member.file_size for member in archive.infolist())
            if size > LARGEST_UNPACKED:
                raise UnableToReadFeed(
                    f"{name} é grande demais para uma planilha. Divida o arquivo ou use CSV."
                )
            _, head = next(self._filled_rows(), (0, ()))
        self.columns = self._without_empty_end(head)
        if not self.columns:
            raise UnableToReadFeed(f"{name} está vazio: nem o cabeçalho veio. Exporte o arquivo de novo.")

    def rows(self) -> Iterator[RawRow]:
        width = len(self.columns)
        with self._reading():
            filled = self._filled_rows()
            next(filled)
            for number, cells in filled:
                texts = [self._text(cell) for cell in cells[:width]]
                # Cells at the end that were never filled are not there at all.
                yield number, texts + [""] * (width - len(texts))

    def place(self, number: int) -> str:
        return f"linha {number}"

    def close(self) -> None:
        """Nothing is kept open between two readings."""

    def digest(self) -> str:
        return file_digest(self._path)

    def _filled_rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        from openpyxl import load_workbook  # noqa: PLC0415 - only who reads one pays for it

        # Given a path, the library judges by its ending; what was sent is stored without one.
        with self._path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheet = book[self._sheet] if self._sheet in book.sheetnames else book.worksheets[0]
            if self._sheet and self._sheet not in book.sheetnames:
                raise UnableToReadFeed(
                    f"{self.name} não tem a planilha {self._sheet}. As que tem: {', '.join(book.sheetnames)}."
                )
            # Some programs write a wrong size, and all beyond it would be lost.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                if any(cell is not None and cell != "" for cell in cells):
                    yield number, cells

    def _without_empty_end(self, head: Sequence[Any]) -> tuple[str, ...]:
        texts = [self._text(cell).strip() for cell in head]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)

    def _text(self, cell: Any) -> str:
        """A day is written as ISO does, a number so that it is read as the same."""
        if isinstance(cell, str):
            return cell
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if isinstance(cell, int | float):
            return number_text(float(cell), self._decimal_mark)
        if isinstance(cell, dt.datetime):
            return cell.date().isoformat()
        return str(cell)

    def _reading(self) -> AbstractContextManager[None]:
        return _told_if_broken(self.name)


def sheets_of(path: Path, name: str) -> list[str]:
    """The names of a workbook's sheets.

    Raises:
        UnableToReadFeed: it is cut, or no workbook.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - only who reads one pays for it

    with _told_if_broken(name), path.open("rb") as file:
        return [sheet.title for sheet in load_workbook(file, read_only=True, keep_links=False).worksheets]


@contextmanager
def _told_if_broken(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as problem:
        raise UnableToReadFeed(
            f"{name} está cortado ou não é uma planilha XLSX. Nada dele foi lido; salve-o de novo."
        ) from problem
