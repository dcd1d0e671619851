"""The columns that the list can show and an export can write: one line for each.

A column says what it is called, what of the case it needs, how it is read, and by which order it sorts.
How a value is drawn is the screen's; `text_of` gives it as plain text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models.expressions import Combinable

from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.identifiers import cnpj, cpf, cro
from vinculo.kernel.money import format_money
from vinculo.kernel.numbers import format_count

from ..models import Case
from ..models.case import CaseQuerySet
from ..states import OPEN_STATES
from .filters import Choice
from .orders import CONTACT_COUNT, ORDERS


class ColumnKind(StrEnum):
    TEXT = "text"
    NOTE = "note"
    DAY = "day"
    MOMENT = "moment"
    COUNT = "count"
    MONEY = "money"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True)
class ListColumn:
    """`needs` are the fields that must be read for it; `order` its key in ORDERS, empty for none.

    `choices` names the list whose words its codes have. A `personal` column is for who may see personal data.
    """

    key: str
    label: str
    kind: ColumnKind
    read: Callable[[Case], Any]
    needs: tuple[str, ...]
    order: str = ""
    choices: str = ""
    annotation: Combinable | None = None
    personal: bool = False

    @property
    def first_order(self) -> str:
        """The order that the first click on its heading gives; empty where it cannot be sorted by."""
        return f"{ORDERS[self.order].first}{self.order}" if self.order else ""


def _column(key: str, label: str, kind: ColumnKind, **more: Any) -> ListColumn:
    """A column of a field of the case, sorted by the order of its name if there is one."""
    more.setdefault("order", key if key in ORDERS else "")
    return ListColumn(key, label, kind, lambda case: getattr(case, key), (key,), **more)


def _person(key: str, label: str, *, order: str = "") -> ListColumn:
    def read(case: Case) -> str | None:
        person = getattr(case, key)
        return person.name if person is not None else None

    return ListColumn(key, label, ColumnKind.TEXT, read, (f"{key}__name",), order)


def _registration(case: Case) -> str | None:
    return cro.formatted(case.cro, case.cro_state) if case.cro else None


def _next_contact(case: Case) -> dt.date | None:
    return case.next_contact_on if case.state in OPEN_STATES else None


_K = ColumnKind

COLUMNS: tuple[ListColumn, ...] = (
    ListColumn("number", "Número", _K.TEXT, str, ("number",), "number"),
    ListColumn("name", "Prestador", _K.TEXT, lambda case: case.dentist_name, ("dentist_name",), "name"),
    ListColumn("cro", "CRO", _K.TEXT, _registration, ("cro", "cro_state"), "cro"),
    ListColumn("city", "Cidade", _K.TEXT, lambda case: case.city, ("city",), "city"),
    _column("city_state", "UF", _K.TEXT),
    _column("state", "Situação", _K.CHOICE, choices="state"),
    _column("outcome", "Desfecho", _K.CHOICE, choices="outcome"),
    _column("started_on", "Início", _K.DAY),
    ListColumn(
        "next_contact_on",
        "Próximo contato",
        _K.DAY,
        _next_contact,
        ("next_contact_on", "state"),
        "next_contact_on",
    ),
    _person("consultant", "Consultor", order="consultant"),
    _column("last_contact_on", "Último contato", _K.DAY),
    ListColumn(
        "contact_count",
        "Nº de contatos",
        _K.COUNT,
        lambda case: getattr(case, "contact_count", None),
        (),
        "contact_count",
        annotation=CONTACT_COUNT,
    ),
    _column("waiting_on", "Aguardando", _K.CHOICE, choices="waiting_on"),
    _column("decide_by", "Prazo para decidir", _K.DAY),
    _column("ended_on", "Data final", _K.DAY),
    ListColumn(
        "duration",
        "Duração (dias)",
        _K.COUNT,
        Case.duration_days,
        ("started_on", "ended_on"),
        "duration",
    ),
    _column("primary_reason", "Motivo principal", _K.CHOICE, choices="reason"),
    _column("termination_reasons", "Motivos", _K.CHOICES, choices="reason"),
    _column("sectors", "Setores", _K.CHOICES, choices="sector"),
    _column("requested_by", "Demandado por", _K.TEXT),
    _column("protocol_number", "Nº do protocolo", _K.TEXT),
    _column("protocol_opened_on", "Abertura do protocolo", _K.DAY),
    _column("provider_type", "Tipo", _K.TEXT),
    _column("scope", "Quem sai", _K.CHOICE, choices="scope"),
    ListColumn("cnpj", "CNPJ", _K.TEXT, lambda case: _or_none(cnpj.formatted, case.cnpj), ("cnpj",), "cnpj"),
    ListColumn(
        "cpf", "CPF", _K.TEXT, lambda case: _or_none(cpf.formatted, case.cpf), ("cpf",), personal=True
    ),
    _column("cro_count", "Qtd. de CROs", _K.COUNT),
    _column("joined_on", "Data inclusão", _K.DAY),
    _column("lives", "Nº de vidas", _K.COUNT),
    _column("published_cros", "CROs únicos divulgados", _K.COUNT),
    _column("serves_other_plans", "Atende outros convênios", _K.YES_NO),
    _column("other_plans", "Quais convênios", _K.TEXT),
    _column("us_value", "Valor da US", _K.MONEY),
    _column("last_production_on", "Última produção", _K.DAY),
    _column("last_production_value", "Valor da última produção", _K.MONEY),
    _column("protocol_required", "Necessário abrir protocolo", _K.YES_NO),
    _column("actions_note", "Ações de retenção: observações", _K.NOTE),
    _column("general_note", "Observações", _K.NOTE),
    _column("staff_name", "Colaborador", _K.TEXT),
    _column("filled_on", "Data do formulário", _K.DAY),
    _person("decided_by", "Decidido por", order="decided_by"),
    _column("decided_at", "Decidido em", _K.MOMENT),
    _person("signed_by", "Assinado por", order="signed_by"),
    _column("signed_at", "Assinado em", _K.MOMENT),
    ListColumn(
        "operator", "Operadora", _K.TEXT, lambda case: case.operator.name, ("operator__name",), "operator"
    ),
    ListColumn(
        "edition",
        "Edição do formulário",
        _K.COUNT,
        lambda case: case.edition.number,
        ("edition__number",),
        "edition",
    ),
    _person("created_by", "Criado por", order="created_by"),
    _column("created_at", "Criado em", _K.MOMENT),
    _column("changed_at", "Alterado em", _K.MOMENT),
)
"""In the order in which they are offered."""

COLUMN_OF_KEY: Mapping[str, ListColumn] = {column.key: column for column in COLUMNS}

DEFAULT_KEYS = (
    "number",
    "name",
    "city",
    "state",
    "outcome",
    "started_on",
    "next_contact_on",
    "consultant",
)
DEFAULT_COLUMNS: tuple[ListColumn, ...] = tuple(COLUMN_OF_KEY[key] for key in DEFAULT_KEYS)

ALWAYS = (
    "number",
    "state",
    "is_history",
    "operator_id",
    "operator__code",
    "dentist_name",
    "cro",
    "cro_state",
    "city",
    "city_state",
    "outcome",
    "started_on",
    "ended_on",
    "next_contact_on",
    "consultant__name",
)
"""What the rows of the screen say besides: cheap, and read with any columns."""

FOR_EXCERPTS = ("search__search_text", "search__personal_search_text", "general_note", "actions_note")
"""What it takes to show where searched words stand."""


def chosen_columns(keys: Iterable[str], *, sees_personal_data: bool) -> tuple[ListColumn, ...]:
    """The columns of these keys, each once; the usual ones where none is left."""
    found = tuple(COLUMN_OF_KEY[key] for key in dict.fromkeys(keys) if key in COLUMN_OF_KEY)
    allowed = tuple(column for column in found if sees_personal_data or not column.personal)
    return allowed or DEFAULT_COLUMNS


def with_columns(
    cases: CaseQuerySet, columns: Sequence[ListColumn], besides: Sequence[str] = ()
) -> CaseQuerySet:
    """Reads what the columns show and the fields named `besides`, and nothing else of the wide rows."""
    needed = dict.fromkeys([*ALWAYS, *besides, *(name for column in columns for name in column.needs)])
    related = dict.fromkeys(name.partition("__")[0] for name in needed if "__" in name)
    annotations = {column.key: column.annotation for column in columns if column.annotation is not None}
    return cases.select_related(*related).only(*needed).annotate(**annotations)


def text_of(column: ListColumn, case: Case, choices: Mapping[str, Sequence[Choice]]) -> str:
    """What the column says of a case, as a person would write it; empty for nothing."""
    value = column.read(case)
    if value is None or value == "":
        return ""
    if column.kind in (ColumnKind.CHOICE, ColumnKind.CHOICES):
        words = {choice.value: choice.label for choice in choices.get(column.choices, ())}
        codes = value if column.kind is ColumnKind.CHOICES else [value]
        return ", ".join(words.get(str(code), str(code)) for code in codes)
    return _WRITTEN.get(column.kind, str)(value)


def _or_none(write: Callable[[str], str], value: str | None) -> str | None:
    return write(value) if value else None


def _moment(value: dt.datetime) -> str:
    return value.astimezone(SAO_PAULO).strftime("%d/%m/%Y %H:%M")


def _money(value: Decimal) -> str:
    """Without the noughts that the database fills four decimals with."""
    return format_money(value.normalize())


_WRITTEN: Mapping[ColumnKind, Callable[[Any], str]] = {
    ColumnKind.DAY: format_date,
    ColumnKind.MOMENT: _moment,
    ColumnKind.COUNT: format_count,
    ColumnKind.MONEY: _money,
    ColumnKind.YES_NO: lambda value: "Sim" if value else "Não",
}
