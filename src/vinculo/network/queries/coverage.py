"""Lives and published CROs of cities, and the cities themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When

from vinculo.accounts.actor import Actor
from vinculo.kernel.folding import fold

from ..models import CityCoverage, Municipality
from ..values import tidy


def coverage_of(operator_id: int, municipality_id: str, on: dt.date) -> CityCoverage | None:
    """The last numbers known on that day."""
    told = CityCoverage.objects.filter(operator_id=operator_id, municipality_id=municipality_id, on__lte=on)
    return told.order_by("-on").first()


def coverage_history(actor: Actor, operator_id: int, municipality_id: str) -> QuerySet[CityCoverage]:
    """All numbers of a city at an operator, the latest first."""
    seen = CityCoverage.objects.visible_to(actor)
    return seen.filter(operator_id=operator_id, municipality_id=municipality_id).order_by("-on")


def latest_coverage(
    actor: Actor, operator_id: int, municipality_ids: Sequence[str] | None = None, limit: int = 50
) -> list[CityCoverage]:
    """The latest numbers of each city (of those named, or of all that have some), most lives first."""
    seen = CityCoverage.objects.visible_to(actor).filter(operator_id=operator_id)
    if municipality_ids is not None:
        seen = seen.filter(municipality_id__in=municipality_ids)
    latest = seen.order_by("municipality_id", "-on").distinct("municipality_id").values("pk")
    chosen = CityCoverage.objects.visible_to(actor).filter(pk__in=latest).select_related("municipality")
    return list(chosen.order_by("-lives", "municipality__folded_name")[:limit])


def find_municipality(ibge_code: str) -> Municipality | None:
    return Municipality.objects.filter(pk=ibge_code).first()


def search_municipalities(query: str, uf: str = "", limit: int = 20) -> list[Municipality]:
    """Those whose name has all words of the query, whole names and beginnings first; "campinas sp" too."""
    words = fold(tidy(query)[:100]).split()
    found = Municipality.objects.all()
    if uf:
        found = found.filter(uf=uf.upper())
    if len(words) > 1 and len(words[-1]) == 2 and found.filter(uf=words[-1].upper()).exists():
        found = found.filter(uf=words.pop().upper())
    for word in words:
        found = found.filter(folded_name__contains=word)
    name = " ".join(words)
    rank = Case(
        When(folded_name=name, then=Value(0)),
        When(folded_name__startswith=name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return list(found.annotate(rank=rank).order_by("rank", "folded_name", "uf")[:limit])
