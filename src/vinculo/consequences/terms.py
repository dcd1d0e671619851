"""How a sector is asked: days, texts, what it is shown. The product's own until an operator sets others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

GAPS: Mapping[str, str] = {
    "prestador": "nome do prestador",
    "cidade": "cidade e UF",
    "processo": "número do processo",
    "desfecho": "status da retenção (só depois da assinatura)",
    "fim": "data de fim (só depois da assinatura)",
}
"""What may stand in braces in a text, and what it stands for."""

ANY_SECTOR = "any"


@dataclass(frozen=True, slots=True)
class Terms:
    """Days are business days; `facts` are codes of `needed_facts`."""

    answer_days: int
    remind_days: int
    request_text: str
    signature_text: str
    facts: tuple[str, ...]


def packaged_terms(sector: str) -> Terms:
    """Those of the sector, and of any sector where it has none of its own."""
    told = _told(sector)
    return Terms(
        answer_days=int(told["answer_days"]),
        remind_days=int(told["remind_days"]),
        request_text=str(told["request_text"]).lstrip("\n"),
        signature_text=str(told["signature_text"]).strip(),
        facts=tuple(told["facts"]),
    )


def undo_text() -> str:
    """What is asked of a sector that had answered, once the case is reopened. Has the gap `motivo`, too."""
    return str(_told(ANY_SECTOR)["undo_text"]).strip()


def _told(sector: str) -> Mapping[str, Any]:
    whole = _packaged()
    return {**whole[ANY_SECTOR], **whole.get(sector, {})}


@cache
def _packaged() -> dict[str, Any]:
    text = files("vinculo.consequences").joinpath("data/sector_terms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
