"""A feed makes a provider inactive and nobody knows why: the hole is seen, worked on, closed the same day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test.utils import override_settings
from playwright.sync_api import expect

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.tick_option import choose_primary_reason, tick_option
from vinculo.cases.models import Case
from vinculo.kernel.dates import format_date
from vinculo.network.models import Provider
from vinculo.network.reference_data import fill_municipalities
from vinculo.network.sync_jobs.tests.feeds import NOW, FedOperator
from vinculo.outbox.running import run_due
from vinculo.paper.catalogue import OptionList
from vinculo.reconciliation.models import Comparison, Divergence
from vinculo.sandbox.tests.running import StartCore

from .person import Person

pytestmark = pytest.mark.browser


def fed_and_compared(core: FedOperator, *, minutes: int) -> None:
    """The core system is read, and what the worker does after it."""
    core.feed()
    run_due(NOW + dt.timedelta(minutes=minutes))


def told_to_the_consultant(case: Case, cast: Cast) -> None:
    """What somebody heard on the telephone, typed into the case."""
    alice = actor_of(cast.alice)
    today = case.created_at.date()
    add_contact(
        case=case,
        values={"on": format_date(today), "note": "Mudou de cidade."},
        actor=alice,
        now=case.created_at,
    )
    told = {"outcome": "terminated", "ended_on": format_date(today), "protocol_required": "no"}
    for field, raw in told.items():
        save_field(case=case, field=field, raw=raw, base_version=0, actor=alice, now=case.created_at)
    tick_option(
        case=case, which=OptionList.REASON, code="fees", ticked=True, actor=alice, now=case.created_at
    )
    choose_primary_reason(case=case, code="fees", actor=alice, now=case.created_at)


def test_from_a_feed_to_a_signed_termination_and_to_the_next_feed(
    person: Person, cast: Cast, sandbox_core: StartCore, tmp_path: Path
):
    fill_municipalities()
    core = FedOperator(cast.operator, actor_of(cast.nina), sandbox_core(providers=24, months=6), tmp_path)
    core.connect()
    with override_settings(FEEDS_FOLDER=core.folder):
        fed_and_compared(core, minutes=1)
        assert not Divergence.objects.exists()
        core.core.change(deactivate="100003")
        fed_and_compared(core, minutes=2)
        gone = Provider.objects.get(core_key="100003")
        assert Comparison.objects.get(operator=cast.operator).starts_on == NOW.date()

        person.signs_in(cast.alice)
        person.follows("Divergências")
        person.sees(gone.display_name)
        person.sees("mas não há desligamento assinado")
        person.finds_no_barrier()
        person.presses("Abrir processo")
        person.page.wait_for_url("**/processos/*/")
        case = Case.objects.get()
        expect(person.page.get_by_label("Demandado por?")).to_have_value("Operadora")
        expect(person.page.get_by_label("Data inclusão")).not_to_have_value("")
        assert case.cro is not None
        told_to_the_consultant(case, cast)
        person.page.reload()
        person.page.locator(".case__beside .picks button").first.click()
        person.sees_everything_saved()
        person.presses("Abrir processo")
        person.sees(f"Processo {cast.operator.code}-")
        person.presses("Decidir")
        person.sees("Falta a assinatura de um supervisor")

        person.signs_in(cast.bob)
        person.follows("1 divergência com o cadastro")
        person.sees("Já há processo")
        person.follows("Continuar")
        person.presses("Assinar")
        person.sees("assinado e encerrado")
        fed_and_compared(core, minutes=3)
        person.goes_to("/divergencias/")
        person.sees("Nada a resolver aqui")
    assert Divergence.objects.get().state == Divergence.State.CLEARED
