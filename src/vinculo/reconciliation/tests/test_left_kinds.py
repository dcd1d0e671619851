"""What came after a signed termination: still in the registry, still tied to it, producing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from vinculo.accounts.models import Operator, User
from vinculo.cases.models import Case, CaseDentist
from vinculo.consequences.models import LegalClock
from vinculo.network.models import Contract, Dentist, MonthlyProduction, Provider
from vinculo.network.tests.factories import make_affiliation, make_dentist, make_solo_dentist
from vinculo.reconciliation.models import ComparisonTerms, Divergence

from .compared import (
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


class TestDentistsTerminatedAndStillTied:
    """Only they leave: the provider is rightly active, their tie to it is not."""

    def leaving(self, operator: Operator, alice: User, clinic: Provider, on: dt.date) -> tuple[Case, Dentist]:
        dentist = make_dentist(operator)
        make_affiliation(clinic, dentist)
        told = {"scope": "dentists", "cro": f"0{dentist.cro_number}", "cro_state": dentist.cro_uf}
        return signed_termination(operator, alice, clinic, on, **told), dentist

    def test_appears_after_the_business_days_and_goes_with_the_tie(self, operator: Operator, alice: User):
        clinic = active_clinic(operator)
        stays = make_dentist(operator)
        make_affiliation(clinic, stays)
        case, dentist = self.leaving(operator, alice, clinic, dt.date(2026, 3, 3))
        compare(operator, dt.date(2026, 3, 10))
        assert standing(operator) == []
        compare(operator, dt.date(2026, 3, 11))
        row = the_divergence(operator)
        assert (row.kind, row.subject, row.case, row.since) == (
            *(Kind.STILL_ACTIVE, clinic.pk),
            *(case, dt.date(2026, 3, 3)),
        )
        told = {"left_on": "2026-03-03", "days": 5, "dentists": [dentist.pk], "cases": [case.pk]}
        assert row.facts == told
        dentist.affiliations.update(ends_on=dt.date(2026, 3, 11))
        compare(operator, dt.date(2026, 3, 12))
        assert standing(operator) == []

    def test_who_stands_on_the_continuation_sheet_is_told_too_and_all_are_one(
        self, operator: Operator, alice: User
    ):
        clinic = active_clinic(operator)
        late, third = self.leaving(operator, alice, clinic, days_ago(20))
        case, first = self.leaving(operator, alice, clinic, days_ago(30))
        second, removed = make_dentist(operator), make_dentist(operator)
        for position, (each, gone) in enumerate(((second, None), (removed, moment_of(TODAY))), start=1):
            make_affiliation(clinic, each, is_technical_manager=gone is None)
            CaseDentist.objects.create(
                case=case, position=position, cro=each.cro_number, cro_state=each.cro_uf, removed_at=gone
            )
        compare(operator)
        row = the_divergence(operator)
        assert row.facts["dentists"] == [first.pk, second.pk, third.pk]
        assert (row.case, row.facts["cases"]) == (case, [late.pk, case.pk])

    def test_who_came_back_or_stayed_after_all_or_is_only_asked_for_is_none(
        self, operator: Operator, alice: User
    ):
        clinic = active_clinic(operator)
        _, back = self.leaving(operator, alice, clinic, days_ago(30))
        back.affiliations.update(starts_on=days_ago(10))
        _, stayed = self.leaving(operator, alice, clinic, days_ago(30))
        told = {"scope": "dentists", "cro": stayed.cro_number, "cro_state": "SP"}
        signed_termination(operator, alice, clinic, days_ago(20), outcome="retained", **told)
        _, asked = self.leaving(operator, alice, clinic, days_ago(30))
        asked.affiliations.update(is_pending=True)
        _, elsewhere = self.leaving(operator, alice, clinic, days_ago(30))
        elsewhere.affiliations.update(provider=active_clinic(operator))
        compare(operator)
        assert standing(operator) == []

    def test_the_legal_clock_says_from_when_on(self, operator: Operator, alice: User):
        case, _ = self.leaving(operator, alice, active_clinic(operator), days_ago(30))
        clock = legal_clock(case, days_ago(2))
        compare(operator)
        assert standing(operator) == []
        LegalClock.objects.filter(pk=clock.pk).update(effective_on=days_ago(15))
        compare(operator)
        assert the_divergence(operator).since == days_ago(15)

    def test_of_an_inactive_provider_or_one_that_left_wholly_they_are_no_more_than_it(
        self, operator: Operator, alice: User
    ):
        gone, late = inactive_clinic(operator, days_ago(20)), active_clinic(operator)
        for clinic in (gone, late):
            self.leaving(operator, alice, clinic, days_ago(30))
            signed_termination(operator, alice, clinic, days_ago(25))
        compare(operator)
        assert "dentists" not in the_divergence(operator).facts
        assert standing(operator) == [(Kind.STILL_ACTIVE, late.pk)]


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
