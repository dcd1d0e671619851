"""The states of a request for a protocol and the one table of its transitions."""

from __future__ import annotations

from django.db import models

from vinculo.accounts.permissions import Permission
from vinculo.kernel.transitions import Transition, TransitionTable


class ProtocolState(models.TextChoices):
    WAITING = "waiting", "Na fila"
    BY_HAND = "by_hand", "A abrir à mão"
    ATTENTION = "attention", "Precisa de alguém"
    OPENED = "opened", "Aberto"
    TWICE = "twice", "Aberto duas vezes"
    CANCELLED = "cancelled", "Cancelado"
    TO_UNDO = "to_undo", "A desfazer"
    UNDONE = "undone", "Desfeito"


class ProtocolAction(models.TextChoices):
    """What moves a request; the labels are the words on the buttons."""

    OPEN = "open", "Aberto pelo sistema"
    STOP = "stop", "Parado"
    SEND = "send", "Reenviar"
    RECORD = "record", "Registrar o número"
    FIND_SECOND = "second", "Aberto duas vezes"
    SETTLE = "settle", "Marcar como resolvido"
    CANCEL = "cancel", "Cancelado"
    ASK_UNDO = "ask_undo", "Pedir para desfazer"
    UNDO = "undo", "Marcar como desfeito"


class NoFacts:
    """What guards would look at: none of the transitions has one."""


_S, _A = ProtocolState, ProtocolAction
_SEND = Permission.PROTOCOLS_SEND

PROTOCOL_TRANSITIONS: TransitionTable[NoFacts] = TransitionTable(
    [
        Transition(_S.WAITING, _A.OPEN, _S.OPENED, _SEND),
        Transition(_S.WAITING, _A.STOP, _S.ATTENTION, _SEND),
        Transition(_S.WAITING, _A.SEND, _S.WAITING, _SEND),
        Transition(_S.ATTENTION, _A.SEND, _S.WAITING, _SEND),
        Transition(_S.BY_HAND, _A.SEND, _S.WAITING, _SEND),
        *(Transition(state, _A.RECORD, _S.OPENED, _SEND) for state in (_S.WAITING, _S.BY_HAND, _S.ATTENTION)),
        *(
            Transition(state, _A.CANCEL, _S.CANCELLED, _SEND)
            for state in (_S.WAITING, _S.BY_HAND, _S.ATTENTION)
        ),
        # The system had opened one of which nobody knew when somebody recorded another.
        Transition(_S.OPENED, _A.FIND_SECOND, _S.TWICE, _SEND),
        Transition(_S.TWICE, _A.SETTLE, _S.OPENED, _SEND),
        *(
            Transition(state, _A.ASK_UNDO, _S.TO_UNDO, _SEND)
            for state in (_S.OPENED, _S.TWICE, _S.TO_UNDO, _S.UNDONE)
        ),
        # The system had opened it before it could be taken back.
        Transition(_S.CANCELLED, _A.ASK_UNDO, _S.TO_UNDO, _SEND),
        Transition(_S.TO_UNDO, _A.UNDO, _S.UNDONE, _SEND),
    ]
)
