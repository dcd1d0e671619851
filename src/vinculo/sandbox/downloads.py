"""All rows of a kind as one file, as a person downloads it from such a system."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import IO

from .columns import Value, as_text
from .faulty_view import FaultyView

ROWS_AT_ONCE = 500
SEPARATORS = {"": ";", "ponto-e-virgula": ";", ";": ";", "virgula": ",", ",": ",", "tab": "\t", "|": "|"}
ENCODINGS = {"": "utf-8", "utf-8": "utf-8", "utf-8-sig": "utf-8", "cp1252": "cp1252"}
_NUMBER_FORMATS = {"vlr_us": "0.0000"}


def csv_parts(view: FaultyView, encoding: str, separator: str) -> Iterator[bytes]:
    """The head and some hundred rows at a time; with the mark at the beginning for `utf-8-sig`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(view.columns)
    before = codecs.BOM_UTF8 if encoding == "utf-8-sig" else b""
    for start in range(0, max(view.total(), 1), ROWS_AT_ONCE):
        rows = view.rows(start, start + ROWS_AT_ONCE)
        writer.writerows([as_text(value) for value in row] for row in rows)
        yield before + text.getvalue().encode(ENCODINGS[encoding], "replace")
        text.seek(0)
        text.truncate()
        before = b""


def write_xlsx(view: FaultyView, entity: str, target: IO[bytes]) -> None:
    """Days and amounts are cells of their kind, as a spreadsheet has them; codes are text."""
    from openpyxl import Workbook  # noqa: PLC0415 - most who start the core system ask for no spreadsheet
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(entity)
    sheet.append(view.columns)

    def cell(column: str, value: Value) -> object:
        if not isinstance(value, Decimal):
            return value
        made = WriteOnlyCell(sheet, float(value))
        made.number_format = _NUMBER_FORMATS.get(column, "#,##0.00")
        return made

    for row in view.rows(0, view.total()):
        sheet.append([cell(*one) for one in zip(view.columns, row, strict=True)])
    book.save(target)
