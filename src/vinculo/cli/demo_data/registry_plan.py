"""The registry of the demonstration: providers, their dentists and contact persons, as a plan."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import phone
from vinculo.kernel.invented import (
    invented_clinic_name,
    invented_cnpj,
    invented_cpf,
    invented_person_name,
    invented_phone,
)

from .cast import MAIN, OPERATORS, SISTER, THIRD, consultants_of
from .office_hours import business_day

ALPHANUMERIC_SINCE = dt.date(2026, 7, 1)
SHARED = 6
"""Clinics that both sister operators have."""

_FUNCTIONS = ("Recepcionista", "Secretária", "Financeiro", "Administração", "Sócio")
_COMPANY_FORM = (" Ltda. ME", " Ltda.", " S/S")
_OTHER_PLANS = ("SorriBem", "Plenident", "Dental Araucária", "OdontoIpê", "Vitaldente", "Prima Odonto")


@dataclass(frozen=True, slots=True)
class City:
    name: str
    uf: str
    area: str
    weight: int
    lives: int
    cros: int


@dataclass(frozen=True, slots=True)
class PersonPlan:
    name: str
    function: str
    phones: tuple[str, ...]
    email: str = ""


@dataclass(frozen=True, slots=True)
class DentistPlan:
    name: str
    cro: str
    cpf: str = ""
    published: bool = True


@dataclass(eq=False)
class ProviderPlan:
    """The first dentist is the RT. `dentists` and `people` are named by their place in the list.

    `gone` are the dentists who have left so far in the story, `closed_on` is when the whole provider has;
    `free_from` is the day from which another case of it may begin.
    """

    key: int
    operator: str
    kind: str
    name: str
    trade_name: str
    city: City
    joined_on: dt.date
    us_value: Decimal
    cnpj: str = ""
    cpf: str = ""
    cnes: str = ""
    other_plans: str = ""
    dentists: tuple[DentistPlan, ...] = ()
    people: tuple[PersonPlan, ...] = ()
    cases: int = 0
    gone: set[int] = field(default_factory=set)
    closed_on: dt.date | None = None
    free_from: dt.date = dt.date.min

    @property
    def is_clinic(self) -> bool:
        return self.kind == "PJ"

    @property
    def called(self) -> str:
        return self.trade_name or self.name

    def present(self) -> tuple[int, ...]:
        """The dentists who are still there, by their place."""
        return tuple(place for place in range(len(self.dentists)) if place not in self.gone)


@cache
def cities() -> tuple[City, ...]:
    text = files(__package__).joinpath("cities.toml").read_text(encoding="utf-8")
    return tuple(City(**entry) for entry in tomllib.loads(text)["city"])


class RegistryPlanner:
    """Invents providers, no name, CRO or CNPJ twice at an operator."""

    def __init__(self, rng: Random, begun: dt.date, today: dt.date) -> None:
        self._rng = rng
        self.begun = begun
        self._today = today
        self._names: set[str] = set()
        self._cros: set[tuple[str, str]] = set()
        self._next_key = 0

    def registry(self, size: int) -> list[ProviderPlan]:
        """About `size` providers of all operators; the clinics of both sisters come last, as pairs."""
        plans = [
            self._provider(operator.code)
            for operator in OPERATORS
            for _ in range(max(4, round(size * operator.share)))
        ]
        for _ in range(min(SHARED, max(1, size // 12))):
            ours = self._provider(MAIN, kind="PJ")
            plans += [ours, self.twin_at_sister(ours)]
        return plans

    def stranger(self, operator: str, kind: str = "") -> ProviderPlan:
        """One whom the registry never knew."""
        return self._provider(operator, kind)

    def provider_in(self, operator: str, kind: str, city: str) -> ProviderPlan:
        """One more, in a city by its name."""
        return self._provider(operator, kind, next(each for each in cities() if each.name == city))

    def _provider(self, operator: str, kind: str = "", city: City | None = None) -> ProviderPlan:
        rng = self._rng
        city = city or self._city(operator)
        kind = kind or rng.choices(("PJ", "PF"), (68, 32))[0]
        joined = self._joined()
        self._next_key += 1
        plan = ProviderPlan(
            key=self._next_key,
            operator=operator,
            kind=kind,
            name="",
            trade_name="",
            city=city,
            joined_on=joined,
            us_value=self._us_value(),
            other_plans=", ".join(rng.sample(_OTHER_PLANS, rng.choice((1, 1, 2, 3))))
            if rng.random() < 0.55
            else "",
        )
        if kind == "PJ":
            self._fill_clinic(plan)
        else:
            self._fill_solo(plan)
        plan.people = self._people(plan)
        return plan

    def _fill_clinic(self, plan: ProviderPlan) -> None:
        rng = self._rng
        plan.name, plan.trade_name = self._clinic_name()
        plan.cnpj = invented_cnpj(rng, alphanumeric=plan.joined_on >= ALPHANUMERIC_SINCE)
        plan.cnes = f"{rng.randrange(2_000_000, 9_900_000)}" if rng.random() < 0.5 else ""
        size = rng.choices((1, 2, 3, 4, 6), (20, 36, 24, 13, 7))[0]
        plan.dentists = tuple(self._dentist(plan, invented_person_name(rng)) for _ in range(size))

    def _fill_solo(self, plan: ProviderPlan) -> None:
        plan.name = self._person_name()
        plan.cpf = invented_cpf(self._rng)
        plan.dentists = (self._dentist(plan, plan.name, plan.cpf),)

    def twin_at_sister(self, ours: ProviderPlan) -> ProviderPlan:
        self._next_key += 1
        return replace(
            ours,
            key=self._next_key,
            operator=SISTER,
            us_value=self._us_value(),
            joined_on=business_day(ours.joined_on + dt.timedelta(days=self._rng.randrange(20, 400)))
            if ours.joined_on < self.begun - dt.timedelta(days=420)
            else ours.joined_on,
            gone=set(),
        )

    def _city(self, operator: str) -> City:
        """A city that somebody looks after there."""
        ufs = frozenset().union(*(each.ufs for each in consultants_of(operator)))
        known = [city for city in cities() if city.uf in ufs]
        if operator == THIRD:
            known = [city for city in known if city.uf in {"MG", "SP", "RJ"}]
        return self._rng.choices(known, [city.weight for city in known])[0]

    def _joined(self) -> dt.date:
        """Most long before the product began, some since."""
        rng = self._rng
        if rng.random() < 0.1:
            earlier = (self._today - self.begun).days
            return business_day(self.begun + dt.timedelta(days=rng.randrange(20, earlier - 60)))
        return business_day(self.begun - dt.timedelta(days=int(rng.triangular(60, 4500, 900))))

    def _us_value(self) -> Decimal:
        rng = self._rng
        value = rng.choices((rng.triangular(0.3, 0.9, 0.42), rng.triangular(0.9, 2.6, 1.3)), (70, 30))[0]
        places = 4 if rng.random() < 0.08 else 2
        return Decimal(f"{value:.{places}f}")

    def _clinic_name(self) -> tuple[str, str]:
        rng = self._rng
        while True:
            if rng.random() < 0.45:
                surname = invented_person_name(rng).split()[-1]
                called = rng.choice(
                    ("{} Odontologia", "Clínica {} Odontologia", "Odontologia {}", "{} & {} Odontologia")
                ).format(surname, invented_person_name(rng).split()[-1])
            else:
                called = invented_clinic_name(rng).removesuffix(" ME").removesuffix(" Ltda.")
                called = called.removesuffix(" S/S")
            if called not in self._names:
                self._names.add(called)
                return called + rng.choice(_COMPANY_FORM), called

    def _person_name(self) -> str:
        while (name := invented_person_name(self._rng)) in self._names:
            pass
        self._names.add(name)
        return name

    def _dentist(self, plan: ProviderPlan, name: str, cpf: str = "") -> DentistPlan:
        uf = plan.city.uf
        while (number := str(self._rng.randrange(1_900, 98_000))) and (uf, number) in self._cros:
            pass
        self._cros.add((uf, number))
        return DentistPlan(name, number, cpf, published=self._rng.random() < 0.94)

    def _people(self, plan: ProviderPlan) -> tuple[PersonPlan, ...]:
        rng, area = self._rng, plan.city.area
        functions = rng.sample(_FUNCTIONS, rng.choice((1, 1, 2, 2, 3))) if plan.is_clinic else ["Secretária"]
        people: list[PersonPlan] = []
        for function in functions:
            person = invented_person_name(rng)
            phones = [invented_phone(rng, area)]
            if plan.is_clinic and not people:
                phones.append(invented_landline(rng, area))
            mail = f"{person.split()[0].lower()}@clinica{plan.key}.example" if rng.random() < 0.5 else ""
            people.append(PersonPlan(person, function, tuple(phones), _ascii(mail)))
        return tuple(people)


def invented_landline(rng: Random, area: str) -> str:
    """The digits of a telephone that does not move."""
    while not phone.clean(number := f"{area}3{rng.randrange(200, 700)}{rng.randrange(10_000):04}"):
        pass
    return number


def _ascii(text: str) -> str:
    return fold(text)
