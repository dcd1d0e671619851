"""What providers ask for through the protocol system comes in once, and becomes a case or part of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction
from vinculo.consequences.actions.choose_provider import choose_provider
from vinculo.consequences.actions.incoming_file import take_file
from vinculo.consequences.actions.match_incoming import match_waiting_requests
from vinculo.consequences.actions.settle_incoming import (
    dismiss_request,
    join_request,
    open_case_of_request,
    restore_request,
)
from vinculo.consequences.actions.take_incoming import plan_pulls, type_incoming
from vinculo.consequences.incoming_states import IncomingState
from vinculo.consequences.models import IncomingRequest
from vinculo.consequences.refusals import UnableToSettleRequest, UnableToTakeRequest
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider
from vinculo.network.tests.factories import make_clinic
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.sandbox.tests.running_protocols import RunningProtocols

from .asked_protocols import sad, write_connection
from .asked_sectors import move

__all__ = ["sad"]
pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
ASKED = dt.datetime(2026, 3, 9, 12, 30, tzinfo=dt.UTC)
NUMBER = protocol_number.from_moment(ASKED)


def typed(cast: Cast, provider: Provider | None = None, **values: str) -> IncomingRequest:
    told = {
        "number": NUMBER,
        "name": "Clínica Zircônia",
        "cnpj": provider.cnpj if provider else "",
        "text": "Queremos o desligamento.",
    }
    return type_incoming(operator=cast.operator, values=told | values, actor=actor_of(cast.alice), now=NOW)


def fetched(cast: Cast, sad: RunningProtocols, settings: Any) -> list[IncomingRequest]:
    write_connection(settings.PROTOCOLS_FOLDER, cast.operator.code, sad.url, more="[incoming]\nminutes = 5\n")
    now = timezone.now()
    assert plan_pulls(now) == 1
    assert plan_pulls(now) == 0
    run_due(now)
    return list(IncomingRequest.objects.order_by("asked_at"))


def test_what_waits_in_the_system_is_fetched_once_and_told_to_be_taken(
    cast: Cast, sad: RunningProtocols, settings: Any
):
    first = fetched(cast, sad, settings)
    assert len(first) > 5
    assert {row.state for row in first} == {IncomingState.WAITING}
    assert all(row.told_back and row.name and row.text for row in first)
    assert [row.asked_at for row in first] == [protocol_number.opening_moment(row.number) for row in first]
    sad.fault("duplicate_delivery", times=1)
    later = timezone.now() + dt.timedelta(minutes=6)
    assert plan_pulls(later) == 1
    run_due(later)
    assert IncomingRequest.objects.count() == len(first)


def test_an_answer_that_is_lost_loses_no_request(cast: Cast, sad: RunningProtocols, settings: Any):
    sad.fault("html_instead", times=1, at="incoming")
    assert fetched(cast, sad, settings) == []
    row = OutboxRow.objects.get(kind="consequences.pull_incoming")
    assert "tela" in row.last_error
    sad.fault("error_after", times=1, at="take")
    run_due(timezone.now() + dt.timedelta(minutes=30))
    kept = IncomingRequest.objects.count()
    assert kept > 5
    run_due(timezone.now() + dt.timedelta(hours=5))
    assert IncomingRequest.objects.filter(told_back=True).count() == kept == IncomingRequest.objects.count()


def test_a_request_finds_its_provider_and_becomes_a_case_with_its_text(cast: Cast):
    clinic = make_clinic(cast.operator)
    request = typed(cast, clinic)
    assert request.provider == clinic
    case = open_case_of_request(
        request=request, provider_id=clinic.pk, consultant=cast.beto, actor=actor_of(cast.bob), now=NOW
    )
    assert (case.provider, case.consultant, case.cnpj) == (clinic, cast.beto, clinic.cnpj)
    assert (case.protocol_number, case.protocol_opened_on, case.started_on) == (
        NUMBER,
        dt.date(2026, 3, 9),
        dt.date(2026, 3, 9),
    )
    assert case.requested_by is None
    contact = case.contacts.get()
    assert (contact.note, contact.direction, contact.on, contact.time) == (
        "Queremos o desligamento.",
        "incoming",
        dt.date(2026, 3, 9),
        dt.time(9, 30),
    )
    request.refresh_from_db()
    assert (request.state, request.case, request.ended_by) == (IncomingState.CASE, case, cast.bob)
    with pytest.raises(UnableToSettleRequest, match="já não está na lista"):
        open_case_of_request(
            request=request, provider_id=None, consultant=None, actor=actor_of(cast.alice), now=NOW
        )
    assert Case.objects.count() == 1


def test_whom_the_registry_does_not_know_has_the_head_that_was_told(cast: Cast):
    request = typed(cast, cnpj="53.068.087/0013-39", cro="CRO-SP 12.345", city="Jundiaí", city_state="sp")
    assert request.provider is None
    case = open_case_of_request(
        request=request, provider_id=None, consultant=None, actor=actor_of(cast.alice), now=NOW
    )
    assert (case.dentist_name, case.cnpj, case.cro, case.cro_state, case.city, case.city_state) == (
        "Clínica Zircônia",
        "53068087001339",
        "12345",
        "SP",
        "Jundiaí",
        "SP",
    )


def test_a_request_joins_a_case_that_is_open_and_leaves_its_protocol_alone(cast: Cast):
    clinic = make_clinic(cast.operator)
    alice = actor_of(cast.alice)
    case = open_case_of_request(
        request=typed(cast, clinic), provider_id=clinic.pk, consultant=None, actor=alice, now=NOW
    )
    other = protocol_number.from_moment(ASKED + dt.timedelta(hours=1))
    join_request(request=typed(cast, clinic, number=other), case=case, actor=alice, now=NOW)
    assert case.contacts.count() == 2
    assert f"Protocolo {other}" in (case.contacts.latest("position").note or "")
    case.refresh_from_db()
    assert case.protocol_number == NUMBER
    move(case, CaseAction.CANCEL, cast.alice, reason="Engano.")
    third = protocol_number.from_moment(ASKED + dt.timedelta(hours=2))
    with pytest.raises(UnableToWriteCase):
        join_request(request=typed(cast, clinic, number=third), case=case, actor=alice, now=NOW)
    assert IncomingRequest.objects.get(number=third).state == IncomingState.WAITING


def test_a_dismissal_has_its_reason_and_is_taken_back(cast: Cast):
    request, alice = typed(cast), actor_of(cast.alice)
    with pytest.raises(UnableToSettleRequest, match="motivo"):
        dismiss_request(request=request, reason=" ", actor=alice, now=NOW)
    dismiss_request(request=request, reason="É sobre outra coisa.", actor=alice, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.reason) == (IncomingState.DISMISSED, "É sobre outra coisa.")
    restore_request(request=request, actor=alice, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.reason, request.ended_at) == (IncomingState.WAITING, "", None)


def test_of_a_file_what_cannot_be_taken_is_told_and_the_rest_is_kept(cast: Cast):
    text = (
        "Número;Data;Prestador;CNPJ;Texto\n"
        f"{NUMBER};09/03/2026;Clínica Um;;Queremos sair\n"
        ";09/03/2026;Clínica Dois;;Sem número\n"
        f"{NUMBER};09/03/2026;Clínica Um;;Outra vez\n"
        "4711;01/03/2026;Clínica Três;53.068.087/0013-30;CNPJ errado\n"
        "SAD999999999999;;Clínica Quatro;;No futuro\n"
    )
    taken = take_file(
        operator=cast.operator, content=text.encode("cp1252"), actor=actor_of(cast.alice), now=NOW
    )
    assert [row.number for row in taken.new] == [NUMBER, "4711"]
    assert taken.new[1].cnpj == ""
    assert taken.known == 1
    assert [place for place, _ in taken.refused] == [3, 6]
    for content in (b"\x00\x01\x02", b"nome;texto\nA;B\n"):
        with pytest.raises(UnableToTakeRequest, match="Nada foi incluído"):
            take_file(operator=cast.operator, content=content, actor=actor_of(cast.alice), now=NOW)


def test_somebody_says_whom_a_request_is_from_and_no_feed_matches_it_otherwise(cast: Cast):
    clinic, namesake = make_clinic(cast.operator), make_clinic(cast.operator)
    request, alice = typed(cast, clinic), actor_of(cast.alice)
    choose_provider(request=request, provider_id=namesake.pk, actor=alice, now=NOW)
    case = open_case_of_request(
        request=request, provider_id=namesake.pk, consultant=None, actor=alice, now=NOW
    )
    assert case.provider == namesake
    with pytest.raises(UnableToSettleRequest, match="já não está na lista"):
        choose_provider(request=request, provider_id=clinic.pk, actor=alice, now=NOW)
    other = typed(cast, clinic, number="4711")
    choose_provider(request=other, provider_id=None, actor=alice, now=NOW)
    assert match_waiting_requests(cast.operator.pk, NOW.date()) == 0
    other.refresh_from_db()
    assert (other.provider, other.matched_by, other.state) == (None, cast.alice, IncomingState.WAITING)
    stranger = make_clinic(cast.other_operator)
    with pytest.raises(UnableToSettleRequest, match="já não está no cadastro"):
        choose_provider(request=other, provider_id=stranger.pk, actor=alice, now=NOW)
    with pytest.raises(NotPermitted):
        choose_provider(request=other, provider_id=clinic.pk, actor=actor_of(cast.davi), now=NOW)


def test_requests_of_another_operator_do_not_exist(cast: Cast):
    request = typed(cast)
    assert not IncomingRequest.objects.visible_to(actor_of(cast.charlie)).exists()
    with pytest.raises(NotPermitted):
        dismiss_request(request=request, reason="Não", actor=actor_of(cast.charlie), now=NOW)
    with pytest.raises(UnableToTakeRequest, match="já está"):
        typed(cast)
