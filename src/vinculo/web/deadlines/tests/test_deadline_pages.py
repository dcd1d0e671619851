"""Prazos legais on screen: the list and its filters, one clock and what is written into it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import NOW
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.legal_terms import confirm_legal_terms, set_legal_terms
from vinculo.consequences.clock_words import Medium, Step
from vinculo.consequences.legal_terms import packaged_rules
from vinculo.consequences.models import LegalClock, LegalTerms, PublicPage
from vinculo.consequences.tests.asked_sectors import A_DAY, move
from vinculo.consequences.tests.legal_clocks import clinic_with, published_clock, running_clock
from vinculo.network.tests.factories import make_coverage
from vinculo.outbox.models import OutboxRow
from vinculo.web.deadlines.words import owed_deadline_words

JUNDIAI, SANTOS, MANAUS = "3525904", "3548500", "1302603"


@pytest.fixture(autouse=True)
def some_days_later(monkeypatch: pytest.MonkeyPatch):
    """The screens are looked at on the twelfth of March."""
    monkeypatch.setattr("vinculo.web.deadlines.views.today_in_sao_paulo", lambda: dt.date(2026, 3, 12))


def shown(user, name: str, *args: object, **query: str) -> str:
    answer = signed_in(user).get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(user, address: str, *args: object, **data: object):
    return signed_in(user).post(reverse(address, args=args), data)


def test_the_list_tells_what_is_late_and_what_nobody_has_confirmed(cast: Cast):
    clock = running_clock(cast, clinic_with(cast, "Endodontia", trade_name="Sorriso de Campinas"))
    page = shown(cast.alice, "deadline-list")
    assert "Sorriso de Campinas" in page
    assert "Indicar o substituto, ou por que não há" in page
    assert "<strong>Atrasado</strong>: venceu ontem" in page
    assert "norma não confirmada" in page
    assert "fora da rede a partir de 10/04/2026" in page
    assert reverse("case-page", args=[clock.case_id]) in page
    assert "Sorriso de Campinas" in shown(cast.nina, "deadline-list", mostrar="late", uf="SP")
    for narrowed in ({"mostrar": "soon"}, {"mostrar": "kept"}, {"uf": "AM"}, {"mostrar": "ended"}):
        assert "Sorriso de Campinas" not in shown(cast.alice, "deadline-list", **narrowed)
    assert "Sorriso de Campinas" in shown(cast.alice, "deadline-list", meus="1")
    assert "Sorriso de Campinas" not in shown(cast.beto, "deadline-list", meus="1")
    assert "Sorriso de Campinas" not in shown(cast.charlie, "deadline-list")
    terms = set_legal_terms(
        operator=cast.operator,
        valid_from=dt.date(2026, 1, 1),
        rules=packaged_rules(),
        actor=actor_of(cast.bob),
        now=NOW,
    )
    assert "não confirmada" in shown(cast.alice, "deadline-list")
    confirm_legal_terms(
        terms=terms, confirmed_on=NOW.date(), confirmed_by="Vera", actor=actor_of(cast.bob), now=NOW
    )
    assert "não confirmada" not in shown(cast.alice, "deadline-list")


def test_hoje_tells_who_looks_after_it(cast: Cast):
    running_clock(cast)
    assert "1 prazo legal atrasado" in shown(cast.alice, "today")
    assert "1 prazo legal atrasado" in shown(cast.bob, "today")
    for user in (cast.beto, cast.davi, cast.charlie):
        assert "prazo legal atrasado" not in shown(user, "today")
    assert owed_deadline_words(2, 1) == "2 prazos legais atrasados e 1 vence até amanhã"
    assert owed_deadline_words(0, 3) == "3 prazos legais vencem até amanhã"


def test_a_page_of_the_list_costs_as_many_queries_as_one_clock(cast: Cast):
    running_clock(cast)
    client, counts = signed_in(cast.alice), []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as taken:
            client.get(reverse("deadline-list"))
        counts.append(len(taken))
        running_clock(cast)
    assert counts[0] == counts[1]


def test_from_the_signature_to_the_evidence_on_the_page(cast: Cast):
    clock = running_clock(cast, clinic_with(cast, "Endodontia"))
    near = clinic_with(cast, "Endodontia", trade_name="Sorriso Vizinho", municipality_id=SANTOS)
    here = clinic_with(cast, "Endodontia", "Ortodontia", trade_name="Sorriso Daqui", municipality_id=JUNDIAI)
    clinic_with(cast, "Ortodontia", trade_name="Outra Especialidade")
    clinic_with(cast, "Endodontia", trade_name="Longe Demais", municipality_id=MANAUS)
    make_coverage(cast.operator, municipality_id=JUNDIAI, on=dt.date(2026, 3, 1), published_cros=0)
    found = sent(cast.alice, "deadline-substitutes", clock.pk).content.decode()
    assert found.index("Sorriso Daqui") < found.index("Sorriso Vizinho")
    assert "mesmo município" in found
    assert re.search(r"Santos/SP · a 103 km · Endodontia", found)
    assert "Outra Especialidade" not in found
    assert "Longe Demais" not in found
    far = sent(cast.alice, "deadline-substitutes", clock.pk, name="longe").content.decode()
    assert "Longe Demais" in far
    page = shown(cast.alice, "deadline-page", clock.pk)
    assert "A cidade fica sem nenhum CRO divulgado" in page
    assert "Permitir a saída antes do prazo" not in page
    assert "Permitir a saída antes do prazo" in shown(cast.bob, "deadline-page", clock.pk)
    sent(cast.alice, "deadline-substitute", clock.pk, provider=near.pk)
    sent(cast.alice, "deadline-substitute", clock.pk, provider=here.pk)
    for medium in Medium:
        upload = SimpleUploadedFile(f"{medium}.png", picture(), "image/png")
        answer = sent(cast.alice, "deadline-notice", clock.pk, medium, on="11/03/2026", file=upload)
        assert answer.status_code == 302
    clock.refresh_from_db()
    assert clock.due_on is None
    page = shown(cast.davi, "deadline-page", clock.pk)
    assert "Tudo feito. O aviso fica no ar até 07/10/2026" in page
    assert "Substituto: Sorriso Daqui, em Jundiaí/SP" in page
    assert "portal.png" in page


def test_what_is_refused_is_told_and_nothing_is_changed(cast: Cast):
    clock = running_clock(cast)
    for data, said in (
        ({"effective_on": "31/02/2026"}, "Escreva o dia como"),
        ({"effective_on": "15/03/2026"}, "A saída não pode valer antes de"),
    ):
        answer = sent(cast.alice, "deadline-date", clock.pk, **data)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    refused = sent(cast.alice, "deadline-notice", clock.pk, "portal", on="11/03/2026")
    assert "indique antes o substituto" in refused.content.decode()
    assert sent(cast.alice, "deadline-notice", clock.pk, "jornal", on="11/03/2026").status_code == 404
    answer = sent(
        cast.bob,
        "deadline-exception",
        clock.pk,
        effective_on="10/03/2026",
        exception="death",
        reason="Faleceu em 8 de março.",
    )
    assert answer.status_code == 302
    page = shown(cast.alice, "deadline-page", clock.pk)
    assert "Falecimento do profissional" in page
    assert "Bob Saldanha" in page


def test_the_case_tells_of_its_clock_and_of_what_is_to_be_withdrawn(cast: Cast):
    clock = published_clock(cast)
    beside = shown(cast.alice, "case-legal-clock", clock.case_id)
    assert "10/04/2026" in beside
    assert "Anexar o comprovante do portal" in beside
    move(clock.case, CaseAction.REOPEN, cast.bob, reason="Voltou atrás.", days=2)
    event = CaseEvent.objects.filter(case=clock.case, kind=CaseEvent.Kind.STATE_CHANGED).latest("pk")
    follow_case(OutboxRow(payload={"event": event.pk}), NOW + 2 * A_DAY)
    page = shown(cast.alice, "deadline-page", clock.pk)
    assert "retire o aviso do portal" in page
    assert "Mudar a data" not in page
    timeline = shown(cast.alice, "case-page", clock.case_id)
    assert "os avisos publicados têm de ser desfeitos" in timeline
    assert "Portal: aviso dado" in timeline
    for medium in Medium:
        assert sent(cast.alice, "deadline-withdraw", clock.pk, medium).status_code == 302
    clock.refresh_from_db()
    assert (clock.state, clock.due_step) == ("ended", "")
    assert shown(cast.bob, "case-legal-clock", clock.case_id).count("Encerrado") == 1
    assert Step.PORTAL.label not in shown(cast.alice, "deadline-page", clock.pk)


def test_norms_are_set_confirmed_and_the_page_switched_on_by_an_administrator(cast: Cast):
    page = shown(cast.bob, "legal-page", cast.operator.pk)
    assert "que ninguém confirmou" in page
    values = {name: getattr(packaged_rules(), name) for name in packaged_rules().__slots__}
    values["valid_from"] = "01/03/2026"
    wrong = sent(cast.bob, "legal-page", cast.operator.pk, **{**values, "call_text": "{motivo}"})
    assert wrong.status_code == 422
    assert "Não se preenche sozinho: {motivo}" in wrong.content.decode()
    assert sent(cast.bob, "legal-page", cast.operator.pk, **values).status_code == 302
    terms = LegalTerms.objects.get()
    sent(cast.bob, "legal-confirm", terms.pk, confirmed_by="Vera Luz, jurídico", confirmed_on="05/03/2026")
    assert "confirmadas em 05/03/2026" in shown(cast.bob, "legal-list")
    assert sent(cast.bob, "legal-public", cast.operator.pk, is_on="1").status_code == 403
    assert sent(cast.adam, "legal-public", cast.operator.pk, is_on="1").status_code == 302
    assert PublicPage.objects.get().is_on
    assert LegalClock.objects.count() == 0
