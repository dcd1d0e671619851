"""Handing one thing to an operator's system over HTTP, and what its answer means. No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from vinculo.outbox.exchange import Exchange

from .core_system.connection import StatusLook
from .protocol_system.answers import NotAsItself, RequestRefused, error_in, parsed, within
from .protocol_system.client import MOST_SHOWN, SystemInTrouble
from .protocol_system.connection import SystemAddress
from .protocol_system.http_asking import Answer, AnswerLost, Asker

REFUSALS = frozenset({400, 404, 409, 410, 413, 415, 422})
"""What a system answers that will not do it, however often it is asked."""
LONGEST_STATUS = 40


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent. `shown` tells people what the bytes are; `status` asks whether it is so already."""

    method: str
    path: str
    body: bytes
    heads: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    error_field: str = ""
    status: StatusLook | None = None
    status_path: str = ""


def filled_path(path: str, **values: str) -> str:
    """An address with its gaps filled; what is filled in is one segment of it, whatever it holds."""
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def json_parcel(path: str, told: Mapping[str, str], heads: Mapping[str, str], error_field: str) -> Parcel:
    body = json.dumps(told, ensure_ascii=False)
    heads = {"Content-Type": "application/json", **heads}
    return Parcel("POST", path, body.encode(), heads, shown=body, error_field=error_field)


def deliver(address: SystemAddress, parcel: Parcel, exchange: Exchange) -> None:
    """Returns where the system says that it is done, now or before.

    Raises:
        SystemInTrouble: it could not be asked, or did not answer as itself; see its `may_have_arrived`.
        RequestRefused: see there.
    """
    with _asker(address) as asker:
        answer = _asked(asker, parcel, exchange)
        sentence = error_in(answer, parcel.error_field) if parcel.error_field else ""
        if answer.status not in REFUSALS or answer.body.lstrip()[:1] == b"<":
            _judge(answer, address)
            # Some refuse with a 200, and say why where refusals are said.
            if not sentence:
                return
        if not _is_so_already(asker, parcel, exchange, address):
            raise RequestRefused(answer.status, sentence)


def _asker(address: SystemAddress) -> Asker:
    try:
        return Asker(address)
    except (OSError, ValueError):
        sentence = "O token da ligação não pode ser lido. Confira a variável ou o arquivo dele."
        raise SystemInTrouble(NotAsItself(sentence, may_have_opened=False)) from None


def _asked(asker: Asker, parcel: Parcel, exchange: Exchange) -> Answer:
    heads = "\n".join(f"{name}: {value}" for name, value in parcel.heads.items())
    exchange.asked(f"{parcel.method} {parcel.path}\n{heads}\n{parcel.shown}".strip())
    try:
        answer = asker.ask(parcel.method, parcel.path, body=parcel.body, heads=parcel.heads)
    except AnswerLost as lost:
        raise SystemInTrouble(NotAsItself(str(lost), may_have_opened=lost.was_sent)) from lost
    _note(exchange, answer)
    return answer


def _judge(answer: Answer, address: SystemAddress) -> None:
    """
    Raises:
        SystemInTrouble: it is no answer of such a system that says that it is done.
    """
    if 200 <= answer.status < 300 and not answer.body.strip():
        return
    try:
        parsed(answer, address.called)
    except NotAsItself as trouble:
        raise SystemInTrouble(trouble) from trouble


def _is_so_already(asker: Asker, parcel: Parcel, exchange: Exchange, address: SystemAddress) -> bool:
    """Asked only where the system has refused: somebody may have done it there.

    What it has of a provider names people: only what was asked for is kept.
    """
    if parcel.status is None:
        return False
    exchange.asked(f"GET {parcel.status_path}")
    try:
        answer = asker.ask("GET", parcel.status_path)
        exchange.answered(f"{answer.status} {answer.kind}")
        told: Any = parsed(answer, address.called)
    except (AnswerLost, NotAsItself):
        return False
    status = str(within(told, parcel.status.field))
    exchange.answered(f"{parcel.status.field}: {status[:LONGEST_STATUS]}")
    return status in parcel.status.inactive


def _note(exchange: Exchange, answer: Answer) -> None:
    text = answer.body.decode("utf-8", "replace")
    exchange.answered(f"{answer.status} {answer.kind}\n{text[:MOST_SHOWN]}")
