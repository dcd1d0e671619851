"""The municipalities and federative units of Brazil, and their outlines.

The tables are packaged (`data/`, made by scripts), loaded on first use.
"""

from vinculo.kernel.places.municipalities import (
    Municipality,
    find_municipality,
    municipalities,
    municipalities_named,
    municipality_by_code,
)
from vinculo.kernel.places.outlines import StateOutline, mercator, on_the_map, outline_of
from vinculo.kernel.places.states import UFS, clean_uf

__all__ = [
    "UFS",
    "Municipality",
    "StateOutline",
    "clean_uf",
    "find_municipality",
    "mercator",
    "municipalities",
    "municipalities_named",
    "municipality_by_code",
    "on_the_map",
    "outline_of",
]
