"""One case in outline: who, from when to when, why, and how it ended. `plot` writes it out."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from .cast import DEMO_USERS, MAIN, OPERATORS, consultant_for
from .office_hours import business_day, last_business_day
from .registry_plan import ProviderPlan, RegistryPlanner, cities
from .wording import phrases


class Kind(StrEnum):
    """Where a case stands today, and by which way."""

    TERMINATED = "terminated"
    RETAINED = "retained"
    HISTORY = "history"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DRAFT = "draft"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    NOT_RETENTION = "not_retention"
    RETURNED = "returned"
    REOPENED = "reopened"
    SIGNED_AFTER_RETURN = "signed_after_return"
    SIGNED_AFTER_REOPENING = "signed_after_reopening"


SHARES: Mapping[Kind, float] = {
    Kind.TERMINATED: 0.34,
    Kind.RETAINED: 0.17,
    Kind.HISTORY: 0.12,
    Kind.IN_PROGRESS: 0.08,
    Kind.WAITING: 0.06,
    Kind.DRAFT: 0.035,
    Kind.DECIDED: 0.035,
    Kind.CANCELLED: 0.03,
    Kind.NOT_RETENTION: 0.075,
    Kind.RETURNED: 0.015,
    Kind.REOPENED: 0.01,
    Kind.SIGNED_AFTER_RETURN: 0.03,
    Kind.SIGNED_AFTER_REOPENING: 0.01,
}
OPEN_KINDS = frozenset({Kind.IN_PROGRESS, Kind.WAITING, Kind.RETURNED, Kind.REOPENED, Kind.DRAFT})
WHERE_ALL_WORK = frozenset({"SP"})
SHOWN_TO_THE_FIRST = frozenset({Kind.RETURNED, Kind.DRAFT})
"""Kinds of which the first user of the list has one, whatever the lots say."""

COMPLAINTS = frozenset(
    {"fees", "claim_denials", "system_difficulties", "authorization_delay", "low_demand"}
    | {"bureaucracy", "lack_of_support", "call_center_unreachable", "technical_rules"}
)
RETAINED_SHARE = 0.33
LONGEST = 190
URGENCIES = ("overdue", "future", "due", "future", "silent", "overdue", "future", "future", "due", "future")
"""What the next contact of open cases is, one after the other at each consultant."""


@dataclass(eq=False)
class Outline:
    """`leavers` are places in the provider's list of dentists; `whole` says whether all of it leaves.

    `ends` is the day of decision, none while the case is open; `urgency` is told of open ones.
    """

    case: int
    kind: Kind
    operator: str
    begins: dt.date
    ends: dt.date | None
    outcome: str | None
    reasons: tuple[str, ...]
    provider: ProviderPlan
    leavers: tuple[int, ...] = ()
    whole: bool = True
    consultant: str = ""
    urgency: str = ""


def quotas(cases: int) -> dict[Kind, int]:
    """How many of each kind: at least one of each as far as they go, otherwise by their shares."""
    total = sum(SHARES.values())
    wanted = {kind: max(1, round(cases * share / total)) for kind, share in SHARES.items()}
    kinds = list(SHARES)
    while sum(wanted.values()) > cases:
        most = max(kinds, key=lambda kind: (wanted[kind], kinds.index(kind)))
        wanted[most] -= 1
    wanted[Kind.TERMINATED] += cases - sum(wanted.values())
    return wanted


class Outliner:
    """Draws outlines by lot, in the order of their beginning, so that who has left does not leave again."""

    def __init__(
        self,
        rng: Random,
        providers: list[ProviderPlan],
        planner: RegistryPlanner,
        begun: dt.date,
        today: dt.date,
    ) -> None:
        self._rng = rng
        self._providers = providers
        self._planner = planner
        self._begun = begun
        self._today = today
        self._seen: dict[str, int] = {}
        self._shown: set[Kind] = set()

    def outlines(self, kinds: Sequence[Kind], first_case: int) -> list[Outline]:
        drawn = sorted((self._days(kind), kind) for kind in kinds)
        return [
            self._outline(first_case + place, kind, begins, None if kind in OPEN_KINDS else ends)
            for place, ((begins, ends), kind) in enumerate(drawn)
        ]

    def _outline(self, case: int, kind: Kind, begins: dt.date, ends: dt.date | None) -> Outline:
        operator = self._rng.choices([o.code for o in OPERATORS], [o.share for o in OPERATORS])[0]
        if kind in (Kind.RETURNED, Kind.REOPENED, Kind.SIGNED_AFTER_REOPENING):
            operator = MAIN
        ufs: frozenset[str] = frozenset()
        if kind in SHOWN_TO_THE_FIRST and kind not in self._shown:
            operator, ufs = MAIN, DEMO_USERS[0].ufs
            self._shown.add(kind)
        outcome = self._outcome(kind)
        reasons = () if outcome == "not_retention" else self.reasons(outcome)
        provider = self._provider(operator, begins, reasons, ufs)
        outline = Outline(case, kind, operator, begins, ends, outcome, reasons, provider)
        outline.consultant = consultant_for(operator, provider.city.uf).key
        self._who_leaves(outline)
        if kind in OPEN_KINDS:
            outline.urgency = self._urgency(outline)
        self._take(outline)
        return outline

    def _days(self, kind: Kind) -> tuple[dt.date, dt.date]:
        """From the request to the decision (or, while open, to today)."""
        rng, horizon = self._rng, last_business_day(self._today)
        if kind in OPEN_KINDS:
            youngest = 1 if kind in (Kind.IN_PROGRESS, Kind.DRAFT) else 15
            age = int(rng.triangular(youngest, 30 if kind is Kind.DRAFT else 110, 24))
            if kind in (Kind.RETURNED, Kind.REOPENED):
                age = rng.randrange(60, 120)
            return business_day(self._today - dt.timedelta(days=age + 1)), self._today
        typical = 6 if kind in (Kind.NOT_RETENTION, Kind.CANCELLED) else 24
        length = min(LONGEST, int(rng.lognormvariate(math.log(typical), 0.85)))
        if kind is Kind.DECIDED:
            ends = business_day(horizon - dt.timedelta(days=rng.randrange(0, 9)))
        else:
            room = (horizon - self._begun).days - length - 14
            since = rng.random() ** 0.85 * max(1, room)
            ends = business_day(self._begun + dt.timedelta(days=int(since) + length + 8))
        ends = min(ends, horizon)
        return min(business_day(ends - dt.timedelta(days=length)), ends), ends

    def _outcome(self, kind: Kind) -> str | None:
        match kind:
            case Kind.RETAINED | Kind.SIGNED_AFTER_REOPENING:
                return "retained"
            case Kind.TERMINATED:
                return "terminated"
            case Kind.NOT_RETENTION:
                return "not_retention"
            case Kind.DECIDED | Kind.SIGNED_AFTER_RETURN | Kind.RETURNED | Kind.REOPENED:
                return "retained" if self._rng.random() < RETAINED_SHARE else "terminated"
        return None

    def reasons(self, outcome: str | None, edition: int = 2) -> tuple[str, ...]:
        """The primary reason first; who complains of one thing often complains of another."""
        rng, table = self._rng, phrases("reasons")
        codes = [code for code in table if edition in table[code].get("editions", (1, 2))]
        weights = [_weight(table[code], outcome) for code in codes]
        first = rng.choices(codes, weights)[0]
        found = [first]
        if first in COMPLAINTS | {"private_clientele"}:
            further = rng.choices((0, 1, 2), (48, 38, 14))[0]
            found += rng.sample(sorted(COMPLAINTS - {first}), further)
        return tuple(found)

    def _provider(
        self, operator: str, begins: dt.date, reasons: Sequence[str], ufs: frozenset[str]
    ) -> ProviderPlan:
        who = phrases("reasons")[reasons[0]].get("who", "") if reasons else ""
        fitting = [
            plan
            for plan in self._providers
            if plan.operator == operator
            and (not ufs or plan.city.uf in ufs)
            and plan.closed_on is None
            and plan.free_from <= begins
            and plan.joined_on < begins - dt.timedelta(days=30)
            and _fits(plan, who)
        ]
        if fitting:
            return self._rng.choices(fitting, [_likeliness(plan) for plan in fitting])[0]
        kind = "PF" if who == "solo" else "PJ"
        known = [city.name for city in cities() if city.uf in (ufs or WHERE_ALL_WORK)]
        plan = self._planner.provider_in(operator, kind, self._rng.choice(known))
        while not _fits(plan, who):
            plan = self._planner.provider_in(operator, kind, plan.city.name)
        plan.joined_on = min(plan.joined_on, business_day(begins - dt.timedelta(days=400)))
        self._providers.append(plan)
        return plan

    def _who_leaves(self, outline: Outline) -> None:
        plan, rng = outline.provider, self._rng
        present = plan.present()
        who = phrases("reasons")[outline.reasons[0]].get("who", "") if outline.reasons else ""
        apart = who == "leaver" or (
            who != "clinic" and outline.outcome in ("terminated", None) and rng.random() < 0.8
        )
        outline.leavers, outline.whole = present, True
        if plan.is_clinic and len(present) > 1 and apart:
            some = rng.choices((1, 2), (80, 20))[0] if len(present) > 2 else 1
            outline.leavers, outline.whole = tuple(sorted(rng.sample(present, some))), False

    def _urgency(self, outline: Outline) -> str:
        seen = self._seen.get(outline.consultant, 0)
        self._seen[outline.consultant] = seen + 1
        urgency = URGENCIES[seen % len(URGENCIES)]
        age = (self._today - outline.begins).days
        return "future" if (urgency == "silent" and age < 26) or age < 12 else urgency

    def _take(self, outline: Outline) -> None:
        """What the case does to the provider for whatever comes later."""
        plan = outline.provider
        plan.cases += 1
        plan.free_from = (outline.ends or dt.date.max - dt.timedelta(days=60)) + dt.timedelta(days=45)
        if outline.outcome == "terminated" and outline.kind not in OPEN_KINDS:
            if outline.whole:
                plan.closed_on = outline.ends
            else:
                plan.gone |= set(outline.leavers)


def _likeliness(plan: ProviderPlan) -> float:
    """Who had no case yet, and who has many dentists of whom one may leave."""
    return len(plan.present()) / (1 + plan.cases) ** 2


def _weight(reason: Mapping[str, float], outcome: str | None) -> float:
    match outcome:
        case "retained":
            return reason["weight"] * reason["keep"]
        case "terminated":
            return reason["weight"] * (1 - reason["keep"])
    return reason["weight"]


def _fits(plan: ProviderPlan, who: str) -> bool:
    match who:
        case "solo":
            return not plan.is_clinic
        case "clinic":
            return plan.is_clinic and bool(plan.present())
        case "leaver":
            return plan.is_clinic and len(plan.present()) > 1
    return bool(plan.present())
