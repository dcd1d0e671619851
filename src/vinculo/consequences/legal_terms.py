"""What the law asks of a termination, as data: the product's own until an operator sets others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

LEGAL_GAPS: Mapping[str, str] = {
    "quem_sai": "o prestador, ou os dentistas que saem dele",
    "prestador": "nome do prestador",
    "cidade": "cidade e UF",
    "saida": "primeiro dia fora da rede",
    "substituto": "nome e cidade do substituto, ou o texto para quando não há",
    "operadora": "nome da operadora",
}
"""What may stand in braces in a text, and what it stands for."""


@dataclass(frozen=True, slots=True)
class LegalRules:
    """Days of notice and of publication are consecutive days, those of a consult business days."""

    notice_days: int
    notice_norm: str
    kept_days: int
    kept_norm: str
    consult_days: int
    consult_norm: str
    portal_text: str
    call_text: str
    no_substitute_text: str


RULE_NAMES = tuple(field.name for field in fields(LegalRules))


@cache
def packaged_rules() -> LegalRules:
    """Those that nobody has confirmed."""
    text = files("vinculo.consequences").joinpath("data/legal_terms.toml").read_text(encoding="utf-8")
    told: dict[str, Any] = tomllib.loads(text)
    tidied: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in told.items()
    }
    return LegalRules(**tidied)
