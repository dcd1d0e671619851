"""The orders of the list, and the rows that stand after or before a case in one of them.

Every order is one key and then the id, so that it is total. Cases without a value come last both ways:
they are a stretch of their own behind those with one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, F, Func, OrderBy, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, LPad
from django.db.models.lookups import IsNull

from vinculo.accounts.ordering import folded

from ..models import Contact
from ..models.case import CaseQuerySet
from ..models.case_orders import DurationDays

DEFAULT_ORDER = "-started_on"
BY_CONSULTANT = "consultant"
KEY = "order_key"


@dataclass(frozen=True)
class Order:
    """`key` is what is compared; `first` is the direction that people want first.

    `coarse` are columns that the key's order implies, for the index that holds them instead of the key.
    `is_listed`: the key stands in every index that the list is narrowed by, and is a day or a number, which
    compares here as it does in the database.
    """

    label: str
    key: F | Func
    is_nullable: bool = True
    first: str = ""
    coarse: tuple[str, ...] = ()
    is_listed: bool = False
    is_indexed: bool = True
    """Otherwise only a short list is sorted by it."""


def _column(
    label: str, column: str, *, is_nullable: bool = True, first: str = "", is_listed: bool = False
) -> Order:
    return Order(label, F(column), is_nullable, first, is_listed=is_listed)


def _of_few(label: str, key: F | Func | str, *, is_nullable: bool = True, first: str = "") -> Order:
    found = F(key) if isinstance(key, str) else key
    return Order(label, found, is_nullable, first, is_indexed=False)


def _contacts_that_count() -> Func:
    counted = Contact.objects.filter(case=OuterRef("pk"), voided_at=None).order_by()
    return Coalesce(Subquery(counted.values("case").annotate(n=Count("pk")).values("n")), 0)


ORDERS: Mapping[str, Order] = {
    "number": _column("Número", "number"),
    "name": _column("Prestador", "folded_name"),
    "city": _column("Cidade", "folded_city"),
    "city_state": _column("UF", "city_state"),
    "state": _column("Situação", "state", is_nullable=False),
    "outcome": _column("Desfecho", "outcome"),
    "primary_reason": _column("Motivo principal", "primary_reason"),
    "started_on": _column("Início", "started_on", first="-", is_listed=True),
    "ended_on": _column("Fim", "ended_on", first="-", is_listed=True),
    "duration": Order("Duração", DurationDays(), first="-", is_listed=True),
    "next_contact_on": _column("Próximo contato", "next_contact_on", is_listed=True),
    "last_contact_on": _column("Último contato", "last_contact_on", first="-"),
    "decide_by": _column("Prazo para decidir", "decide_by", is_listed=True),
    "consultant": Order("Consultor", folded("consultant__name")),
    "lives": _column("Nº de vidas", "lives", first="-", is_listed=True),
    "us_value": _column("Valor da US", "us_value", first="-", is_listed=True),
    "last_production_value": _column("Última produção", "last_production_value", first="-"),
    "decided_at": _column("Decidido em", "decided_at", first="-"),
    "signed_at": _column("Assinado em", "signed_at", first="-"),
    "created_at": _column("Criado em", "created_at", is_nullable=False, first="-"),
    "changed_at": Order("Alterado em", F("changed_at"), False, "-", coarse=("changed_on",)),
    "cro": _of_few("CRO", LPad(F("cro"), 7, Value("0"))),
    "contact_count": _of_few("Nº de contatos", _contacts_that_count(), is_nullable=False, first="-"),
    "waiting_on": _of_few("Aguardando", "waiting_on"),
    "requested_by": _of_few("Demandado por", folded("requested_by")),
    "protocol_number": _of_few("Nº do protocolo", "protocol_number"),
    "protocol_opened_on": _of_few("Abertura do protocolo", "protocol_opened_on", first="-"),
    "provider_type": _of_few("Tipo", "provider_type"),
    "scope": _of_few("Quem sai", "scope"),
    "cnpj": _of_few("CNPJ", "cnpj"),
    "cro_count": _of_few("Qtd. de CROs", "cro_count", first="-"),
    "joined_on": _of_few("Data inclusão", "joined_on", first="-"),
    "published_cros": _of_few("CROs únicos divulgados", "published_cros", first="-"),
    "serves_other_plans": _of_few("Atende outros convênios", "serves_other_plans"),
    "other_plans": _of_few("Quais convênios", folded("other_plans")),
    "last_production_on": _of_few("Última produção", "last_production_on", first="-"),
    "protocol_required": _of_few("Necessário abrir protocolo", "protocol_required"),
    "staff_name": _of_few("Colaborador", folded("staff_name")),
    "filled_on": _of_few("Data do formulário", "filled_on", first="-"),
    "decided_by": _of_few("Decidido por", folded("decided_by__name")),
    "signed_by": _of_few("Assinado por", folded("signed_by__name")),
    "operator": _of_few("Operadora", folded("operator__name"), is_nullable=False),
    "edition": _of_few("Edição do formulário", "edition__number", is_nullable=False),
    "created_by": _of_few("Criado por", folded("created_by__name")),
}
"""What the list can be sorted by; a leading '-' turns the order round."""

CONTACT_COUNT = ORDERS["contact_count"].key


@dataclass(frozen=True)
class Mark:
    """Where a case stands in an order."""

    key: Any
    case_id: int


class _Pair(Func):
    template = "(%(expressions)s)"


class _Beyond(Func):
    """A pair of key and id beyond another, as an index of both finds it."""

    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, order: Order, sign: str, mark: Mark) -> None:
        here = _Pair(order.key, F("pk"), output_field=BooleanField())
        there = _Pair(Value(mark.key), Value(mark.case_id), output_field=BooleanField())
        super().__init__(here, there, arg_joiner=f" {sign} ")


def order_named(text: str) -> str:
    """The order asked for, the usual one where it does not exist."""
    return text if text.removeprefix("-") in ORDERS else DEFAULT_ORDER


def mark_of(cases: CaseQuerySet, order: str, case_id: int) -> Mark | None:
    """Where a case stands now; None for one that is not among them."""
    found = with_key(cases.filter(pk=case_id), order).values_list(KEY, "pk").first()
    return Mark(*found) if found else None


def with_key(cases: CaseQuerySet, order: str) -> CaseQuerySet:
    """Each with what the order compares, as `KEY`."""
    return cases.annotate(**{KEY: ORDERS[order.removeprefix("-")].key})


def sorted_by(cases: CaseQuerySet, order: str, *, backwards: bool = False) -> CaseQuerySet:
    """All of them in the order, those without a value last (first, where read backwards)."""
    item, is_descending = ORDERS[order.removeprefix("-")], order.startswith("-") != backwards
    last = {"nulls_first": True} if backwards else {"nulls_last": True}
    by = OrderBy(item.key, descending=is_descending, **(last if item.is_nullable else {}))
    return cases.order_by(by, OrderBy(F("pk"), descending=is_descending))


@dataclass(frozen=True)
class Stretch:
    """Cases one after the other, all with a value or all without: an index holds them in their order."""

    condition: Q
    by: tuple[OrderBy, ...]


def stretches_of_consultants(
    people: Sequence[tuple[str, Sequence[int]]], order: str, mark: Mark | None, *, backwards: bool = False
) -> tuple[Stretch, ...]:
    """The same for the order by consultant, whose names stand in another table: one stretch for each name.

    `people`: the keys of the order with the ids of who bears them, in their order.
    """
    is_descending = order.startswith("-") != backwards
    by_id = OrderBy(F("pk"), descending=is_descending)
    named: list[tuple[str | None, Q]] = [
        (key, Q(consultant_id=ids[0]) if len(ids) == 1 else Q(consultant_id__in=ids)) for key, ids in people
    ]
    named = named[::-1] if is_descending else named
    nobody: list[tuple[str | None, Q]] = [(None, Q(consultant=None))]
    found = nobody + named if backwards else named + nobody
    if mark is None:
        return tuple(Stretch(condition, (by_id,)) for _, condition in found)
    place = next((place for place, (key, _) in enumerate(found) if key == mark.key), len(found))
    beyond_id = Q(pk__lt=mark.case_id) if is_descending else Q(pk__gt=mark.case_id)
    return tuple(
        Stretch(condition & beyond_id if at == place else condition, (by_id,))
        for at, (_, condition) in enumerate(found)
        if at >= place
    )


def stretches(order: str, mark: Mark | None, *, backwards: bool = False) -> tuple[Stretch, ...]:
    """The cases beyond the mark (all, without one), stretch by stretch, in the order in which they come."""
    item, is_descending = ORDERS[order.removeprefix("-")], order.startswith("-") != backwards
    by_id = OrderBy(F("pk"), descending=is_descending)
    by_key = tuple(OrderBy(F(column), descending=is_descending) for column in item.coarse)
    by_key = (*by_key, OrderBy(item.key, descending=is_descending), by_id)
    with_value = Stretch(Q(IsNull(item.key, False)) if item.is_nullable else Q(), by_key)
    without = Stretch(Q(IsNull(item.key, True)), (by_id,))
    if mark is None:
        found = (with_value, without) if item.is_nullable else (with_value,)
        return found[::-1] if backwards else found
    sign = "<" if is_descending else ">"
    if mark.key is None:
        beyond_id = Q(pk__lt=mark.case_id) if is_descending else Q(pk__gt=mark.case_id)
        rest = Stretch(without.condition & beyond_id, (by_id,))
        return (rest, with_value) if backwards else (rest,)
    beyond = Stretch(Q(_Beyond(item, sign, mark)), by_key)
    return (beyond,) if backwards or not item.is_nullable else (beyond, without)
