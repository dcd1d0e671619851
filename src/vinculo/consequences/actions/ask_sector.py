"""“Pedir ao setor”: somebody who works on a case asks one of its sectors."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.cases.actions.case_write import CaseWrite, writing
from vinculo.cases.models import Attachment, Case
from vinculo.cases.states import OPEN_STATES, WORKED_STATES, State
from vinculo.paper.catalogue import OptionList

from ..models import SectorTask, TaskFile
from ..needed_facts import NEEDED_FACTS
from ..queries.sectors import members_of
from ..refusals import UnableToAskSector
from .task_telling import tell_of_new_task
from .task_write import due_day, hold_case

MOST_DAYS = 60
LONGEST_TEXT = 5000


@dataclass(frozen=True)
class SectorRequest:
    """What somebody asks. Without `owner_id` it goes to the sector's queue, without `days` by its terms."""

    sector: str
    text: str
    facts: Sequence[str] = ()
    attachment_ids: Sequence[int] = ()
    holds_case: bool = False
    owner_id: int | None = None
    days: int | None = None


def ask_sector(
    *,
    case: Case,
    request: SectorRequest,
    actor: Actor,
    now: dt.datetime,
    token: uuid.UUID | None = None,
) -> SectorTask:
    """Makes the task, and leaves the case waiting for it where the request says so. One token, one task.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToAskSector: see there.
        UnableToChangeState: the case cannot wait.
    """
    with writing(case=case, actor=actor, now=now) as write:
        made = SectorTask.objects.filter(token=token, case=write.case).first() if token else None
        if made is not None:
            return made
        label = _sector_label(write, request.sector)
        owner = _owner(write, request)
        _refuse_unclear(write, request)
        files = _files(write, request.attachment_ids)
        task = SectorTask.objects.create(
            operator_id=write.case.operator_id,
            case=write.case,
            sector=request.sector,
            sector_label=label,
            token=token,
            text=request.text.strip(),
            facts=[code for code in NEEDED_FACTS if code in request.facts],
            holds_case=request.holds_case,
            owner=owner,
            asked_by=actor.user,
            asked_by_name=actor.name,
            asked_at=now,
            given_at=now,
            due_on=due_day(write, request.sector, request.days),
        )
        TaskFile.objects.bulk_create(TaskFile(task=task, attachment=file) for file in files)
        tell_of_new_task(write, task)
        write.audit("task.ask", {"task": task.pk, "sector": task.sector})
        if task.holds_case:
            hold_case(write, task.sector, task.due_on)
        return task


def _sector_label(write: CaseWrite, code: str) -> str:
    if write.case.state not in (*OPEN_STATES, State.DECIDED):
        raise UnableToAskSector(
            f"O processo está {write.case.get_state_display().lower()} e não faz mais pedidos a setores. "
            "Nada foi enviado."
        )
    option = write.case.edition.edition.option(OptionList.SECTOR, code)
    if option is None:
        raise UnableToAskSector("Este setor não existe na edição do formulário. Escolha um da lista.")
    return option.label


def _owner(write: CaseWrite, request: SectorRequest) -> User | None:
    if request.owner_id is None:
        return None
    owner = members_of(write.case.operator_id, request.sector).filter(pk=request.owner_id).first()
    if owner is None:
        raise UnableToAskSector("Quem você escolheu não é mais deste setor. Escolha outra pessoa ou a fila.")
    return owner


def _refuse_unclear(write: CaseWrite, request: SectorRequest) -> None:
    if not request.text.strip():
        raise UnableToAskSector("Escreva o que o setor deve fazer. O pedido não foi enviado.")
    if len(request.text) > LONGEST_TEXT:
        raise UnableToAskSector(
            f"O pedido passa de {LONGEST_TEXT} letras e não foi enviado. Resuma ou anexe um arquivo."
        )
    if request.days is not None and not 1 <= request.days <= MOST_DAYS:
        raise UnableToAskSector(f"O prazo vai de 1 a {MOST_DAYS} dias úteis. O pedido não foi enviado.")
    if request.holds_case and write.case.state not in WORKED_STATES:
        raise UnableToAskSector(
            "Só um processo em andamento espera por um setor. Desmarque a espera e envie o pedido de novo."
        )


def _files(write: CaseWrite, attachment_ids: Sequence[int]) -> list[Attachment]:
    wanted = set(attachment_ids)
    found = list(Attachment.objects.filter(case=write.case, voided_at=None, pk__in=wanted).defer("text"))
    if len(found) < len(wanted):
        raise UnableToAskSector("Um dos anexos não está mais no processo. Escolha de novo; nada foi enviado.")
    return found
