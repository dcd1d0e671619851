"""Tables of cases, written row by row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from vinculo.cases.models import Case
from vinculo.cases.queries.columns import ColumnKind

from .cells import CellWriter, Value

_WIDTHS = {ColumnKind.NOTE: 60, ColumnKind.CHOICES: 40, ColumnKind.DAY: 14, ColumnKind.COUNT: 12}
_USUAL_WIDTH = 22
_FORMATS = {dt.datetime: "DD/MM/YYYY HH:MM", dt.date: "DD/MM/YYYY", Decimal: "#,##0.00"}


def write_csv(file: IO[bytes], writer: CellWriter, cases: Iterable[Case]) -> None:
    """As a Brazilian Excel opens it by itself: UTF-8 with its mark, semicolons, CRLF."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([column.label for column in writer.columns])
    for case in cases:
        rows.writerow(writer.texts(case))
    text.detach()


def write_xlsx(file: IO[bytes], writer: CellWriter, cases: Iterable[Case]) -> None:
    """One sheet with a heading that stays; rows go to the disk as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Processos")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(writer.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column.kind, _USUAL_WIDTH)
    headings = [_cell(sheet, column.label) for column in writer.columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for case in cases:
        sheet.append([_cell(sheet, value) for value in writer.values(case)])
    book.save(file)


def _cell(sheet: Any, value: Value) -> Any:
    """A text is a text, whatever it begins with: never a formula."""
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # the stubs know fewer kinds
    if isinstance(value, str):
        cell.data_type = "s"
    elif type(value) in _FORMATS:
        cell.number_format = _FORMATS[type(value)]
    return cell
