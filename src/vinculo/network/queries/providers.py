"""Scoped beginnings of every read, and a provider with all its people."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from vinculo.accounts.actor import Actor

from ..models import Affiliation, ContactPerson, Dentist, Provider, ProviderMerge
from .history import standing_rows
from .phones import noted_rows


def providers(actor: Actor) -> QuerySet[Provider]:
    """Those that stand for themselves: a record that was merged into another is found as that one."""
    return Provider.objects.visible_to(actor).filter(merged_into__isnull=True)


def dentists(actor: Actor) -> QuerySet[Dentist]:
    return Dentist.objects.visible_to(actor)


def affiliations(actor: Actor) -> QuerySet[Affiliation]:
    return Affiliation.objects.visible_to(actor).select_related("provider", "dentist")


def contact_persons(actor: Actor) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.visible_to(actor).select_related("provider")


def provider_with_people(actor: Actor, provider_id: int) -> Provider | None:
    """The provider, its dentists over time, its contact persons and noted phones, the street and the days of
    notice of today: three queries in all.
    """
    ties = Affiliation.objects.select_related("dentist", "dentist__council_checked_by")
    whole = providers(actor).select_related("operator", "municipality")
    return (
        whole.annotate(noted_rows=noted_rows(actor), standing_rows=standing_rows())
        .prefetch_related(Prefetch("affiliations", queryset=ties), "contact_persons")
        .filter(pk=provider_id)
        .first()
    )


def record_kept_instead(actor: Actor, provider_id: int) -> int | None:
    """The provider that stands for a merged record; None where the record is none."""
    merged = Provider.objects.visible_to(actor).filter(pk=provider_id, merged_into__isnull=False)
    return merged.values_list("merged_into_id", flat=True).first()


def merges_of(actor: Actor, provider: Provider) -> list[ProviderMerge]:
    """The records that this provider has taken in and could give back, the latest first."""
    seen = Provider.objects.visible_to(actor).filter(pk=provider.pk)
    rows = ProviderMerge.objects.filter(kept__in=seen, undone_at=None)
    return list(rows.select_related("merged", "by", "kept").order_by("-pk"))


def find_merge(actor: Actor, merge_id: int) -> ProviderMerge | None:
    rows = ProviderMerge.objects.filter(kept__in=Provider.objects.visible_to(actor))
    return rows.select_related("kept", "merged").filter(pk=merge_id).first()
