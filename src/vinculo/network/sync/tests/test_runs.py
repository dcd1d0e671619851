"""What becomes of a run: applied, asking, refused, stopped, dismissed, failed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry, Operator
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.kernel.refusal import NotPermitted
from vinculo.network import tasks
from vinculo.network.actions import sync_apply
from vinculo.network.actions.edit_provider import UnableToEditProvider, edit_provider
from vinculo.network.actions.sync_apply import UnableToApplySync, apply_sync
from vinculo.network.actions.sync_end import dismiss_sync, stop_sync
from vinculo.network.actions.sync_read import note_planned, read_feed
from vinculo.network.actions.sync_start import UnableToStartSync, start_sync, sweep_dead_runs
from vinculo.network.feed.entities import Entity
from vinculo.network.models import Provider, SyncRun
from vinculo.network.queries.sync_runs import planned_changes, sync_runs_visible_to, told_too_many
from vinculo.network.signals import registry_fed
from vinculo.network.sync.planning import Planned
from vinculo.network.sync.run_schema import stray_schemas
from vinculo.network.sync_jobs.queue import READ_TASK, enqueue
from vinculo.network.tests.factories import make_clinic
from vinculo.network.tests.moments import NOW
from vinculo.network.values import ProviderData

from .feeds import clinic, dentist, feed, read, readings, tie

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=1)
FIVE = {"providers": [clinic(number) for number in range(1, 6)]}
FEWER = {"providers": FIVE["providers"][:3]}


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sync\\_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]


def test_more_deactivations_than_the_share_are_asked_about(operator: Operator, manager: Actor) -> None:
    feed(operator, FIVE)
    run = read(operator, FEWER, share=0.05, now=LATER)
    assert (run.state, run.would_deactivate, run.active_before) == ("asks", 2, 5)
    with pytest.raises(UnableToApplySync, match="sem que alguém confirme"):
        apply_sync(run=run, actor=manager, now=LATER)
    with pytest.raises(NotPermitted):
        apply_sync(run=run, actor=Actor.system(), now=LATER, accept_deactivations=True)
    assert Provider.objects.filter(status="active").count() == 5
    run = apply_sync(run=run, actor=manager, now=LATER, accept_deactivations=True)
    assert (run.state, run.applied_by) == ("applied", manager.user)
    assert Provider.objects.filter(status="inactive").count() == 2


def test_ties_and_contracts_that_would_end_are_asked_about_too(operator: Operator, manager: Actor) -> None:
    clinics, people = [clinic(n) for n in range(1, 8)], [dentist(n) for n in range(1, 11)]
    ties = [tie(dentist=n, starts_on="2020-01-01") for n in range(1, 11)]
    values = [{"provider_key": f"P{n}", "us_value": "0,90", "us_value_on": "2020-01-01"} for n in range(1, 8)]
    network = {"providers": clinics, "dentists": people, "affiliations": ties, "contracts": values}
    feed(operator, network)
    ended = [one | {"ends_on": "2026-05-01"} for one in ties[:3]] + ties[7:]
    run = read(operator, network | {"affiliations": ended}, share=0.5, now=LATER)
    assert told_too_many(run) == (
        "encerraria 7 de 10 vínculos de dentistas com prestadores que continuam (70%)"
    )
    with pytest.raises(UnableToApplySync, match="sem que alguém confirme"):
        apply_sync(run=run, actor=Actor.system(), now=LATER)
    dismiss_sync(run=run, actor=manager, now=LATER)
    run = read(operator, network | {"contracts": values[6:]}, share=0.5, now=LATER)
    assert told_too_many(run) == "encerraria 6 de 7 contratos de prestadores que continuam (85,7%)"
    dismiss_sync(run=run, actor=manager, now=LATER)
    others = [value | {"us_value": "1,00", "us_value_on": "2026-05-01"} for value in values]
    moved = [one | {"starts_on": "2019-01-01"} for one in ties]
    run = read(operator, network | {"contracts": others, "affiliations": moved}, share=0, now=LATER)
    assert run.state == "ready"


def test_as_many_as_the_share_are_not_asked_about() -> None:
    run = SyncRun(share=0.29)
    note_planned(run, Planned({}, would_deactivate=29, active_before=100))
    assert run.state == "ready"
    note_planned(run, Planned({}, would_deactivate=30, active_before=100))
    assert run.state == "asks"


def test_who_would_be_deactivated_since_is_asked_about_again(
    operator: Operator, manager: Actor, planned_anew: None
) -> None:
    feed(operator, FIVE)
    Provider.objects.filter(core_key="P5").update(status="suspended")
    run = read(operator, FEWER, share=0.05, now=LATER)
    assert run.would_deactivate == 1
    Provider.objects.filter(core_key="P5").update(status="active")
    run = apply_sync(run=run, actor=manager, now=LATER, accept_deactivations=True)
    assert (run.state, run.would_deactivate) == ("asks", 2)
    assert Provider.objects.filter(status="inactive").count() == 0


def test_what_was_written_by_hand_since_the_reading_is_planned_with(
    operator: Operator, planned_anew: None
) -> None:
    run = read(operator, {"providers": [clinic(1)]})
    own = make_clinic(operator, cnpj=clinic(1)["cnpj"])
    run = apply_sync(run=run, actor=Actor.system(), now=NOW)
    assert run.counts["providers"]["changed"] == 1
    assert Provider.objects.get().pk == own.pk


def test_who_applies_is_shown_what_changed_since_the_reading_first(
    operator: Operator, manager: Actor, planned_anew: None
) -> None:
    run = read(operator, {"providers": [clinic(1)]})
    own = make_clinic(operator, cnpj=clinic(1)["cnpj"])
    run = apply_sync(run=run, actor=manager, now=NOW)
    assert (run.state, run.counts["providers"]["changed"]) == ("ready", 1)
    assert "confira de novo" in run.report[0]
    assert Provider.objects.get().core_key == ""
    run = apply_sync(run=run, actor=manager, now=NOW)
    assert (run.state, run.report, Provider.objects.get().pk) == ("applied", [], own.pk)
    assert Provider.objects.get().core_key


def test_one_open_run_of_an_operator_at_a_time(operator: Operator, cast: Cast, manager: Actor) -> None:
    run = read(operator, FIVE)
    with pytest.raises(UnableToStartSync, match="espera ser aplicada") as refused:
        start_sync(operator=operator, label="outra", origin="upload", actor=manager, now=NOW)
    assert refused.value.run == run
    start_sync(operator=cast.other_operator, label="x", origin="upload", actor=Actor.system(), now=NOW)
    dismiss_sync(run=run, actor=manager, now=NOW)
    start_sync(operator=operator, label="outra", origin="upload", actor=manager, now=NOW)
    assert schemas() == []


def test_a_feed_that_cannot_be_read_fails_with_the_sentence_and_leaves_nothing(operator: Operator) -> None:
    feed(operator, FIVE)
    before = list(Provider.objects.order_by("pk").values())
    broken = [clinic(number, status="X") for number in range(1, 40)]
    run = read(operator, {"providers": broken}, now=LATER)
    assert run.state == SyncRun.State.FAILED
    assert "providers.csv: as primeiras 39 linhas têm quase todas o mesmo erro" in run.failure
    assert list(Provider.objects.order_by("pk").values()) == before
    assert schemas() == [f"sync_{SyncRun.objects.get(state='applied').pk}"]


def test_a_run_is_stopped_while_it_is_read(operator: Operator, manager: Actor) -> None:
    run = start_sync(operator=operator, label="x", origin="upload", actor=manager, now=NOW)

    def ask(*_: Any) -> None:
        SyncRun.objects.filter(pk=run.pk).update(stop_asked_at=NOW)

    run = read_feed(run=run, readings=readings(FIVE), now=NOW, progress=ask)
    assert run.state == SyncRun.State.STOPPED
    assert not Provider.objects.exists()
    assert schemas() == []
    waiting = start_sync(operator=operator, label="x", origin="upload", actor=manager, now=NOW)
    assert stop_sync(run=waiting, actor=manager, now=NOW).state == SyncRun.State.STOPPED


def test_runs_whose_process_died_are_swept(operator: Operator, manager: Actor) -> None:
    run = start_sync(operator=operator, label="x", origin="upload", actor=manager, now=NOW)
    assert sweep_dead_runs(now=NOW + dt.timedelta(minutes=5)) == 0
    assert sweep_dead_runs(now=NOW + dt.timedelta(minutes=11)) == 1
    run.refresh_from_db()
    assert (run.state, run.failure[:35]) == ("failed", "A sincronização parou no meio: o se")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA sync_987654")
    assert stray_schemas() == [987654]
    sweep_dead_runs(now=NOW)
    assert schemas() == []


def test_a_run_that_waits_for_its_turn_is_not_dead(operator: Operator, manager: Actor) -> None:
    run = start_sync(operator=operator, label="x", origin="upload", actor=manager, now=NOW)
    enqueue(READ_TASK, run)
    assert sweep_dead_runs(now=NOW + dt.timedelta(hours=1)) == 0


def test_why_the_worker_could_not_apply_is_told(
    operator: Operator, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = read(operator, FIVE)
    monkeypatch.delattr(sync_apply, "apply_plan")
    assert manager.user
    tasks.apply(run.pk, manager.user.pk, False)
    run.refresh_from_db()
    assert (run.state, "por um erro do próprio Vínculo (NameError)" in run.failure) == ("failed", True)


def test_only_who_may_sync_does_and_sees(operator: Operator, cast: Cast, editor_person: Actor) -> None:
    run = read(operator, FIVE)
    for act in (apply_sync, dismiss_sync, stop_sync):
        with pytest.raises(NotPermitted):
            act(run=run, actor=editor_person, now=NOW)
    with pytest.raises(NotPermitted):
        start_sync(operator=operator, label="x", origin="upload", actor=actor_of(cast.charlie), now=NOW)
    assert list(sync_runs_visible_to(actor_of(cast.nina))) == [run]
    assert not sync_runs_visible_to(actor_of(cast.charlie)).exists()
    assert not sync_runs_visible_to(editor_person).exists()


def test_an_edit_form_opened_before_is_told(operator: Operator, editor_person: Actor) -> None:
    feed(operator, {"providers": [clinic(1)]})
    provider = Provider.objects.get()
    feed(operator, {"providers": [clinic(1, name="Clínica Boreal")]}, now=LATER)
    with pytest.raises(UnableToEditProvider, match="Outra pessoa alterou este cadastro"):
        edit_provider(
            provider=provider,
            data=ProviderData(kind="PJ", name="Outro Nome", cnpj=provider.cnpj),
            seen_version=provider.version,
            actor=editor_person,
            now=LATER,
        )


def test_each_thing_done_is_in_the_log_with_counts_alone(operator: Operator, manager: Actor) -> None:
    run = read(operator, FIVE)
    with TestCase.captureOnCommitCallbacks(execute=True):
        told: list[dict[str, Any]] = []
        registry_fed.connect(lambda **said: told.append(said), weak=False, dispatch_uid="told")
        apply_sync(run=run, actor=manager, now=NOW)
    registry_fed.disconnect(dispatch_uid="told")
    assert (told[0]["operator_id"], told[0]["run_id"], told[0]["now"]) == (operator.pk, run.pk, NOW)
    entry = AuditEntry.objects.get(action="registry.sync_applied")
    assert entry.detail["counts"]["providers"]["new"] == 5
    assert "Aurora" not in str(entry.detail)


def test_planned_changes_are_shown_page_by_page(operator: Operator) -> None:
    told = FIVE | {"dentists": [dentist(1, cpf="52998224725")], "affiliations": [tie()]}
    feed(operator, told)
    run = read(operator, {"providers": [clinic(1, status="suspended"), *FIVE["providers"][1:4]]}, now=LATER)
    (changed,) = planned_changes(run, Entity.PROVIDERS, "changed")
    assert changed.label == "Clínica Aurora 1 Ltda."
    assert [(one.label, one.before, one.after) for one in changed.fields] == [
        ("Situação", "Ativo", "Suspenso")
    ]
    assert changed.record_id == Provider.objects.get(core_key="P1").pk
    (gone,) = planned_changes(run, Entity.PROVIDERS, "gone")
    assert [(one.label, one.after) for one in gone.fields] == [
        ("Situação", "Inativo"),
        ("Na situação desde", "21/05/2026"),
    ]
    apply_sync(run=run, actor=Actor.system(), now=LATER)
    assert planned_changes(run, Entity.PROVIDERS, "changed") == [changed]


def test_a_contract_says_since_when_and_a_place_its_code(operator: Operator) -> None:
    columns = {
        "providers": (*("core_key", "kind", "name", "cnpj", "status"), *("status_since", "postal_code"))
    }
    value = {"provider_key": "P1", "us_value": "0,90", "us_value_on": "2020-01-01"}
    told = {"providers": [clinic(1, status_since=None)], "contracts": [value]}
    feed(operator, told, columns=columns)
    again = {"providers": [clinic(1, postal_code="13010-001")], "contracts": [value | {"us_value": "1,00"}]}
    run = read(operator, again, columns=columns, now=LATER)
    (changed,) = planned_changes(run, Entity.PROVIDERS, "changed")
    assert [(one.label, one.before, one.after) for one in changed.fields] == [
        ("Na situação desde", "", "01/02/2020"),
        ("CEP", "", "13010-001"),
    ]
    (contract,) = planned_changes(run, Entity.CONTRACTS, "changed")
    assert contract.label == "Clínica Aurora 1 Ltda. · US desde 01/01/2020"


def test_new_rows_are_shown_in_pages_and_personal_data_only_to_who_may_see_it(operator: Operator) -> None:
    told = FIVE | {"dentists": [dentist(1, cpf="52998224725")], "affiliations": [tie()]}
    run = read(operator, told)
    first = planned_changes(run, Entity.PROVIDERS, "new", limit=3)
    rest = planned_changes(run, Entity.PROVIDERS, "new", first[-1].key, limit=3)
    assert len(first) == 3
    assert {one.label for one in (*first, *rest)} == {f"Clínica Aurora {n} Ltda." for n in range(1, 6)}
    (tied,) = planned_changes(run, Entity.AFFILIATIONS, "new")
    assert tied.label == "Helena de Araújo 1 · CRO-SP 1001 · Clínica Aurora 1 Ltda."
    (hidden,) = planned_changes(run, Entity.DENTISTS, "new")
    (shown,) = planned_changes(run, Entity.DENTISTS, "new", shows_personal=True)
    assert {one.label: one.after for one in hidden.fields}["CPF"] == "•••"
    assert {one.label: one.after for one in shown.fields}["CPF"] == "529.982.247-25"
