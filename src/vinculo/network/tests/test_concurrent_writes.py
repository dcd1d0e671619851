"""Two people write at the same moment: each write is whole, and who comes second is told clearly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from django.db import connections

from vinculo.accounts.tests.cast import Cast, actor_of, make_cast
from vinculo.kernel.invented import invented_cnpj
from vinculo.kernel.refusal import Refusal

from ..actions.add_contact_person import add_contact_person
from ..actions.change_technical_manager import UnableToChangeTechnicalManager, change_technical_manager
from ..actions.create_provider import create_provider
from ..actions.record_coverage import record_coverage
from ..actions.register_dentist_at import register_dentist_at
from ..models import Affiliation, CityCoverage, Dentist, Municipality, Provider
from ..values import ContactPersonData, DentistData, ProviderData
from .factories import CAMPINAS, make_clinic, make_dentist
from .moments import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def at_once(*writes: Callable[[], object]) -> list[object]:
    """What each write gave or was refused with, all started together on connections of their own."""
    gate = threading.Barrier(len(writes))
    results: list[object] = [None] * len(writes)

    def run(position: int, write: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=10)
            results[position] = write()
        except Refusal as refusal:
            results[position] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(writes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_changes_of_the_rt_leave_one_rt(cast: Cast) -> None:
    clinic = make_clinic(cast.operator)
    candidates = [make_dentist(cast.operator) for _ in range(2)]
    editor = actor_of(cast.alice)

    results = at_once(
        *(
            lambda dentist=dentist: change_technical_manager(
                provider=clinic, dentist=dentist, starts_on=TODAY, actor=editor, now=NOW
            )
            for dentist in candidates
        )
    )

    refused = [result for result in results if isinstance(result, UnableToChangeTechnicalManager)]
    assert len(refused) == 1
    assert "Já há responsável técnico com início em 20/05/2026" in refused[0].findings[0].message
    assert Affiliation.objects.filter(is_technical_manager=True).count() == 1


def test_one_form_sent_many_times_at_once_does_one_thing(cast: Cast) -> None:
    editor = actor_of(cast.alice)
    clinic = make_clinic(cast.operator)
    data = ProviderData(kind="PJ", name="Sorriso Claro", cnpj=invented_cnpj(Random(4)))
    natalia = DentistData(name="Natália Sá", cro_number="57798", cro_uf="SP")
    ana = ContactPersonData(name="Ana Sá", phones=("11 99849-6368",))
    campinas = Municipality.objects.get(pk=CAMPINAS)

    results = at_once(
        *[lambda: create_provider(operator=cast.operator, data=data, actor=editor, now=NOW)] * 3,
        *[lambda: register_dentist_at(provider=clinic, data=natalia, starts_on=TODAY, actor=editor, now=NOW)]
        * 3,
        *[lambda: add_contact_person(provider=clinic, data=ana, actor=editor, now=NOW)] * 3,
        *[
            lambda: record_coverage(
                operator=cast.operator,
                municipality=campinas,
                on=TODAY,
                lives=1,
                published_cros=1,
                actor=editor,
                now=NOW,
            )
        ]
        * 3,
    )

    assert not [result for result in results if result is None or isinstance(result, Refusal)]
    assert Provider.objects.exclude(pk=clinic.pk).count() == 1
    assert (Dentist.objects.count(), Affiliation.objects.count()) == (1, 1)
    assert clinic.contact_persons.count() == 1
    assert CityCoverage.objects.count() == 1


def test_two_providers_with_one_cnpj_are_one_provider_and_one_refusal(cast: Cast) -> None:
    editor = actor_of(cast.alice)
    data = ProviderData(kind="PJ", name="Sorriso Claro", cnpj=invented_cnpj(Random(4)))
    results = at_once(
        lambda: create_provider(operator=cast.operator, data=data, actor=editor, now=NOW),
        lambda: create_provider(
            operator=cast.operator, data=replace(data, name="Outra"), actor=editor, now=NOW
        ),
    )
    refused = [result for result in results if isinstance(result, Refusal)]
    assert len(refused) == 1
    assert refused[0].findings[0].code == "cnpj-taken"
    assert Provider.objects.count() == 1
