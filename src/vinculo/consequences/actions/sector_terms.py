"""How an operator asks a sector: set from a day on, and discarded while that day has not come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vinculo.accounts.actions.dated_rows import day_remark, set_from_a_day
from vinculo.accounts.actions.refusals import FieldRefusal
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of
from vinculo.cases.queries.editions import sectors_of
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.text_gaps import gaps_unknown_to

from ..models import SectorTerms
from ..needed_facts import NEEDED_FACTS
from ..terms import GAPS, Terms

MOST_ANSWER_DAYS, MOST_REMIND_DAYS = 60, 20
LONGEST_TEXT = 2000


class UnableToSetSectorTerms(FieldRefusal):
    """A number, a text or the day makes no sense, or the terms hold already."""


@transaction.atomic
def set_sector_terms(
    *, operator: Operator, sector: str, valid_from: dt.date, terms: Terms, actor: Actor, now: dt.datetime
) -> SectorTerms:
    """How the sector is asked from a day on; what was set for that same day is replaced.

    Raises:
        NotPermitted: the actor does not look after that operator's desk, or it has no such sector.
        UnableToSetSectorTerms: see there.
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    if sector not in sectors_of(operator):
        raise NotPermitted
    remarks = _remarks(valid_from, terms)
    if remarks:
        raise UnableToSetSectorTerms.beside(remarks)
    values = {
        "answer_days": terms.answer_days,
        "remind_days": terms.remind_days,
        "request_text": terms.request_text,
        "signature_text": terms.signature_text,
        "facts": [code for code in NEEDED_FACTS if code in terms.facts],
    }
    key = {"operator": operator, "sector": sector, "valid_from": valid_from}
    row, is_other = set_from_a_day(SectorTerms, key, values, actor=actor, now=now)
    if is_other:
        _audit(row, "sector_terms.set", actor, now)
    return row


@transaction.atomic
def discard_sector_terms(*, terms: SectorTerms, actor: Actor, now: dt.datetime) -> None:
    """Takes back what has not begun.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetSectorTerms: it holds already.
    """
    actor.require(Permission.DESK_EDIT, terms.operator_id)
    if terms.valid_from <= day_of(now):
        raise UnableToSetSectorTerms(
            "Estas regras já valem e ficam registradas. Para mudar, defina outras a partir de um dia."
        )
    row = SectorTerms.objects.select_for_update().filter(pk=terms.pk).first()
    if row is not None:
        _audit(row, "sector_terms.discarded", actor, now)
        row.delete()


def _remarks(valid_from: dt.date, terms: Terms) -> Mapping[str, str]:
    remarks = day_remark(valid_from)
    if not 1 <= terms.answer_days <= MOST_ANSWER_DAYS:
        remarks["answer_days"] = f"De 1 a {MOST_ANSWER_DAYS} dias úteis."
    if not 0 <= terms.remind_days <= MOST_REMIND_DAYS:
        remarks["remind_days"] = f"De 0 a {MOST_REMIND_DAYS} dias úteis."
    for name, text in (("request_text", terms.request_text), ("signature_text", terms.signature_text)):
        remark = _text_remark(text)
        if remark:
            remarks[name] = remark
    return remarks


def _text_remark(text: str) -> str:
    if not text.strip():
        return "Escreva o texto."
    if len(text) > LONGEST_TEXT:
        return f"O texto vai até {LONGEST_TEXT} letras."
    unknown = gaps_unknown_to(GAPS, text)
    return f"Não se preenche sozinho: {', '.join(unknown)}." if unknown else ""


def _audit(row: SectorTerms, action: str, actor: Actor, now: dt.datetime) -> None:
    detail: dict[str, Any] = {"sector": row.sector, "valid_from": row.valid_from.isoformat()}
    record_audit(
        actor=actor,
        operator_id=row.operator_id,
        action=action,
        subject_kind="sector_terms",
        subject_id=row.pk,
        now=now,
        detail=detail,
    )
