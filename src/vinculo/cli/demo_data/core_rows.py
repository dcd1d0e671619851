"""What the demonstration's core system tells: the registry as it stands, with what only such a system knows.

It tells nothing that the cases of the demonstration deny; what has happened since (`news`) is what a visitor
sees come in, and one piece of each news is a hole between registry and cases.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from vinculo.accounts.models import Operator
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.kernel.places import municipalities
from vinculo.network.models import (
    Affiliation,
    CityCoverage,
    ContactPerson,
    Contract,
    MonthlyProduction,
    Provider,
)
from vinculo.sandbox.invention import FIRST_KEY

from .lots import lots

CITIES_BESIDE = 14
"""Of each state in which somebody works, those without a provider that have lives."""

_STATUS = {"active": "A", "suspended": "S", "inactive": "I"}
_STREETS = (
    "Rua das Acácias",
    "Avenida Brasil",
    "Rua XV de Novembro",
    "Rua Sete de Setembro",
    "Alameda dos Ipês",
)
_DISTRICTS = ("Centro", "Jardim América", "Vila Nova", "Boa Vista", "Santo Antônio")
_SPECIALITIES = (
    "Clínica Geral", "Ortodontia", "Endodontia", "Periodontia", "Odontopediatria", "Implantodontia",
    "Prótese Dentária",
)  # fmt: skip
_OVER = (State.CLOSED, State.CANCELLED)

Cell = str | int | None
CoreRow = list[Cell]


class CoreRows:
    def __init__(self, operator: Operator, seed: int, today: dt.date) -> None:
        self._operator, self._today = operator, today
        self._rng = lots(seed, "core system")
        rows = Provider.objects.filter(operator=operator, merged_into=None).select_related("municipality")
        self._providers = [one for one in rows.order_by("pk") if one.municipality is not None]
        self._keys = {one.pk: str(FIRST_KEY + place) for place, one in enumerate(self._providers)}

    def rows(self) -> dict[str, list[CoreRow]]:
        return {
            "providers": [self._provider(one) for one in self._providers],
            "dentists": list(self._dentists()),
            "contact_persons": list(self._people()),
            "affiliations": list(self._ties()),
            "contracts": list(self._contracts()),
            "coverage": list(self._coverage()),
            "production": list(self._production()),
        }

    def news(self) -> list[dict[str, str]]:
        """What has happened since the registry was fed: some of it is a hole between registry and cases."""
        yesterday = (self._today - dt.timedelta(days=1)).strftime("%d/%m/%Y")
        with_open_case = set(
            Case.objects.filter(operator=self._operator)
            .exclude(state__in=_OVER)
            .values_list("provider_id", flat=True)
        )
        active = [one for one in self._providers if one.status == "active"]
        quiet = [self._keys[one.pk] for one in active if one.pk not in with_open_case]
        teams = {
            one.pk
            for one in active
            if one.pk in with_open_case and one.affiliations.filter(ends_on=None).count() > 1
        }
        gone = [self._keys[one.pk] for one in self._providers if one.status == "inactive"]
        found = [{"deactivate": key, "on": yesterday} for key in quiet[:1]]
        found += [{"suspend": key, "on": yesterday} for key in quiet[1:2]]
        found += [{"set_us_value": key, "value": "0,6200", "on": yesterday} for key in quiet[2:4]]
        found += [{"change_rt": self._keys[pk], "on": yesterday} for pk in sorted(teams)[:1]]
        return found + [{"produce": key, "on": yesterday} for key in gone[:1]]

    def _provider(self, one: Provider) -> CoreRow:
        rng, place = self._rng, one.municipality
        assert place is not None
        return [
            self._keys[one.pk], "J" if one.kind == "PJ" else "F", one.name, one.trade_name, one.cnpj, one.cpf,
            one.cnes, _STATUS[one.status], _day(one.status_since), _day(one.joined_on), place.name, place.uf,
            f"{rng.choice(_STREETS)}, {rng.randrange(10, 2400)}", rng.choice(_DISTRICTS),
            f"{rng.randrange(10000, 89999)}-{rng.randrange(1000):03}", one.other_plans,
        ]  # fmt: skip

    def _dentists(self) -> Iterator[CoreRow]:
        seen: set[int] = set()
        rows = Affiliation.objects.filter(provider_id__in=self._keys).select_related("dentist").order_by("pk")
        for tie in rows:
            one = tie.dentist
            if one.pk in seen:
                continue
            seen.add(one.pk)
            told = ", ".join(self._rng.sample(_SPECIALITIES, self._rng.choice((1, 1, 2))))
            published = "S" if one.is_published else "N"
            yield [one.cro_number, one.cro_uf, one.name, "CD", "P", one.cpf, published, told]

    def _people(self) -> Iterator[CoreRow]:
        for one in ContactPerson.objects.filter(provider_id__in=self._keys, is_active=True).order_by("pk"):
            yield [self._keys[one.provider_id], one.name, one.function, " / ".join(one.phones), one.email]

    def _ties(self) -> Iterator[CoreRow]:
        rows = Affiliation.objects.filter(provider_id__in=self._keys, withdrawn_at=None)
        for tie in rows.select_related("dentist").order_by("pk"):
            yield [
                self._keys[tie.provider_id], tie.dentist.cro_number, tie.dentist.cro_uf,
                "S" if tie.is_technical_manager else "N", _day(tie.starts_on), _day(tie.ends_on),
                "S" if tie.is_pending else "N", tie.protocol_number,
            ]  # fmt: skip

    def _contracts(self) -> Iterator[CoreRow]:
        """All values that there were; the notice that must be given is of today's."""
        for row in Contract.objects.filter(provider_id__in=self._keys).order_by("provider_id", "starts_on"):
            notice = None if row.ends_on else self._rng.choice((30, 60, 60, 90))
            yield [self._keys[row.provider_id], f"{row.us_value:.4f}", _day(row.starts_on), notice]

    def _coverage(self) -> Iterator[CoreRow]:
        """What the registry knows, and cities beside those with a provider, so that ranks mean something."""
        known = CityCoverage.objects.filter(operator=self._operator).select_related("municipality")
        for row in known.order_by("pk"):
            place = row.municipality
            yield [place.name, place.uf, _day(row.on), row.lives, row.published_cros]
        codes = {row.municipality_id for row in known}
        beside: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for city in municipalities():
            if city.ibge_code not in codes:
                beside[city.uf].append((city.name, city.uf))
        on = self._today.replace(day=1)
        for uf in sorted({one.municipality.uf for one in self._providers if one.municipality}):
            for name, code in self._rng.sample(beside[uf], min(CITIES_BESIDE, len(beside[uf]))):
                lives = int(self._rng.triangular(60, 4200, 300))
                yield [name, code, _day(on), lives, self._rng.randrange(lives // 350 + 2)]

    def _production(self) -> Iterator[CoreRow]:
        rows = MonthlyProduction.objects.filter(provider_id__in=self._keys)
        for row in rows.order_by("provider_id", "month"):
            told = (_amount(row.us_quantity), _amount(row.amount), _day(row.last_day))
            yield [self._keys[row.provider_id], f"{row.month:%m/%Y}", *told]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
