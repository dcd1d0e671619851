"""Holidays of cities that come packaged: the capitals' and some big cities', each on a fixed day.

Only what is settled by the city's law and well known; people add their own and remove what does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vinculo.kernel.places import find_municipality

_Days = tuple[tuple[int, int, str], ...]

_ANNIVERSARY = "Aniversário da cidade"
_CONCEPTION = "Nossa Senhora da Conceição"
_SAINT_ANTHONY = "Santo Antônio"
_SAINT_ANNE = "Sant’Ana"
_SAINT_JOHN = "São João"
_SAINT_JOSEPH = "São José"
_SAINT_PETER = "São Pedro"
_SAINT_SEBASTIAN = "São Sebastião"

_CAPITALS: Mapping[tuple[str, str], _Days] = {
    ("Rio Branco", "AC"): ((12, 28, _ANNIVERSARY),),
    ("Maceió", "AL"): ((8, 27, "Nossa Senhora dos Prazeres"),),
    ("Macapá", "AP"): ((2, 4, _ANNIVERSARY),),
    ("Manaus", "AM"): ((10, 24, _ANNIVERSARY), (12, 8, _CONCEPTION)),
    ("Salvador", "BA"): ((6, 24, _SAINT_JOHN), (12, 8, "Nossa Senhora da Conceição da Praia")),
    ("Fortaleza", "CE"): ((8, 15, "Nossa Senhora da Assunção"),),
    ("Brasília", "DF"): ((4, 21, _ANNIVERSARY),),
    ("Vitória", "ES"): ((9, 8, "Nossa Senhora da Vitória"),),
    ("Goiânia", "GO"): ((5, 24, "Nossa Senhora Auxiliadora"), (10, 24, _ANNIVERSARY)),
    ("São Luís", "MA"): ((6, 29, _SAINT_PETER), (9, 8, _ANNIVERSARY), (12, 8, _CONCEPTION)),
    ("Cuiabá", "MT"): ((4, 8, _ANNIVERSARY),),
    ("Campo Grande", "MS"): ((6, 13, _SAINT_ANTHONY), (8, 26, _ANNIVERSARY)),
    ("Belo Horizonte", "MG"): ((8, 15, "Assunção de Nossa Senhora"), (12, 8, _CONCEPTION)),
    ("Belém", "PA"): ((1, 12, _ANNIVERSARY), (12, 8, _CONCEPTION)),
    ("João Pessoa", "PB"): (
        (6, 24, _SAINT_JOHN),
        (8, 5, "Nossa Senhora das Neves"),
        (12, 8, _CONCEPTION),
    ),
    ("Curitiba", "PR"): ((9, 8, "Nossa Senhora da Luz dos Pinhais"),),
    ("Recife", "PE"): ((6, 24, _SAINT_JOHN), (7, 16, "Nossa Senhora do Carmo"), (12, 8, _CONCEPTION)),
    ("Teresina", "PI"): ((8, 16, _ANNIVERSARY),),
    ("Rio de Janeiro", "RJ"): ((1, 20, _SAINT_SEBASTIAN),),
    ("Natal", "RN"): ((1, 6, "Santos Reis"), (11, 21, "Nossa Senhora da Apresentação")),
    ("Porto Alegre", "RS"): ((2, 2, "Nossa Senhora dos Navegantes"),),
    ("Porto Velho", "RO"): ((1, 24, "Instalação do município"), (10, 2, "Criação do município")),
    ("Boa Vista", "RR"): ((7, 9, _ANNIVERSARY),),
    ("Florianópolis", "SC"): ((3, 23, _ANNIVERSARY),),
    ("São Paulo", "SP"): ((1, 25, _ANNIVERSARY),),
    ("Aracaju", "SE"): ((3, 17, _ANNIVERSARY), (6, 24, _SAINT_JOHN), (12, 8, _CONCEPTION)),
    ("Palmas", "TO"): ((3, 19, _SAINT_JOSEPH), (5, 20, _ANNIVERSARY)),
}

_BIG_CITIES: Mapping[tuple[str, str], _Days] = {
    ("Feira de Santana", "BA"): ((6, 24, _SAINT_JOHN), (7, 26, _SAINT_ANNE)),
    ("Vitória da Conquista", "BA"): ((11, 9, _ANNIVERSARY),),
    ("Juazeiro do Norte", "CE"): ((7, 22, _ANNIVERSARY), (9, 15, "Nossa Senhora das Dores")),
    ("Serra", "ES"): ((12, 8, _CONCEPTION), (12, 26, "São Benedito")),
    ("Vila Velha", "ES"): ((5, 23, "Colonização do Solo Espírito-Santense"),),
    ("Anápolis", "GO"): ((7, 26, _SAINT_ANNE), (7, 31, _ANNIVERSARY)),
    ("Aparecida de Goiânia", "GO"): ((5, 11, _ANNIVERSARY),),
    ("Juiz de Fora", "MG"): ((6, 13, _SAINT_ANTHONY),),
    ("Uberaba", "MG"): ((3, 2, _ANNIVERSARY), (8, 15, "Nossa Senhora da Abadia")),
    ("Uberlândia", "MG"): ((8, 15, "Nossa Senhora da Abadia"), (8, 31, _ANNIVERSARY)),
    ("Campina Grande", "PB"): ((6, 24, _SAINT_JOHN), (10, 11, _ANNIVERSARY)),
    ("Caruaru", "PE"): ((5, 18, _ANNIVERSARY), (9, 15, "Nossa Senhora das Dores")),
    ("Olinda", "PE"): ((3, 12, _ANNIVERSARY), (8, 6, "São Salvador do Mundo")),
    ("Cascavel", "PR"): ((11, 14, _ANNIVERSARY),),
    ("Foz do Iguaçu", "PR"): ((6, 10, _ANNIVERSARY),),
    ("Londrina", "PR"): ((12, 10, _ANNIVERSARY),),
    ("Maringá", "PR"): ((5, 10, _ANNIVERSARY), (8, 15, "Nossa Senhora da Glória")),
    ("Ponta Grossa", "PR"): ((7, 26, _SAINT_ANNE), (9, 15, _ANNIVERSARY)),
    ("Campos dos Goytacazes", "RJ"): ((1, 15, "Santo Amaro"), (8, 6, "São Salvador")),
    ("Duque de Caxias", "RJ"): ((6, 13, _SAINT_ANTHONY),),
    ("Niterói", "RJ"): ((6, 24, _SAINT_JOHN), (11, 22, _ANNIVERSARY)),
    ("Nova Iguaçu", "RJ"): ((1, 15, _ANNIVERSARY), (6, 13, _SAINT_ANTHONY)),
    ("Petrópolis", "RJ"): ((3, 16, _ANNIVERSARY), (6, 29, "São Pedro de Alcântara")),
    ("Mossoró", "RN"): ((9, 30, "Abolição da escravatura em Mossoró"), (12, 13, "Santa Luzia")),
    ("Caxias do Sul", "RS"): ((5, 26, "Nossa Senhora de Caravaggio"),),
    ("Pelotas", "RS"): ((7, 7, _ANNIVERSARY),),
    ("Santa Maria", "RS"): ((5, 17, _ANNIVERSARY),),
    ("Blumenau", "SC"): ((9, 2, _ANNIVERSARY),),
    ("Joinville", "SC"): ((3, 9, _ANNIVERSARY),),
    ("Bauru", "SP"): ((8, 1, _ANNIVERSARY),),
    ("Campinas", "SP"): ((12, 8, _CONCEPTION),),
    ("Diadema", "SP"): ((12, 8, _CONCEPTION),),
    ("Franca", "SP"): ((11, 28, _ANNIVERSARY), (12, 8, _CONCEPTION)),
    ("Guarulhos", "SP"): ((12, 8, "Nossa Senhora da Conceição e aniversário da cidade"),),
    ("Jundiaí", "SP"): ((8, 15, "Nossa Senhora do Desterro"), (12, 14, _ANNIVERSARY)),
    ("Mogi das Cruzes", "SP"): ((7, 26, _SAINT_ANNE), (9, 1, _ANNIVERSARY)),
    ("Osasco", "SP"): ((2, 19, _ANNIVERSARY), (6, 13, _SAINT_ANTHONY)),
    ("Piracicaba", "SP"): ((6, 13, _SAINT_ANTHONY), (12, 8, _CONCEPTION)),
    ("Ribeirão Preto", "SP"): ((1, 20, _SAINT_SEBASTIAN), (6, 19, _ANNIVERSARY)),
    ("Santo André", "SP"): ((4, 8, _ANNIVERSARY),),
    ("Santos", "SP"): ((1, 26, _ANNIVERSARY), (9, 8, "Nossa Senhora do Monte Serrat")),
    ("São Bernardo do Campo", "SP"): ((8, 20, _ANNIVERSARY),),
    ("São Caetano do Sul", "SP"): ((7, 28, _ANNIVERSARY),),
    ("São José do Rio Preto", "SP"): ((3, 19, "São José e aniversário da cidade"),),
    ("São José dos Campos", "SP"): ((3, 19, _SAINT_JOSEPH), (7, 27, _ANNIVERSARY)),
    ("Sorocaba", "SP"): ((8, 15, "Nossa Senhora da Ponte e aniversário da cidade"),),
}


@dataclass(frozen=True, slots=True)
class CityHoliday:
    ibge_code: str
    month: int
    day: int
    name: str


def packaged_city_holidays() -> Iterator[CityHoliday]:
    """All of them, each with the IBGE code of its city.

    Raises:
        LookupError: a city of the list is none of the packaged municipalities.
    """
    for (name, uf), days in {**_CAPITALS, **_BIG_CITIES}.items():
        place = find_municipality(name, uf)
        if place is None:
            raise LookupError(f"{name}/{uf}")
        for month, day, told in days:
            yield CityHoliday(place.ibge_code, month, day, told)
