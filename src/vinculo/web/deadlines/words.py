"""What is said of a legal clock: what happened to it, and how its days are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from vinculo.consequences.actions.legal_dates import DATE_SET, EXCEPTION
from vinculo.consequences.actions.legal_notices import CORRECTED, GIVEN, PROVEN, WITHDRAWN
from vinculo.consequences.actions.legal_substitute import NO_SUBSTITUTE, SUBSTITUTE
from vinculo.consequences.actions.start_clock import ENDED, STARTED, TO_WITHDRAW
from vinculo.consequences.clock_words import ClockState, Medium, ShortNotice
from vinculo.kernel.dates import format_date
from vinculo.kernel.numbers import format_count

_TITLES: Mapping[str, str] = {
    STARTED: "Prazo legal iniciado",
    ENDED: "Prazo legal encerrado",
    TO_WITHDRAW: "Prazo legal: os avisos publicados têm de ser desfeitos",
    DATE_SET: "Data da saída definida",
    EXCEPTION: "Saída antes do prazo do aviso",
    SUBSTITUTE: "Substituto indicado",
    NO_SUBSTITUTE: "Saída sem substituto",
    GIVEN: "{medium}: aviso dado",
    CORRECTED: "{medium}: aviso corrigido",
    PROVEN: "{medium}: comprovante anexado",
    WITHDRAWN: "{medium}: aviso desfeito",
}
_NOTICES: Mapping[str, str] = {
    STARTED: "iniciou o prazo legal de um desligamento seu",
    ENDED: "encerrou o prazo legal",
    TO_WITHDRAW: "lembra: os avisos publicados têm de ser desfeitos",
    DATE_SET: "mudou a data da saída",
    EXCEPTION: "permitiu a saída antes do prazo do aviso",
}
CLOCK_ACTIONS: Mapping[str, str] = {
    action: words.removeprefix("{medium}: ").capitalize() for action, words in _TITLES.items()
}
"""The same for the access log."""
STATE_TONES: Mapping[str, str] = {
    ClockState.RUNNING: "",
    ClockState.WITHDRAWING: "warn",
    ClockState.ENDED: "",
}


def timeline_words(data: Mapping[str, Any]) -> tuple[str, str]:
    """Title and detail of an event's line."""
    medium = Medium(data["medium"]).label if data.get("medium") else ""
    title = _TITLES.get(data["action"], "Prazo legal").format(medium=medium)
    parts = [
        format_date(dt.date.fromisoformat(data["on"])) if data.get("on") else "",
        str(ShortNotice(data["exception"]).label) if data.get("exception") else "",
        data.get("label", ""),
        data.get("reason", ""),
    ]
    return title, " · ".join(part for part in parts if part)


def owed_deadline_words(late: int, soon: int) -> str:
    """What is said in Hoje of legal deadlines; blank where none is near."""
    told = []
    if late:
        told.append(_counted(late, "prazo legal atrasado", "prazos legais atrasados"))
    if soon and late:
        told.append(_counted(soon, "vence até amanhã", "vencem até amanhã"))
    elif soon:
        told.append(_counted(soon, "prazo legal vence até amanhã", "prazos legais vencem até amanhã"))
    return " e ".join(told)


def _counted(number: int, one: str, many: str) -> str:
    return f"1 {one}" if number == 1 else f"{format_count(number)} {many}"


def notice_words_of_clock(action: object) -> str:
    return _NOTICES.get(str(action), "mudou o prazo legal")
