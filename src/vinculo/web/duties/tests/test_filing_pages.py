"""What a connection files: on its duty, beside the case, in Protocolos and Hoje."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Case
from vinculo.consequences.filing_states import FilingState
from vinculo.consequences.models import Filing
from vinculo.consequences.tests.filed_cases import duty_of, filed, filing_of_case, write_core
from vinculo.outbox.models import ConnectionHealth, OutboxRow

pytestmark = pytest.mark.django_db
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture
def case(cast: Cast, settings: Any, tmp_path: Any) -> Case:
    """Its line could not be written, for the provider is unknown; nobody leaves before the day."""
    settings.FILING_FOLDER = tmp_path
    write_core(tmp_path, cast.operator.code, NOBODY_THERE)
    return filed(cast, is_known=False)


def shown(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_what_could_not_be_filed_is_told_wherever_it_is_looked_for(cast: Cast, case: Case):
    alice = signed_in(cast.alice)
    reason = "não está ligado a um prestador do cadastro"
    page = shown(alice, "case-duties", case.pk)
    assert reason in page
    assert "Enviar de novo" in page
    assert "Sai em " in page
    assert "no primeiro dia fora da rede, não antes" in page
    for name in ("case-duties-beside", "protocol-list"):
        assert reason in shown(alice, name, *([case.pk] if "beside" in name else []))
    assert "1 arquivamento com falha" in shown(alice, "today")
    assert "Falhas (1)" in shown(alice, "protocol-systems")
    for nobody in (cast.charlie, cast.sara):
        assert "arquivamento com falha" not in shown(signed_in(nobody), "today")
    assert "não conseguiu informar o sistema da operadora" in shown(alice, "notices")


def test_it_is_sent_again_with_its_tries_shown_and_the_system_is_tried(cast: Cast, case: Case):
    alice, duty = signed_in(cast.alice), duty_of(case, "history_line")
    sent = alice.post(reverse("duty-send", args=[duty.pk]))
    assert sent["Location"].endswith(f"#duty-{duty.pk}")
    filing = filing_of_case(case, "history_line")
    assert (filing.state, filing.finding) == (FilingState.WAITING, "")
    assert "Na fila" in shown(alice, "case-duties", case.pk)
    assert alice.post(reverse("duty-send", args=[duty_of(case, "signed_letter").pk])).status_code == 422
    row = filing.row
    assert row is not None
    OutboxRow.objects.filter(pk=row.pk).update(
        state=OutboxRow.State.FAILED,
        last_error="A conexão com o sistema da operadora caiu antes da resposta.",
        due_at=timezone.now() + dt.timedelta(minutes=5),
    )
    Filing.objects.filter(pk=filing.pk).update(sent_at=timezone.now())
    page = shown(alice, "case-duties", case.pk)
    assert "Vai tentar de novo" in page
    assert "leva a mesma chave, e o sistema não faz duas vezes" in page
    assert "Envios ao sistema (1)" in page
    now = timezone.now()
    ConnectionHealth.objects.create(
        name=f"core/{cast.operator.code}", state="down", probe_at=now + dt.timedelta(hours=1)
    )
    assert "arquivamento no sistema da operadora" in shown(alice, "protocol-systems")
    tried = alice.post(reverse("protocol-core-try", args=[cast.operator.pk]), follow=True)
    assert "Verificando agora" in tried.content.decode()
    again = alice.post(reverse("protocol-filings-send", args=[cast.operator.pk]), follow=True)
    assert "1 envio voltou à fila." in again.content.decode()
