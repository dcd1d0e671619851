"""`vinculo demo`: what stands in the database afterwards."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry, Membership, Operator, User
from vinculo.accounts.permissions import Role
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.models import Attachment, Case, CaseEvent, Contact, OpenedProtocol
from vinculo.cases.queries.case_records import facts_of
from vinculo.cases.rules import findings_at
from vinculo.cases.states import State
from vinculo.cli import demo, exit_codes
from vinculo.cli.demo_core import GIVEN
from vinculo.cli.main import main
from vinculo.consequences.clock_words import ClockState
from vinculo.consequences.models import LegalClock, PublicPage, SectorTask
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.finding import Severity
from vinculo.kernel.identifiers import cnpj, cpf, protocol_number
from vinculo.kernel.refusal import Refusal
from vinculo.kernel.rule import Moment
from vinculo.network.models import (
    Affiliation,
    Contract,
    Dentist,
    MonthlyProduction,
    Provider,
    StatusPeriod,
    SyncRun,
)
from vinculo.outbox.models import OutboxRow
from vinculo.sandbox.changes import change
from vinculo.sandbox.core_system import CoreSystem
from vinculo.sandbox.given import read_given
from vinculo.sandbox.invention import Size

NOW = dt.datetime(2026, 11, 20, 18, 30, tzinfo=dt.UTC)
CASES = 24
SEED = 5


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Made once for all tests here, and undone after them; each test is a savepoint within."""
    attachments = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("attachments"))
    with django_db_blocker.unblock(), attachments, transaction.atomic():
        demo.make_demo(cases=CASES, seed=SEED, now=NOW, tell=lambda message: None)
        yield
        transaction.set_rollback(True)


def facts(case: Case):
    today = NOW.astimezone(SAO_PAULO).date()
    return facts_of(case, today=today, acting_user_id=None)


def test_every_state_has_its_cases() -> None:
    assert Case.objects.count() == CASES
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)
    assert Case.objects.filter(is_history=True, state=State.CLOSED).exists()


def test_what_signatures_asked_of_sectors_is_answered_and_something_is_asked_today() -> None:
    assert not OutboxRow.objects.filter(kind=CASE_MOVED, state=OutboxRow.State.PLANNED).exists()
    assert SectorTask.objects.filter(origin=SectorTask.Origin.SIGNATURE, state="accepted").exists()
    assert not SectorTask.objects.filter(state="open", due_on__lt=NOW.date() - dt.timedelta(days=15)).exists()
    asked = SectorTask.objects.filter(origin=SectorTask.Origin.ASKED, state="open")
    assert asked.filter(holds_case=True, case__state=State.WAITING, case__waiting_on="it").exists()


def test_numbers_have_no_holes() -> None:
    numbered = Case.objects.exclude(number=None).order_by("number")
    running: dict[str, list[int]] = {}
    for number in numbered.values_list("number", flat=True):
        counter, _, place = str(number).rpartition("-")
        running.setdefault(counter, []).append(int(place))
    assert len(running) > 1
    for places in running.values():
        assert places == list(range(1, len(places) + 1))


def test_what_is_closed_may_be_closed() -> None:
    """But for the past, whose paper was as it was."""
    for case in Case.objects.filter(state__in=[State.CLOSED, State.DECIDED], is_history=False):
        blocking = [
            finding.code
            for finding in findings_at(facts(case), Moment.DECIDE)
            if finding.severity is Severity.BLOCKING
        ]
        assert (case, blocking) == (case, [])


def test_nobody_signs_the_own_decision() -> None:
    signed = Case.objects.filter(state=State.CLOSED, is_history=False)
    assert signed.exists()
    assert [case for case in signed if case.signed_by_id in (None, case.decided_by_id)] == []


def test_official_numbers_are_valid() -> None:
    for case in Case.objects.all():
        assert not case.cpf or cpf.is_valid(case.cpf)
        assert not case.cnpj or cnpj.is_valid(case.cnpj)
    for provider in Provider.objects.all():
        assert not provider.cpf or cpf.is_valid(provider.cpf)
        assert not provider.cnpj or cnpj.is_valid(provider.cnpj)


def test_every_protocol_tells_its_own_moment() -> None:
    assert OpenedProtocol.objects.exists()
    for protocol in OpenedProtocol.objects.all():
        assert protocol_number.opening_moment(protocol.number) == protocol.opened_at


def test_nothing_happens_after_now_or_before_the_operators() -> None:
    founded = AuditEntry.objects.order_by("pk").values_list("at", flat=True)[0]
    for moments in (
        CaseEvent.objects.values_list("at", flat=True),
        AuditEntry.objects.values_list("at", flat=True),
        Contact.objects.values_list("created_at", flat=True),
        Attachment.objects.values_list("added_at", flat=True),
    ):
        assert founded <= min(moments)
        assert max(moments) < NOW


def test_the_timeline_is_in_the_order_of_time() -> None:
    for case in Case.objects.all():
        moments = list(case.events.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_who_has_left_is_no_longer_active_at_the_provider_unless_nobody_told() -> None:
    gone = Provider.objects.filter(status=Provider.Status.INACTIVE)
    ended = Case.objects.filter(outcome="terminated").values_list("provider_id", flat=True)
    assert {provider.pk for provider in gone} <= set(ended)
    assert Affiliation.objects.filter(is_technical_manager=True).exists()


def test_providers_have_a_past() -> None:
    assert MonthlyProduction.objects.values("provider").distinct().count() > 5
    for kind in (StatusPeriod, Contract):
        assert kind.objects.exclude(ends_on=None).exists()
    assert Dentist.objects.exclude(council_checked_on=None).exists()


def test_every_role_may_sign_in_with_the_password_that_is_shown() -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    for user in demo.DEMO_USERS:
        assert User.objects.get(email=user.email).check_password(user.password)


def test_each_sees_the_own_operators_alone() -> None:
    for each in demo.DEMO_USERS:
        actor = Actor.for_user(User.objects.get(email=each.email))
        codes = {grant.operator for grant in each.grants}
        seen = set(Case.objects.visible_to(actor).values_list("operator__code", flat=True))
        assert seen <= codes
        providers = set(Provider.objects.visible_to(actor).values_list("operator__code", flat=True))
        assert providers <= codes
    outsider = Actor.for_user(User.objects.get(email="gustavo@demo.example"))
    assert set(Case.objects.visible_to(outsider).values_list("operator__code", flat=True)) <= {"DAU"}


def test_a_second_time_creates_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Case.objects.count()
    assert demo.run(Namespace(cases=CASES, seed=SEED)) == exit_codes.OK
    assert "já estão aqui" in capsys.readouterr().out
    assert Case.objects.count() == before


def test_where_a_real_operator_is_nothing_is_created() -> None:
    Operator.objects.create(code="REAL", name="Operadora de verdade")
    with pytest.raises(Refusal, match="dados de verdade"):
        demo.demo_is_here()


@pytest.mark.parametrize("cases", ["0", "3001"])
def test_too_few_and_too_many_cases_are_a_usage_error(
    cases: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("vinculo.cli.main.database", nullcontext)
    assert main(["demo", "--cases", cases]) == exit_codes.USAGE
    assert "de 1 a 3000" in capsys.readouterr().err


def test_its_core_system_tells_the_same_and_some_news(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VINCULO_HOME", str(tmp_path))
    before = MonthlyProduction.objects.count()
    demo.make_core_system(seed=SEED, now=NOW)
    first = SyncRun.objects.get()
    assert (first.state, first.failure) == (SyncRun.State.APPLIED, "")
    assert not any(counts[kind] for counts in first.counts.values() for kind in ("gone", "rejected"))
    assert MonthlyProduction.objects.count() == before
    given = read_given(tmp_path / GIVEN)
    core = CoreSystem(Size(len(given.rows.keys), today=NOW.date()), given.rows)
    for news in given.news:
        change(core, news)
    changed = [
        place
        for place, row in enumerate(core.rows("providers", 0, core.total("providers")))
        if row != given.rows.row("providers", place)
    ]
    assert len(changed) == 2


def test_legal_clocks_are_late_or_told_in_time() -> None:
    clocks = LegalClock.objects.filter(state=ClockState.RUNNING)
    assert clocks.filter(due_on__isnull=False).exists()
    for clock in clocks.filter(due_on=None):
        assert clock.notices.count() == 2
        assert clock.kept_until is not None
    assert PublicPage.objects.get().is_on
