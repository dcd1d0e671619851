from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from vinculo.accounts.actions.operators import UnableToSaveOperator, create_operator, edit_operator
from vinculo.accounts.models import AuditEntry, Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.accounts.tests.moments import NOW
from vinculo.kernel.refusal import NotPermitted


def edit(cast: Cast, operator: Operator | None = None, who: str = "adam", **given: Any) -> Operator:
    wanted: dict[str, Any] = {
        "code": "ODL",
        "name": "ODONTOLIFE",
        "ans_registration": "301949",
        "signer_must_not_be_decider": True,
    }
    return edit_operator(
        operator=operator or cast.operator,
        **{**wanted, **given},
        actor=actor_of(getattr(cast, who)),
        now=NOW,
    )


def test_who_creates_an_operator_administers_it(cast: Cast) -> None:
    made = create_operator(code=" dnt ", name="DENTALIS  SUL", actor=actor_of(cast.adam), now=NOW)
    assert (made.code, made.name, made.signer_must_not_be_decider) == ("DNT", "DENTALIS SUL", True)
    assert actor_of(cast.adam).may(Permission.USERS_EDIT, made.pk)


@pytest.mark.parametrize("who", ["alice", "bob", "sara", "nina", "davi", "charlie"])
def test_only_an_administrator_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        create_operator(code="DNT", name="DENTALIS", actor=actor_of(getattr(cast, who)), now=NOW)
    with pytest.raises(NotPermitted):
        edit(cast, who=who, name="OUTRA")


def test_not_the_other_operator(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        edit(cast, cast.other_operator, name="TOMADA")


def test_only_what_changed_is_audited(cast: Cast) -> None:
    edit(cast)
    edit(cast, name="Odontolife", signer_must_not_be_decider=False)
    line = AuditEntry.objects.get(action="operator.changed")
    assert line.detail == {"fields": ["name", "signer_must_not_be_decider"]}


def test_a_code_never_changes_so_that_no_number_is_given_twice(cast: Cast) -> None:
    with pytest.raises(UnableToSaveOperator, match="não muda depois de criada") as refused:
        edit(cast, code="ODX", name="ODONTOLIFE")
    assert [finding.field for finding in refused.value.findings] == ["code"]
    cast.operator.refresh_from_db()
    assert cast.operator.code == "ODL"
    assert edit(cast, code=" odl ", name="Odontolife").name == "Odontolife"


@pytest.mark.parametrize("code", ["O1", "", "src", "ABCDEF"])
def test_a_code_is_checked_when_it_is_given(cast: Cast, code: str) -> None:
    with pytest.raises(UnableToSaveOperator) as refused:
        create_operator(code=code, name="DENTALIS", actor=actor_of(cast.adam), now=NOW)
    assert [finding.field for finding in refused.value.findings] == ["code"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Sorriso Claro"}, "name"),
        ({"ans_registration": "12345"}, "ans_registration"),
        ({"ans_registration": "1234567"}, "ans_registration"),
        ({"ans_registration": "１２３４５６"}, "ans_registration"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToSaveOperator) as refused, transaction.atomic():
        edit(cast, **given)
    assert [finding.field for finding in refused.value.findings] == [field]
    cast.operator.refresh_from_db()
    assert (cast.operator.code, cast.operator.name) == ("ODL", "ODONTOLIFE")
