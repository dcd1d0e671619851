"""What the law asks at an operator: set from a day on, confirmed by its lawyers, discarded in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db import transaction

from vinculo.accounts.actions.dated_rows import day_remark, set_from_a_day
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of
from vinculo.kernel.text_gaps import gaps_unknown_to

from ..legal_terms import LEGAL_GAPS, RULE_NAMES, LegalRules
from ..models import LegalTerms
from ..refusals import UnableToSetLegalTerms
from .reckon_legal_clocks import reckon_legal_clocks

MOST_DAYS = {"notice_days": 365, "kept_days": 730, "consult_days": 60}
LONGEST_TEXT, LONGEST_NORM, LONGEST_NAME = 3000, 200, 150
_TEXTS = ("portal_text", "call_text", "no_substitute_text")
_NORMS = ("notice_norm", "kept_norm", "consult_norm")


@transaction.atomic
def set_legal_terms(
    *, operator: Operator, valid_from: dt.date, rules: LegalRules, actor: Actor, now: dt.datetime
) -> LegalTerms:
    """What holds from a day on; what was set for that same day is replaced, and has to be confirmed anew.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetLegalTerms: see there.
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    remarks = {**day_remark(valid_from), **dict(_remarks(rules))}
    if remarks:
        raise UnableToSetLegalTerms.beside(remarks)
    values = {name: _tidied(getattr(rules, name)) for name in RULE_NAMES}
    key = {"operator": operator, "valid_from": valid_from}
    row, is_other = set_from_a_day(LegalTerms, key, values, actor=actor, now=now)
    if is_other:
        row.confirmed_on, row.confirmed_by, row.confirmation_noted_by = None, "", None
        row.save(update_fields=["confirmed_on", "confirmed_by", "confirmation_noted_by"])
        days = {name: values[name] for name in MOST_DAYS}
        _audit(row, "legal_terms.set", actor, now, days)
        reckon_legal_clocks(operator_id=operator.pk, today=day_of(now))
    return row


@transaction.atomic
def confirm_legal_terms(
    *, terms: LegalTerms, confirmed_on: dt.date, confirmed_by: str, actor: Actor, now: dt.datetime
) -> LegalTerms:
    """Notes who confirmed them for the operator, and when.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetLegalTerms: nobody is named, or the day has not come.
    """
    actor.require(Permission.DESK_EDIT, terms.operator_id)
    remarks = {}
    if not confirmed_by.strip() or len(confirmed_by) > LONGEST_NAME:
        remarks["confirmed_by"] = "Escreva quem confirmou: nome, e setor ou escritório."
    if confirmed_on > day_of(now) or day_remark(confirmed_on):
        remarks["confirmed_on"] = "A confirmação é de hoje ou de um dia que já passou."
    if remarks:
        raise UnableToSetLegalTerms.beside(remarks)
    row = LegalTerms.objects.select_for_update().get(pk=terms.pk)
    row.confirmed_on, row.confirmed_by, row.confirmation_noted_by = (
        confirmed_on,
        confirmed_by.strip(),
        actor.user,
    )
    row.save(update_fields=["confirmed_on", "confirmed_by", "confirmation_noted_by"])
    _audit(row, "legal_terms.confirmed", actor, now, {"on": confirmed_on.isoformat()})
    return row


@transaction.atomic
def discard_legal_terms(*, terms: LegalTerms, actor: Actor, now: dt.datetime) -> None:
    """Takes back what has not begun.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetLegalTerms: it holds already.
    """
    actor.require(Permission.DESK_EDIT, terms.operator_id)
    if terms.valid_from <= day_of(now):
        raise UnableToSetLegalTerms(
            "Estas normas já valem e ficam registradas. Para mudar, defina outras a partir de um dia."
        )
    row = LegalTerms.objects.select_for_update().filter(pk=terms.pk).first()
    if row is not None:
        _audit(row, "legal_terms.discarded", actor, now, {})
        row.delete()


def _remarks(rules: LegalRules) -> Iterator[tuple[str, str]]:
    for name, most in MOST_DAYS.items():
        if not 1 <= getattr(rules, name) <= most:
            yield name, f"De 1 a {most} dias."
    for name in _NORMS:
        if not 0 < len(getattr(rules, name).strip()) <= LONGEST_NORM:
            yield name, f"Escreva a norma e o artigo, em até {LONGEST_NORM} letras."
    for name in _TEXTS:
        remark = _text_remark(getattr(rules, name))
        if remark:
            yield name, remark


def _text_remark(text: str) -> str:
    if not text.strip():
        return "Escreva o texto."
    if len(text) > LONGEST_TEXT:
        return f"O texto vai até {LONGEST_TEXT} letras."
    unknown = gaps_unknown_to(LEGAL_GAPS, text)
    return f"Não se preenche sozinho: {', '.join(unknown)}." if unknown else ""


def _tidied(value: int | str) -> int | str:
    """A text as a form sends it, with the line ends of everybody else."""
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else value


def _audit(
    row: LegalTerms, action: str, actor: Actor, now: dt.datetime, detail: Mapping[str, object]
) -> None:
    record_audit(
        actor=actor,
        operator_id=row.operator_id,
        action=action,
        subject_kind="legal_terms",
        subject_id=row.pk,
        now=now,
        detail={"valid_from": row.valid_from.isoformat(), **detail},
    )
