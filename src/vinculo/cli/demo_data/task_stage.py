"""What signatures ask of sectors and who answers, as time goes by; and what is asked on the last day."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.consequences.actions.ask_sector import SectorRequest, ask_sector
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.move_task import accept_answer, answer_task, record_answer
from vinculo.consequences.models import SectorTask
from vinculo.kernel.business_days import add_business_days
from vinculo.kernel.dates import SAO_PAULO
from vinculo.outbox.models import OutboxRow

from .cast import MAIN
from .office_hours import day_of

LEFT_OPEN_FOR = dt.timedelta(days=12)
"""Of what was asked so shortly before the end, every other task is still open."""

ANSWERS = {
    "it": "Acessos retirados e token desativado.",
    "technical_review": "Guias em aberto revistas; não há glosa pendente.",
    "commercial": "Tabela atualizada. Não há outra proposta em curso.",
    "call_center": "Equipe avisada; quem perguntar recebe os prestadores da região.",
}
REQUESTS = (
    (
        "it",
        "O token demora a chegar e expira antes de ser usado. Verifiquem, por favor, e digam até quando.",
        True,
    ),
    ("technical_review", "O prestador contesta a glosa de três restaurações. Pode ser revista?", False),
    ("it", "A recepção perdeu a senha do portal. Enviem outra ao e-mail do cadastro.", False),
)

Deed = Callable[[dt.datetime], object]


class TaskStage:
    """Deeds that are still to come stand in order of time."""

    def __init__(self, actors: Mapping[str, Actor], end: dt.datetime) -> None:
        self._actors = {actor.user.pk: actor for actor in actors.values() if actor.user}
        self._end = end
        self._coming: list[tuple[dt.datetime, int, Deed]] = []

    def follow(self, now: dt.datetime) -> None:
        """What was told of cases, done at once as by a worker."""
        rows = OutboxRow.objects.filter(kind=CASE_MOVED, state=OutboxRow.State.PLANNED)
        for row in rows.order_by("pk"):
            before = SectorTask.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            follow_case(row, now)
            OutboxRow.objects.filter(pk=row.pk).update(state=OutboxRow.State.DONE, done_at=now)
            for task in SectorTask.objects.filter(pk__gt=before).select_related("case"):
                self._expect_answer(task)

    def go_on(self, until: dt.datetime) -> None:
        while self._coming and self._coming[0][0] <= until:
            when, _, deed = heapq.heappop(self._coming)
            deed(when)

    def ask_today(self, operators: Mapping[str, Operator]) -> None:
        """Some of the cases under way ask their sectors something."""
        found = Case.objects.filter(operator=operators[MAIN], state=State.IN_PROGRESS)
        found = found.exclude(consultant=None).exclude(next_contact_on=None).order_by("pk")
        for case, (sector, text, holds) in zip(found, REQUESTS, strict=False):
            assert case.consultant_id is not None
            wanted = SectorRequest(sector, text, ("registration", "city"), holds_case=holds)
            ask_sector(case=case, request=wanted, actor=self._actors[case.consultant_id], now=self._end)

    def _expect_answer(self, task: SectorTask) -> None:
        if task.asked_at > self._end - LEFT_OPEN_FOR and task.pk % 2:
            return
        consultant = self._actors.get(task.case.consultant_id or 0)
        if consultant is None:
            return
        text = ANSWERS.get(task.sector, "Feito.")
        member = self._member(task)
        if member is None:
            self._plan(task, 2, 16, lambda at: record_answer(task=task, text=text, actor=consultant, now=at))
            return
        self._plan(task, 1, 10, lambda at: answer_task(task=task, text=text, actor=member, now=at))
        self._plan(task, 3, 9, lambda at: accept_answer(task=task, actor=consultant, now=at))

    def _member(self, task: SectorTask) -> Actor | None:
        for actor in self._actors.values():
            if task.sector in actor.sectors.get(task.operator_id, frozenset()):
                return actor
        return None

    def _plan(self, task: SectorTask, days: int, hour: int, deed: Deed) -> None:
        """Not once the task has gone another way."""

        def unless_it_ended(at: dt.datetime) -> None:
            task.refresh_from_db(fields=["ended_at"])
            if task.ended_at is None:
                deed(at)

        day = add_business_days(day_of(task.asked_at), days)
        when = dt.datetime.combine(day, dt.time(hour, 7 * task.pk % 60), tzinfo=SAO_PAULO)
        heapq.heappush(self._coming, (when, len(self._coming) + task.pk * 10, unless_it_ended))
