"""What everybody may read: who leaves, from when on, who comes instead; nothing else of anybody."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_substitute import name_no_substitute
from vinculo.consequences.actions.public_page import switch_public_page
from vinculo.consequences.clock_words import Medium
from vinculo.consequences.models import LegalClock
from vinculo.consequences.queries.public_changes import public_changes
from vinculo.consequences.tests.asked_sectors import A_DAY, move
from vinculo.consequences.tests.legal_clocks import give_notice, published_clock, running_clock
from vinculo.network.tests.factories import make_contact_person, make_solo_dentist
from vinculo.outbox.models import OutboxRow

TODAY = dt.date(2026, 3, 12)


@pytest.fixture(autouse=True)
def some_days_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("vinculo.web.public.views.today_in_sao_paulo", lambda: TODAY)
    cache.clear()


def switch(cast: Cast, *, is_on: bool) -> None:
    cache.clear()
    switch_public_page(operator=cast.operator, is_on=is_on, actor=actor_of(cast.adam), now=NOW)


def test_nobody_reads_what_was_not_switched_on(cast: Cast, client: Client):
    published_clock(cast)
    for path in ("/rede/odl/", "/rede/odl/mudancas.json", "/rede/xyz/"):
        assert client.get(path).status_code == 404
    switch(cast, is_on=True)
    assert client.get("/rede/odl/").status_code == 200
    assert client.get("/rede/src/").status_code == 404
    assert client.post("/rede/odl/").status_code == 405
    switch(cast, is_on=False)
    assert client.get("/rede/odl/mudancas.json").status_code == 404


def test_no_cpf_no_telephone_no_reason_and_no_other_name(cast: Cast, client: Client):
    dentist = make_solo_dentist(cast.operator, name="Renata Queiroz Lima 898.412.309-92")
    person = make_contact_person(dentist, name="Secretária Inconfundível")
    clock = published_clock(cast, dentist, name="Sorriso Novo")
    Case.objects.filter(pk=clock.case_id).update(general_note="nota-inconfundível")
    switch(cast, is_on=True)
    page = client.get("/rede/odl/").content.decode()
    feed = client.get("/rede/odl/mudancas.json").content.decode()
    for text in (page, feed):
        assert "Renata Queiroz Lima" in text
        assert "Sorriso Novo" in text
        assert not re.search(r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", text)
        for hidden in (dentist.cpf, *person.phones, person.name, "inconfundível", "Alice", "Bob", "12345"):
            assert hidden not in text, hidden
        assert str(clock.case.number) not in text
        assert "fees" not in text
    assert json.loads(feed)["mudancas"] == [
        {
            "prestador": "Renata Queiroz Lima",
            "profissionais": [],
            "cidade": "Jundiaí",
            "uf": "SP",
            "codigo_ibge": "3525904",
            "fora_da_rede_desde": "2026-04-10",
            "avisado_em": "2026-03-11",
            "publicado_ate": "2026-10-07",
            "substituto": {
                "nome": "Sorriso Novo",
                "cidade": "Campinas",
                "uf": "SP",
                "codigo_ibge": "3509502",
            },
            "sem_substituto": "",
        }
    ]


def test_caches_may_keep_it_and_a_flood_asks_the_database_once_a_minute(
    cast: Cast, client: Client, django_assert_num_queries
):
    published_clock(cast)
    switch(cast, is_on=True)
    answer = signed_in(cast.alice).get("/rede/odl/")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    with django_assert_num_queries(3):
        for number in range(3):
            client.get("/rede/odl/", {"pagina": str(number), "uf": "'--"})


def test_it_stays_until_its_last_day_and_goes_with_a_reopening(cast: Cast):
    clock = published_clock(cast)
    assert clock.kept_until == dt.date(2026, 10, 7)
    assert len(public_changes(cast.operator, dt.date(2026, 10, 7))) == 1
    assert public_changes(cast.operator, dt.date(2026, 10, 8)) == []
    move(clock.case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=2)
    event = CaseEvent.objects.filter(case=clock.case, kind=CaseEvent.Kind.STATE_CHANGED).latest("pk")
    follow_case(OutboxRow(payload={"event": event.pk}), NOW + 2 * A_DAY)
    assert public_changes(cast.operator, TODAY) == []


def test_before_the_portal_tells_nobody_is_told(cast: Cast):
    clock = running_clock(cast)
    name_no_substitute(clock=clock, reason="Ninguém.", actor=actor_of(cast.alice), now=NOW)
    assert public_changes(cast.operator, TODAY) == []
    give_notice(cast, clock, Medium.PORTAL)
    (change,) = public_changes(cast.operator, TODAY)
    assert change.substitute == ""
    assert "central de atendimento" in change.words


def test_the_secret_calendar_shows_days_and_names_until_it_is_revoked(cast: Cast, client: Client):
    clock = published_clock(cast)
    alice = signed_in(cast.alice)
    made = alice.post(reverse("deadline-calendar")).content.decode()
    address = re.search(r"/agenda/[\w-]+\.ics", made)
    assert address is not None
    assert address[0] not in alice.get(reverse("deadline-calendar")).content.decode()
    answer = client.get(address[0])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    titles = {str(event["summary"]): event.decoded("dtstart") for event in events}
    assert titles == {
        "Anexar o comprovante do portal: Renata Queiroz Lima": dt.date(2026, 3, 13),
        "Fora da rede a partir de hoje: Renata Queiroz Lima": dt.date(2026, 4, 10),
        "Último dia do aviso no ar: Renata Queiroz Lima": dt.date(2026, 10, 7),
    }
    body = answer.content.decode().replace("\r\n ", "")
    assert f"Processo {clock.case.number}" in body
    assert "Norma ainda não confirmada" in body
    for hidden in ("89841230992", "898.412", "Mantém a decisão", "Alice"):
        assert hidden not in body
    # Another one's calendar has the cases of another one; what a person may no longer see goes from it.
    theirs = signed_in(cast.beto).post(reverse("deadline-calendar")).content.decode()
    other = re.search(r"/agenda/[\w-]+\.ics", theirs)
    assert other is not None
    assert not list(Calendar.from_ical(client.get(other[0]).content).walk("VEVENT"))
    cast.alice.memberships.all().delete()
    assert not list(Calendar.from_ical(client.get(address[0]).content).walk("VEVENT"))
    signed_in(cast.beto).post(reverse("deadline-calendar-revoke"))
    assert client.get(other[0]).status_code == 404
    assert client.get("/agenda/x.ics").status_code == 404
    assert LegalClock.objects.count() == 1
