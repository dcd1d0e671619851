"""Who works in which city: the consultant with most open cases there."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case


def consultants_by_city(actor: Actor, operator_id: int, cities: Collection[str]) -> dict[str, int]:
    """By folded name of the city; none where nobody has an open case there. One query."""
    rows = (
        Case.objects.visible_to(actor)
        .open()
        .filter(
            operator_id=operator_id,
            folded_city__in=[city for city in cities if city],
            consultant__isnull=False,
        )
    )
    counted = rows.order_by().values_list("folded_city", "consultant_id").annotate(n=Count("pk"))
    found: dict[str, tuple[int, int]] = {}
    for city, person, count in counted:
        found[city] = max(found.get(city, (0, 0)), (count, person))
    return {city: person for city, (_, person) in found.items()}
