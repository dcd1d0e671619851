"""What people ask of the desk: the pairs of filters, the saved views, the searches, as those measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

Values = Mapping[str, Sequence[str]]
Draw = Callable[["Drawn"], Values]

STATES = ("SP", "MG", "RJ", "PR", "RS", "BA", "SC", "PE", "CE", "GO", "DF", "PA", "AM", "AC")
REASONS = ("fees", "claim_denials", "system_difficulties", "lost_contact", "business_closed", "low_demand")
WORKED = ("in_progress", "waiting")
NAMES = ("renata", "conceição", "tanaka", "joão", "peixoto", "vasconcelos", "iara", "queiroz", "andré")
CITIES = ("campinas", "são paulo", "maceió", "londrina", "niterói", "santos", "anápolis", "sobral")


@dataclass(frozen=True)
class Drawn:
    """What the values of a request are drawn from."""

    rng: Random
    today: dt.date
    people: Sequence[int]

    def day(self, longest_ago: int, shortest: int = 0) -> str:
        return (self.today - dt.timedelta(days=self.rng.randrange(shortest, longest_ago))).isoformat()

    def one(self, values: Sequence[str]) -> list[str]:
        return [self.rng.choice(values)]

    def person(self) -> list[str]:
        return [str(self.rng.choice(self.people))]

    def month(self, name: str) -> dict[str, list[str]]:
        first = dt.date.fromisoformat(self.day(1500, 30))
        return {
            f"{name}_from": [first.isoformat()],
            f"{name}_to": [(first + dt.timedelta(days=30)).isoformat()],
        }


@dataclass(frozen=True)
class Pair:
    """Two filters and why somebody sets them together."""

    filters: str
    why: str
    draw: Draw


PAIRS: tuple[Pair, ...] = (
    Pair(
        "consultor + situação",
        "o que alguém tem em aberto",
        lambda d: {"consultant": d.person(), "state": WORKED},
    ),
    Pair(
        "consultor + próximo contato",
        "o que alguém deixou atrasar",
        lambda d: {"consultant": d.person(), "next_contact_on_to": [d.today.isoformat()]},
    ),
    Pair(
        "consultor + desfecho",
        "o que alguém reteve",
        lambda d: {"consultant": d.person(), "outcome": ["retained"]},
    ),
    Pair(
        "situação + UF",
        "o que está em andamento num estado",
        lambda d: {"state": WORKED, "city_state": d.one(STATES)},
    ),
    Pair(
        "situação + aguardando",
        "o que depende de um setor",
        lambda d: {"state": ["waiting"], "waiting_on": d.one(("provider", "it", "commercial"))},
    ),
    Pair(
        "situação + em silêncio",
        "quem foi esquecido",
        lambda d: {"state": ["in_progress"], "silent": ["yes"]},
    ),
    Pair(
        "situação + prazo vencido",
        "decisões atrasadas",
        lambda d: {"state": ["in_progress"], "late_to_decide": ["yes"]},
    ),
    Pair(
        "UF + desfecho",
        "saídas por estado",
        lambda d: {"city_state": d.one(STATES), "outcome": ["terminated"]},
    ),
    Pair(
        "UF + motivo principal",
        "por que saem num estado",
        lambda d: {"city_state": d.one(STATES), "primary_reason": d.one(REASONS)},
    ),
    Pair(
        "desfecho + data final", "retidos no mês", lambda d: {"outcome": ["retained"], **d.month("ended_on")}
    ),
    Pair(
        "motivos + desfecho",
        "retidos apesar do motivo",
        lambda d: {"reason": d.one(REASONS), "outcome": ["retained"]},
    ),
    Pair(
        "cidade + situação",
        "o que há em aberto na cidade",
        lambda d: {"city": d.one(CITIES), "state": WORKED},
    ),
    Pair(
        "nome + UF",
        "um prestador de nome comum",
        lambda d: {"name": d.one(NAMES), "city_state": d.one(STATES)},
    ),
    Pair(
        "tipo + nº de vidas",
        "clínicas de peso",
        lambda d: {"provider_type": ["PJ"], "lives_min": d.one(("5.000", "20.000", "100.000"))},
    ),
    Pair(
        "valor da US + UF",
        "tabela alta num estado",
        lambda d: {"us_value_min": d.one(("2,00", "2,30", "2,45")), "city_state": d.one(STATES)},
    ),
    Pair(
        "ações ofertadas + desfecho",
        "o que o suporte reteve",
        lambda d: {"action": d.one(("support", "new_fees", "training")), "outcome": ["retained"]},
    ),
    Pair(
        "setor + início",
        "demandas a um setor no mês",
        lambda d: {"sector": d.one(("it", "commercial", "call_center")), **d.month("started_on")},
    ),
    Pair(
        "demandado por + início",
        "pedidos da ouvidoria no mês",
        lambda d: {"requested_by": d.one(("ombudsman", "operator", "dentist")), **d.month("started_on")},
    ),
    Pair(
        "canal + data do contato",
        "visitas do mês",
        lambda d: {"contact_channel": d.one(("visit", "letter", "phone")), **d.month("contact_on")},
    ),
    Pair(
        "assinado por + data final",
        "o que um supervisor assinou no mês",
        lambda d: {"signed_by": d.person(), **d.month("ended_on")},
    ),
)
"""Twenty, chosen as people would; every request draws other values."""

SAVED_VIEWS: tuple[Values, ...] = (
    {"state": WORKED, "consultant": ["me"]},
    {"state": WORKED},
    {"state": ["decided"]},
    {"state": ["draft"]},
    {"state": WORKED, "city_state": ["SP"]},
    {"outcome": ["retained"], "city_state": ["MG"]},
    {"state": ["in_progress"], "silent": ["yes"]},
    {"state": WORKED, "consultant": ["none"]},
    {"primary_reason": ["fees"], "outcome": ["terminated"]},
    {"waiting_on": ["provider"]},
)
"""Ten, small and large: those of a supervisor."""

SORTS = ("name", "-changed_at", "next_contact_on", "consultant", "-duration", "city", "-ended_on", "number")
SEARCHES = (
    *NAMES,
    *CITIES,
    "token demorado",
    "glosas",
    "ren",
    "joao peixoto",
    "conseicao",
    "8984",
    "CRO-SP 12345",
)
