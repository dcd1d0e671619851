"""The 27 federative units (UF)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from vinculo.kernel.folding import fold

# The first two digits of the IBGE code of every municipality in the UF.
UF_IBGE_PREFIX: Mapping[str, str] = MappingProxyType(
    {
        "RO": "11", "AC": "12", "AM": "13", "RR": "14", "PA": "15", "AP": "16", "TO": "17",
        "MA": "21", "PI": "22", "CE": "23", "RN": "24", "PB": "25", "PE": "26", "AL": "27",
        "SE": "28", "BA": "29",
        "MG": "31", "ES": "32", "RJ": "33", "SP": "35",
        "PR": "41", "SC": "42", "RS": "43",
        "MS": "50", "MT": "51", "GO": "52", "DF": "53",
    }
)  # fmt: skip

UFS: Mapping[str, str] = MappingProxyType(
    {
        "AC": "Acre",
        "AL": "Alagoas",
        "AM": "Amazonas",
        "AP": "Amapá",
        "BA": "Bahia",
        "CE": "Ceará",
        "DF": "Distrito Federal",
        "ES": "Espírito Santo",
        "GO": "Goiás",
        "MA": "Maranhão",
        "MG": "Minas Gerais",
        "MS": "Mato Grosso do Sul",
        "MT": "Mato Grosso",
        "PA": "Pará",
        "PB": "Paraíba",
        "PE": "Pernambuco",
        "PI": "Piauí",
        "PR": "Paraná",
        "RJ": "Rio de Janeiro",
        "RN": "Rio Grande do Norte",
        "RO": "Rondônia",
        "RR": "Roraima",
        "RS": "Rio Grande do Sul",
        "SC": "Santa Catarina",
        "SE": "Sergipe",
        "SP": "São Paulo",
        "TO": "Tocantins",
    }
)

_CODE_OF_NAME = {fold(name): code for code, name in UFS.items()}


def clean_uf(text: str) -> str | None:
    """The code of the UF that `text` names by code or name ("sp", "São Paulo"), or None."""
    plain = fold(text).strip(" .:-/()")
    if plain.upper() in UFS:
        return plain.upper()
    return _CODE_OF_NAME.get(plain)
