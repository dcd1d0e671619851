"""Where the invented network is: some cities near each other for a small one, ever more for a large one."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.kernel.places import find_municipality, municipalities

from .chance import chance

_FEWEST, _MOST, _PROVIDERS_OF_A_CITY = 8, 5000, 3
# The first ones get most providers. Some lie close together, so that a neighbour can step in.
_FIRST = (
    ("São Paulo", "SP", "11"), ("Belo Horizonte", "MG", "31"), ("Campinas", "SP", "19"),
    ("Rio de Janeiro", "RJ", "21"), ("Osasco", "SP", "11"), ("Betim", "MG", "31"), ("Curitiba", "PR", "41"),
    ("Maceió", "AL", "82"), ("Jundiaí", "SP", "11"), ("Niterói", "RJ", "21"), ("Recife", "PE", "81"),
    ("Santos", "SP", "13"), ("Contagem", "MG", "31"), ("Londrina", "PR", "43"), ("Uberlândia", "MG", "34"),
    ("Campo Grande", "MS", "67"), ("Arapiraca", "AL", "82"), ("Petrópolis", "RJ", "24"),
    ("Caruaru", "PE", "81"), ("Dourados", "MS", "67"),
)  # fmt: skip
_AREA_OF_UF = {
    "AC": "68", "AL": "82", "AM": "92", "AP": "96", "BA": "71", "CE": "85", "DF": "61", "ES": "27",
    "GO": "62", "MA": "98", "MG": "31", "MS": "67", "MT": "65", "PA": "91", "PB": "83", "PE": "81",
    "PI": "86", "PR": "41", "RJ": "21", "RN": "84", "RO": "69", "RR": "95", "RS": "51", "SC": "48",
    "SE": "79", "SP": "11", "TO": "63",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    name: str
    uf: str
    area: str


def cities_of(providers: int, seed: int) -> tuple[City, ...]:
    """Those with the most providers first."""
    wanted = min(max(providers // _PROVIDERS_OF_A_CITY, _FEWEST), _MOST)
    first = [City(*one) for one in _FIRST[:wanted]]
    if wanted <= len(first):
        return tuple(first)
    taken = {find_municipality(city.name, city.uf) for city in first}
    others = sorted(
        (place for place in municipalities() if place not in taken),
        key=lambda place: chance(seed, 0, int(place.ibge_code)),
    )
    first += [City(one.name, one.uf, _AREA_OF_UF[one.uf]) for one in others[: wanted - len(first)]]
    return tuple(first)
