"""What somebody should know of a provider before another case is opened for it. None of it forbids one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.network.models import Provider

from ..models import Case
from ..states import State
from .same_people import Named, cases_naming

MOST = 5


@dataclass(frozen=True, slots=True)
class BeforeOpening:
    """`retained` is the newest retention that is still being watched."""

    open_cases: tuple[Case, ...]
    retained: Case | None


def before_opening(actor: Actor, provider: Provider, *, today: dt.date, watch_days: int) -> BeforeOpening:
    """Cases of that provider, or naming its CNPJ or a dentist's own CPF, that the actor may see."""
    named = Named(
        operator_id=provider.operator_id,
        cnpj=provider.cnpj or None,
        cpf=provider.cpf if provider.kind == Provider.Kind.PF else None,
        provider_id=provider.pk,
    )
    seen = (
        Case.objects.visible_to(actor).filter(operator_id=provider.operator_id).select_related("consultant")
    )
    doubles = seen.open().filter(pk__in=cases_naming(named, open_only=True)).order_by("-pk")
    watched = seen.filter(
        pk__in=cases_naming(named, open_only=False),
        outcome="retained",
        state__in=(State.DECIDED, State.CLOSED),
        ended_on__gt=today - dt.timedelta(days=watch_days),
        ended_on__lte=today,
    )
    return BeforeOpening(tuple(doubles[:MOST]), watched.order_by("-ended_on", "-pk").first())
