"""What connections file and could not, as Protocolos shows it beside the requests for protocols."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.consequences.models import Filing
from vinculo.consequences.queries.filings import waits_for_sending
from vinculo.kernel.numbers import format_count

from ..duties.filing_words import filing_standing
from ..site.addresses import address_of
from .words import ago_words


@dataclass(frozen=True)
class FilingLine:
    """A duty that waits for a person; `may_send` draws the button."""

    duty: int
    url: str
    title: str
    name: str
    case: str
    case_url: str
    operator: str
    when: str
    state: str
    tone: str
    reason: str
    may_send: bool


def filing_lines(rows: Sequence[Filing], actor: Actor, now: dt.datetime) -> list[FilingLine]:
    several = len(actor.operator_names) > 1
    return [_line(row, actor, now, several) for row in rows]


def _line(row: Filing, actor: Actor, now: dt.datetime, several: bool) -> FilingLine:
    duty, case = row.duty, row.duty.case
    standing = filing_standing(duty, now)
    may = actor.may(Permission.CASES_WORK, row.operator_id)
    return FilingLine(
        duty=duty.pk,
        url=f"{address_of('case-duties', case.pk)}#duty-{duty.pk}",
        title=duty.label,
        name=case.dentist_name or "Prestador sem nome",
        case=str(case),
        case_url=address_of("case-page", case.pk),
        operator=row.operator.name if several else "",
        when=f"pedido {ago_words(row.made_at, now)}",
        state=standing.state,
        tone=standing.tone,
        reason=standing.reason,
        may_send=may and waits_for_sending(duty),
    )


def owed_filing_words(failing: int) -> str:
    """What is said in Hoje; blank where nothing waits."""
    if not failing:
        return ""
    return "1 arquivamento com falha" if failing == 1 else f"{format_count(failing)} arquivamentos com falha"
