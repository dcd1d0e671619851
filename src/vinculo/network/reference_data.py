"""Keeps the municipalities as packaged, and fills in packaged city holidays: after each migration."""

from __future__ import annotations

from typing import Any

from vinculo.kernel.folding import fold
from vinculo.kernel.places import municipalities

from .city_holidays import packaged_city_holidays


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


def fill_city_holidays(**_: Any) -> None:
    """Inserts what is new. What people changed or removed stands: a day that is there is left alone."""
    from .models import LocalHoliday  # noqa: PLC0415 - models are loaded after the apps

    packaged = list(packaged_city_holidays())
    if LocalHoliday.objects.filter(is_packaged=True).count() == len(packaged):
        return
    LocalHoliday.objects.bulk_create(
        [
            LocalHoliday(
                municipality_id=item.ibge_code,
                month=item.month,
                day=item.day,
                name=item.name,
                is_packaged=True,
            )
            for item in packaged
        ],
        ignore_conflicts=True,
    )
