"""Protocolos as its templates draw it: the tabs, lines of requests, one request, the systems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.actions.record_protocol import is_sendable
from vinculo.consequences.core_system.connection import CORE_SYSTEM
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.protocol_states import PROTOCOL_TRANSITIONS, ProtocolAction, ProtocolState
from vinculo.consequences.protocol_system.connection import PROTOCOL_SYSTEM
from vinculo.consequences.queries.filings import count_failing
from vinculo.consequences.queries.incoming_requests import incoming_waiting
from vinculo.consequences.queries.protocol_requests import ProtocolShelf, ProtocolSystemState, shelf_counts
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.numbers import format_count
from vinculo.outbox.models import OutboxTry
from vinculo.outbox.queries import ConnectionState

from ..site.addresses import address_of
from .outage_line import OutageLine, outage_line
from .words import HEALTH_TONES, OUTCOME_TONES, ago_words, long_words, since_words, standing_of

SYSTEM, INCOMING = "system", "incoming"
TAB_LABELS: Mapping[str, str] = {
    INCOMING: "Recebidos",
    ProtocolShelf.QUEUE: "Fila",
    ProtocolShelf.FAILED: "Falhas",
    ProtocolShelf.OPENED: "Abertos",
    SYSTEM: "Sistema",
}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class ProtocolLine:
    """`number` is blank until there is one; `outage` says how long the system was down meanwhile."""

    pk: int
    url: str
    case: str
    case_url: str
    title: str
    kind: str
    second: str
    number: str
    when: str
    state: str
    tone: str
    reason: str
    outage: str
    send_label: str
    may_send: bool
    may_record: bool
    may_undo: bool
    may_settle: bool


@dataclass(frozen=True)
class TryLine:
    number: int
    at: str
    long: str
    outcome: str
    tone: str
    error: str
    request: str
    answer: str


@dataclass(frozen=True)
class SystemView:
    """The protocol system of an operator, or its core system. `down` is what people have to know while it is
    down; `mark` tells the two apart on a page.
    """

    operator_id: int
    mark: str
    is_core: bool
    called: str
    try_url: str
    operator: str
    is_by_hand: bool
    address: str
    path: str
    mistakes: Sequence[str]
    state: str
    tone: str
    down: str
    reason: str
    next_look: str
    waiting: int
    waiting_words: str
    failing: int
    line: OutageLine
    may_act: bool


def tab_counts(actor: Actor) -> dict[ProtocolShelf, int]:
    """How many wait in the queue and for a person: what could not be filed is a failure, too."""
    counts = shelf_counts(actor)
    counts[ProtocolShelf.FAILED] += count_failing(actor)
    return counts


def protocol_tabs(current: str, counts: Mapping[ProtocolShelf, int], actor: Actor) -> list[Tab]:
    """The numbers of those that wait stand beside their names."""
    waiting = {str(name): count for name, count in counts.items()} | {INCOMING: incoming_waiting(actor)}
    return [
        Tab(_label(name, waiting.get(str(name), 0)), tab_address(name), is_current=name == current)
        for name in TAB_LABELS
    ]


def _label(name: str, count: int) -> str:
    return f"{TAB_LABELS[name]} ({format_count(count)})" if count else TAB_LABELS[name]


def tab_address(name: str, page: int = 1) -> str:
    if name in (SYSTEM, INCOMING):
        return reverse("protocol-systems" if name == SYSTEM else "incoming-list")
    asked = {"mostrar": str(name)} | ({"pagina": str(page)} if page > 1 else {})
    return f"{reverse('protocol-list')}?{urlencode(asked)}"


def protocol_lines(
    rows: Sequence[ProtocolRequest],
    actor: Actor,
    now: dt.datetime,
    outages: Mapping[int, dt.timedelta],
) -> list[ProtocolLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, actor, now, outages.get(row.pk, dt.timedelta()), several) for row in rows]


def _line(
    row: ProtocolRequest, actor: Actor, now: dt.datetime, outage: dt.timedelta, several: bool
) -> ProtocolLine:
    standing = standing_of(row, now)
    may = actor.may(Permission.PROTOCOLS_SEND, row.operator_id)
    actions = {one.action for one in PROTOCOL_TRANSITIONS.leaving(row.state)}
    second = [row.kind, row.operator.name if several else ""]
    return ProtocolLine(
        pk=row.pk,
        url=address_of("protocol-page", row.pk),
        case=str(row.case),
        case_url=address_of("case-page", row.case_id),
        title=row.in_name_of,
        kind=row.kind,
        second=" · ".join(part for part in second if part),
        number=row.number,
        when=_when(row, now),
        state=standing.state,
        tone=standing.tone,
        reason=standing.reason,
        outage=f"{long_words(outage)} com o sistema fora do ar" if outage else "",
        send_label="Reenviar" if row.row else "Enviar ao sistema",
        may_send=may and is_sendable(row),
        may_record=may and ProtocolAction.RECORD in actions,
        may_undo=may and ProtocolAction.UNDO in actions,
        may_settle=may and ProtocolAction.SETTLE in actions,
    )


def _when(row: ProtocolRequest, now: dt.datetime) -> str:
    if row.state in (ProtocolState.OPENED, ProtocolState.TWICE) and row.opened_at:
        by = f", registrado por {row.recorded_by.name}" if row.recorded_by else ""
        return f"aberto em {row.opened_at.astimezone(SAO_PAULO):%d/%m/%Y às %H:%M}{by}"
    return f"pedido {ago_words(row.asked_at, now)}"


def try_lines(tries: Sequence[OutboxTry]) -> list[TryLine]:
    """The last one first."""
    return [
        TryLine(
            number=one.number,
            at=f"{one.begun_at.astimezone(SAO_PAULO):%d/%m/%Y %H:%M:%S}",
            long=f"{(one.ended_at - one.begun_at).total_seconds():.1f} s".replace(".", ","),
            outcome=one.get_outcome_display(),
            tone=OUTCOME_TONES[one.outcome],
            error=one.error if " " in one.error else "",
            request=one.request,
            answer=one.answer,
        )
        for one in reversed(tries)
    ]


def system_views(
    found: Sequence[ProtocolSystemState], actor: Actor, *, since: dt.datetime, now: dt.datetime
) -> list[SystemView]:
    return [_system(one, actor, since, now) for one in found]


def _system(one: ProtocolSystemState, actor: Actor, since: dt.datetime, now: dt.datetime) -> SystemView:
    state, system = one.state, one.connection.system
    return SystemView(
        operator_id=one.operator.pk,
        mark=f"{'core-' if one.is_core else ''}{one.operator.pk}",
        is_core=one.is_core,
        called=CORE_SYSTEM if one.is_core else PROTOCOL_SYSTEM,
        try_url=address_of("protocol-core-try" if one.is_core else "protocol-system-try", one.operator.pk),
        operator=one.operator.name,
        is_by_hand=one.connection.is_by_hand,
        address=system.address.base_url if system else "",
        path=str(one.connection.path) if actor.may(Permission.OPERATORS_EDIT, one.operator.pk) else "",
        mistakes=one.connection.mistakes,
        state=str(state.state.label),
        tone=HEALTH_TONES[state.state],
        down=down_words(state, now),
        reason=state.reason,
        next_look=_next_look(state, now),
        waiting=state.waiting,
        waiting_words=_waiting_words(state.waiting, "envio" if one.is_core else "pedido"),
        failing=one.failing,
        line=outage_line(state.outages, since=since, now=now),
        may_act=actor.may(Permission.PROTOCOLS_SEND, one.operator.pk),
    )


def down_words(state: ConnectionState, now: dt.datetime) -> str:
    """ "desde 10:02 (há 32 min)"; blank while the system is well."""
    if state.is_well or state.down_since is None:
        return ""
    return f"{since_words(state.down_since, now)} (há {long_words(now - state.down_since)})"


def _next_look(state: ConnectionState, now: dt.datetime) -> str:
    if state.is_well or state.probe_at is None:
        return ""
    if state.probe_at <= now:
        return "O Vínculo está verificando agora."
    return f"O Vínculo verifica de novo às {state.probe_at.astimezone(SAO_PAULO):%H:%M:%S}."


def _waiting_words(count: int, what: str) -> str:
    if not count:
        return ""
    return f"1 {what} espera" if count == 1 else f"{format_count(count)} {what}s esperam"
