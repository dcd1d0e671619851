"""Which tasks a request may reach: all others do not exist."""

from __future__ import annotations

from django.http import Http404

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.models import SectorTask
from vinculo.consequences.queries.sector_tasks import find_task
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request


def task_or_404(request: Request, pk: int) -> SectorTask:
    """
    Raises:
        Http404: there is no such task for this person.
    """
    task = find_task(request.actor, pk)
    if task is None:
        raise Http404
    return task


def require_tasks(actor: Actor) -> None:
    """
    Raises:
        NotPermitted: the actor neither sees cases nor belongs to a sector.
    """
    if not (actor.may_anywhere(Permission.CASES_SEE) or actor.may_anywhere(Permission.TASKS_ANSWER)):
        raise NotPermitted("As tarefas dos setores não fazem parte do seu perfil.")
