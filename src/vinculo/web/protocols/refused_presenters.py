"""Rows that cannot be read as requests, as the tab Recebidos draws them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.models import IncomingRequest, RefusedRow
from vinculo.kernel.dates import SAO_PAULO
from vinculo.network.feed.masked_rejects import masked_cell

from .words import ago_words


@dataclass(frozen=True)
class RefusedLine:
    """`type_url` leads to the form with what the row says; blank for who may not see it, or not type it."""

    pk: int
    where: str
    when: str
    reason: str
    cells: Sequence[tuple[str, str]]
    type_url: str
    may_dismiss: bool


def refused_lines(rows: Sequence[RefusedRow], actor: Actor, now: dt.datetime) -> list[RefusedLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, actor, now, several) for row in rows]


def _line(row: RefusedRow, actor: Actor, now: dt.datetime, several: bool) -> RefusedLine:
    sees = actor.may(Permission.PERSONAL_DATA_SEE, row.operator_id)
    works = actor.may(Permission.CASES_WORK, row.operator_id)
    came = f"{row.first_came_at.astimezone(SAO_PAULO):%d/%m/%Y %H:%M}, {ago_words(row.first_came_at, now)}"
    return RefusedLine(
        pk=row.pk,
        where=f"{_place(row)}{f', {row.operator.name}' if several else ''}",
        when=came,
        reason=f"{row.reason[:1].upper()}{row.reason[1:]}.",
        cells=[(name, text if sees else masked_cell(name, text)) for name, text in row.told.items() if text],
        type_url=f"{reverse('incoming-list')}?linha={row.pk}#digitar" if sees and works else "",
        may_dismiss=works,
    )


def _place(row: RefusedRow) -> str:
    if row.source == IncomingRequest.Source.FILE:
        return f"Linha {row.place} de {row.file_name or 'um arquivo CSV'}"
    return f"{row.place}º pedido que o sistema de protocolos mandou"


def typed_again(row: RefusedRow) -> Mapping[str, str]:
    """What the row says, in the fields of a request that somebody types."""
    found = {part: row.told.get(name, "") for part, name in row.parts.items() if name}
    council = " ".join(part for part in (found.get("cro", ""), found.pop("cro_state", "")) if part)
    return found | {"cro": council, "operator": str(row.operator_id), "row": str(row.pk)}
