"""A case opened from the registry, and what the registry says of it later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.permissions import Permission
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.compare_registry import (
    fill_from_registry,
    keep_against_registry,
    take_from_registry,
    undo_registry_choice,
)
from vinculo.cases.actions.create_case import create_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.queries.registry_today import differences_of, find_case_with_registry
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.who_told import who_told
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_coverage,
    make_dentist,
    make_technical_manager,
)

from .case_files import NOW, TODAY, make_draft

SEEN = "R$ 1,10"


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    clinic = make_clinic(cast.operator, core_key="P-77", fed_on=dt.date(2026, 3, 9))
    make_technical_manager(clinic, make_dentist(cast.operator, name="Ônix Turmalina"))
    make_affiliation(clinic, make_dentist(cast.operator, name="Rubi Granada"))
    make_coverage(cast.operator)
    return clinic


@pytest.fixture
def case(cast: Cast, clinic: Provider) -> Case:
    head = head_facts(clinic, [], TODAY)
    told = who_told(clinic, head, TODAY)
    return create_case(
        operator=cast.operator,
        edition=edition_for(cast.operator, TODAY),
        facts=facts_from_registry(head, today=TODAY, whole=True, told=told),
        actor=actor_of(cast.alice),
        now=NOW,
        provider=clinic,
    )


def difference(case: Case, cast: Cast) -> dict[str, tuple[object, object]]:
    found = find_case_with_registry(actor_of(cast.alice), case.pk)
    assert found is not None
    differing = differences_of(*found, actor_of(cast.alice), TODAY)
    return {item.field: (item.kept, item.today) for item in differing}


def saved_by_hand(case: Case, cast: Cast, field: str, raw: str) -> None:
    case.refresh_from_db()
    version = case.version(field)
    actor = actor_of(cast.alice)
    save_field(case=case, field=field, raw=raw, base_version=version, actor=actor, now=NOW)


def test_the_case_keeps_who_told_each_field_and_when(case: Case):
    snapshot = case.registry_snapshot
    assert snapshot.taken_on == TODAY
    assert snapshot.entry("us_value") == {"value": "0.9", "source": "core", "on": "2026-03-09"}
    assert snapshot.entry("lives") == {"value": 5506, "source": "coverage", "on": "2026-01-01"}
    assert snapshot.entry("cro_count") == {"value": 2, "source": "count", "on": "2026-03-10"}
    assert snapshot.entry("dentist_name")["value"] == "Ônix Turmalina"
    assert snapshot.entry("other_plans") == {}


def test_nothing_differs_while_the_registry_says_the_same(case: Case, clinic: Provider, cast: Cast):
    assert difference(case, cast) == {}
    saved_by_hand(case, cast, "us_value", "1,05")
    assert difference(case, cast) == {}


def test_what_the_registry_says_anew_differs(case: Case, clinic: Provider, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.1000"), cnpj="")
    make_coverage(cast.operator, on=dt.date(2026, 3, 1), lives=5600, published_cros=25)
    make_affiliation(clinic, make_dentist(cast.operator))
    cast.operator.dentists.filter(name="Ônix Turmalina").update(name="Ônix T. Berilo")
    assert difference(case, cast) == {
        "cro_count": (2, 3),
        "dentist_name": ("Ônix Turmalina", "Ônix T. Berilo"),
        "lives": (5506, 5600),
        "us_value": (Decimal("0.9000"), Decimal("1.10")),
    }


def test_a_field_is_taken_over_once_and_given_back(case: Case, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.1000"), fed_on=dt.date(2026, 3, 10))
    actor = actor_of(cast.alice)
    for _ in range(2):
        saved = take_from_registry(
            case=case, field="us_value", seen=SEEN, base_version=1, actor=actor, now=NOW
        )
        assert (saved.fate, saved.version, saved.raw) == ("applied", 2, SEEN)
    case = Case.objects.get()
    assert (case.us_value, difference(case, cast)) == (Decimal("1.1000"), {})
    assert case.registry_snapshot.entry("us_value")["on"] == "2026-03-10"
    assert case.events.filter(kind="registry_compared").count() == 1
    assert AuditEntry.objects.filter(action="case.registry_taken").count() == 1

    undone = undo_registry_choice(case=case, field="us_value", actor=actor, now=NOW)
    assert (undone.version, undone.raw) == (3, "R$ 0,90")
    assert "us_value" in difference(case, cast)
    assert Case.objects.get().registry_snapshot.entry("us_value")["on"] == "2026-03-09"
    assert undo_registry_choice(case=case, field="us_value", actor=actor, now=NOW).version == 3


def test_what_is_written_after_it_is_not_undone(case: Case, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.1000"))
    actor = actor_of(cast.alice)
    take_from_registry(case=case, field="us_value", seen=SEEN, base_version=1, actor=actor, now=NOW)
    saved_by_hand(case, cast, "us_value", "1,20")
    with pytest.raises(UnableToWriteCase, match="alterado depois"):
        undo_registry_choice(case=case, field="us_value", actor=actor, now=NOW)


def test_what_is_left_aside_stays_so_until_the_registry_says_another_thing(case: Case, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.1000"))
    actor = actor_of(cast.alice)
    for _ in range(2):
        keep_against_registry(case=case, field="us_value", seen=SEEN, actor=actor, now=NOW)
    assert difference(case, cast) == {}
    assert Case.objects.get().us_value == Decimal("0.9000")
    Provider.objects.update(us_value=Decimal("1.2000"))
    assert "us_value" in difference(case, cast)
    undo_registry_choice(case=case, field="us_value", actor=actor, now=NOW)
    Provider.objects.update(us_value=Decimal("1.1000"))
    assert "us_value" in difference(case, cast)


def test_what_the_registry_says_no_more_is_not_taken(case: Case, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.2000"))
    actor = actor_of(cast.alice)
    with pytest.raises(UnableToWriteCase, match="mudou outra vez"):
        take_from_registry(case=case, field="us_value", seen=SEEN, base_version=1, actor=actor, now=NOW)
    assert Case.objects.get().us_value == Decimal("0.9000")


def test_over_anothers_save_it_is_a_conflict_like_any_save(case: Case, cast: Cast):
    Provider.objects.update(us_value=Decimal("1.1000"))
    saved_by_hand(case, cast, "us_value", "1,00")
    saved = take_from_registry(
        case=case, field="us_value", seen=SEEN, base_version=1, actor=actor_of(cast.beto), now=NOW
    )
    assert (saved.fate, saved.raw) == ("conflicting", "1,00")
    assert "us_value" in difference(case, cast)


def test_a_case_that_is_over_is_only_held_against_what_it_was_opened_with(
    case: Case, clinic: Provider, cast: Cast
):
    actor = actor_of(cast.alice)
    from_paper = make_draft(cast.operator, cast.alice)
    Case.objects.filter(pk=from_paper.pk).update(provider=clinic)
    Provider.objects.update(us_value=Decimal("1.1000"))
    assert "us_value" in difference(from_paper, cast)
    for each in (case, from_paper):
        change_state(case=each, action=CaseAction.CANCEL, actor=actor, now=NOW, reason="Engano")
    assert difference(from_paper, cast) == {}
    assert "us_value" in difference(case, cast)
    with pytest.raises(UnableToWriteCase, match="não aceita alterações"):
        take_from_registry(case=case, field="us_value", seen=SEEN, base_version=1, actor=actor, now=NOW)
    with pytest.raises(UnableToWriteCase, match="não aceita alterações"):
        keep_against_registry(case=case, field="us_value", seen=SEEN, actor=actor, now=NOW)


def test_a_head_left_blank_can_be_filled_from_the_registry(clinic: Provider, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Campinas"})
    Case.objects.filter(pk=case.pk).update(provider=clinic)
    found = difference(case, cast)
    assert found["dentist_name"] == (None, "Ônix Turmalina")
    assert found["lives"] == (None, 5506)
    assert "city" not in found


def test_all_blanks_are_filled_at_once_and_nothing_is_written_over(clinic: Provider, cast: Cast):
    case = make_draft(cast.operator, cast.alice, values={"city": "Itu", "lives": "n/d"})
    Case.objects.filter(pk=case.pk).update(provider=clinic)
    actor = actor_of(cast.alice)
    filled = fill_from_registry(case=case, actor=actor, now=NOW)
    assert {"dentist_name", "cro", "cnpj", "state", "us_value"} < set(filled)
    case = Case.objects.get()
    assert (case.dentist_name, case.city, case.raw("lives")) == ("Ônix Turmalina", "Itu", "n/d")
    assert set(difference(case, cast)) == {"cro_count", "city", "lives"}
    assert fill_from_registry(case=case, actor=actor, now=NOW) == ()
    undo_registry_choice(case=case, field="cnpj", actor=actor, now=NOW)
    assert Case.objects.get().cnpj is None


def test_another_dentist_in_the_head_is_held_against_nobody(clinic: Provider, cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    Case.objects.filter(pk=case.pk).update(provider=clinic)
    assert {"cro", "cro_state", "dentist_name"}.isdisjoint(difference(case, cast))


def test_another_operators_case_is_nobodys_to_compare(case: Case, cast: Cast):
    assert find_case_with_registry(actor_of(cast.charlie), case.pk) is None
    with pytest.raises(NotPermitted):
        keep_against_registry(case=case, field="us_value", seen=SEEN, actor=actor_of(cast.charlie), now=NOW)


def test_a_cpf_differs_only_for_who_may_see_it(case: Case, cast: Cast):
    Provider.objects.update(cpf="89841230992")
    assert difference(case, cast)["cpf"] == (None, "89841230992")
    alice = actor_of(cast.alice)
    held = {pk: names - {Permission.PERSONAL_DATA_SEE} for pk, names in alice.permissions.items()}
    less = replace(alice, permissions=held)
    found = find_case_with_registry(less, case.pk)
    assert found is not None
    assert differences_of(*found, less, TODAY) == ()
