"""Telephones in notes become numbers of the provider, once, and tell when they last answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact, restore_contact, void_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.models import Case, Contact
from vinculo.cases.queries.surroundings import find_case_with_surroundings
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.note_provider_phones import dismiss_provider_phone, restore_provider_phone
from vinculo.network.models import Provider, ProviderPhone
from vinculo.network.queries.phones import KnownPhone
from vinculo.network.tests.factories import make_clinic, make_contact_person

from .case_files import NOW, make_draft

OLD_MOBILE, MOBILE = "(11) 9984-6368", "11999846368"


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    return make_clinic(cast.operator)


@pytest.fixture
def case(cast: Cast, clinic: Provider) -> Case:
    case = make_draft(cast.operator, cast.alice)
    return link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)


@pytest.fixture
def contact(case: Case, cast: Cast) -> Contact:
    return add_contact(case=case, values={"on": "02/03/2026"}, actor=actor_of(cast.alice), now=NOW)


def write(contact: Contact, cast: Cast, **fields: str) -> None:
    for field, raw in fields.items():
        contact.refresh_from_db()
        save_field(
            case=contact.case,
            field=field,
            raw=raw,
            base_version=contact.version(field),
            contact_id=contact.pk,
            actor=actor_of(cast.alice),
            now=NOW,
        )


def told_to(user: User, case: Case) -> list[KnownPhone]:
    """What the page of a case says of the provider's numbers."""
    found = find_case_with_surroundings(actor_of(user), case.pk)
    return list(found[1].phones) if found else []


def noted(clinic: Provider) -> list[str]:
    return list(clinic.noted_phones.order_by("digits").values_list("digits", flat=True))


def test_a_number_in_a_note_is_the_providers_with_its_ninth_digit_and_once(
    contact: Contact, clinic: Provider, cast: Cast
):
    write(contact, cast, note=f"Ligar para {OLD_MOBILE} ou (11) 99984-6368.")
    assert noted(clinic) == [MOBILE]
    assert clinic.noted_phones.get().found_in == str(contact.case_id)
    write(contact, cast, note=f"Ligar para {OLD_MOBILE}; confirmado.", address="(11) 99984 6368")
    assert noted(clinic) == [MOBILE]


def test_a_number_saved_half_typed_does_not_stay(contact: Contact, clinic: Provider, cast: Cast):
    write(contact, cast, note="Ligar (11) 99984-636")
    write(contact, cast, note="Ligar (11) 99984-6368")
    assert noted(clinic) == [MOBILE]


def test_what_another_note_says_too_stays(contact: Contact, case: Case, clinic: Provider, cast: Cast):
    add_contact(case=case, values={"note": OLD_MOBILE}, actor=actor_of(cast.alice), now=NOW)
    write(contact, cast, note=OLD_MOBILE)
    write(contact, cast, note="")
    assert noted(clinic) == [MOBILE]


def test_a_contact_persons_number_is_not_noted_again(contact: Contact, clinic: Provider, cast: Cast):
    person = make_contact_person(clinic, phones=[MOBILE])
    write(contact, cast, note=OLD_MOBILE)
    assert noted(clinic) == []
    told = told_to(cast.alice, contact.case)
    assert [known.digits for known in told] == [MOBILE]
    assert person.name in told[0].who


def test_a_number_taken_out_does_not_come_back_by_itself(contact: Contact, clinic: Provider, cast: Cast):
    write(contact, cast, note=OLD_MOBILE)
    phone = clinic.noted_phones.get()
    dismiss_provider_phone(phone=phone, actor=actor_of(cast.alice), now=NOW)
    write(contact, cast, note="")
    write(contact, cast, note=f"de novo {OLD_MOBILE}")
    assert told_to(cast.alice, contact.case) == []
    restore_provider_phone(phone=phone, actor=actor_of(cast.alice), now=NOW)
    assert [known.digits for known in told_to(cast.alice, contact.case)] == [MOBILE]


def test_an_answer_is_remembered_and_taken_back_with_its_contact(
    contact: Contact, case: Case, clinic: Provider, cast: Cast
):
    def answered_on() -> dt.date | None:
        return clinic.noted_phones.get().last_answered_on

    write(contact, cast, address=OLD_MOBILE, answered="yes")
    assert answered_on() == dt.date(2026, 3, 2)
    values = {"on": "05/03/2026", "address": OLD_MOBILE, "answered": "yes"}
    later = add_contact(case=case, values=values, actor=actor_of(cast.alice), now=NOW)
    assert answered_on() == dt.date(2026, 3, 5)
    voiding: dict[str, Any] = {
        "case": case,
        "contact_id": later.pk,
        "actor": actor_of(cast.alice),
        "now": NOW,
    }
    void_contact(reason="Outra clínica.", **voiding)
    assert answered_on() == dt.date(2026, 3, 2)
    restore_contact(**voiding)
    assert answered_on() == dt.date(2026, 3, 5)
    write(later, cast, answered="no")
    assert answered_on() == dt.date(2026, 3, 2)


def test_linking_a_provider_brings_what_the_notes_said_before(cast: Cast, clinic: Provider):
    case = make_draft(cast.operator, cast.alice, contacts=[(1, {"note": f"Atende no {OLD_MOBILE}."})])
    assert noted(clinic) == []
    link_provider(case=case, provider=clinic, actor=actor_of(cast.alice), now=NOW)
    assert noted(clinic) == [MOBILE]


def test_numbers_are_seen_and_taken_out_only_where_one_may(contact: Contact, clinic: Provider, cast: Cast):
    write(contact, cast, note=OLD_MOBILE)
    assert told_to(cast.charlie, contact.case) == []
    with pytest.raises(NotPermitted):
        dismiss_provider_phone(phone=ProviderPhone.objects.get(), actor=actor_of(cast.davi), now=NOW)


def test_voiding_is_taken_back_visibly(contact: Contact, case: Case, cast: Cast):
    write(contact, cast, next_contact_on="20/03/2026")
    given: dict[str, Any] = {
        "case": case,
        "contact_id": contact.pk,
        "actor": actor_of(cast.alice),
        "now": NOW,
    }
    void_contact(reason="Outra clínica.", **given)
    case.refresh_from_db()
    assert (case.last_contact_on, case.next_contact_on) == (None, None)
    restore_contact(**given)
    case.refresh_from_db()
    assert (str(case.last_contact_on), str(case.next_contact_on)) == ("2026-03-02", "2026-03-20")
    kinds = list(case.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["contact_voided", "contact_restored"]
