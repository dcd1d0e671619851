"""The states of what an operator's connection files, and the one table of its transitions."""

from __future__ import annotations

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.transitions import Transition, TransitionTable

from .protocol_states import NoFacts


class FilingState(models.TextChoices):
    WAITING = "waiting", "Na fila"
    ATTENTION = "attention", "Precisa de alguém"
    TOLD = "told", "Informado ao sistema"
    ELSEWHERE = "elsewhere", "Feito de outro modo"
    CANCELLED = "cancelled", "Cancelado"


class FilingAction(models.TextChoices):
    """What moves a filing; the labels are the words on the buttons."""

    TELL = "tell", "Informado ao sistema"
    STOP = "stop", "Parado"
    SEND = "send", "Enviar de novo"
    LEAVE = "leave", "Feito de outro modo"
    CANCEL = "cancel", "Cancelado"


_S, _A = FilingState, FilingAction
_CASE = Permission.CASES_WORK
_UNSENT = (_S.WAITING, _S.ATTENTION)

FILING_TRANSITIONS: TransitionTable[NoFacts] = TransitionTable(
    [
        *(Transition(state, _A.TELL, _S.TOLD, _CASE) for state in (*_UNSENT, _S.ELSEWHERE, _S.CANCELLED)),
        Transition(_S.WAITING, _A.STOP, _S.ATTENTION, _CASE),
        # What the system was told turns out not to be so, or not to be so yet.
        Transition(_S.TOLD, _A.STOP, _S.ATTENTION, _CASE),
        *(Transition(state, _A.SEND, _S.WAITING, _CASE) for state in (*_UNSENT, _S.TOLD, _S.ELSEWHERE)),
        *(Transition(state, _A.LEAVE, _S.ELSEWHERE, _CASE) for state in _UNSENT),
        *(Transition(state, _A.CANCEL, _S.CANCELLED, _CASE) for state in _UNSENT),
    ]
)
