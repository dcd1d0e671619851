"""Who told each field of a case's head, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from vinculo.accounts.models import AuditEntry

from ..days import day_of
from ..models import Provider
from ..sources import DENTIST_COLUMNS, HEAD_COLUMNS, HandWrite, Source, Told, teller
from .head_facts import HeadFacts

_WRITES = ("provider.created", "provider.edited", "dentist.added", "dentist.edited")
_MOST = 500


def who_told(
    provider: Provider, head: HeadFacts, today: dt.date, *, whole: bool = True
) -> Mapping[str, Told]:
    """By the names of the form; `whole`: nobody was ticked. One query.

    The provider is one that the actor may see, as for `head_facts`.
    What hands wrote is told by the log of who did what. A dentist is taken to be told by the core system
    where the provider is.
    """
    of_provider, of_dentist = _hand_writes(provider, head)
    fed_on = provider.fed_on if provider.core_key else None
    told = {field: teller(columns, of_provider, fed_on) for field, columns in HEAD_COLUMNS.items()}
    if head.first_dentist:
        for field, columns in DENTIST_COLUMNS.items():
            told[field] = teller(columns, of_dentist, fed_on)
    else:
        told["dentist_name"] = teller({"name"}, of_provider, fed_on)
    told["cro_count"] = Told(Source.COUNT if whole else Source.CHOSEN, today)
    told["lives"] = told["published_cros"] = Told(Source.COVERAGE, head.coverage_on)
    return told


def _hand_writes(provider: Provider, head: HeadFacts) -> tuple[list[HandWrite], list[HandWrite]]:
    """Those of the provider, and those of the dentist in the head."""
    about = Q(subject_kind="provider", subject_id=str(provider.pk))
    if head.first_dentist:
        about |= Q(subject_kind="dentist", subject_id=str(head.first_dentist.dentist_id))
    lines = AuditEntry.objects.filter(about, operator_id=provider.operator_id, action__in=_WRITES)
    writes: dict[str, list[HandWrite]] = {"provider": [], "dentist": []}
    for kind, at, detail in lines.order_by("-at").values_list("subject_kind", "at", "detail")[:_MOST]:
        fields = detail.get("fields")
        writes[kind].append(HandWrite(day_of(at), None if fields is None else frozenset(fields)))
    return writes["provider"], writes["dentist"]
