"""The morning's e-mail: to whom, when, what it says, once a day, through a real mail server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core import mail

from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.cases.models import Contact
from vinculo.cases.states import State
from vinculo.cases.tests.listed_cases import TODAY, make_listed
from vinculo.consequences.models import Duty, LegalClock
from vinculo.consequences.tests.legal_clocks import running_clock
from vinculo.desk.actions.digests import plan_digests
from vinculo.desk.models import DigestSent
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.running import run_due
from vinculo.outbox.terms import PAUSES
from vinculo.web.today.digest import digest_for

from .mail_server import MailServer, mail_server

MORNING = dt.datetime.combine(TODAY, dt.time(10, 5), tzinfo=dt.UTC)
"""Five past seven in São Paulo."""


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS = False
        settings.SITE_URL = "https://vinculo.example"
        yield running


@pytest.fixture
def late(cast: Cast) -> None:
    """Alice has one overdue contact; Bob a decision to sign; Beto nothing to do."""
    case = make_listed(
        cast.operator,
        cast.alice,
        dentist_name="Iara & Sá",
        cpf="89841230992",
        next_contact_on=TODAY - dt.timedelta(days=7),
    )
    Contact.objects.create(case=case, position=1, address="(11) 98765-4321", created_at=MORNING)
    make_listed(cast.operator, cast.alice, state=State.DECIDED, dentist_name="Davi Reis", ended_on=TODAY)


def morning(now: dt.datetime = MORNING) -> int:
    planned = plan_digests(now=now)
    run_due(now)
    return planned


def test_who_has_something_to_do_gets_one_letter_with_links_and_no_numbers(late, cast: Cast, server):
    morning()
    by_person = {message["To"]: message for message in server.taken}
    assert set(by_person) == {cast.alice.email, cast.bob.email}
    letter = by_person[cast.alice.email]
    assert letter["Subject"] == "Hoje no Vínculo: 1 atrasado"
    assert letter["List-Unsubscribe"] == "<https://vinculo.example/conta/#digest>"
    parts = [part.get_content().replace("\r\n", "\n") for part in letter.iter_parts()]
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert "CONTATOS ATRASADOS (1)\n- Iara & Sá (ODL-2026-000001): 03/03/2026 · há 7 dias" in parts[0]
    assert "Iara &amp; Sá" in parts[1]
    for part in parts:
        assert "https://vinculo.example/processos/" in part
        assert not [number for number in ("89841230992", "898.412", "98765", "4321") if number in part]
    assert by_person[cast.bob.email]["Subject"] == "Hoje no Vínculo: 1 a assinar"


def test_it_goes_once_a_day_however_often_it_is_asked_for(late, cast: Cast, server):
    assert morning() > 0
    assert morning(MORNING + dt.timedelta(minutes=5)) == 0
    assert [message["To"] for message in server.taken].count(cast.alice.email) == 1
    morning(MORNING + dt.timedelta(days=1))
    assert [message["To"] for message in server.taken].count(cast.alice.email) == 2


def test_after_a_crash_the_same_letter_comes_again_under_the_same_name(late, cast: Cast, server):
    """The server took it and died before it said so: it is sent once more, and known as the same."""
    server.hangs_up_after_taking = True
    morning()
    assert DigestSent.objects.get(user=cast.alice).sent_at is None
    server.hangs_up_after_taking = False
    run_due(MORNING + PAUSES[0])
    run_due(MORNING + PAUSES[0] * 3)
    names = [message["Message-ID"] for message in server.taken if message["To"] == cast.alice.email]
    assert len(names) == 2
    assert len(set(names)) == 1
    assert DigestSent.objects.get(user=cast.alice).sent_at is not None


def test_a_mail_server_that_is_away_until_the_next_day_gets_no_old_news(late, cast: Cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    morning()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_due(MORNING + dt.timedelta(days=1))
    assert mail.outbox == []
    assert set(OutboxRow.objects.values_list("state", flat=True)) <= {"given_up", "done"}


@pytest.mark.parametrize(
    "moment",
    ["2026-03-10T06:55", "2026-03-10T12:30", "2026-03-14T07:05", "2026-04-03T07:05", "2026-02-17T07:05"],
    ids=["before seven", "afternoon", "Saturday", "Good Friday", "Carnival"],
)
def test_no_letter_outside_the_morning_of_a_business_day(late, cast: Cast, moment: str):
    local = dt.datetime.fromisoformat(moment) + dt.timedelta(hours=3)
    assert plan_digests(now=local.replace(tzinfo=dt.UTC)) == 0


def test_who_does_not_want_it_or_has_gone_gets_none(late, cast: Cast, server):
    signed_in(cast.alice).post("/conta/resumo/", {"wanted": "no"})
    assert AuditEntry.objects.filter(action="account.digest_declined", actor=cast.alice).count() == 1
    plan_digests(now=MORNING)
    User.objects.filter(pk=cast.bob.pk).update(is_active=False)
    run_due(MORNING)
    assert server.taken == []
    signed_in(cast.alice).post("/conta/resumo/", {"wanted": "yes"})
    assert User.objects.get(pk=cast.alice.pk).wants_digest


def test_nothing_owed_is_no_letter(cast: Cast):
    make_listed(cast.operator, cast.beto, state=State.WAITING, next_contact_on=TODAY + dt.timedelta(days=9))
    assert digest_for(cast.beto, TODAY) is None


def test_the_laws_days_duties_and_promises_have_a_line_each(cast: Cast, server):
    clock = running_clock(cast)
    LegalClock.objects.filter(pk=clock.pk).update(due_on=TODAY)
    case = clock.case
    for code, kind, late in (("a", "exit", 2), ("b", "filing", 0), ("c", "promise", 1), ("d", "promise", -1)):
        Duty.objects.create(
            operator=case.operator,
            case=case,
            follows=case.events.earliest("pk"),
            kind=kind,
            code=code,
            label="nota-inconfundível",
            owner=cast.alice,
            made_at=MORNING,
            due_on=TODAY - dt.timedelta(days=late),
        )
    Duty.objects.exclude(label="nota-inconfundível").delete()
    morning()
    (letter,) = [message for message in server.taken if message["To"] == cast.alice.email]
    assert letter["Subject"].strip() == "Hoje no Vínculo: 1 prazo legal, 1 promessa, 2 providências"
    text = next(letter.iter_parts()).get_content().replace("\r\n", "\n")
    assert "Prazos legais: 1 para hoje\nhttps://vinculo.example/prazos-legais/" in text
    assert "Promessas: 1 atrasada\nhttps://vinculo.example/providencias/" in text
    assert "Providências: 1 atrasada, 1 para hoje\n" in text
    assert "nota-inconfundível" not in text
    assert digest_for(cast.beto, TODAY) is None


def test_only_those_who_work_on_cases_or_answer_for_a_sector_are_written_to(cast: Cast):
    morning()
    written = set(DigestSent.objects.values_list("user__email", flat=True))
    assert written == {user.email for user in (cast.alice, cast.beto, cast.bob, cast.sara, cast.charlie)}
