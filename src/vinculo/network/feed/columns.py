"""Which column of a table holds which field, and what reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from vinculo.kernel.places.spelling import letters

from .amounts import amount_reader, count_reader, us_value_reader
from .days import day_reader, month_reader
from .fields import FIELDS, Field, Holds
from .mapping import EntityMapping, Forms
from .refusals import UnableToReadFeed
from .texts import (
    code_reader,
    email_reader,
    key_reader,
    phones_reader,
    read_cnes,
    read_cnpj,
    read_cpf,
    read_cro,
    read_postal_code,
    read_protocol,
    read_uf,
    text_reader,
    words_reader,
    yes_or_no_reader,
)

_PLAIN_READERS: dict[Holds, Callable[[str], Any]] = {
    Holds.CPF: read_cpf,
    Holds.CNPJ: read_cnpj,
    Holds.CNES: read_cnes,
    Holds.CRO: read_cro,
    Holds.UF: read_uf,
    Holds.POSTAL_CODE: read_postal_code,
    Holds.PROTOCOL: read_protocol,
}


_READERS: dict[Holds, Callable[[Field, Forms], Callable[[str], Any]]] = {
    Holds.KEY: lambda field, forms: key_reader(field.limit),
    Holds.NAME: lambda field, forms: text_reader(field.limit, has_letters=True),
    Holds.TEXT: lambda field, forms: text_reader(field.limit, has_letters=False),
    Holds.CODE: lambda field, forms: code_reader(field.name, forms.codes.get(field.name, {})),
    Holds.YES_OR_NO: lambda field, forms: yes_or_no_reader(forms.codes.get("yes_or_no", {})),
    Holds.US_VALUE: lambda field, forms: us_value_reader(forms.decimal_mark),
    Holds.AMOUNT: lambda field, forms: amount_reader(forms.decimal_mark),
    Holds.COUNT: lambda field, forms: count_reader(field.limit),
    Holds.EMAIL: lambda field, forms: email_reader(field.limit),
    Holds.PHONES: lambda field, forms: phones_reader(field.limit),
    Holds.WORDS: lambda field, forms: words_reader(field.limit),
}


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is how the feed names it; where all columns of a list are read, `positions` are several."""

    field: Field
    label: str
    positions: tuple[int, ...]
    read: Callable[[str], Any]

    def text(self, values: Sequence[str]) -> str:
        if len(self.positions) == 1:
            return values[self.positions[0]]
        return "; ".join(filter(None, (values[place] for place in self.positions)))


def columns_of(
    mapped: EntityMapping,
    found: Sequence[str],
    forms: Forms,
    *,
    table: str,
    today: dt.date,
    counts_days: bool,
) -> tuple[Column, ...]:
    """A column for each field that is mapped.

    Raises:
        UnableToReadFeed: one is not there, or stands there twice.
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(found):
        places.setdefault(letters(name), []).append(place)
    columns: list[Column] = []
    missing: list[str] = []
    twice: list[str] = []
    for field in FIELDS[mapped.entity]:
        names = mapped.columns.get(field.name, ())
        there = [name for name in names if letters(name) in places]
        if names and not there:
            missing.append(" ou ".join(names))
        elif there:
            used = there if field.reads_all_columns else there[:1]
            twice += [name for name in used if len(places[letters(name)]) > 1]
            read = reader_of(field, forms, today=today, counts_days=counts_days)
            columns.append(Column(field, used[0], tuple(places[letters(name)][0] for name in used), read))
    if missing:
        raise UnableToReadFeed(_missing_told(table, missing, found))
    if twice:
        raise UnableToReadFeed(
            f"{table} traz mais de uma coluna com o nome {', '.join(twice)}. Nada dele foi lido; deixe uma só"
            " e exporte de novo."
        )
    return tuple(columns)


def reader_of(field: Field, forms: Forms, *, today: dt.date, counts_days: bool) -> Callable[[str], Any]:
    """What turns the text of a cell into its value, or raises `WrongValue`."""
    if field.holds is Holds.DAY:
        return day_reader(forms.dates, today=today, counts_days=counts_days, may_be_ahead=field.may_be_ahead)
    if field.holds is Holds.MONTH:
        return month_reader(forms.dates, today=today)
    if field.holds in _PLAIN_READERS:
        return _PLAIN_READERS[field.holds]
    return _READERS[field.holds](field, forms)


def _missing_told(table: str, missing: Sequence[str], found: Sequence[str]) -> str:
    many = len(missing) > 1
    return (
        f"{table} não traz {'as colunas' if many else 'a coluna'} {', '.join(missing)}."
        f" As que traz: {', '.join(found)}. Nada dele foi lido; corrija a exportação ou o mapeamento."
    )
