"""People to talk to at a provider come, change and go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import NotPermitted

from ..actions.add_contact_person import UnableToAddContactPerson, add_contact_person
from ..actions.edit_contact_person import UnableToEditContactPerson, edit_contact_person
from ..actions.retire_contact_person import restore_contact_person, retire_contact_person
from ..models import ContactPerson, Provider
from ..values import ContactPersonData
from .audit_trail import audit_trail
from .factories import make_contact_person
from .moments import NOW

ANA = ContactPersonData(
    name="Ana Távora",
    function="Secretária",
    phones=("+55 (11) 9849-6368", "11 99849-6368", "", "(11) 3322-1100"),
    email="Ana@Clinica.com.br",
)


def test_phones_are_kept_once_with_their_ninth_digit(clinic: Provider, editor: Actor) -> None:
    person = add_contact_person(provider=clinic, data=ANA, actor=editor, now=NOW)
    clinic.refresh_from_db()
    assert person.phones == ["11998496368", "1133221100"]
    assert person.email == "ana@clinica.com.br"
    assert "\n11998496368\n" in clinic.personal_search_text
    assert "11998496368" not in clinic.search_text
    assert audit_trail().get().detail == {"contact_person": person.pk}


def test_sent_twice_it_is_one_person(clinic: Provider, editor: Actor) -> None:
    for _ in range(2):
        add_contact_person(provider=clinic, data=ANA, actor=editor, now=NOW)
    assert (ContactPerson.objects.count(), audit_trail().count()) == (1, 1)


def test_all_findings_come_at_once_and_quote_no_phone(clinic: Provider, editor: Actor) -> None:
    wrong = ContactPersonData(
        name="", function="x" * 81, phones=("998496368", "11 99849-6368", "oi"), email="ana@"
    )
    with pytest.raises(UnableToAddContactPerson) as refused:
        add_contact_person(provider=clinic, data=wrong, actor=editor, now=NOW)
    assert [finding.field for finding in refused.value.findings] == [
        "name",
        "function",
        "phones",
        "phones",
        "email",
    ]
    assert not any("9984" in finding.message for finding in refused.value.findings)


def test_what_changed_is_named_without_its_value(clinic: Provider, editor: Actor) -> None:
    person = add_contact_person(provider=clinic, data=ANA, actor=editor, now=NOW)
    edit_contact_person(person=person, data=replace(ANA, phones=("11 97777-6655",)), actor=editor, now=NOW)
    entry = audit_trail().get(action="contact_person.edited")
    assert entry.detail == {"contact_person": person.pk, "fields": ["phones"]}
    clinic.refresh_from_db()
    assert clinic.personal_search_text == "\n11977776655\n"


def test_an_edit_that_breaks_a_rule_changes_nothing(clinic: Provider, editor: Actor) -> None:
    person = make_contact_person(clinic)
    with pytest.raises(UnableToEditContactPerson):
        edit_contact_person(person=person, data=ContactPersonData(), actor=editor, now=NOW)
    name = person.name
    person.refresh_from_db()
    assert person.name == name


def test_who_does_not_see_phones_does_not_change_them(clinic: Provider, manager: Actor) -> None:
    person = make_contact_person(clinic, email="ana@clinica.com.br")
    data = ContactPersonData(name="Ana Sá", function="Gerente")
    edited = edit_contact_person(person=person, data=data, actor=manager, now=NOW)
    assert (edited.name, edited.phones, edited.email) == ("Ana Sá", person.phones, person.email)


def test_who_leaves_is_not_deleted_and_may_return(clinic: Provider, editor: Actor) -> None:
    person = make_contact_person(clinic)
    for _ in range(2):
        retire_contact_person(person=person, actor=editor, now=NOW)
    person.refresh_from_db()
    assert not person.is_active
    restore_contact_person(person=person, actor=editor, now=NOW)
    person.refresh_from_db()
    assert person.is_active
    assert list(audit_trail().values_list("action", flat=True)) == [
        "contact_person.retired",
        "contact_person.restored",
    ]


def test_an_outsider_reaches_nobody(clinic: Provider, outsider: Actor) -> None:
    person = make_contact_person(clinic)
    with pytest.raises(NotPermitted):
        add_contact_person(provider=clinic, data=ANA, actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        edit_contact_person(person=person, data=ANA, actor=outsider, now=NOW)
    with pytest.raises(NotPermitted):
        retire_contact_person(person=person, actor=outsider, now=NOW)
