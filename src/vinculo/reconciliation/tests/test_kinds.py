"""Each kind of divergence: that it appears, what it takes for it to go, and what is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case, CaseDentist
from vinculo.consequences.models import LegalClock
from vinculo.network.models import Contract, MonthlyProduction, Provider, StatusPeriod
from vinculo.network.tests.factories import (
    make_affiliation,
    make_dentist,
    make_solo_dentist,
    make_technical_manager,
)
from vinculo.reconciliation.models import ComparisonTerms, Divergence

from .compared import (
    BEGAN,
    TODAY,
    active_clinic,
    compare,
    days_ago,
    inactive_clinic,
    legal_clock,
    make_active_again,
    make_inactive,
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


class TestTerminatedAndStillActive:
    def test_appears_after_the_business_days_and_goes_when_inactive(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        # Tuesday 3 March; five business days later it is Tuesday 10 March.
        signed_termination(operator, alice, clinic, dt.date(2026, 3, 3))
        compare(operator, dt.date(2026, 3, 10))
        assert standing(operator) == []
        compare(operator, dt.date(2026, 3, 11))
        assert standing(operator) == [(Kind.STILL_ACTIVE, clinic.pk)]
        make_inactive(clinic, dt.date(2026, 3, 11))
        compare(operator, dt.date(2026, 3, 12))
        assert standing(operator) == []

    def test_the_days_are_those_of_the_day_of_signature(self, operator: Operator, alice: User):
        ComparisonTerms.objects.create(
            operator=operator, valid_from=days_ago(30), days_to_leave=60, created_at=moment_of(TODAY)
        )
        early, late = active_clinic(operator), active_clinic(operator)
        signed_termination(operator, alice, early, days_ago(40))
        signed_termination(operator, alice, late, days_ago(30))
        compare(operator)
        assert standing(operator) == [(Kind.STILL_ACTIVE, early.pk)]

    def test_the_days_run_from_the_day_of_leaving_where_the_law_says_it(
        self, operator: Operator, alice: User
    ):
        clinic = active_clinic(operator)
        case = signed_termination(operator, alice, clinic, dt.date(2026, 2, 2))
        legal_clock(case, dt.date(2026, 2, 3), state="ended", ended_at=moment_of(TODAY))
        clock = legal_clock(case, dt.date(2026, 3, 4))
        # Wednesday 4 March; five business days later it is Wednesday 11 March.
        compare(operator, dt.date(2026, 3, 11))
        assert standing(operator) == []
        compare(operator, dt.date(2026, 3, 12))
        assert the_divergence(operator).facts["leaves_on"] == "2026-03-04"
        # Said otherwise: the provider has to be active until then, and nothing is wrong.
        LegalClock.objects.filter(pk=clock.pk).update(effective_on=dt.date(2026, 3, 20))
        compare(operator, dt.date(2026, 3, 12))
        assert standing(operator) == []
        # A death cannot be noticed ahead: the days run from the signature all the same.
        LegalClock.objects.filter(pk=clock.pk).update(effective_on=dt.date(2026, 1, 20))
        compare(operator, dt.date(2026, 3, 12))
        assert standing(operator) == [(Kind.STILL_ACTIVE, clinic.pk)]

    def test_suspended_is_still_in_the_registry(self, operator: Operator, alice: User):
        clinic = active_clinic(operator, status="suspended")
        signed_termination(operator, alice, clinic, days_ago(30))
        compare(operator)
        assert the_divergence(operator).facts["status"] == "suspended"

    def test_retained_after_all_is_none(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        signed_termination(operator, alice, clinic, days_ago(30))
        signed_termination(operator, alice, clinic, days_ago(20), outcome="retained")
        compare(operator)
        assert standing(operator) == []

    def test_back_after_it_had_left_is_none(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        signed_termination(operator, alice, clinic, days_ago(30))
        make_inactive(clinic, days_ago(25))
        make_active_again(clinic, days_ago(10))
        compare(operator)
        assert standing(operator) == []

    def test_two_terminations_are_one_divergence(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        signed_termination(operator, alice, clinic, days_ago(30))
        last = signed_termination(operator, alice, clinic, days_ago(20))
        compare(operator)
        assert the_divergence(operator).case_id == last.pk


class TestProductionAfterTermination:
    def given(self, operator: Operator, alice: User) -> Provider:
        clinic = inactive_clinic(operator, days_ago(59))
        signed_termination(operator, alice, clinic, days_ago(60))
        return clinic

    def test_within_the_notice_is_none(self, operator: Operator, alice: User):
        clinic = self.given(operator, alice)
        Provider.objects.filter(pk=clinic.pk).update(last_production_on=days_ago(30))
        compare(operator)
        assert standing(operator) == []

    def test_after_the_notice_appears(self, operator: Operator, alice: User):
        clinic = self.given(operator, alice)
        Provider.objects.filter(pk=clinic.pk).update(last_production_on=days_ago(29))
        compare(operator)
        assert standing(operator) == [(Kind.PRODUCTION_AFTER, clinic.pk)]

    def test_the_notice_of_the_contract_goes_first(self, operator: Operator, alice: User):
        clinic = self.given(operator, alice)
        Contract.objects.create(provider=clinic, notice_days=60)
        Provider.objects.filter(pk=clinic.pk).update(last_production_on=days_ago(29))
        compare(operator)
        assert standing(operator) == []

    def test_before_the_day_of_leaving_that_the_law_says_is_none(self, operator: Operator, alice: User):
        clinic = self.given(operator, alice)
        Provider.objects.filter(pk=clinic.pk).update(last_production_on=days_ago(20))
        clock = legal_clock(Case.objects.get(provider=clinic), days_ago(19))
        compare(operator)
        assert standing(operator) == []
        LegalClock.objects.filter(pk=clock.pk).update(effective_on=days_ago(20))
        compare(operator)
        assert standing(operator) == [(Kind.PRODUCTION_AFTER, clinic.pk)]

    def test_the_production_of_a_month_counts_and_a_month_of_nothing_does_not(
        self, operator: Operator, alice: User
    ):
        clinic = self.given(operator, alice)
        month = days_ago(0).replace(day=1)
        made = MonthlyProduction.objects.create(provider=clinic, month=month, amount=Decimal(0))
        compare(operator)
        assert standing(operator) == []
        made.amount = Decimal("58.80")
        made.save()
        compare(operator)
        assert the_divergence(operator).facts["produced_on"] == month.isoformat()


class TestCasesThatNobodyHasLinked:
    """They are of whom they name by CNPJ, or by a dentist's own CPF."""

    def test_a_termination_is_the_providers(self, operator: Operator, alice: User):
        clinic = active_clinic(operator, last_production_on=days_ago(1))
        solo = make_solo_dentist(operator, last_production_on=None)
        of_clinic = signed_termination(operator, alice, None, days_ago(60), cnpj=clinic.cnpj)
        signed_termination(operator, alice, None, days_ago(60), cpf=solo.cpf)
        compare(operator)
        after, *active = standing(operator)
        assert after == (Kind.PRODUCTION_AFTER, clinic.pk)
        assert active == [(Kind.STILL_ACTIVE, clinic.pk), (Kind.STILL_ACTIVE, solo.pk)]
        assert Divergence.objects.get(subject=clinic.pk, kind=Kind.STILL_ACTIVE).case == of_clinic

    def test_a_later_retention_undoes_it_linked_or_not(self, operator: Operator, alice: User):
        one, other = active_clinic(operator), active_clinic(operator)
        signed_termination(operator, alice, None, days_ago(60), cnpj=one.cnpj)
        signed_termination(operator, alice, one, days_ago(50), outcome="retained")
        signed_termination(operator, alice, other, days_ago(60))
        signed_termination(operator, alice, None, days_ago(50), cnpj=other.cnpj, outcome="retained")
        compare(operator)
        assert standing(operator) == []

    def test_the_numbers_of_another_operator_and_of_the_clinics_dentist_are_none(
        self, operator: Operator, other_operator: Operator, alice: User
    ):
        clinic = active_clinic(other_operator)
        solo = make_solo_dentist(operator, last_production_on=None)
        signed_termination(operator, alice, None, days_ago(60), cnpj=clinic.cnpj)
        signed_termination(operator, alice, None, days_ago(60), cnpj=clinic.cnpj, cpf=solo.cpf)
        compare(operator)
        compare(other_operator)
        assert standing(operator) == standing(other_operator) == []

    def test_two_open_ones_are_doubles(self, operator: Operator, alice: User):
        clinic, solo = active_clinic(operator), make_solo_dentist(operator)
        open_case(operator, alice, clinic)
        open_case(operator, alice, None, cnpj=clinic.cnpj)
        for _ in range(2):
            open_case(operator, alice, None, cpf=solo.cpf)
        compare(operator)
        assert standing(operator) == [(Kind.SEVERAL_OPEN, clinic.pk), (Kind.SEVERAL_OPEN, solo.pk)]

    def test_two_of_a_number_that_no_provider_has(self, operator: Operator, alice: User):
        cases = [open_case(operator, alice, None, cnpj="11222333000181") for _ in range(2)]
        open_case(operator, alice, None)
        compare(operator)
        row = the_divergence(operator)
        assert (row.kind, row.provider_id, row.case) == (Kind.SEVERAL_OPEN, None, cases[0])
        assert row.facts["cases"] == [case.pk for case in cases]
        Case.objects.filter(pk=cases[1].pk).update(state="cancelled", number="X-1")
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
        CaseDentist.objects.create(case=second, position=1, cro=one.cro_number, cro_state="SP")
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
