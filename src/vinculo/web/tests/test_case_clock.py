"""The clock on the page of a case: whose the days were, whom it waits for, what is due."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.clock import PROVIDER, ClockFacts, Level, Wait
from vinculo.cases.models import Case
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import NOW, make_draft
from vinculo.kernel.business_calendar import BusinessCalendar
from vinculo.web.cases.clock_presenters import clock_line, wait_choices


def opened(cast: Cast, **facts) -> Case:
    case = make_draft(cast.operator, cast.alice, **facts)
    return change_state(case=case, action=CaseAction.OPEN, actor=actor_of(cast.alice), now=NOW)


def test_the_days_are_told_by_whom_they_belonged_to(cast: Cast):
    case = opened(cast)
    facts = ClockFacts(
        started_on=dt.date(2026, 3, 2),
        today=dt.date(2026, 3, 20),
        calendar=BusinessCalendar(),
        waits=(
            Wait(PROVIDER, dt.date(2026, 3, 4), dt.date(2026, 3, 9)),
            Wait("it", dt.date(2026, 3, 9), dt.date(2026, 3, 11)),
        ),
        level=Level(2, 5, 10),
    )
    line = clock_line(case, facts, case.edition.edition)
    assert line is not None
    assert line.parts == ["Com o consultor: 9 dias úteis", "aguardando o prestador: 3", "aguardando T.I.: 2"]
    told = dict(line.terms)
    assert "Decidir até 23/03/2026 (em 1 dia útil)." in told
    assert "Em silêncio: nenhum contato até agora." in told


def test_a_draft_and_a_case_of_the_past_have_no_clock(cast: Cast):
    page = signed_in(cast.alice).get(reverse("case-page", args=[make_draft(cast.operator, cast.alice).pk]))
    assert page.context["page"].clock is None
    past = make_draft(cast.operator, cast.alice, origin="history")
    past = change_state(case=past, action=CaseAction.RECORD_HISTORY, actor=actor_of(cast.alice), now=NOW)
    page = signed_in(cast.alice).get(reverse("case-page", args=[past.pk]))
    assert page.context["page"].clock is None


def test_waiting_asks_for_whom_and_says_so_everywhere(cast: Cast):
    case, client = opened(cast), signed_in(cast.alice)
    address = reverse("case-page", args=[case.pk])
    page = client.get(address).content.decode()
    assert "Aguardar retorno de quem?" in page
    assert f'value="{PROVIDER}" checked' in page
    answer = client.post(
        reverse("case-state", args=[case.pk]), {"action": "wait", "waiting_on": "it"}, follow=True
    )
    told = answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (State.WAITING, "it")
    assert "está aguardando T.I." in told
    assert "o prazo está parado" in told


def test_a_contact_that_came_while_waiting_suggests_going_on(cast: Cast):
    case, client = opened(cast), signed_in(cast.alice)
    client.post(reverse("case-state", args=[case.pk]), {"action": "wait"})
    address = reverse("case-page", args=[case.pk])
    assert "waiting_on" not in client.get(address).context["page"].findings
    case.refresh_from_db()
    assert case.waiting_since is not None
    values = {"direction": "incoming", "on": "10/03/2026", "next_contact_on": "20/03/2026"}
    add_contact(case=case, values=values, actor=actor_of(cast.alice), now=case.waiting_since)
    found = client.get(address).context["page"].findings["waiting_on"]
    assert [finding.code for finding in found] == ["waiting-was-answered"]


def test_without_a_next_contact_a_draft_is_not_opened_and_a_case_not_left_waiting(cast: Cast):
    client = signed_in(cast.alice)
    draft = make_draft(cast.operator, cast.alice, values={"dentist_name": "Renata Queiroz Lima"})
    refused = client.post(reverse("case-state", args=[draft.pk]), {"action": "open"})
    assert refused.status_code == 409
    assert 'href="#f-next_contact_on"' in refused.content.decode()
    case = opened(cast)
    Case.objects.filter(pk=case.pk).update(next_contact_on=None)
    assert client.post(reverse("case-state", args=[case.pk]), {"action": "wait"}).status_code == 409


def test_the_sectors_of_the_form_may_be_waited_for(cast: Cast):
    edition = make_draft(cast.operator, cast.alice).edition.edition
    assert wait_choices(edition)[0] == (PROVIDER, "O prestador")
    assert "it" in dict(wait_choices(edition))
