"""Asking a sector: what is refused, when it is due, whom the case waits for, who is told."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import COMPLETE_HEAD, NOW, make_draft
from vinculo.cases.tests.test_attachments import picture
from vinculo.consequences.actions.ask_sector import SectorRequest, ask_sector
from vinculo.consequences.actions.move_task import answer_task, cancel_task
from vinculo.consequences.actions.sector_terms import set_sector_terms
from vinculo.consequences.actions.task_files import add_task_file
from vinculo.consequences.models import SectorTask
from vinculo.consequences.needed_facts import facts_shown
from vinculo.consequences.queries.sectors import terms_of
from vinculo.consequences.refusals import UnableToAskSector, UnableToMoveTask
from vinculo.consequences.terms import packaged_terms
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.actions.local_holidays import HolidayPlace, add_local_holiday

from .asked_sectors import A_DAY, ask, move, open_case

TODAY = NOW.date()


def test_it_is_due_in_business_days_of_the_case_s_city_and_the_operator(cast: Cast):
    case = open_case(cast)
    # Tuesday, 10 March 2026; three business days of the packaged terms.
    assert ask(case, cast.alice).due_on == dt.date(2026, 3, 13)
    place = HolidayPlace(operator=cast.operator)
    add_local_holiday(
        place=place, month=3, day=12, year=2026, name="Balanço", actor=actor_of(cast.bob), now=NOW
    )
    assert ask(case, cast.alice).due_on == dt.date(2026, 3, 16)
    assert ask(case, cast.alice, days=1).due_on == dt.date(2026, 3, 11)


def test_the_days_are_those_that_hold_on_the_day(cast: Cast):
    before = packaged_terms("it")
    set_sector_terms(
        operator=cast.operator,
        sector="it",
        valid_from=TODAY + A_DAY,
        terms=before.__class__(1, 1, "Vejam {prestador}.", "Feito?", ("city",)),
        actor=actor_of(cast.bob),
        now=NOW,
    )
    assert terms_of(cast.operator.pk, "it", TODAY) == before
    assert terms_of(cast.operator.pk, "it", TODAY + A_DAY).answer_days == 1
    case = open_case(cast)
    assert ask(case, cast.alice).due_on == dt.date(2026, 3, 13)
    assert ask(case, cast.alice, now=NOW + A_DAY).due_on == dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sector": "kitchen"}, "Este setor não existe"),
        ({"text": " \n"}, "Escreva o que o setor deve fazer"),
        ({"text": "a" * 5001}, "passa de 5000 letras"),
        ({"days": 0}, "O prazo vai de 1"),
        ({"owner_id": 10**9}, "não é mais deste setor"),
        ({"attachment_ids": [10**9]}, "não está mais no processo"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_kept(cast: Cast, wrong, sentence: str):
    case = open_case(cast)
    with pytest.raises(UnableToAskSector, match=sentence):
        ask(case, cast.alice, **wrong)
    assert not SectorTask.objects.exists()


def test_who_has_no_part_in_the_case_asks_nothing(cast: Cast):
    case = open_case(cast)
    for user in (cast.sara, cast.nina, cast.charlie):
        with pytest.raises(NotPermitted):
            ask(case, user)


def test_one_submit_sent_twice_is_one_task(cast: Cast):
    case, token = open_case(cast), uuid.uuid4()
    request = SectorRequest(sector="it", text="O token não chega.")
    for _ in range(2):
        ask_sector(case=case, request=request, actor=actor_of(cast.alice), now=NOW, token=token)
    assert SectorTask.objects.count() == 1


def test_a_case_that_waits_is_brought_back_by_the_answer(cast: Cast):
    case = open_case(cast)
    first = ask(case, cast.alice, holds_case=True)
    second = ask(case, cast.alice, sector="commercial", holds_case=True)
    case.refresh_from_db()
    assert (case.state, case.waiting_on, case.decide_by) == (State.WAITING, "commercial", None)
    cancel_task(task=second, reason="Não é mais preciso.", actor=actor_of(cast.alice), now=NOW + A_DAY)
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (State.WAITING, "it")
    answer_task(task=first, text="Corrigido.", actor=actor_of(cast.sara), now=NOW + 2 * A_DAY)
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (State.IN_PROGRESS, None)
    # Two business days were the sectors'.
    assert case.decide_by == dt.date(2026, 4, 10)


def test_a_draft_waits_for_nobody_and_a_case_without_a_day_gets_the_one_of_the_answer(cast: Cast):
    draft = make_draft(cast.operator, cast.alice)
    with pytest.raises(UnableToAskSector, match="Só um processo em andamento"):
        ask(draft, cast.alice, holds_case=True)
    case = move(make_draft(cast.operator, cast.alice, values=COMPLETE_HEAD), CaseAction.OPEN, cast.alice)
    case.next_contact_on, case.raw_values = None, case.raw_values | {"next_contact_on": ""}
    case.save()
    task = ask(case, cast.alice, holds_case=True)
    task.case.refresh_from_db()
    assert (task.case.state, task.case.next_contact_on) == (State.WAITING, task.due_on)


def test_a_case_that_went_on_by_hand_is_not_moved_by_the_answer(cast: Cast):
    case = open_case(cast)
    task = ask(case, cast.alice, holds_case=True)
    move(case, CaseAction.RESUME, cast.alice)
    move(case, CaseAction.WAIT, cast.alice)
    answer_task(task=task, text="Corrigido.", actor=actor_of(cast.sara), now=NOW)
    case.refresh_from_db()
    assert (case.state, case.waiting_on) == (State.WAITING, "provider")


def test_files_of_the_answer_are_attachments_of_the_case_and_no_text_is_needed_with_them(cast: Cast):
    task = ask(open_case(cast), cast.alice)
    more: dict[str, Any] = {"name": "tela.png", "content": picture(), "largest": 9_999, "now": NOW}
    kept = add_task_file(task=task, actor=actor_of(cast.sara), **more)
    assert (kept.case_id, kept.added_by) == (task.case_id, cast.sara)
    answer_task(task=task, text="", actor=actor_of(cast.sara), now=NOW)
    with pytest.raises(UnableToMoveTask, match="não está mais em aberto"):
        add_task_file(task=task, actor=actor_of(cast.sara), **more)
    for user in (cast.alice, cast.charlie):
        with pytest.raises(NotPermitted):
            add_task_file(task=task, actor=actor_of(user), **more)


def test_only_what_was_chosen_is_shown_and_never_a_cpf(cast: Cast):
    case = open_case(cast)
    proof = add_attachment(
        case=case, name="prova.png", content=picture(), largest=9_999, actor=actor_of(cast.alice), now=NOW
    )
    task = ask(case, cast.alice, facts=["city", "registration", "cpf"], attachment_ids=[proof.pk])
    assert task.facts == ["registration", "city"]
    assert facts_shown(task.case, task.facts) == [("Registro", "CRO-SP 12345"), ("Cidade", "Jundiaí/SP")]
    assert [file.attachment_id for file in task.files.all()] == [proof.pk]
