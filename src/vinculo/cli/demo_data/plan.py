"""The whole demonstration as a plan: providers, and all steps in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from vinculo.kernel.dates import SAO_PAULO

from .cast import OPERATORS
from .history import histories
from .lots import lots
from .office_hours import business_day, last_business_day, moment_at, office_moment
from .outline import Kind, Outliner, quotas
from .plot import Plot
from .registry_plan import ProviderPlan, RegistryPlanner, cities
from .script import ChangeStatus, EnterProvider, Produce, RecordCoverage, RetirePerson, Script, Step
from .tales import tales

YEARS = 2
PROVIDERS_FOR_A_CASE = 0.36
COVERAGE_EVERY = 300
"""Days from one telling of the cities' lives and CROs to the next."""


@dataclass(frozen=True)
class Plan:
    """`begun` is the day on which the operators began to use the product; `cases` are keys."""

    begun: dt.date
    founded_at: dt.datetime
    steps: tuple[Step, ...]
    cases: int


def make_plan(*, cases: int, seed: int, now: dt.datetime) -> Plan:
    """The same number, seed and moment give the same plan."""
    rng = lots(seed)
    today = now.astimezone(SAO_PAULO).date()
    begun = business_day(today - dt.timedelta(days=365 * YEARS))
    planner = RegistryPlanner(rng, begun, today)
    providers = planner.registry(round(cases * PROVIDERS_FOR_A_CASE))
    story = _Story(seed, planner, providers, begun, today)
    scripts = list(story.scripts(cases))
    steps = [step for script in scripts for step in script.steps]
    steps += _registry_steps(rng, providers, begun, today)
    # Python's sort keeps the order of what happens at the same moment.
    steps.sort(key=lambda step: step.at)
    founded = moment_at(business_day(begun, -3), dt.time(9, 12))
    return Plan(begun, founded, tuple(steps), cases)


@dataclass(frozen=True)
class _Story:
    seed: int
    planner: RegistryPlanner
    providers: list[ProviderPlan]
    begun: dt.date
    today: dt.date

    def scripts(self, cases: int) -> Iterator[Script]:
        """The tales first, for they choose their days; then the past, then what is drawn by lot."""
        wanted = quotas(cases)
        key = 1
        for script in tales(self.seed, self.planner, self.providers, self.today, room=wanted):
            key = 1 + max(key, *(step.case or 0 for step in script.steps))
            yield script
        history = wanted.pop(Kind.HISTORY)
        yield from histories(self.seed, history, key, self.planner, self.begun)
        kinds = [kind for kind, number in wanted.items() for _ in range(number)]
        outliner = Outliner(lots(self.seed, "lots"), self.providers, self.planner, self.begun, self.today)
        for outline in outliner.outlines(kinds, key + history):
            yield Plot(outline, lots(self.seed, outline.case), self.today).write()


def _registry_steps(
    rng: Random, providers: list[ProviderPlan], begun: dt.date, today: dt.date
) -> Iterator[Step]:
    loaded = moment_at(business_day(begun, -2), dt.time(7, 0))
    for place, plan in enumerate(providers):
        at = loaded + dt.timedelta(seconds=2 * place)
        if plan.joined_on >= begun:
            at = office_moment(business_day(plan.joined_on, 1), rng)
        yield Step(at, "", EnterProvider(plan))
    yield from _coverage(rng, providers, business_day(begun, -2), today)
    yield from _today_in_the_registry(rng, providers, today)


def _coverage(rng: Random, providers: list[ProviderPlan], first: dt.date, today: dt.date) -> Iterator[Step]:
    """Lives and CROs of each city with a provider, twice a year, growing or shrinking a little."""
    horizon = last_business_day(today)
    for operator in OPERATORS:
        present = {plan.city for plan in providers if plan.operator == operator.code}
        for city in (each for each in cities() if each in present):
            trend = rng.uniform(-0.12, 0.22)
            size = operator.share / OPERATORS[0].share
            on = first
            while on <= horizon:
                left = (today - on).days / 730
                lives = max(40, round(city.lives * size * (1 - trend * left)))
                cros = max(1, round(city.cros * size * (1 - trend * left / 2)))
                at = moment_at(on, dt.time(6, 30)) + dt.timedelta(seconds=rng.randrange(1200))
                yield Step(at, "", RecordCoverage(operator.code, city.name, city.uf, on, lives, cros))
                on = business_day(on + dt.timedelta(days=COVERAGE_EVERY))


def _today_in_the_registry(rng: Random, providers: list[ProviderPlan], today: dt.date) -> Iterator[Step]:
    """What the feed told last: production of who still works, a few suspended, some people gone."""
    horizon = last_business_day(today)
    for plan in providers:
        at = moment_at(horizon, dt.time(6, 10)) + dt.timedelta(seconds=rng.randrange(1500))
        if plan.closed_on is None:
            on = horizon - dt.timedelta(days=int(rng.triangular(1, 150, 12)))
            value = (plan.us_value * int(rng.triangular(40, 5200, 600))).quantize(plan.us_value)
            if on > plan.joined_on and (plan.cases or rng.random() < 0.5):
                yield Step(at, "", Produce(plan, on, f"{value:.2f}"))
            if plan.free_from <= today and rng.random() < 0.05:
                yield Step(at, "", ChangeStatus(plan, "suspended", business_day(on, 0)))
        if len(plan.people) > 1 and rng.random() < 0.08:
            yield Step(at, "", RetirePerson(plan, len(plan.people) - 1))
