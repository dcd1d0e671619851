"""The exit list of an operator: what is done when a provider leaves, from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from vinculo.accounts.actions.dated_rows import day_remark, set_from_a_day
from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.cases.clock import day_of
from vinculo.kernel.text_gaps import gaps_unknown_to

from ..duty_lists import GAPS, ListedDuty
from ..models import ExitList
from ..refusals import UnableToSetExitList

MOST_ITEMS, MOST_DAYS = 20, 120
LONGEST_LABEL, LONGEST_TEXT = 120, 1000


@transaction.atomic
def set_exit_list(
    *, operator: Operator, valid_from: dt.date, items: Sequence[ListedDuty], actor: Actor, now: dt.datetime
) -> ExitList:
    """The list from a day on; what was set for that same day is replaced. An item without code gets one.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetExitList: see there; remarks on an item stand under its place, such as "0-label".
    """
    actor.require(Permission.DESK_EDIT, operator.pk)
    wanted = [replace(item, label=" ".join(item.label.split()), text=item.text.strip()) for item in items]
    if remarks := _remarks(valid_from, wanted):
        raise UnableToSetExitList.beside(remarks)
    values = {"items": [item.as_item() for item in _with_codes(wanted)]}
    key = {"operator": operator, "valid_from": valid_from}
    row, is_other = set_from_a_day(ExitList, key, values, actor=actor, now=now)
    if is_other:
        _audit(row, "exit_list.set", actor, now)
    return row


@transaction.atomic
def discard_exit_list(*, exit_list: ExitList, actor: Actor, now: dt.datetime) -> None:
    """Takes back what has not begun.

    Raises:
        NotPermitted: the actor does not look after that operator's desk.
        UnableToSetExitList: it holds already.
    """
    actor.require(Permission.DESK_EDIT, exit_list.operator_id)
    if exit_list.valid_from <= day_of(now):
        raise UnableToSetExitList(
            "Esta lista já vale e fica registrada. Para mudar, defina outra a partir de um dia."
        )
    row = ExitList.objects.select_for_update().filter(pk=exit_list.pk).first()
    if row is not None:
        _audit(row, "exit_list.discarded", actor, now)
        row.delete()


def _with_codes(items: Sequence[ListedDuty]) -> list[ListedDuty]:
    """A code is kept for the life of an item, so that what follows one signature is told apart."""
    told = {item.code for item in items if item.code}
    taken: set[str] = set()
    found = []
    for item in items:
        number, code = 1, "" if item.code in taken else item.code
        while not code:
            code = "" if f"item-{number}" in told | taken else f"item-{number}"
            number += 1
        taken.add(code)
        found.append(replace(item, code=code))
    return found


def _remarks(valid_from: dt.date, items: Sequence[ListedDuty]) -> dict[str, str]:
    remarks = day_remark(valid_from)
    if not 1 <= len(items) <= MOST_ITEMS:
        remarks["valid_from"] = f"A lista tem de 1 a {MOST_ITEMS} itens."
    for place, item in enumerate(items):
        remarks |= {f"{place}-{name}": remark for name, remark in _item_remarks(item).items()}
    return remarks


def _item_remarks(item: ListedDuty) -> dict[str, str]:
    remarks = {}
    if not 1 <= len(item.label) <= LONGEST_LABEL:
        remarks["label"] = f"Escreva o que fazer, com até {LONGEST_LABEL} caracteres."
    if not 1 <= item.days <= MOST_DAYS:
        remarks["days"] = f"De 1 a {MOST_DAYS} dias úteis."
    if len(item.text) > LONGEST_TEXT:
        remarks["text"] = f"Até {LONGEST_TEXT} caracteres."
    elif unknown := gaps_unknown_to(GAPS, item.text):
        remarks["text"] = f"Não se preenche sozinho: {', '.join(unknown)}. Use só os campos da lista abaixo."
    return remarks


def _audit(row: ExitList, action: str, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=row.operator_id,
        action=action,
        subject_kind="operator",
        subject_id=row.operator_id,
        now=now,
        detail={"valid_from": row.valid_from.isoformat(), "items": len(row.items)},
    )
