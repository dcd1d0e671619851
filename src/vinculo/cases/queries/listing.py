"""The list of cases: every filter it has, its orders, its pages.

A new filter is a line of `FILTERS`; the screen draws it, the address carries it and every number elsewhere
can open the list with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import DateField, Exists, F, Func, OrderBy, OuterRef, Q
from django.db.models.functions import Coalesce, Trunc
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from vinculo.accounts.actor import Actor
from vinculo.accounts.ordering import folded
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import cnpj, cpf, cro

from ..models import Case, CaseDentist, CaseEvent, Offer, OpenedProtocol
from ..models.case import CaseQuerySet
from ..states import CaseAction, State
from .filters import (
    COUNTS,
    DAYS,
    MONEY,
    NONE,
    Applied,
    Filter,
    FilterContext,
    NumberOfFilter,
    Parameters,
    PickFilter,
    RangeFilter,
    TextFilter,
    UntilFilter,
    YesNoFilter,
    one,
)
from .needs import needing
from .search import providers_named, search_condition

PAGE_SIZE = 50
LAST_PAGE = 200
COUNTED_UP_TO = 1000

ME = "me"
MAY_SIGN = "me"
OWN_DECISION = "own"


def _in(column: str) -> Callable[[Sequence[str], FilterContext], Q]:
    """Any of the values, or none given."""

    def condition(values: Sequence[str], context: FilterContext) -> Q:
        given = [value for value in values if value != NONE]
        return Q(**{f"{column}__in": given}) | (Q(**{f"{column}__isnull": True}) if NONE in values else Q())

    return condition


def _consultants(values: Sequence[str], context: FilterContext) -> Q:
    people = [str(context.user_id) if value == ME else value for value in values]
    return _in("consultant_id")([person for person in people if person != "None"] or ["-1"], context)


def _overlap(column: str) -> Callable[[Sequence[str], FilterContext], Q]:
    def condition(values: Sequence[str], context: FilterContext) -> Q:
        given = [value for value in values if value != NONE]
        found = Q(**{f"{column}__overlap": given}) if given else Q()
        return found | (Q(**{column: []}) if NONE in values else Q())

    return condition


def _offered(values: Sequence[str], context: FilterContext) -> Q:
    offers = Offer.objects.filter(case=OuterRef("pk"), is_ticked=True)
    given = [value for value in values if value != NONE]
    found = Q(Exists(offers.filter(code__in=given))) if given else Q()
    return found | (Q(~Exists(offers)) if NONE in values else Q())


def _silent_since(day: dt.date) -> Q:
    """The last contact lies on or before the day; without one, the start, or else the making of the case."""
    created = Trunc("created_at", "day", output_field=DateField(), tzinfo=SAO_PAULO)
    return Q(LessThanOrEqual(Coalesce("last_contact_on", "started_on", created), day))


def _returned(yes: bool) -> Q:
    """The last change of state was a supervisor's return."""
    changes = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEvent.Kind.STATE_CHANGED)
    newer = CaseEvent.objects.filter(
        case=OuterRef("case"), kind=CaseEvent.Kind.STATE_CHANGED, pk__gt=OuterRef("pk")
    )
    returned = Exists(changes.filter(~Exists(newer), data__action=str(CaseAction.RETURN)))
    return Q(returned) if yes else ~Q(returned)


def _duration(sign: str, days: int) -> Q:
    compare = GreaterThanOrEqual if sign == "gte" else LessThanOrEqual
    return Q(compare(F("ended_on") - F("started_on"), dt.timedelta(days=min(days, 100_000))))


def _opened_protocol(text: str) -> Q:
    return Q(Exists(OpenedProtocol.objects.filter(case=OuterRef("pk"), number__icontains=text)))


def _further_cro(number: str) -> Q:
    return Q(Exists(CaseDentist.objects.filter(case=OuterRef("pk"), removed_at=None, cro=number)))


def _of_provider_named(text: str) -> Q:
    return Q(provider__in=providers_named(text).values("pk"))


def _signature(values: Sequence[str], context: FilterContext) -> Q:
    own = Q(decided_by_id=context.user_id)
    found = Q()
    if MAY_SIGN in values:
        found |= ~(own & Q(operator__signer_must_not_be_decider=True))
    if OWN_DECISION in values:
        found |= own
    return Q(state=State.DECIDED) & found


def _flag(column: str) -> Callable[[bool], Q]:
    return lambda yes: Q(**{column: yes})


COMMON = "Mais usados"
PROVIDER = "Prestador"
REQUEST = "Pedido e lugar"
TIME = "Datas e prazos"
DECISION = "Decisão"
AMOUNTS = "Valores"
FORM = "Formulário"

GROUPS = (PROVIDER, REQUEST, TIME, DECISION, AMOUNTS, FORM)

FILTERS: tuple[Filter, ...] = (
    PickFilter("state", "Situação", COMMON, "state", condition=_in("state")),
    PickFilter(
        "consultant", "Consultor", COMMON, "consultant", condition=_consultants, none_label="Sem consultor"
    ),
    PickFilter("outcome", "Desfecho", COMMON, "outcome", condition=_in("outcome"), none_label="Sem desfecho"),
    PickFilter("city_state", "UF", COMMON, "uf", condition=_in("city_state"), none_label="Sem UF"),
    TextFilter("name", "Nome contém", PROVIDER, ("dentist_name",), related=_of_provider_named, indexed=True),
    NumberOfFilter("cro", "CRO", PROVIDER, "cro", clean=cro.clean_number, related=_further_cro),
    PickFilter("cro_state", "UF do CRO", PROVIDER, "uf", condition=_in("cro_state")),
    NumberOfFilter(
        "cpf",
        "CPF",
        PROVIDER,
        "cpf",
        clean=cpf.clean,
        shown=cpf.masked,
        typed=cpf.formatted,
        private=True,
        personal=True,
    ),
    NumberOfFilter(
        "cnpj",
        "CNPJ",
        PROVIDER,
        "cnpj",
        clean=cnpj.clean,
        shown=cnpj.masked,
        typed=cnpj.formatted,
        private=True,
    ),
    PickFilter(
        "provider_type",
        "Tipo",
        PROVIDER,
        "provider_type",
        condition=_in("provider_type"),
        none_label="Sem tipo",
    ),
    PickFilter("scope", "Quem sai", PROVIDER, "scope", condition=_in("scope")),
    YesNoFilter(
        "serves_other_plans",
        "Atende outros convênios",
        PROVIDER,
        condition=_flag("serves_other_plans"),
        column="serves_other_plans",
    ),
    TextFilter("other_plans", "Quais convênios", PROVIDER, ("other_plans",)),
    RangeFilter("cro_count", "Qtd. de CROs", PROVIDER, COUNTS),
    PickFilter(
        "requested_by",
        "Demandado por",
        REQUEST,
        "requested_by",
        condition=_in("requested_by_code"),
        none_label="Não informado",
    ),
    TextFilter(
        "protocol",
        "Nº do protocolo contém",
        REQUEST,
        ("protocol_number",),
        related_indexed=_opened_protocol,
        indexed=True,
    ),
    RangeFilter("protocol_opened_on", "Abertura do protocolo", REQUEST, DAYS),
    TextFilter("city", "Cidade contém", REQUEST, ("city",), indexed=True),
    RangeFilter("lives", "Nº de vidas", REQUEST, COUNTS),
    RangeFilter("published_cros", "CROs únicos divulgados", REQUEST, COUNTS),
    RangeFilter("next_contact_on", "Próximo contato", TIME, DAYS),
    PickFilter("need", "Pede em Hoje", TIME, "need", condition=needing),
    UntilFilter("silent_since", "Sem contato desde", TIME, condition=_silent_since),
    RangeFilter("started_on", "Data início", TIME, DAYS),
    RangeFilter("ended_on", "Data final", TIME, DAYS),
    RangeFilter("filled_on", "Data do formulário", TIME, DAYS),
    RangeFilter("joined_on", "Data inclusão", TIME, DAYS),
    RangeFilter("duration", "Tempo finalização (dias)", TIME, COUNTS, condition=_duration),
    PickFilter("primary_reason", "Motivo principal", DECISION, "reason", condition=_in("primary_reason")),
    PickFilter(
        "reason",
        "Motivos",
        DECISION,
        "reason",
        condition=_overlap("termination_reasons"),
        none_label="Sem motivo",
    ),
    PickFilter(
        "action", "Ações de retenção", DECISION, "action", condition=_offered, none_label="Nada ofertado"
    ),
    PickFilter(
        "sector",
        "Setor responsável",
        DECISION,
        "sector",
        condition=_overlap("sectors"),
        none_label="Sem setor",
    ),
    YesNoFilter(
        "protocol_required",
        "Necessário abrir protocolo",
        DECISION,
        condition=_flag("protocol_required"),
        column="protocol_required",
    ),
    PickFilter("signature", "Assinatura", DECISION, "signature", condition=_signature),
    YesNoFilter("returned", "Devolvido pelo supervisor", DECISION, condition=_returned),
    RangeFilter("us_value", "Valor da US (moeda)", AMOUNTS, MONEY),
    RangeFilter("last_production_value", "Valor da última produção", AMOUNTS, MONEY),
    RangeFilter("last_production_on", "Última produção", AMOUNTS, DAYS),
    PickFilter("operator", "Operadora", FORM, "operator", condition=_in("operator_id")),
    PickFilter("edition", "Edição do formulário", FORM, "edition", condition=_in("edition__number")),
    TextFilter("staff_name", "Colaborador contém", FORM, ("staff_name",)),
    YesNoFilter("history", "Importado como histórico", FORM, condition=_flag("is_history")),
)

FILTER_OF_PARAMETER: Mapping[str, Filter] = {
    parameter: item for item in FILTERS for parameter in item.parameter_names
}

ORDERS: Mapping[str, tuple[str | Func, ...]] = {
    "number": ("number",),
    "name": ("folded_name",),
    "city": ("city_state", "folded_city"),
    "state": ("state",),
    "outcome": ("outcome",),
    "started_on": ("started_on",),
    "next_contact_on": ("next_contact_on",),
    "consultant": (folded("consultant__name"),),
}
"""The columns that a list can be sorted by; a leading '-' turns the order round."""

DEFAULT_ORDER = "-started_on"


@dataclass(frozen=True)
class Listing:
    """What somebody asked of the list: words, filters, order and page."""

    query: str
    applied: tuple[Applied, ...]
    order: str
    page: int

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(item.problem for item in self.applied if item.problem)

    def condition(self, actor: Actor) -> Q:
        found = search_condition(self.query, actor) or Q()
        for item in self.applied:
            if item.condition is not None:
                found &= item.condition
        return found


@dataclass(frozen=True)
class CasePage:
    """One page of the list. `total` is None for more than `COUNTED_UP_TO`."""

    rows: tuple[Case, ...]
    total: int | None
    page: int
    has_next: bool

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE_SIZE + 1


def read_listing(parameters: Parameters, context: FilterContext) -> Listing:
    """What an address or a form asks for; whatever cannot be understood narrows nothing."""
    order = one(parameters, "sort")
    page = one(parameters, "page")
    return Listing(
        query=one(parameters, "q")[:200],
        applied=tuple(found for item in FILTERS if (found := item.apply(parameters, context))),
        order=order if order.removeprefix("-") in ORDERS else DEFAULT_ORDER,
        page=_page_number(page),
    )


def _page_number(text: str) -> int:
    """The first page for anything that is none; thousands of digits are not even counted."""
    digits = text.lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(int(digits), LAST_PAGE) if len(digits) <= len(str(LAST_PAGE)) else LAST_PAGE


def matching(actor: Actor, condition: Q) -> CaseQuerySet:
    """The cases that the actor may see and the condition holds for."""
    visible: CaseQuerySet = Case.objects.visible_to(actor)
    return visible.filter(condition)


def list_cases(actor: Actor, listing: Listing) -> CasePage:
    """One page: one query for the rows, one for the count."""
    found = matching(actor, listing.condition(actor))
    start = (listing.page - 1) * PAGE_SIZE
    rows = tuple(
        found.select_related("consultant", "operator", "search")
        .only(*_COLUMNS)
        .order_by(*_order_by(listing.order))[start : start + PAGE_SIZE + 1]
    )
    counted = found.order_by()[: COUNTED_UP_TO + 1].count()
    return CasePage(
        rows=rows[:PAGE_SIZE],
        total=counted if counted <= COUNTED_UP_TO else None,
        page=listing.page,
        has_next=len(rows) > PAGE_SIZE and listing.page < LAST_PAGE,
    )


_COLUMNS = (
    "number",
    "state",
    "is_history",
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
    "operator__code",
    "search__search_text",
    "search__personal_search_text",
    "general_note",
    "actions_note",
)


def _order_by(order: str) -> tuple[OrderBy, ...]:
    """The sign holds for all columns; the id makes the order total, so that pages neither skip nor repeat."""
    columns = (
        F(part) if isinstance(part, str) else part for part in (*ORDERS[order.removeprefix("-")], "pk")
    )
    return tuple(OrderBy(column, descending=order.startswith("-")) for column in columns)
