"""A divergence over time: seen, taken, dismissed, back with other facts, mended, gone."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import AuditEntry, Operator, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider, StatusPeriod
from vinculo.network.tests.factories import make_affiliation, make_dentist, make_technical_manager
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.reconciliation.actions.assign import assign_divergence
from vinculo.reconciliation.actions.dismiss import dismiss_divergence, restore_divergence
from vinculo.reconciliation.actions.many import assign_many, dismiss_many
from vinculo.reconciliation.actions.open_case import link_case_of_divergence, open_case_of_divergence
from vinculo.reconciliation.actions.reconcile import Compared, first_day_compared
from vinculo.reconciliation.models import Comparison, Divergence
from vinculo.reconciliation.refusals import UnableToAssign, UnableToDismiss, UnableToOpenCase
from vinculo.reconciliation.triggers import after_feed, plan_where_worked

from .compared import (
    TODAY,
    active_clinic,
    compare,
    days_ago,
    inactive_clinic,
    make_active_again,
    moment_of,
    open_case,
    signed_termination,
    the_divergence,
)

NOW = moment_of(TODAY)
State = Divergence.State


def dismissed(cast: Cast, divergence: Divergence) -> Divergence:
    return dismiss_divergence(
        divergence=divergence,
        reason="Faleceu.",
        digest=divergence.digest,
        actor=actor_of(cast.alice),
        now=NOW,
    )


def test_comparing_twice_writes_nothing_the_second_time(cast: Cast):
    operator = cast.operator
    inactive_clinic(operator, days_ago(20))
    signed_termination(operator, cast.bob, active_clinic(operator), days_ago(40))
    clinic = active_clinic(operator)
    for _ in range(2):
        open_case(operator, cast.alice, clinic, cro="99999", cro_state="SP")
    assert compare(operator).added >= 5
    before = list(Divergence.objects.order_by("pk").values())
    assert compare(operator, TODAY + dt.timedelta(days=1)) == Compared()
    assert list(Divergence.objects.order_by("pk").values()) == before


def test_what_is_dismissed_stays_so_until_its_facts_change(cast: Cast):
    clinic = inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator)
    dismissed(cast, the_divergence(cast.operator))
    compare(cast.operator)
    assert the_divergence(cast.operator).state == State.DISMISSED
    # Gone and back with the same facts: nobody has to say it again.
    Provider.objects.filter(pk=clinic.pk).update(status="active")
    compare(cast.operator)
    assert Divergence.objects.get().state == State.CLEARED
    Provider.objects.filter(pk=clinic.pk).update(status="inactive")
    compare(cast.operator)
    assert the_divergence(cast.operator).state == State.DISMISSED

    StatusPeriod.objects.filter(provider=clinic, ends_on=None).update(starts_on=days_ago(5))
    tomorrow = TODAY + dt.timedelta(days=1)
    compare(cast.operator, tomorrow)
    back = the_divergence(cast.operator)
    assert (back.state, back.is_back, back.dismissed_reason) == (State.STANDING, True, "Faleceu.")
    assert back.first_seen_at == moment_of(tomorrow)


def test_a_dismissal_needs_a_reason_and_the_facts_that_were_seen(cast: Cast):
    inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator)
    divergence, alice = the_divergence(cast.operator), actor_of(cast.alice)
    for reason, digest in (("  ", divergence.digest), ("Faleceu.", "of other facts"), ("x" * 501, "")):
        with pytest.raises(UnableToDismiss):
            dismiss_divergence(divergence=divergence, reason=reason, digest=digest, actor=alice, now=NOW)
    assert dismissed(cast, divergence).dismissed_by == cast.alice
    restored = restore_divergence(divergence=divergence, actor=alice, now=NOW)
    assert (restored.state, restored.is_back) == (State.STANDING, False)
    written = AuditEntry.objects.filter(subject_kind="divergence").order_by("pk")
    assert list(written.values_list("action", flat=True)) == ["divergence.dismissed", "divergence.restored"]


def test_what_is_dismissed_of_a_case_stands_in_its_timeline(cast: Cast):
    case = open_case(cast.operator, cast.alice, None, cro="777", cro_state="SP")
    compare(cast.operator)
    divergence, nina = the_divergence(cast.operator), actor_of(cast.nina)
    dismiss_divergence(
        divergence=divergence, reason="Recém-formado.", digest=divergence.digest, actor=nina, now=NOW
    )
    restore_divergence(divergence=divergence, actor=nina, now=NOW)
    back, said = case.events.filter(kind="registry_compared")
    assert said.data == {
        "became": "dismissed",
        "label": divergence.get_kind_display(),
        "reason": "Recém-formado.",
    }
    assert back.data["became"] == "dismissal_taken_back"
    assert {said.actor, back.actor} == {cast.nina}


def test_everybody_takes_what_is_free_and_only_some_hand_it_out(cast: Cast):
    inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator)
    divergence = the_divergence(cast.operator)

    def give(owner: User | None, by: User) -> User | None:
        return assign_divergence(divergence=divergence, owner=owner, actor=actor_of(by), now=NOW).owner

    assert give(cast.alice, cast.alice) == cast.alice
    for owner, by in ((cast.beto, cast.beto), (None, cast.beto), (cast.beto, cast.alice)):
        with pytest.raises(NotPermitted):
            give(owner, by)
    assert give(cast.beto, cast.bob) == cast.beto
    assert give(cast.nina, cast.nina) == cast.nina
    assert give(None, cast.nina) is None
    for nobody_here in (cast.sara, cast.davi, cast.charlie):
        with pytest.raises(UnableToAssign):
            give(nobody_here, cast.bob)
    for outside in (cast.davi, cast.charlie, cast.sara):
        with pytest.raises(NotPermitted):
            give(None if divergence.owner_id else outside, outside)


def test_one_that_was_gone_comes_back_young_and_with_nobody(cast: Cast):
    clinic = inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator, days_ago(10))
    assign_divergence(
        divergence=the_divergence(cast.operator), owner=cast.alice, actor=actor_of(cast.alice), now=NOW
    )
    make_active_again(clinic, days_ago(8))
    compare(cast.operator, days_ago(7))
    StatusPeriod.objects.filter(provider=clinic, ends_on=None).update(ends_on=days_ago(3))
    StatusPeriod.objects.create(provider=clinic, status="inactive", starts_on=days_ago(3))
    Provider.objects.filter(pk=clinic.pk).update(status="inactive")
    compare(cast.operator)
    back = the_divergence(cast.operator)
    assert (back.owner, back.first_seen_at) == (None, NOW)


def test_since_when_it_is_so_is_kept_beside_when_it_was_seen(cast: Cast):
    late, early = (inactive_clinic(cast.operator, days_ago(days)) for days in (10, 40))
    compare(cast.operator)
    rows = Divergence.objects.order_by("since", "pk")
    assert [(row.subject, row.since) for row in rows] == [(early.pk, days_ago(40)), (late.pk, days_ago(10))]
    assert {row.first_seen_at for row in rows} == {NOW}
    StatusPeriod.objects.filter(provider=late, ends_on=None).update(starts_on=days_ago(8))
    compare(cast.operator, TODAY + dt.timedelta(days=1))
    moved = Divergence.objects.get(subject=late.pk)
    assert (moved.since, moved.first_seen_at) == (days_ago(8), NOW)


def test_what_nothing_dates_is_since_the_day_on_which_it_was_seen(cast: Cast):
    case = open_case(cast.operator, cast.alice, active_clinic(cast.operator, other_plans="Saúde Plena"))
    compare(cast.operator, days_ago(3))
    compare(cast.operator)
    seen = Divergence.objects.get(kind=Divergence.Kind.HEAD_DIFFERS, subject=case.pk)
    assert seen.since == days_ago(3)
    Provider.objects.filter(cases=case).update(other_plans="Odonto Vida")
    compare(cast.operator)
    seen.refresh_from_db()
    assert seen.since == TODAY


def test_many_at_once_obey_the_rules_line_by_line(cast: Cast):
    for _ in range(3):
        inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator)
    rows = list(Divergence.objects.order_by("pk"))
    assign_divergence(divergence=rows[0], owner=cast.beto, actor=actor_of(cast.beto), now=NOW)
    done = assign_many(divergences=rows, owner=cast.alice, actor=actor_of(cast.alice), now=NOW)
    assert (list(done.done), list(done.refused)) == ([row.pk for row in rows[1:]], [rows[0].pk])
    digests = {row.pk: row.digest for row in rows[:2]}
    done = dismiss_many(
        divergences=rows, digests=digests, reason="Faleceu.", actor=actor_of(cast.alice), now=NOW
    )
    assert list(done.refused) == [rows[2].pk]
    assert Divergence.objects.standing().get() == rows[2]


def test_a_case_is_opened_with_what_is_known_and_nothing_else(cast: Cast):
    clinic = inactive_clinic(cast.operator, days_ago(20), name="Clínica Zircônia")
    manager = make_dentist(cast.operator)
    # The feed ended these with the provider.
    make_technical_manager(clinic, manager, ends_on=days_ago(20))
    make_affiliation(clinic, make_dentist(cast.operator), ends_on=days_ago(20))
    compare(cast.operator)
    divergence = the_divergence(cast.operator)
    case = open_case_of_divergence(divergence=divergence, actor=actor_of(cast.alice), now=NOW)
    assert (case.provider, case.state, case.scope) == (clinic, "draft", "provider")
    assert (case.cro, case.cnpj, case.cro_count) == (manager.cro_number, clinic.cnpj, 2)
    assert case.requested_by_code == "operator"
    assert "inativo no cadastro desde 18/02/2026" in (case.general_note or "")
    assert (case.termination_reasons, case.contacts.count()) == ([], 0)
    assert case.events.get(kind="created").data == {"origin": "divergence"}
    divergence.refresh_from_db()
    assert divergence.owner == cast.alice
    with pytest.raises(UnableToOpenCase, match="Já há um processo em aberto"):
        open_case_of_divergence(divergence=divergence, actor=actor_of(cast.beto), now=NOW)
    # Whoever has an old page open while it waits for its signature.
    decided = {"state": "decided", "outcome": "terminated", "ended_on": TODAY, "number": "ODL-2026-000999"}
    Case.objects.filter(pk=case.pk).update(**decided)
    with pytest.raises(UnableToOpenCase, match="Já há um processo decidido deste prestador: ODL-2026-000999"):
        open_case_of_divergence(divergence=divergence, actor=actor_of(cast.beto), now=NOW)
    with pytest.raises(NotPermitted):
        open_case_of_divergence(divergence=divergence, actor=actor_of(cast.nina), now=NOW)


def test_only_an_exit_without_a_signature_asks_for_a_case(cast: Cast):
    inactive_clinic(cast.operator, days_ago(20))
    compare(cast.operator)
    divergence = the_divergence(cast.operator)
    Divergence.objects.update(kind=Divergence.Kind.STILL_ACTIVE)
    with pytest.raises(UnableToOpenCase, match="Só uma saída sem desligamento"):
        open_case_of_divergence(divergence=divergence, actor=actor_of(cast.alice), now=NOW)
    assert not Case.objects.exists()


def test_a_case_that_names_the_provider_is_linked_to_it(cast: Cast):
    clinic = inactive_clinic(cast.operator, days_ago(20))
    case = open_case(cast.operator, cast.alice, None, cnpj=clinic.cnpj)
    compare(cast.operator)
    link_case_of_divergence(
        divergence=the_divergence(cast.operator), case=case, actor=actor_of(cast.alice), now=NOW
    )
    assert Case.objects.get(pk=case.pk).provider == clinic
    # Somebody else has found another one for it since the page was drawn.
    other = open_case(cast.operator, cast.alice, active_clinic(cast.operator), cnpj=clinic.cnpj)
    with pytest.raises(UnableToOpenCase, match="já está vinculado a outro prestador"):
        link_case_of_divergence(
            divergence=the_divergence(cast.operator), case=other, actor=actor_of(cast.alice), now=NOW
        )


def test_an_operator_does_not_exist_for_another(cast: Cast):
    inactive_clinic(cast.operator, days_ago(20))
    inactive_clinic(cast.other_operator, days_ago(20))
    compare(cast.operator)
    divergence = the_divergence(cast.operator)
    assert not Divergence.objects.filter(operator=cast.other_operator).exists()
    outsider = actor_of(cast.charlie)
    assert not Divergence.objects.visible_to(outsider).exists()
    with pytest.raises(NotPermitted):
        dismiss_divergence(
            divergence=divergence, reason="Não é.", digest=divergence.digest, actor=outsider, now=NOW
        )


def test_the_first_day_is_that_of_the_first_case(cast: Cast):
    assert first_day_compared(cast.operator.pk, TODAY) == TODAY
    open_case(cast.operator, cast.alice, None)
    assert first_day_compared(cast.operator.pk, TODAY) == days_ago(40)


class TestWhenItIsCompared:
    def test_after_a_feed_once_however_often_it_is_asked_for(self, operator: Operator):
        inactive_clinic(operator, days_ago(20))
        Comparison.objects.create(operator=operator, starts_on=days_ago(60))
        for _ in range(2):
            after_feed(operator_id=operator.pk, run_id=1, now=NOW, sender=None)
        assert OutboxRow.objects.filter(kind="reconciliation.compare").count() == 1
        run_due(NOW)
        assert the_divergence(operator).first_seen_at == NOW

    def test_where_somebody_worked_since(self, cast: Cast):
        later = NOW + dt.timedelta(hours=1)
        assert plan_where_worked(now=NOW) == 2
        run_due(NOW)
        # Looking at records is no work.
        AuditEntry.objects.create(
            at=later, operator=cast.operator, action="case.viewed", subject_kind="case", subject_id="1"
        )
        assert plan_where_worked(now=later) == 0
        AuditEntry.objects.create(
            at=later, operator=cast.operator, action="case.sign", subject_kind="case", subject_id="1"
        )
        assert plan_where_worked(now=later) == 1
        assert plan_where_worked(now=later, all_of_them=True) == 2
