"""An operator's changes of the network as everybody may read them: no CPF, no telephone, no reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from vinculo.accounts.models import Operator

from ..clock_texts import public_words
from ..clock_words import ClockState, Medium
from ..models import LegalClock, LegalNotice, PublicPage
from .legal_terms import rules_of

MOST = 5000


@dataclass(frozen=True, slots=True)
class PublicPlace:
    city: str
    uf: str
    ibge_code: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in (self.city, self.uf) if part)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """`leavers` are dentists who leave a provider that stays. Without a `substitute` there are `words`."""

    provider: str
    leavers: Sequence[str]
    place: PublicPlace
    out_from: dt.date
    noticed_on: dt.date
    kept_until: dt.date
    substitute: str
    substitute_place: PublicPlace | None
    words: str


def public_operator(code: str) -> Operator | None:
    """The operator of that code, if its page is switched on."""
    return Operator.objects.filter(code=code.upper(), is_active=True, public_page__is_on=True).first()


def is_public(operator: Operator) -> bool:
    return PublicPage.objects.filter(operator=operator, is_on=True).exists()


def public_changes(operator: Operator, today: dt.date) -> list[PublicChange]:
    """Those whose notice was given on the portal and has to stay, the next to leave first."""
    found = _current(operator, today).order_by("effective_on", "public_name", "pk")[:MOST]
    return [_change(clock) for clock in found]


def _current(operator: Operator, today: dt.date) -> QuerySet[LegalClock]:
    told = LegalNotice.objects.filter(clock=OuterRef("pk"), medium=Medium.PORTAL, withdrawn_on=None)
    rows = LegalClock.objects.filter(operator=operator, state=ClockState.RUNNING, kept_until__gte=today)
    return rows.annotate(told_on=Subquery(told.values("on")[:1])).select_related(
        "terms", "municipality", "case", "substitute__municipality"
    )


def _change(clock: LegalClock) -> PublicChange:
    assert clock.kept_until is not None
    told_on: dt.date = vars(clock)["told_on"]
    substitute = clock.substitute
    return PublicChange(
        provider=clock.public_name,
        leavers=clock.leavers,
        place=_place(clock),
        out_from=clock.effective_on,
        noticed_on=told_on,
        kept_until=clock.kept_until,
        substitute=public_words(substitute.display_name) if substitute else "",
        substitute_place=_place_of_substitute(clock),
        words="" if substitute else rules_of(clock.terms).no_substitute_text,
    )


def _place(clock: LegalClock) -> PublicPlace:
    city = clock.municipality
    if city is None:
        return PublicPlace(clock.case.city or "", clock.case.city_state or "")
    return PublicPlace(city.name, city.uf, city.ibge_code)


def _place_of_substitute(clock: LegalClock) -> PublicPlace | None:
    city = clock.substitute.municipality if clock.substitute else None
    return PublicPlace(city.name, city.uf, city.ibge_code) if city else None
