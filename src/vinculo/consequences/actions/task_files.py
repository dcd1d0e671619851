"""Files that come with an answer: attachments of the case, shown by the task."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.models import Attachment
from vinculo.kernel.refusal import NotPermitted

from ..models import SectorTask, TaskFile
from ..refusals import UnableToMoveTask


@transaction.atomic
def add_task_file(
    *, task: SectorTask, name: str, content: bytes, largest: int, actor: Actor, now: dt.datetime
) -> Attachment:
    """Keeps a file of the sector's with the case. The same content twice is one attachment.

    Raises:
        NotPermitted: the task is none of the actor's sectors.
        UnableToMoveTask: it is not open any more.
        UnableToAddAttachment: the file is empty, too big, or of a kind that is not kept.
    """
    found = SectorTask.objects.visible_to(actor).select_related("case").filter(pk=task.pk).first()
    if found is None or found.sector not in actor.sectors.get(found.operator_id, frozenset()):
        raise NotPermitted
    kept = add_attachment(
        case=found.case,
        name=name,
        content=content,
        largest=largest,
        actor=actor,
        now=now,
        permission=Permission.TASKS_ANSWER,
    )
    # The case is locked now: what the task says stays so until the end.
    found.refresh_from_db(fields=["state"])
    if not found.is_open:
        raise UnableToMoveTask("A tarefa não está mais em aberto. O arquivo não foi anexado.")
    TaskFile.objects.get_or_create(task=found, attachment=kept, defaults={"is_answer": True})
    return kept
