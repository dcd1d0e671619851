"""Protocolos: who sees what, what a number typed by hand becomes, what is said of a system that is down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast
from vinculo.cases.models import CaseEvent, OpenedProtocol
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolState
from vinculo.consequences.tests.asked_protocols import asked
from vinculo.kernel.identifiers import protocol_number
from vinculo.outbox.models import ConnectionHealth, Outage
from vinculo.web.protocols.outage_line import outage_line

pytestmark = pytest.mark.django_db
S = ProtocolState


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def by_hand(cast: Cast) -> ProtocolRequest:
    """A request where nothing is connected."""
    request = asked(cast)
    assert (request.state, request.row) == (S.BY_HAND, None)
    return request


def number_of(moment: dt.datetime) -> str:
    return protocol_number.from_moment(moment)


def send_number(client: Client, request: ProtocolRequest, number: str, **more: str):
    return client.post(f"/protocolos/{request.pk}/numero/", {"number": number, **more})


def test_a_number_typed_by_hand_comes_into_the_case(cast: Cast, by_hand: ProtocolRequest):
    client = client_of(cast.alice)
    assert "A abrir à mão" in client.get("/protocolos/").content.decode()
    assert "1 a abrir à mão" in client.get("/hoje/").content.decode()
    beside = client.get(f"/processos/{by_hand.case_id}/pedidos-de-protocolo/").content.decode()
    assert f"/protocolos/{by_hand.pk}/#number" in beside
    number = number_of(timezone.now())
    answer = send_number(client, by_hand, f"{number[:3]} {number[3:]}")
    assert answer.url == f"/processos/{by_hand.case_id}/"
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.number, by_hand.recorded_by) == (S.OPENED, number, cast.alice)
    listed = OpenedProtocol.objects.get()
    assert (listed.number, listed.opened_at) == (number, protocol_number.opening_moment(number))
    assert number in client.get(f"/processos/{by_hand.case_id}/").content.decode()
    assert number in client.get("/protocolos/?mostrar=opened").content.decode()
    told = CaseEvent.objects.filter(case=by_hand.case, kind="protocol_request", data__action="ask").get()
    assert told.tells == cast.alice


def test_a_number_that_cannot_be_is_refused_and_stays_typed(cast: Cast, by_hand: ProtocolRequest):
    client = client_of(cast.alice)
    other = asked(cast)
    assert send_number(client, other, number_of(timezone.now())).status_code == 302
    used = ProtocolRequest.objects.get(pk=other.pk).number
    for number, words in (
        ("", "Informe o número do protocolo"),
        ("sem número", "Informe o número do protocolo"),
        ("SAD177195600000", "é o protocolo de origem deste processo"),
        (used, f"já está em {other.case}"),
    ):
        answer = send_number(client, by_hand, number)
        page = answer.content.decode()
        assert (answer.status_code, words in page, "Registrar assim mesmo" in page) == (422, True, False)
        assert f'value="{number}"' in page
    assert OpenedProtocol.objects.filter(case=by_hand.case).count() == 0


def test_a_number_from_another_time_only_warns(cast: Cast, by_hand: ProtocolRequest):
    client = client_of(cast.alice)
    number = number_of(timezone.now() - dt.timedelta(days=400))
    answer = send_number(client, by_hand, number)
    assert answer.status_code == 422
    assert "fora do tempo deste pedido" in answer.content.decode()
    assert "Registrar assim mesmo" in answer.content.decode()
    assert send_number(client, by_hand, number, despite_warnings="1").status_code == 302
    by_hand.refresh_from_db()
    assert by_hand.number == number


def test_who_only_looks_has_no_buttons_and_may_send_nothing(cast: Cast, by_hand: ProtocolRequest):
    page = client_of(cast.davi).get(f"/protocolos/{by_hand.pk}/").content.decode()
    assert "Registrar o número" not in page
    assert send_number(client_of(cast.davi), by_hand, number_of(timezone.now())).status_code == 403
    assert send_number(client_of(cast.charlie), by_hand, number_of(timezone.now())).status_code == 404
    assert client_of(cast.charlie).get(f"/protocolos/{by_hand.pk}/").status_code == 404
    assert "Nada na fila" in client_of(cast.charlie).get("/protocolos/").content.decode()
    assert client_of(cast.sara).get("/protocolos/").status_code == 403


def test_a_system_that_is_down_is_told_on_each_page(cast: Cast, by_hand: ProtocolRequest):
    now = timezone.now()
    name = f"protocols/{cast.operator.code}"
    ConnectionHealth.objects.create(name=name, state="down", probe_at=now + dt.timedelta(minutes=2))
    Outage.objects.create(connection=name, began_at=now - dt.timedelta(hours=3), reason="Não está no ar.")
    ProtocolRequest.objects.update(state=S.WAITING)
    client = client_of(cast.alice)
    for path in (
        "/protocolos/?mostrar=queue",
        "/protocolos/sistema/",
        f"/processos/{by_hand.case_id}/pedidos-de-protocolo/",
    ):
        page = " ".join(client.get(path).content.decode().split())
        assert "ora do ar desde" in page
        assert "(há 3 h)" in page
    answer = client.post(f"/protocolos/sistema/{cast.operator.pk}/verificar/", follow=True)
    assert "Verificando agora" in answer.content.decode()


def test_outages_lie_where_they_were():
    now = dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC)
    since = now - dt.timedelta(days=7)
    outages = [
        Outage(connection="x", began_at=since - dt.timedelta(days=1), ended_at=since, reason="a"),
        Outage(connection="x", began_at=now - dt.timedelta(days=3.5), ended_at=now - dt.timedelta(days=2)),
        Outage(connection="x", began_at=now - dt.timedelta(minutes=5), ended_at=None, reason="c"),
    ]
    line = outage_line(outages, since=since, now=now)
    assert [(bar.x, bar.width) for bar in line.bars] == [(0.0, 0.5), (50.0, 21.43), (99.5, 0.5)]
    assert line.words == "3 quedas nos últimos 7 dias; ao todo, 1 dia e 12 h fora do ar."
    assert [tick.label for tick in line.ticks][:2] == ["04/03", "05/03"]
    assert (line.rows[0].ended, line.rows[0].long) == ("", "5 min")


def test_a_page_of_protocols_takes_few_queries(cast: Cast, django_assert_max_num_queries):
    for _ in range(3):
        asked(cast)
    client = client_of(cast.alice)
    client.get("/protocolos/")
    with django_assert_max_num_queries(14):
        client.get("/protocolos/")
