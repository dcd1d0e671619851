"""The cases that name the same person, clinic or provider: each number looked up through its own index.

Asked at once with OR, the database reads a million cases for the few that there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from ..states import OPEN_STATES

MOST_OF_EACH = 40


@dataclass(frozen=True)
class Named:
    """By what cases are looked up; what is empty is not. `registrations`: numbers of CROs with their UFs."""

    operator_id: int
    registrations: Sequence[tuple[str, str]] = ()
    cpf: str | None = None
    cnpj: str | None = None
    provider_id: int | None = None
    folded_name: str | None = None
    sibling_group: UUID | None = None


def cases_naming(named: Named, *, open_only: bool) -> list[int]:
    """Ids of the newest cases that share any of it, those of siblings at other operators too. One query."""
    arms, values = [], list[Any]()
    states = "AND state = ANY(%s)" if open_only else ""
    of_states: list[Any] = [[str(state) for state in OPEN_STATES]] if open_only else []

    def arm(condition: str, *asked: Any) -> None:
        arms.append(
            f"(SELECT id FROM cases_case WHERE operator_id = %s AND {condition} {states}"  # noqa: S608
            " ORDER BY id DESC LIMIT %s)"
        )
        values.extend([named.operator_id, *asked, *of_states, MOST_OF_EACH])

    for number, uf in named.registrations:
        arm("cro_state = %s AND cro = %s", uf, number)
        arms.append(
            "(SELECT case_id FROM cases_casedentist WHERE cro = %s AND cro_state = %s AND removed_at IS NULL"
            " ORDER BY case_id DESC LIMIT %s)"
        )
        values.extend([number, uf, MOST_OF_EACH])
    for column in ("cpf", "cnpj", "provider_id", "folded_name"):
        if asked := getattr(named, column):
            arm(f"{column} = %s", asked)
    if named.sibling_group:
        arms.append("(SELECT id FROM cases_case WHERE sibling_group = %s LIMIT %s)")
        values.extend([named.sibling_group, MOST_OF_EACH])
    if not arms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(arms), values)
        return sorted((row[0] for row in cursor.fetchall()), reverse=True)
