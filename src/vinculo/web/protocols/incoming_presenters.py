"""Requests that came in, as the tab Recebidos draws them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case
from vinculo.consequences.incoming_states import INCOMING_TRANSITIONS, IncomingState
from vinculo.consequences.models import IncomingRequest
from vinculo.consequences.queries.incoming_requests import IncomingShelf
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import cnpj, cpf, cro

from ..site.addresses import address_of
from .words import ago_words

STATE_TONES: Mapping[str, str] = {
    IncomingState.WAITING: "",
    IncomingState.CASE: "ok",
    IncomingState.JOINED: "ok",
    IncomingState.DISMISSED: "",
}


@dataclass(frozen=True)
class IncomingLine:
    """`open_cases` are those of the provider whom it was matched to; `matched_by` is who said so."""

    pk: int
    number: str
    name: str
    second: str
    when: str
    text: str
    provider: str
    provider_url: str
    matched_by: str
    open_cases: Sequence[tuple[int, str, str]]
    state: str
    tone: str
    case: str
    case_url: str
    ended: str
    may: frozenset[str]


def incoming_lines(
    rows: Sequence[IncomingRequest],
    open_cases: Mapping[int, Sequence[Case]],
    actor: Actor,
    now: dt.datetime,
) -> list[IncomingLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, open_cases.get(row.provider_id or 0, ()), actor, now, several) for row in rows]


def _line(
    row: IncomingRequest, cases: Sequence[Case], actor: Actor, now: dt.datetime, several: bool
) -> IncomingLine:
    sees = actor.may(Permission.PERSONAL_DATA_SEE, row.operator_id)
    place = "/".join(part for part in (row.city, row.city_state) if part)
    identity = (
        cnpj.formatted(row.cnpj) if row.cnpj else "",
        (cpf.formatted(row.cpf) if sees else cpf.masked(row.cpf)) if row.cpf else "",
        cro.formatted(row.cro, row.cro_state) if row.cro else "",
    )
    second = (*identity, place, row.operator.name if several else "")
    leaving = INCOMING_TRANSITIONS.leaving(row.state)
    return IncomingLine(
        pk=row.pk,
        number=row.number,
        name=row.name or (row.provider.name if row.provider else "Sem nome"),
        second=" · ".join(part for part in second if part),
        when=f"{row.asked_at.astimezone(SAO_PAULO):%d/%m/%Y %H:%M}, {ago_words(row.asked_at, now)}",
        text=row.text,
        provider=row.provider.name if row.provider else "",
        provider_url=address_of("provider", row.provider_id) if row.provider_id else "",
        matched_by=row.matched_by.name if row.matched_by else "",
        open_cases=[(case.pk, str(case), address_of("case-page", case.pk)) for case in cases],
        state=row.get_state_display(),
        tone=STATE_TONES[row.state],
        case=str(row.case) if row.case else "",
        case_url=address_of("case-page", row.case_id) if row.case_id else "",
        ended=_ended(row),
        may=frozenset(str(one.action) for one in leaving if actor.may(one.permission, row.operator_id)),
    )


def _ended(row: IncomingRequest) -> str:
    if row.ended_at is None:
        return ""
    by = f" por {row.ended_by.name}" if row.ended_by else ""
    return f"{row.ended_at.astimezone(SAO_PAULO):%d/%m/%Y %H:%M}{by}"


def shelf_address(shelf: IncomingShelf, page: int = 1) -> str:
    asked = {} if shelf is IncomingShelf.WAITING else {"mostrar": str(shelf)}
    asked |= {"pagina": str(page)} if page > 1 else {}
    return reverse("incoming-list") + (f"?{urlencode(asked)}" if asked else "")


def may_settle(actor: Actor) -> bool:
    return actor.may_anywhere(Permission.CASES_WORK)
