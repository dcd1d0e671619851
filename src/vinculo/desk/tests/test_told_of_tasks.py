"""Whom a task of a sector is told to: who has it, and the consultant of the case."""

from __future__ import annotations

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import CaseEvent
from vinculo.cases.tests.case_files import NOW
from vinculo.consequences.actions.move_task import answer_task
from vinculo.consequences.tests.asked_sectors import ask, open_case
from vinculo.desk.queries.notices import notices_of, unseen_count


def test_the_consultant_of_the_case_is_told_of_the_answer_and_the_owner_of_the_request(cast: Cast):
    task = ask(open_case(cast), cast.bob, owner_id=cast.sara.pk)
    assert [notice.data["action"] for notice in notices_of(actor_of(cast.sara)).rows] == ["ask"]
    answer_task(task=task, text="Corrigido.", actor=actor_of(cast.sara), now=NOW)
    (notice,) = notices_of(actor_of(cast.alice)).rows
    assert (notice.who, notice.kind, notice.data["action"], notice.data["label"]) == (
        "Sara Tavares",
        CaseEvent.Kind.SECTOR_TASK,
        "answer",
        "T.I.",
    )
    assert (unseen_count(actor_of(cast.bob)), unseen_count(actor_of(cast.charlie))) == (0, 0)
