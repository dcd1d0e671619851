"""When two open cases are for the same provider: what the scope has to do with it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.who_leaves import remove_dentist
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import other_open_cases, records_of

from .case_files import NOW, make_draft

CLINIC = {"cnpj": "53.068.087/0013-39"}


def draft(cast: Cast, scope: str, cro: str, *further: Mapping[str, str]) -> Case:
    values = CLINIC | {"scope": scope, "dentist_name": "Renata", "cro": cro, "cro_state": "SP"}
    return make_draft(cast.operator, cast.alice, values=values, dentists=further)


def doubles(case: Case) -> set[int]:
    return {other.id for other in other_open_cases(case, records_of(case).dentists)}


@pytest.mark.parametrize(
    ("first", "second", "are_same"),
    [("dentists", "dentists", False), ("provider", "dentists", True), ("provider", "provider", True)],
)
def test_dentists_of_one_clinic_leave_apart(cast: Cast, first: str, second: str, are_same: bool):
    one, two = draft(cast, first, "1001"), draft(cast, second, "1002")
    assert doubles(one) == ({two.pk} if are_same else set())
    assert doubles(two) == ({one.pk} if are_same else set())


def test_one_dentist_named_in_both_is_told(cast: Cast):
    one = draft(cast, "dentists", "1001", {"name": "Ana", "cro": "1003", "cro_state": "SP"})
    two = draft(cast, "dentists", "1002", {"name": "Ana", "cro": "1003", "cro_state": "SP"})
    in_head = draft(cast, "dentists", "1003")
    elsewhere = draft(cast, "dentists", "1004", {"name": "Ana", "cro": "1003", "cro_state": "RJ"})
    assert doubles(one) == {two.pk, in_head.pk}
    assert doubles(in_head) == {one.pk, two.pk}
    assert doubles(elsewhere) == set()
    remove_dentist(case=two, dentist_id=two.dentists.get().pk, actor=actor_of(cast.alice), now=NOW)
    assert doubles(one) == {in_head.pk}
