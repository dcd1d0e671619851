"""Each kind of divergence: that it appears, what it takes for it to go, and what is none."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case, CaseDentist
from vinculo.cases.tests.case_files import NOW
from vinculo.network.actions.merge_records import merge_records
from vinculo.network.models import Provider, StatusPeriod
from vinculo.network.tests.factories import (
    make_affiliation,
    make_dentist,
    make_technical_manager,
)
from vinculo.reconciliation.models import Divergence

from .compared import (
    BEGAN,
    TODAY,
    active_clinic,
    compare,
    days_ago,
    inactive_clinic,
    make_active_again,
    moment_of,
    open_case,
    signed_termination,
    standing,
    the_divergence,
)

Kind = Divergence.Kind


class TestInactiveWithoutASignedTermination:
    def test_appears_and_goes_with_the_signature(self, operator: Operator, alice: User):
        clinic = inactive_clinic(operator, days_ago(20))
        compare(operator)
        assert standing(operator) == [(Kind.INACTIVE_UNSIGNED, clinic.pk)]
        assert the_divergence(operator).facts == {"since": days_ago(20).isoformat()}
        signed_termination(operator, alice, clinic, days_ago(1))
        assert compare(operator).cleared == 1
        assert standing(operator) == []

    def test_goes_when_the_provider_is_active_again(self, operator: Operator):
        clinic = inactive_clinic(operator, days_ago(20))
        compare(operator)
        make_active_again(clinic, days_ago(1))
        compare(operator)
        assert standing(operator) == []

    @pytest.mark.parametrize("state", ["draft", "in_progress", "decided", "cancelled"])
    def test_stays_while_the_case_is_not_signed(self, operator: Operator, alice: User, state: str):
        clinic = inactive_clinic(operator, days_ago(20))
        signed_termination(operator, alice, clinic, days_ago(1), state=state)
        compare(operator)
        assert (Kind.INACTIVE_UNSIGNED, clinic.pk) in standing(operator)

    def test_another_outcome_is_no_termination(self, operator: Operator, alice: User):
        clinic = inactive_clinic(operator, days_ago(20))
        signed_termination(operator, alice, clinic, days_ago(1), outcome="retained")
        compare(operator)
        assert standing(operator) == [(Kind.INACTIVE_UNSIGNED, clinic.pk)]

    def test_that_of_some_of_its_dentists_is_not_its_own(self, operator: Operator, alice: User):
        clinic = inactive_clinic(operator, days_ago(20))
        signed_termination(operator, alice, clinic, days_ago(1), scope="dentists")
        compare(operator)
        assert standing(operator) == [(Kind.INACTIVE_UNSIGNED, clinic.pk)]

    def test_one_from_before_it_came_back_does_not_count(self, operator: Operator, alice: User):
        clinic = inactive_clinic(operator, days_ago(50))
        signed_termination(operator, alice, clinic, days_ago(49))
        make_active_again(clinic, days_ago(40))
        StatusPeriod.objects.filter(provider=clinic, ends_on=None).update(ends_on=days_ago(5))
        StatusPeriod.objects.create(provider=clinic, status="inactive", starts_on=days_ago(5))
        Provider.objects.filter(pk=clinic.pk).update(status="inactive", status_since=days_ago(5))
        compare(operator)
        assert standing(operator) == [(Kind.INACTIVE_UNSIGNED, clinic.pk)]

    def test_an_unlinked_form_of_the_same_cnpj_counts(self, operator: Operator, alice: User):
        clinic = inactive_clinic(operator, days_ago(20))
        signed_termination(operator, alice, None, days_ago(30), cnpj=clinic.cnpj)
        compare(operator)
        assert standing(operator) == []

    def test_an_unlinked_form_of_a_record_that_it_took_in_counts(self, operator: Operator, alice: User):
        clinic, other = inactive_clinic(operator, days_ago(20)), active_clinic(operator)
        signed_termination(operator, alice, None, days_ago(30), cnpj=other.cnpj)
        compare(operator)
        assert (Kind.INACTIVE_UNSIGNED, clinic.pk) in standing(operator)
        merge_records(kept=clinic, merged=other, actor=Actor.for_user(alice), now=NOW)
        compare(operator)
        assert standing(operator) == []

    def test_what_lies_before_the_first_day_is_not_looked_at(self, operator: Operator):
        inactive_clinic(operator, BEGAN - dt.timedelta(days=1))
        compare(operator)
        assert standing(operator) == []

    def test_inactive_at_the_first_feed_without_a_day_is_not_looked_at(self, operator: Operator):
        clinic = active_clinic(operator, status="inactive")
        StatusPeriod.objects.create(provider=clinic, status="inactive", starts_on=days_ago(3))
        compare(operator)
        assert standing(operator) == []

    def test_a_record_that_was_merged_is_not_looked_at(self, operator: Operator):
        inactive_clinic(operator, days_ago(20), merged_into=active_clinic(operator))
        compare(operator)
        assert standing(operator) == []


class TestTechnicalManagerChanged:
    def given(self, operator: Operator, alice: User, changed_on: dt.date) -> Case:
        clinic = active_clinic(operator)
        before, after = make_dentist(operator), make_dentist(operator)
        make_technical_manager(clinic, before, ends_on=changed_on)
        make_technical_manager(clinic, after, starts_on=changed_on)
        return open_case(operator, alice, clinic)

    def test_appears_while_the_case_is_open(self, operator: Operator, alice: User):
        case = self.given(operator, alice, days_ago(10))
        compare(operator)
        assert standing(operator) == [(Kind.TECHNICAL_MANAGER_CHANGED, case.pk)]
        decided = {"state": "decided", "outcome": "terminated", "ended_on": days_ago(1)}
        for over in (decided, {"state": "cancelled", "outcome": None, "ended_on": None}):
            Case.objects.filter(pk=case.pk).update(number="X-1", **over)
            compare(operator)
            assert standing(operator) == []

    def test_none_on_the_day_of_opening_and_one_since(self, operator: Operator, alice: User):
        clinic, manager = active_clinic(operator), make_dentist(operator)
        case = open_case(operator, alice, clinic)
        tie = make_technical_manager(clinic, manager, starts_on=days_ago(10))
        compare(operator)
        assert standing(operator) == [(Kind.TECHNICAL_MANAGER_CHANGED, case.pk)]
        row = the_divergence(operator)
        told = {"before": None, "after": manager.pk, "changed_on": days_ago(10).isoformat()}
        assert (row.facts, row.since) == (told, days_ago(10))
        # Nobody told since when: as far as anybody knows, it has been so all along.
        tie.starts_on = None
        tie.save()
        compare(operator)
        assert standing(operator) == []

    def test_one_that_left_without_another(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        make_technical_manager(clinic, make_dentist(operator), ends_on=days_ago(10))
        open_case(operator, alice, clinic)
        compare(operator)
        row = the_divergence(operator)
        assert (row.facts["after"], row.since) == (None, days_ago(10))

    def test_a_change_before_the_case_or_ahead_is_none(self, operator: Operator, alice: User):
        self.given(operator, alice, days_ago(50))
        self.given(operator, alice, days_ago(-5))
        compare(operator)
        assert standing(operator) == []


class TestSeveralOpenCases:
    def test_two_of_the_whole_provider(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        cases = [open_case(operator, alice, clinic) for _ in range(2)]
        compare(operator)
        assert standing(operator) == [(Kind.SEVERAL_OPEN, clinic.pk)]
        assert the_divergence(operator).facts["cases"] == [case.pk for case in cases]
        Case.objects.filter(pk=cases[0].pk).update(state="cancelled", number="X-1")
        compare(operator)
        assert standing(operator) == []

    def test_of_different_dentists_is_none_of_the_same_one_is(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        one, other = make_dentist(operator), make_dentist(operator)
        told = {"scope": "dentists", "cro_state": "SP"}
        open_case(operator, alice, clinic, cro=one.cro_number, **told)
        second = open_case(operator, alice, clinic, cro=other.cro_number, **told)
        compare(operator)
        assert standing(operator) == []
        CaseDentist.objects.create(case=second, position=1, cro=f"0{one.cro_number}", cro_state="SP")
        compare(operator)
        assert standing(operator) == [(Kind.SEVERAL_OPEN, clinic.pk)]


class TestUnknownCro:
    def test_appears_until_the_registry_knows_it(self, operator: Operator, alice: User):
        case = open_case(operator, alice, None, cro="777", cro_state="SP")
        compare(operator)
        assert standing(operator) == [(Kind.UNKNOWN_CRO, case.pk)]
        assert the_divergence(operator).facts == {"cros": ["SP 777"]}
        make_dentist(operator, cro_number="777", cro_uf="SP")
        compare(operator)
        assert standing(operator) == []

    def test_that_of_another_state_or_operator_is_not_the_same(
        self, operator: Operator, other_operator: Operator, alice: User
    ):
        case = open_case(operator, alice, None, cro="777", cro_state="SP")
        make_dentist(operator, cro_number="777", cro_uf="RJ")
        make_dentist(other_operator, cro_number="777", cro_uf="SP")
        compare(operator)
        assert standing(operator) == [(Kind.UNKNOWN_CRO, case.pk)]

    def test_further_dentists_are_looked_at_until_they_are_removed(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        known = make_dentist(operator)
        make_affiliation(clinic, known)
        case = open_case(operator, alice, clinic, cro=known.cro_number, cro_state="SP")
        further = CaseDentist.objects.create(case=case, position=1, cro="888", cro_state="MG")
        compare(operator)
        assert the_divergence(operator).facts == {"cros": ["MG 888"]}
        further.removed_at = moment_of(TODAY)
        further.save()
        compare(operator)
        assert standing(operator) == []
