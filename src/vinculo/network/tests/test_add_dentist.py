"""A dentist enters the registry of an operator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.add_dentist import UnableToAddDentist, add_dentist
from ..models import Dentist
from ..values import DentistData
from .audit_trail import audit_trail
from .moments import NOW

NATALIA = DentistData(
    name="Natália Diniz Uchôa", cro_number="57798", cro_uf="SP", registration_type="principal"
)


def test_the_cro_is_kept_as_number_and_uf(cast: Cast, editor: Actor) -> None:
    dentist = add_dentist(operator=cast.operator, data=NATALIA, actor=editor, now=NOW)
    assert dentist.cro == "CRO-SP 57798"
    assert dentist.search_text == "\nnatalia diniz uchoa\nsp 57798\n"
    assert audit_trail().get().action == "dentist.added"


@pytest.mark.parametrize(
    ("number", "uf"), [("CRO-SP 57.798", ""), ("57798/sp", ""), ("0057798", "São Paulo"), ("57.798", "sp")]
)
def test_any_common_form_of_the_cro_is_the_same_one(cast: Cast, editor: Actor, number: str, uf: str) -> None:
    first = add_dentist(operator=cast.operator, data=NATALIA, actor=editor, now=NOW)
    again = add_dentist(
        operator=cast.operator,
        data=replace(NATALIA, cro_number=number, cro_uf=uf),
        actor=editor,
        now=NOW,
    )
    assert again.pk == first.pk
    assert Dentist.objects.count() == 1
    assert audit_trail().count() == 1


def test_a_known_cro_under_another_name_is_refused(cast: Cast, editor: Actor) -> None:
    first = add_dentist(operator=cast.operator, data=NATALIA, actor=editor, now=NOW)
    with pytest.raises(UnableToAddDentist) as refused:
        add_dentist(operator=cast.operator, data=replace(NATALIA, name="Outra"), actor=editor, now=NOW)
    assert refused.value.twin == first
    assert "Natália Diniz Uchôa" in refused.value.findings[0].message


def test_the_same_number_of_another_uf_is_another_dentist(cast: Cast, editor: Actor) -> None:
    add_dentist(operator=cast.operator, data=NATALIA, actor=editor, now=NOW)
    add_dentist(operator=cast.operator, data=replace(NATALIA, cro_uf="RJ"), actor=editor, now=NOW)
    assert Dentist.objects.count() == 2


def test_all_findings_come_at_once(cast: Cast, editor: Actor) -> None:
    wrong = DentistData(
        name="", cro_number="12345678", cro_uf="XX", category="?", registration_type="?", cpf="12345678900"
    )
    with pytest.raises(UnableToAddDentist) as refused:
        add_dentist(operator=cast.operator, data=wrong, actor=editor, now=NOW)
    assert [finding.field for finding in refused.value.findings] == [
        "name",
        "cro_number",
        "cro_uf",
        "cpf",
        "category",
        "registration_type",
    ]


def test_a_cro_of_zeros_is_none(cast: Cast, editor: Actor) -> None:
    with pytest.raises(UnableToAddDentist):
        add_dentist(operator=cast.operator, data=replace(NATALIA, cro_number="0000"), actor=editor, now=NOW)


def test_an_outsider_adds_nobody(cast: Cast, outsider: Actor) -> None:
    with pytest.raises(NotPermitted):
        add_dentist(operator=cast.operator, data=NATALIA, actor=outsider, now=NOW)
    assert not Dentist.objects.exists()
