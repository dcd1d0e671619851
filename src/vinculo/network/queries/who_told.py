"""Who told each field of a case's head, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db.models import Q

from vinculo.accounts.models import AuditEntry

from ..days import day_of
from ..models import Provider, SyncRun
from ..sources import (
    DENTIST_COLUMNS,
    FED_FIELDS,
    HEAD_COLUMNS,
    FeedDay,
    HandWrite,
    Source,
    Told,
    core_day,
    teller,
)
from .head_facts import HeadFacts

_WRITES = ("provider.created", "provider.edited", "dentist.added", "dentist.edited")
_MOST = 500
_FEEDS = 20


def who_told(
    provider: Provider, head: HeadFacts, today: dt.date, *, whole: bool = True
) -> Mapping[str, Told]:
    """By the names of the form; `whole`: nobody was ticked. Two queries.

    The provider is one that the actor may see, as for `head_facts`.
    What hands wrote is told by the log of who did what. A dentist is taken to be told by the core system
    where the provider is.
    """
    of_provider, of_dentist = _hand_writes(provider, head)
    feeds = _feeds(provider.operator_id) if provider.core_key else ()

    def core(fed: tuple[str, str]) -> dt.date | None:
        return core_day(*fed, feeds, provider.fed_on) if provider.core_key else None

    told = {}
    for field, columns in HEAD_COLUMNS.items():
        told[field] = teller(columns, of_provider, core(FED_FIELDS[field]))
    if head.first_dentist:
        for field, columns in DENTIST_COLUMNS.items():
            told[field] = teller(columns, of_dentist, core(FED_FIELDS[field]))
    else:
        told["dentist_name"] = teller({"name"}, of_provider, core(("providers", "name")))
    told["cro_count"] = Told(Source.COUNT if whole else Source.CHOSEN, today)
    told["lives"] = told["published_cros"] = Told(Source.COVERAGE, head.coverage_on)
    return told


def _feeds(operator_id: int) -> tuple[FeedDay, ...]:
    """The newest that were applied."""
    runs = SyncRun.objects.filter(operator_id=operator_id, state=SyncRun.State.APPLIED).order_by("-pk")
    return tuple(
        FeedDay(
            on=day_of(applied_at),
            fields={entity: frozenset(said["fields"]) for entity, said in told.items()},
            whole=frozenset(entity for entity, said in told.items() if said["whole"]),
        )
        for applied_at, told in runs.values_list("applied_at", "told")[:_FEEDS]
        if applied_at is not None
    )


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
