"""What is said of requests for protocols: how they stand, why they failed, for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vinculo.consequences.actions.protocol_write import ASKED
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import ProtocolAction, ProtocolState
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.numbers import format_count
from vinculo.outbox.models import ConnectionHealth, OutboxRow, OutboxTry

RowState = OutboxRow.State

STATE_TONES: Mapping[str, str] = {
    ProtocolState.WAITING: "",
    ProtocolState.BY_HAND: "warn",
    ProtocolState.ATTENTION: "danger",
    ProtocolState.OPENED: "ok",
    ProtocolState.TWICE: "danger",
    ProtocolState.CANCELLED: "",
    ProtocolState.TO_UNDO: "warn",
    ProtocolState.UNDONE: "",
}
TIMELINE_TITLES: Mapping[str, str] = {
    ASKED: "Protocolo pedido",
    ProtocolAction.STOP: "Protocolo não aberto: precisa de alguém",
    ProtocolAction.SEND: "Pedido de protocolo reenviado",
    ProtocolAction.FIND_SECOND: "Protocolo aberto duas vezes",
    ProtocolAction.SETTLE: "Segundo protocolo resolvido",
    ProtocolAction.CANCEL: "Pedido de protocolo cancelado",
    ProtocolAction.ASK_UNDO: "Protocolo a desfazer no sistema",
    ProtocolAction.UNDO: "Protocolo marcado como desfeito",
}
NOTICE_WORDS: Mapping[str, str] = {
    ASKED: "pede: abra o protocolo deste processo à mão e registre o número",
    ProtocolAction.STOP: "não conseguiu abrir o protocolo deste processo: veja por quê",
    ProtocolAction.FIND_SECOND: "pede: este processo tem dois protocolos, cancele um deles no sistema",
    ProtocolAction.ASK_UNDO: "pede: cancele no sistema o protocolo deste processo, que foi reaberto",
}
OUTCOME_TONES: Mapping[str, str] = {
    OutboxTry.Outcome.DONE: "ok",
    OutboxTry.Outcome.NO_CONNECTION: "warn",
    OutboxTry.Outcome.FAILED: "warn",
    OutboxTry.Outcome.REFUSED: "danger",
    OutboxTry.Outcome.LOST: "warn",
}
HEALTH_TONES: Mapping[str, str] = {
    ConnectionHealth.State.WELL: "ok",
    ConnectionHealth.State.DOWN: "danger",
    ConnectionHealth.State.PROBING: "warn",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """`state` is short, `reason` a sentence or more; blank where there is nothing to say."""

    state: str
    tone: str
    reason: str = ""


def standing_of(request: ProtocolRequest, now: dt.datetime) -> Standing:
    state = ProtocolState(request.state)
    tone = STATE_TONES[state]
    if state == ProtocolState.BY_HAND:
        return Standing("A abrir à mão", tone, "Abra no sistema de protocolos e registre aqui o número.")
    if state != ProtocolState.WAITING or request.row is None:
        return Standing(str(state.label), tone, request.finding)
    return row_standing(request.row, now)


def row_standing(row: OutboxRow, now: dt.datetime) -> Standing:
    """How a row of the outbox stands that talks to a system."""
    error = _as_sentence(row.last_error)
    if row.state == RowState.GIVEN_UP:
        sentence = f"{error} O Vínculo parou de tentar depois de {_times(row.tries)}. Reenvie quando puder."
        return Standing("Parou de tentar", "danger", sentence)
    if row.state == RowState.RUNNING:
        return Standing("Sendo enviado", "", "")
    if row.held_since is not None:
        return Standing("Espera o sistema voltar", "warn", error)
    if row.state == RowState.FAILED:
        return Standing("Vai tentar de novo", "warn", f"{error} Nova tentativa {_when(row.due_at, now)}.")
    return Standing("Na fila", "", "")


def _as_sentence(error: str) -> str:
    """What handlers tell is in Portuguese; the name of a fault inside is for the log alone."""
    return error if " " in error else "Algo falhou no Vínculo." if error else ""


def _times(count: int) -> str:
    return "1 tentativa" if count == 1 else f"{count} tentativas"


def _when(moment: dt.datetime, now: dt.datetime) -> str:
    local, today = moment.astimezone(SAO_PAULO), now.astimezone(SAO_PAULO)
    if moment <= now:
        return "em instantes"
    if local.date() == today.date():
        return f"às {local:%H:%M}"
    return f"em {local:%d/%m} às {local:%H:%M}"


def since_words(moment: dt.datetime, now: dt.datetime) -> str:
    """ "desde 10:02", "desde ontem, 10:02", "desde 20/11/2026, 10:02"."""
    local, today = moment.astimezone(SAO_PAULO), now.astimezone(SAO_PAULO).date()
    if local.date() == today:
        return f"desde {local:%H:%M}"
    if local.date() == today - dt.timedelta(days=1):
        return f"desde ontem, {local:%H:%M}"
    return f"desde {format_date(local.date())}, {local:%H:%M}"


def long_words(time: dt.timedelta) -> str:
    """ "menos de 1 min", "45 min", "3 h 05 min", "2 dias e 4 h"."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 1:
        return "menos de 1 min"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    told = "1 dia" if days == 1 else f"{days} dias"
    return f"{told} e {hours} h" if hours else told


def ago_words(moment: dt.datetime, now: dt.datetime) -> str:
    time = now - moment
    return "agora há pouco" if time < dt.timedelta(minutes=1) else f"há {long_words(time)}"


def timeline_words(data: Mapping[str, Any]) -> tuple[str, str]:
    """Title and detail of an event of a request."""
    title = TIMELINE_TITLES.get(str(data.get("action")), "Pedido de protocolo")
    numbers = [str(data[name]) for name in ("number", "second") if data.get(name)]
    return title, " e ".join(numbers) or str(data.get("protocol_kind") or "")


def owed_words(failing: int, by_hand: int) -> str:
    """What is said in Hoje of requests that wait for a person; blank where none does."""
    told = []
    if failing:
        told.append(
            "1 protocolo com falha" if failing == 1 else f"{format_count(failing)} protocolos com falha"
        )
    if by_hand:
        told.append("1 a abrir à mão" if by_hand == 1 else f"{format_count(by_hand)} a abrir à mão")
    words = " e ".join(told)
    return words if failing or not words else f"{words} no sistema de protocolos"
