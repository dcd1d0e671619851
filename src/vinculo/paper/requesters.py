"""Demandado por?: who asks for a provider to leave."""

from __future__ import annotations

from collections.abc import Mapping

REQUESTERS: Mapping[str, str] = {
    "dentist": "Dentista",
    "clinic": "Clínica",
    "technical_manager": "Responsável técnico",
    "financial_manager": "Responsável financeiro",
    "secretary": "Secretária",
    "operator": "Operadora",
    "ombudsman": "Ouvidoria",
    "other": "Outro",
}
"""By code. The form takes any other text too, which counts as `other`."""
NOBODY_SAID = "Não informado"
