"""A dentist, new or known by their CRO, is entered at a provider."""

from __future__ import annotations

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.kernel.refusal import NotPermitted

from ..actions.add_dentist import UnableToAddDentist
from ..actions.affiliate_dentist import UnableToAffiliateDentist
from ..actions.register_dentist_at import register_dentist_at
from ..models import Affiliation, Dentist, Provider
from ..values import DentistData
from .factories import make_affiliation, make_dentist
from .moments import NOW, TODAY


def test_a_new_dentist_is_added_and_tied(clinic: Provider, editor: Actor) -> None:
    data = DentistData(name="Davi Sá", cro_number="CRO-SP 1.234")
    tie = register_dentist_at(provider=clinic, data=data, starts_on=TODAY, actor=editor, now=NOW)
    assert (tie.dentist.cro, tie.starts_on) == ("CRO-SP 1234", TODAY)


@pytest.mark.parametrize("name", ["", "davi sa"])
def test_a_known_cro_is_that_dentist(cast: Cast, clinic: Provider, editor: Actor, name: str) -> None:
    known = make_dentist(cast.operator, name="Davi Sá", cro_number="1234", is_published=False)
    data = DentistData(name=name, cro_number="1234", cro_uf="SP")
    tie = register_dentist_at(provider=clinic, data=data, starts_on=None, actor=editor, now=NOW)
    known.refresh_from_db()
    assert tie.dentist == known
    assert (known.name, known.is_published) == ("Davi Sá", False)


def test_a_known_cro_under_another_name_ties_nobody(cast: Cast, clinic: Provider, editor: Actor) -> None:
    make_dentist(cast.operator, name="Davi Sá", cro_number="1234")
    data = DentistData(name="Yasmin Leão", cro_number="1234", cro_uf="SP")
    with pytest.raises(UnableToAddDentist) as refused:
        register_dentist_at(provider=clinic, data=data, starts_on=None, actor=editor, now=NOW)
    assert refused.value.findings[0].field == "name"
    assert not Affiliation.objects.exists()


def test_a_refused_tie_leaves_no_new_dentist(clinic: Provider, editor: Actor) -> None:
    data = DentistData(name="Davi Sá", cro_number="1234", cro_uf="SP")
    with pytest.raises(UnableToAffiliateDentist):
        register_dentist_at(
            provider=clinic, data=data, starts_on=TODAY.replace(year=2090), actor=editor, now=NOW
        )
    assert not Dentist.objects.exists()


def test_sent_twice_it_is_one_dentist_and_one_tie(clinic: Provider, editor: Actor) -> None:
    data = DentistData(name="Davi Sá", cro_number="1234", cro_uf="SP")
    for _ in range(2):
        register_dentist_at(provider=clinic, data=data, starts_on=TODAY, actor=editor, now=NOW)
    assert (Dentist.objects.count(), Affiliation.objects.count()) == (1, 1)


def test_an_outsider_learns_nothing_of_a_cro(cast: Cast, clinic: Provider, outsider: Actor) -> None:
    dentist = make_dentist(cast.operator, name="Davi Sá", cro_number="1234")
    make_affiliation(clinic, dentist)
    data = DentistData(name="?", cro_number="1234", cro_uf="SP")
    with pytest.raises(NotPermitted):
        register_dentist_at(provider=clinic, data=data, starts_on=None, actor=outsider, now=NOW)
