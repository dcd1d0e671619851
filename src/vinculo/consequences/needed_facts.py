"""What a sector may be shown of a case. Nothing else of it leaves the case; a CPF is not among them.

The provider's name goes with every task: without it nobody knows whom it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vinculo.cases.models import Case
from vinculo.kernel.dates import format_date
from vinculo.kernel.identifiers import cnpj, cro
from vinculo.kernel.money import format_money
from vinculo.kernel.numbers import format_count
from vinculo.paper.catalogue import OptionList


@dataclass(frozen=True, slots=True)
class NeededFact:
    """`read` gives what stands in the case now; empty where nothing does."""

    label: str
    read: Callable[[Case], str]


def provider_name(case: Case) -> str:
    return case.dentist_name or "Prestador sem nome"


def place(case: Case) -> str:
    return "/".join(part for part in (case.city, case.city_state) if part)


def outcome(case: Case) -> str:
    return case.edition.edition.option_label(OptionList.OUTCOME, case.outcome) if case.outcome else ""


def ended_on(case: Case) -> str:
    return format_date(case.ended_on) if case.ended_on else ""


def _registration(case: Case) -> str:
    return cro.formatted(case.cro, case.cro_state) if case.cro else ""


def _cnpj(case: Case) -> str:
    return cnpj.formatted(case.cnpj) if case.cnpj else ""


def _us_value(case: Case) -> str:
    return _money(case.us_value)


def _last_production(case: Case) -> str:
    value = _money(case.last_production_value)
    day = format_date(case.last_production_on) if case.last_production_on else ""
    return " em ".join(part for part in (value, day) if part)


def _money(value: Decimal | None) -> str:
    """Without the noughts that the column fills up with."""
    return format_money(value.normalize()) if value is not None else ""


def _lives(case: Case) -> str:
    return format_count(case.lives) if case.lives is not None else ""


NEEDED_FACTS: Mapping[str, NeededFact] = {
    "registration": NeededFact("Registro", _registration),
    "cnpj": NeededFact("CNPJ", _cnpj),
    "city": NeededFact("Cidade", place),
    "protocol": NeededFact("Protocolo de origem", lambda case: case.protocol_number or ""),
    "us_value": NeededFact("Valor da US (moeda)", _us_value),
    "last_production": NeededFact("Última produção", _last_production),
    "lives": NeededFact("Vidas na cidade", _lives),
    "outcome": NeededFact("Status da retenção", outcome),
    "ended_on": NeededFact("Fim", ended_on),
}
"""In the order in which they are shown."""

TOLD_AFTER_SIGNATURE = ("outcome", "ended_on")


def facts_shown(case: Case, codes: Sequence[str]) -> list[tuple[str, str]]:
    """Label and value of each fact that the task names and the case has."""
    named = ((fact.label, fact.read(case)) for code, fact in NEEDED_FACTS.items() if code in codes)
    return [(label, value) for label, value in named if value]


def values_of_gaps(case: Case) -> dict[str, str]:
    """What the gaps of a text are filled with."""
    return {
        "prestador": provider_name(case),
        "cidade": place(case),
        "processo": case.number or "",
        "desfecho": outcome(case),
        "fim": ended_on(case),
    }
