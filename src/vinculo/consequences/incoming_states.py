"""The states of a request that came in, and the one table of its transitions."""

from __future__ import annotations

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.transitions import Transition, TransitionTable


class IncomingState(models.TextChoices):
    WAITING = "waiting", "Aguardando"
    CASE = "case", "Virou processo"
    JOINED = "joined", "Juntada a um processo"
    DISMISSED = "dismissed", "Dispensada"


class IncomingAction(models.TextChoices):
    """What moves a request; the labels are the words on the buttons."""

    MATCH = "match", "Escolher o prestador"
    OPEN = "open", "Abrir processo"
    JOIN = "join", "Juntar ao processo"
    DISMISS = "dismiss", "Dispensar"
    RESTORE = "restore", "Voltar para a lista"


_CASE = Permission.CASES_WORK

INCOMING_TRANSITIONS: TransitionTable[None] = TransitionTable(
    [
        Transition(IncomingState.WAITING, IncomingAction.MATCH, IncomingState.WAITING, _CASE),
        Transition(IncomingState.WAITING, IncomingAction.OPEN, IncomingState.CASE, _CASE),
        Transition(IncomingState.WAITING, IncomingAction.JOIN, IncomingState.JOINED, _CASE),
        Transition(
            IncomingState.WAITING, IncomingAction.DISMISS, IncomingState.DISMISSED, _CASE, needs_reason=True
        ),
        Transition(IncomingState.DISMISSED, IncomingAction.RESTORE, IncomingState.WAITING, _CASE),
    ]
)
