"""What an answer to something that was handed over means."""

from __future__ import annotations

import pytest

from vinculo.consequences.core_system.connection import StatusLook
from vinculo.consequences.delivering import Parcel, deliver
from vinculo.consequences.protocol_system.answers import RequestRefused
from vinculo.consequences.protocol_system.connection import SystemAddress
from vinculo.consequences.protocol_system.http_asking import Answer, Asker
from vinculo.outbox.exchange import Exchange

ADDRESS = SystemAddress("http://sistema.invalid")
LINE = Parcel("POST", "/history", b"{}", error_field="erro")


def answering(monkeypatch: pytest.MonkeyPatch, *bodies: str) -> None:
    told = iter(bodies)

    def ask(*args: object, **kwargs: object) -> Answer:
        return Answer(200, "application/json", "", next(told).encode())

    monkeypatch.setattr(Asker, "ask", ask)


@pytest.mark.parametrize("body", ["", "{}", '{"erro": null}', '{"erro": ""}', '"ok"', "[]"])
def test_an_answer_without_a_refusal_says_that_it_is_done(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    answering(monkeypatch, body)
    deliver(ADDRESS, LINE, Exchange())


def test_a_refusal_is_one_whatever_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, '{"erro": "Prestador não encontrado."}')
    with pytest.raises(RequestRefused) as refused:
        deliver(ADDRESS, LINE, Exchange())
    assert (refused.value.status, refused.value.sentence) == (200, "Prestador não encontrado.")


def test_what_is_so_already_is_done_for_all_the_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    person = '{"situacao": "I", "nr_cpf": "52998224725", "telefone": "(11) 98765-4321"}'
    answering(monkeypatch, '{"erro": "Já inativo."}', person)
    parcel = Parcel("POST", "/inactivate", b"{}", error_field="erro", status=StatusLook(), status_path="/p")
    exchange = Exchange()
    deliver(ADDRESS, parcel, exchange)
    # Whoever sees the case sees the tries: not what the system has of the people.
    assert exchange.answer.endswith("200 application/json\n\nsituacao: I")
    assert "52998224725" not in exchange.answer
