"""The sheets of a file as they lie on the table: by form, and those of no form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.intake.models import FormReading, Sheet


@dataclass(frozen=True)
class SheetsOfForm:
    """`number` counts the forms from 1; 0 is for the sheets of none. `is_fixed`: it has a case already."""

    number: int
    title: str
    who: str
    url: str
    sheets: Sequence[Sheet]
    is_fixed: bool = False


def grouped_sheets(sheets: Sequence[Sheet], readings: Sequence[FormReading]) -> list[SheetsOfForm]:
    """The forms in their order, and last the sheets that no form fills."""
    by_number = {sheet.number: sheet for sheet in sheets}
    groups = []
    for number, reading in enumerate(readings, start=1):
        own = [by_number.pop(sheet) for sheet in reading.sheets if sheet in by_number]
        groups.append(
            SheetsOfForm(
                number=number,
                title=f"{number}º formulário",
                who=reading.form["dentist_name"] or "sem nome",
                url=reverse("import-review", args=[reading.pk]),
                sheets=own,
                is_fixed=reading.case_id is not None,
            )
        )
    return [*groups, SheetsOfForm(0, "Não é formulário", "", "", list(by_number.values()))]
