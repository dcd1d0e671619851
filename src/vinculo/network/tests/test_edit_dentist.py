"""A dentist's data are corrected or have changed."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.invented import invented_cpf
from vinculo.kernel.refusal import NotPermitted

from ..actions.edit_dentist import UnableToEditDentist, edit_dentist
from ..models import Dentist, Provider
from ..values import DentistData
from .audit_trail import audit_trail
from .factories import make_affiliation, make_dentist
from .moments import NOW


def as_typed(dentist: Dentist) -> DentistData:
    return DentistData(
        name=dentist.name,
        cro_number=dentist.cro_number,
        cro_uf=dentist.cro_uf,
        category=dentist.category,
        registration_type=dentist.registration_type,
        cpf=dentist.cpf,
        is_published=dentist.is_published,
    )


def test_the_dentist_is_found_anew_under_each_provider(cast: Cast, clinic: Provider, editor: Actor) -> None:
    dentist = make_dentist(cast.operator, name="Renata Leão")
    make_affiliation(clinic, dentist)
    data = replace(as_typed(dentist), name="Renata Leão Falcão", cro_number="4321", is_published=False)

    edited = edit_dentist(dentist=dentist, data=data, seen_version=1, actor=editor, now=NOW)

    clinic.refresh_from_db()
    assert (edited.version, edited.is_published) == (2, False)
    assert "\nrenata leao falcao\n" in clinic.search_text
    assert "\nsp 4321\n" in clinic.search_text
    assert audit_trail().get().detail == {"fields": ["name", "cro_number", "is_published"]}


def test_the_cro_of_another_dentist_is_refused(cast: Cast, editor: Actor) -> None:
    dentist, other = make_dentist(cast.operator), make_dentist(cast.operator)
    data = replace(as_typed(dentist), cro_number=other.cro_number)
    with pytest.raises(UnableToEditDentist) as refused:
        edit_dentist(dentist=dentist, data=data, seen_version=1, actor=editor, now=NOW)
    assert refused.value.findings[0].code == "cro-taken"


def test_who_saw_an_older_version_overwrites_nothing(cast: Cast, editor: Actor) -> None:
    dentist = make_dentist(cast.operator, version=5)
    data = replace(as_typed(dentist), name="Outra")
    with pytest.raises(UnableToEditDentist, match="Outra pessoa"):
        edit_dentist(dentist=dentist, data=data, seen_version=4, actor=editor, now=NOW)


def test_who_does_not_see_the_cpf_does_not_change_it(cast: Cast, manager: Actor) -> None:
    dentist = make_dentist(cast.operator, cpf=invented_cpf(Random(1)))
    data = replace(as_typed(dentist), name="Outra", cpf="")
    edited = edit_dentist(dentist=dentist, data=data, seen_version=1, actor=manager, now=NOW)
    assert (edited.name, edited.cpf) == ("Outra", dentist.cpf)


def test_an_outsider_edits_nobody(cast: Cast, outsider: Actor) -> None:
    dentist = make_dentist(cast.operator)
    with pytest.raises(NotPermitted):
        edit_dentist(dentist=dentist, data=as_typed(dentist), seen_version=1, actor=outsider, now=NOW)
