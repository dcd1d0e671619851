"""Keeps the table of municipalities as the kernel's packaged one: filled after each migration."""

from __future__ import annotations

from typing import Any

from vinculo.kernel.folding import fold
from vinculo.kernel.places import municipalities


def fill_municipalities(**_: Any) -> None:
    """Inserts what is missing and mends names and positions; nothing to do costs one count."""
    from .models import Municipality  # noqa: PLC0415 - models are loaded after the apps

    places = municipalities()
    if Municipality.objects.count() == len(places):
        return
    Municipality.objects.bulk_create(
        [
            Municipality(
                ibge_code=place.ibge_code,
                name=place.name,
                uf=place.uf,
                folded_name=fold(place.name),
                latitude=place.latitude,
                longitude=place.longitude,
            )
            for place in places
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["ibge_code"],
        update_fields=["name", "uf", "folded_name", "latitude", "longitude"],
    )
