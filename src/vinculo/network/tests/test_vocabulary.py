"""The words of a registry, and what a misspelt one may have meant."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from vinculo.accounts.actor import Actor
from vinculo.accounts.tests.cast import Cast
from vinculo.outbox.models import OutboxRow

from ..models import Provider, RegistryWord
from ..queries.search import find_providers, search_providers
from ..vocabulary import LEARN_KIND, likely_words, plan_learning, relearn_words, telling_words
from .factories import make_affiliation, make_clinic, make_contact_person, make_dentist

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    clinic = make_clinic(cast.operator, name="Clínica Horizonte Ltda.", trade_name="Belo Sorriso")
    make_affiliation(clinic, make_dentist(cast.operator, name="Natália D'Ávila Fonseca", cro_number="57798"))
    make_contact_person(clinic, name="Cleide", phones=["11998496368"], email="cleide@clinica.example")
    return clinic


def words_of(provider: Provider) -> set[str]:
    return set(RegistryWord.objects.filter(operator=provider.operator).values_list("word", flat=True))


def relearn(provider: Provider) -> None:
    relearn_words(OutboxRow(kind=LEARN_KIND, payload={"operator": provider.operator_id}), timezone.now())


def test_a_provider_that_is_written_teaches_its_words(clinic: Provider) -> None:
    learned = words_of(clinic)
    assert {"clinica", "horizonte", "belo", "sorriso", "natalia", "fonseca", "cleide"} <= learned
    assert not any(char.isdigit() for word in learned for char in word)


@pytest.mark.parametrize(
    "typed", ["hroizonte", "clinica horizomte", "nataia fonsceca", "belo sorizo", "mraia", "cliide horiz"]
)
def test_a_misspelt_word_finds_by_what_was_meant(clinic: Provider, editor: Actor, typed: str) -> None:
    make_clinic(clinic.operator, name="Maria Dentes")
    expected = "Maria Dentes" if typed == "mraia" else "Belo Sorriso"
    for found in (
        find_providers(editor, typed, operator_id=clinic.operator_id, today=TODAY),
        search_providers(editor, typed),
    ):
        assert found.is_a_guess
        assert [provider.display_name for provider in found.providers] == [expected]


def test_a_word_that_stands_for_another_gives_way_where_nobody_has_all(
    clinic: Provider, editor: Actor
) -> None:
    make_clinic(clinic.operator, name="Silvia Dentes")
    make_clinic(clinic.operator, name="Otávio Silva")
    found = find_providers(editor, "otavio silvia", operator_id=clinic.operator_id, today=TODAY)
    assert [provider.name for provider in found.providers] == ["Otávio Silva"]


def test_words_of_another_operator_are_not_known(clinic: Provider, cast: Cast, outsider: Actor) -> None:
    ours, theirs = (RegistryWord.objects.filter(operator=one) for one in (cast.operator, cast.other_operator))
    assert likely_words(("hroizonte",), ours) == {"hroizonte": ["horizonte"]}
    assert likely_words(("hroizonte",), theirs) == {}
    assert not search_providers(outsider, "hroizonte").providers


def test_after_a_feed_the_words_are_those_of_the_registry(clinic: Provider) -> None:
    was = words_of(clinic)
    RegistryWord.objects.filter(word="horizonte").delete()
    RegistryWord.objects.create(operator=clinic.operator, word="dispersos", one_less=["dispersos"])
    relearn(clinic)
    assert words_of(clinic) == was
    make_clinic(clinic.operator, name="Sorriso e Sorriso")
    relearn(clinic)
    assert RegistryWord.objects.get(operator=clinic.operator, word="sorriso").times == 3


@pytest.mark.parametrize(
    ("typed", "telling"),
    [
        ("horizonte fonseca clinica ltda.", "horizonte fonseca"),
        ("horizonte fonseca", "horizonte fonseca"),
        # Where one alone is rare, more than its own have to be read.
        ("horizonte clinica", "horizonte clinica"),
        ("horizonte fonseca rizonte 11998496368 clinica", "horizonte fonseca rizonte 11998496368"),
        ("d'avila ltda.", "d'avila ltda."),
    ],
)
def test_what_most_have_is_looked_for_in_what_the_rare_words_find(
    clinic: Provider, editor: Actor, typed: str, telling: str
) -> None:
    known = RegistryWord.objects.filter(operator=clinic.operator)
    known.filter(word__in=["horizonte", "fonseca"]).update(times=2)
    known.filter(word="clinica").update(times=6)
    assert set(telling_words(typed.split(), known)) == set(telling.split())
    other = make_clinic(clinic.operator, name="Instituto Horizonte Fonseca")
    if typed.startswith("horizonte"):
        rest = typed.replace(" rizonte", "").replace("11998496368", "").split()
        found = find_providers(editor, " ".join(rest), operator_id=clinic.operator_id, today=TODAY)
        assert not found.is_a_guess
        expected = {clinic, other} if rest == ["horizonte", "fonseca"] else {clinic}
        assert set(found.providers) == expected


def test_learning_is_planned_once(clinic: Provider) -> None:
    for _ in range(2):
        plan_learning(operator_id=clinic.operator_id, now=timezone.now())
    assert OutboxRow.objects.filter(kind=LEARN_KIND).count() == 1
