"""What tasks ask of each person, in Hoje and in the morning's e-mail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.models import Case
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.move_task import answer_task, claim_task
from vinculo.consequences.models import SectorTask
from vinculo.consequences.queries.tasks_owed import Owed, tasks_owed
from vinculo.consequences.tests.asked_sectors import A_DAY, ask, open_case
from vinculo.web.today.digest import digest_for

LATER = NOW.date() + 30 * A_DAY


@pytest.fixture
def case(cast: Cast) -> Case:
    return open_case(cast)


def owed_by(user: User, today: dt.date = LATER) -> dict[str, list[str]]:
    found = tasks_owed(actor_of(user), today, shown=5)
    return {str(name): [row.text for row in tasks.rows] for name, tasks in found.items()}


def test_each_is_asked_what_is_theirs_to_do(cast: Cast, case: Case):
    ask(case, cast.alice, text="Na fila", days=2)
    ask(case, cast.alice, text="De outro setor", sector="commercial")
    answered = ask(case, cast.beto, text="Respondida")
    answer_task(task=answered, text="Pronto.", actor=actor_of(cast.sara), now=NOW)
    mine = ask(case, cast.alice, text="De Sara", days=1)
    claim_task(task=mine, seen_owner_id=None, actor=actor_of(cast.sara), now=NOW)
    assert owed_by(cast.sara) == {"answer": ["De Sara", "Na fila"]}
    assert owed_by(cast.alice) == {"accept": ["Respondida"]}
    assert owed_by(cast.bob) == {"late": ["De Sara", "Na fila", "De outro setor"]}
    assert owed_by(cast.bob, NOW.date()) == {}
    for user in (cast.beto, cast.nina, cast.adam, cast.charlie):
        assert owed_by(user) == {}
    assert tasks_owed(actor_of(cast.bob), LATER, shown=1)[Owed.LATE].count == 3


def test_hoje_shows_it(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    page = signed_in(cast.sara).get("/hoje/").content.decode()
    assert "Tarefas para responder" in page
    assert "<strong>Atrasada</strong>" in page
    assert "Nenhuma tarefa por enquanto" not in page
    assert "Setores em atraso" in signed_in(cast.bob).get("/hoje/").content.decode()
    answer_task(task=task, text="Pronto.", actor=actor_of(cast.sara), now=NOW)
    told = signed_in(cast.alice).get("/hoje/").content.decode()
    assert "Setores responderam" in told
    assert "<strong>Resposta:</strong> Pronto." in told
    assert "Nenhuma tarefa por enquanto" in signed_in(cast.sara).get("/hoje/").content.decode()


def test_the_morning_s_e_mail_tells_it(cast: Cast, case: Case):
    task = ask(case, cast.alice)
    letter = digest_for(cast.sara, task.due_on)
    assert letter is not None
    assert letter.subject == "Hoje no Vínculo: 1 tarefa para responder"
    (group,) = letter.groups
    (line,) = group.cases
    # Members of sectors see the name in the task, not in an e-mail.
    assert (line.name, line.note) == ("T.I. · ODL-2026-000001", "vence hoje")
    assert line.url.endswith(reverse("task-page", args=[task.pk]))
    answer_task(task=task, text="Pronto.", actor=actor_of(cast.sara), now=NOW)
    letter = digest_for(cast.alice, NOW.date())
    assert letter is not None
    assert "1 resposta de setor" in letter.summary
    assert SectorTask.objects.get().sector_label in letter.groups[-1].cases[0].name
    assert digest_for(cast.sara, NOW.date()) is None
