"""The municipalities and federative units of Brazil.

The table is packaged (`data/`, made by `scripts/build_places.py`), loaded on first use.
"""

from vinculo.kernel.places.municipalities import (
    Municipality,
    find_municipality,
    municipalities,
    municipalities_named,
    municipality_by_code,
)
from vinculo.kernel.places.states import UFS, clean_uf

__all__ = [
    "UFS",
    "Municipality",
    "clean_uf",
    "find_municipality",
    "municipalities",
    "municipalities_named",
    "municipality_by_code",
]
