"""Recebidos: requests become cases, one or many, for whom the person at the screen says."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.settle_incoming import open_case_of_request
from vinculo.consequences.actions.take_incoming import type_incoming
from vinculo.consequences.incoming_states import IncomingState
from vinculo.consequences.models import IncomingRequest, RefusedRow
from vinculo.consequences.queries.incoming_requests import IncomingShelf
from vinculo.kernel.identifiers import protocol_number
from vinculo.network.models import Provider
from vinculo.network.tests.factories import MACEIO, make_clinic

pytestmark = pytest.mark.django_db


def came(cast: Cast, place: int, provider: Provider) -> IncomingRequest:
    number = protocol_number.from_moment(NOW - dt.timedelta(hours=place))
    told = {"number": number, "name": provider.name, "cnpj": provider.cnpj, "text": "Queremos sair da rede."}
    return type_incoming(operator=cast.operator, values=told, actor=actor_of(cast.alice), now=NOW)


def sent(user: User, name: str, data: dict[str, object], *args: object):
    client = Client()
    client.force_login(user)
    return client.post(reverse(name, args=args), data, follow=True)


def page(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("incoming-list")).content.decode()


def test_many_become_cases_in_turn_and_by_city(cast: Cast):
    clinics = [make_clinic(cast.operator) for _ in range(4)]
    there = make_clinic(cast.operator, municipality_id=MACEIO)
    known = came(cast, 9, make_clinic(cast.operator, municipality_id=MACEIO))
    open_case_of_request(
        request=known, provider_id=known.provider_id, consultant=cast.beto, actor=actor_of(cast.bob), now=NOW
    )
    by_turn = [came(cast, place, clinic).pk for place, clinic in enumerate(clinics)]
    answer = sent(cast.bob, "incoming-open", {"request": by_turn, "to": "in-turn"})
    assert "4 processos abertos" in answer.content.decode()
    counts = {user: Case.objects.filter(consultant=user).count() for user in (cast.alice, cast.beto)}
    assert sorted(counts.values()) == [2, 3]
    in_city = came(cast, 20, there)
    sent(cast.bob, "incoming-open", {"request": [in_city.pk], "to": "by-city"})
    in_city.refresh_from_db()
    assert in_city.case is not None
    assert in_city.case.consultant == cast.beto
    named = came(cast, 30, make_clinic(cast.operator))
    sent(cast.bob, "incoming-open", {"request": [named.pk], "to": str(cast.alice.pk)})
    named.refresh_from_db()
    assert named.case is not None
    assert named.case.consultant == cast.alice


def test_who_distributes_nothing_opens_for_themselves(cast: Cast):
    request = came(cast, 1, make_clinic(cast.operator))
    answer = sent(cast.alice, "incoming-open", {"request": [request.pk], "to": str(cast.beto.pk)})
    case = Case.objects.get()
    assert case.consultant == cast.alice
    assert answer.redirect_chain[-1][0] == reverse("case-page", args=[case.pk])
    assert "Marque ao menos um pedido" in sent(cast.alice, "incoming-open", {}).content.decode()


def test_the_list_names_the_provider_its_open_cases_and_what_was_asked(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    sent(cast.alice, "incoming-open", {"request": [came(cast, 1, clinic).pk], "to": "mine"})
    case, again = Case.objects.get(), came(cast, 2, clinic)
    shown = page(cast.alice)
    assert "Clínica Zircônia" in shown
    assert f"Juntar a {case}" in shown
    assert "Queremos sair da rede." in shown
    joined = sent(cast.alice, "incoming-join", {"case": case.pk}, again.pk)
    assert "entrou como contato" in joined.content.decode()
    assert case.contacts.count() == 2
    assert sent(cast.charlie, "incoming-join", {"case": case.pk}, again.pk).status_code == 404


def test_the_provider_of_a_request_is_looked_for_and_chosen_on_the_list(cast: Cast):
    clinic = make_clinic(cast.operator, name="Clínica Zircônia")
    request = came(cast, 1, make_clinic(cast.operator, name="Clínica Errada"))
    sent(cast.beto, "incoming-open", {"request": [came(cast, 2, clinic).pk], "to": "mine"})
    found = sent(cast.alice, "incoming-provider", {"q": "zirconia"}, request.pk).content.decode()
    assert "Clínica Zircônia" in found
    answer = sent(cast.alice, "incoming-provider", {"provider": clinic.pk}, request.pk)
    assert answer.redirect_chain[-1][0].endswith(f"#incoming-{request.pk}")
    shown = answer.content.decode()
    assert f"escolhido por {cast.alice.name}" in shown
    assert f"Juntar a {Case.objects.get()}" in shown
    sent(cast.alice, "incoming-provider", {}, request.pk)
    assert "Fora do cadastro" in page(cast.alice)


def test_what_is_typed_wrong_stands_in_its_fields_again(cast: Cast):
    typed = {"operator": cast.operator.pk, "number": "sem número", "name": "Clínica Perdida"}
    refused = sent(cast.alice, "incoming-type", typed)
    assert refused.status_code == 422
    assert 'value="Clínica Perdida"' in refused.content.decode()
    assert not IncomingRequest.objects.exists()


def test_a_file_says_what_it_left_out(cast: Cast):
    upload = SimpleUploadedFile("pedidos.csv", b"numero;nome\n4711;Clinica Um\n;Clinica Dois\n")
    answer = sent(cast.alice, "incoming-file", {"operator": cast.operator.pk, "file": upload})
    words = answer.content.decode()
    assert "1 pedido incluído" in words
    assert "linha 3: não tem um número de protocolo que se entenda" in words
    upload = SimpleUploadedFile("pedidos.csv", b"numero;nome\n4711;Clinica Um\n")
    again = sent(cast.alice, "incoming-file", {"operator": cast.operator.pk, "file": upload})
    assert "0 pedidos incluídos, 1 já estava aqui." in again.content.decode()
    request = IncomingRequest.objects.get()
    dismissed = sent(cast.alice, "incoming-dismiss", {"reason": "Não é da rede."}, request.pk)
    assert "foi dispensado" in dismissed.content.decode()
    sent(cast.alice, "incoming-restore", {}, request.pk)
    request.refresh_from_db()
    assert request.state == IncomingState.WAITING


def test_rows_that_cannot_be_read_stand_on_the_list_and_are_typed_anew(cast: Cast):
    told = "numero;nome;cpf;texto\n;Renata;898.765.432-10;Ligue 11 91234-5678\n"
    upload = SimpleUploadedFile("pedidos.csv", told.encode())
    sent(cast.alice, "incoming-file", {"operator": cast.operator.pk, "file": upload})
    shown = page(cast.alice)
    assert "1 linha não pôde ser lida" in shown
    assert "Não tem um número de protocolo que se entenda." in shown
    assert "Linha 2 de pedidos.csv" in shown
    assert "898.765.432-10" in shown
    masked = page(cast.nina)
    assert "Renata" in masked
    assert "898" not in masked
    assert "91234" not in masked
    row = RefusedRow.objects.get()
    client = Client()
    client.force_login(cast.alice)
    assert 'value="Renata"' in client.get(reverse("incoming-list"), {"linha": row.pk}).content.decode()
    # Also where it is in the form alone, somebody has seen it.
    client.get(f"{reverse('incoming-list')}?linha={row.pk}&mostrar={IncomingShelf.SETTLED}")
    assert AuditEntry.objects.filter(action="incoming.viewed").latest("pk").detail["refused"] == [row.pk]
    sent(cast.alice, "refused-dismiss", {}, row.pk)
    assert "não pôde ser lida" not in page(cast.alice)
    sent(cast.alice, "refused-restore", {}, row.pk)
    typed = {"operator": cast.operator.pk, "row": row.pk, "number": "4711", "name": "Renata"}
    sent(cast.alice, "incoming-type", typed)
    row.refresh_from_db()
    assert (row.dismissed_by, IncomingRequest.objects.get().number) == (cast.alice, "4711")
