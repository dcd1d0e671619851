"""A dentist's columns, and who already has their CRO."""

from __future__ import annotations

from typing import Any

from vinculo.kernel.finding import Finding, Severity

from ..models import Dentist
from ..rules import Findings, dentist_findings
from ..values import DentistData


def column_values(data: DentistData) -> dict[str, Any]:
    """The columns of a tidied dentist."""
    return {
        "name": data.name,
        "cro_number": data.cro_number,
        "cro_uf": data.cro_uf,
        "category": data.category,
        "registration_type": data.registration_type,
        "cpf": data.cpf,
        "is_published": data.is_published,
    }


def check_dentist(data: DentistData) -> Findings:
    return dentist_findings(data, Dentist.Category.values, Dentist.RegistrationType.values)


def dentist_twin_of(operator_id: int, data: DentistData, but: int = 0) -> Dentist | None:
    """The dentist of that operator who already has this CRO."""
    same = Dentist.objects.filter(operator_id=operator_id, cro_uf=data.cro_uf, cro_number=data.cro_number)
    return same.exclude(pk=but).first()


def dentist_twin_finding(twin: Dentist) -> Finding:
    return Finding(
        "cro-taken", Severity.BLOCKING, "cro_number", f"O {twin.cro} já é de {twin.name} nesta operadora."
    )


def dentist_same_as(dentist: Dentist, data: DentistData) -> bool:
    """Whether the dentist stands exactly as asked for."""
    return all(getattr(dentist, name) == value for name, value in column_values(data).items())
