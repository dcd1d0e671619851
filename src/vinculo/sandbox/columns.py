"""The columns of each kind of rows, and how the core system writes a value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

Value = str | int | float | Decimal | dt.date | None
Row = tuple[Value, ...]

PROVIDERS = "providers"
DENTISTS = "dentists"
CONTACT_PERSONS = "contact_persons"
AFFILIATIONS = "affiliations"
CONTRACTS = "contracts"
COVERAGE = "coverage"
PRODUCTION = "production"

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PROVIDERS: (
            "cod_prestador", "tp_pessoa", "razao_social", "nome_fantasia", "nr_cnpj", "nr_cpf", "cd_cnes",
            "situacao", "dt_situacao", "dt_inclusao", "ds_municipio", "sg_uf", "ds_logradouro", "ds_bairro",
            "nr_cep", "outros_convenios",
        ),
        DENTISTS: (
            "nr_cro", "uf_cro", "nm_dentista", "tp_categoria", "tp_inscricao", "nr_cpf", "divulgado",
            "especialidades",
        ),
        CONTACT_PERSONS: ("cod_prestador", "nm_contato", "ds_funcao", "nr_telefones", "ds_email"),
        AFFILIATIONS: (
            "cod_prestador", "nr_cro", "uf_cro", "resp_tecnico", "dt_inicio", "dt_fim", "pendente",
            "nr_protocolo",
        ),
        CONTRACTS: ("cod_prestador", "vlr_us", "dt_vlr_us", "dias_aviso"),
        COVERAGE: ("ds_municipio", "sg_uf", "dt_referencia", "qt_vidas", "qt_cro_divulgado"),
        PRODUCTION: ("cod_prestador", "mes_ref", "qt_us", "vlr_producao", "dt_ult_atendimento"),
    }
)  # fmt: skip

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PROVIDERS: ("cod_prestador",),
        DENTISTS: ("nr_cro", "uf_cro"),
        CONTACT_PERSONS: ("cod_prestador", "nm_contato"),
        AFFILIATIONS: ("cod_prestador", "nr_cro", "uf_cro", "resp_tecnico", "dt_inicio", "pendente"),
        CONTRACTS: ("cod_prestador", "dt_vlr_us"),
        COVERAGE: ("ds_municipio", "sg_uf", "dt_referencia"),
        PRODUCTION: ("cod_prestador", "mes_ref"),
    }
)
"""What a row is known by: what `duplicate_keys` makes two rows share."""

_MARKS = str.maketrans(",.", ".,")


def as_text(value: Value) -> str:
    """dd/mm/aaaa, 1.234,50, and a number too long for its cell as spreadsheets leave it: 1,23457E+13."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, Decimal):
        return f"{value:,f}".translate(_MARKS)
    return f"{value:.5E}".replace(".", ",") if isinstance(value, float) else str(value)


def as_json(value: Value) -> str | int | None:
    """Counts are numbers and nothing is null; the rest is text, as such systems have it."""
    return value if value is None or isinstance(value, int) else as_text(value)
