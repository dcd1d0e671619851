"""Moving a case along the transition table: the one function that writes its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import Transition, UnknownTransition
from vinculo.outbox.actions import plan
from vinculo.paper.catalogue import OptionList

from ..models import Case, CaseEvent, CaseNumberCounter
from ..queries.case_records import facts_of
from ..refusals import UnableToChangeState
from ..rules import guard_facts
from ..states import CASE_TRANSITIONS, PARTS_OF_A_MERGE, CaseAction, CaseGuardFacts, State
from ..typed_fields import CASE_FIELDS
from .case_clock import begin_wait
from .case_write import CaseWrite, writing
from .typed_write import VersionFacts, keep_versions, put_raw

TOLD_TO_THE_CONSULTANT = (
    CaseAction.RETURN,
    CaseAction.SIGN,
    CaseAction.REOPEN,
    CaseAction.DECIDE,
    CaseAction.CANCEL,
    *PARTS_OF_A_MERGE,
)
"""Where somebody else does it, the consultant of the case is told."""

CASE_MOVED = "cases.moved"
"""The outbox rows from which later rooms learn that a case was signed, or that what followed is void."""

FOLLOWED = (CaseAction.SIGN, CaseAction.REOPEN, CaseAction.CANCEL, CaseAction.MERGE)


def change_state(
    *,
    case: Case,
    action: CaseAction,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    signed_name: str | None = None,
    signature_typed: bool = False,
    waiting_on: str | None = None,
) -> Case:
    """Does one transition, with its permission, its guard and its reason.

    `waiting_on` is whom a case waits for: `Case.PROVIDER`, if nobody is named, or the code of a sector.
    `signed_name` is the signature on the paper of a case of the past, `signature_typed` whether a person
    typed it where the reader had read something else; otherwise the actor signs.

    Raises:
        NotPermitted: the case is another operator's, or the role does not allow the action.
        UnableToChangeState: the table has no such transition, the reason is missing, or findings block.
    """
    if action in PARTS_OF_A_MERGE:
        raise UnableToChangeState("Processos se unem e se separam na tela de comparação. Nada foi alterado.")
    if action is CaseAction.TAKE_BACK_IMPORT:
        raise UnableToChangeState("Uma importação se desfaz como um todo, na página dela. Nada foi alterado.")
    row = _row(case, action)
    with writing(case=case, actor=actor, now=now, permission=_permission(row, action)) as write:
        row = _row(write.case, action) or _refuse_unknown(write.case, action)
        actor.require(row.permission, write.case.operator_id)
        if row.needs_reason and not reason.strip():
            raise UnableToChangeState("Escreva o motivo. O processo continua como estava.")
        if action is CaseAction.RECORD_HISTORY and not write.case.is_history:
            raise UnableToChangeState(
                "Só um formulário importado como histórico é encerrado assim. Nada foi alterado."
            )
        told: dict[str, Any] = {}
        if action is CaseAction.DECIDE:
            told["filled"] = _complete_head(write)
        _refuse_if_blocked(write, row)
        if action is CaseAction.WAIT:
            told["waiting_on"] = _wait(write, waiting_on or Case.PROVIDER)
        _EFFECTS.get(action, _no_effect)(write, signed_name)
        if action in (CaseAction.SIGN, CaseAction.RECORD_HISTORY):
            told |= {"signed_name": write.case.signed_name, "signature_typed": signature_typed}
        _move(write, row, reason.strip(), told)
        return write.case


def _row(case: Case, action: CaseAction) -> Transition[CaseGuardFacts] | None:
    try:
        return CASE_TRANSITIONS.find(case.state, action)
    except UnknownTransition:
        return None


def _permission(row: Transition[CaseGuardFacts] | None, action: CaseAction) -> Permission:
    """The permission to ask before the lock; the row as of the lock is asked again."""
    if row is not None:
        return Permission(row.permission)
    return Permission(next(item.permission for item in CASE_TRANSITIONS if item.action == action))


def _refuse_unknown(case: Case, action: CaseAction) -> Transition[CaseGuardFacts]:
    raise UnableToChangeState(
        f"O processo está {case.get_state_display().lower()}; "
        f"“{action.label}” não é possível agora. Nada foi alterado: atualize a página."
    )


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def _refuse_if_blocked(write: CaseWrite, row: Transition[CaseGuardFacts]) -> None:
    if row.guard is None:
        return
    today = write.now.astimezone(SAO_PAULO).date()
    facts = facts_of(
        write.case, today=today, acting_user_id=write.actor.user.pk if write.actor.user else None
    )
    found = blocking(row.guard(guard_facts(facts)))
    if found:
        raise UnableToChangeState(_blocked_sentence(row.action, found), found)


def _blocked_sentence(action: str, found: Sequence[Finding]) -> str:
    label = CaseAction(action).label.lower()
    points = "falta 1 ponto" if len(found) == 1 else f"faltam {len(found)} pontos"
    return f"Ainda não dá para {label}: {points}. Tudo o que foi digitado está guardado."


def move_case(write: CaseWrite, action: CaseAction, *, reason: str) -> None:
    """A transition that is a part of a larger action, which holds the lock and has asked for the permission.

    Raises:
        UnableToChangeState: the table has no such transition.
    """
    row = _row(write.case, action) or _refuse_unknown(write.case, action)
    _move(write, row, reason, {})


def leave_waiting(write: CaseWrite, on: str) -> None:
    """The case waits, as a part of a larger action, which has asked for the permission.

    Raises:
        UnableToChangeState: it cannot wait now, or waits for that one already.
    """
    row = _row(write.case, CaseAction.WAIT) or _refuse_unknown(write.case, CaseAction.WAIT)
    _refuse_if_blocked(write, row)
    _move(write, row, "", {"waiting_on": _wait(write, on)})


def _move(write: CaseWrite, row: Transition[CaseGuardFacts], reason: str, told: Mapping[str, Any]) -> None:
    case = write.case
    source, case.state = case.state, row.target
    write.changed.add("state")
    if source == State.DRAFT and case.number is None:
        _give_number(write)
    event = write.tell(
        CaseEvent.Kind.STATE_CHANGED,
        tells=case.consultant_id if row.action in TOLD_TO_THE_CONSULTANT else None,
        **{"action": row.action, "from": source, "to": row.target, "reason": reason, **told},
    )
    write.audit(f"case.{row.action}", {"from": source, "to": row.target})
    if row.action in FOLLOWED:
        plan(kind=CASE_MOVED, payload={"event": event.pk}, now=write.now)


def _complete_head(write: CaseWrite) -> dict[str, int]:
    """Who filled the form, and on which day, is the decider on the day of decision, unless typed.

    Gives the version of each field that was filled so, for when the decision is taken back.
    """
    case = write.case
    today = write.now.astimezone(SAO_PAULO).date()
    filled: list[VersionFacts] = []
    for name, text in (("staff_name", write.actor.name), ("filled_on", format_date(today))):
        if not case.raw(name).strip():
            filled.append(put_raw(case, CASE_FIELDS[name], text))
            write.changed |= {name, "raw_values", "field_versions"}
    keep_versions(case=case, record=case, versions=filled, actor=write.actor, now=write.now)
    return {item.field: item.version for item in filled}


def _take_back_head(write: CaseWrite) -> None:
    """What the last decision filled in by itself goes with it, unless somebody has typed there since."""
    case = write.case
    decided = case.events.filter(kind=CaseEvent.Kind.STATE_CHANGED, data__action=CaseAction.DECIDE)
    last = decided.order_by("-pk").first()
    filled = last.data.get("filled", {}) if last else {}
    cleared = []
    for name, version in filled.items():
        if case.version(name) == version:
            cleared.append(put_raw(case, CASE_FIELDS[name], ""))
            write.changed |= {name, "raw_values", "field_versions"}
    keep_versions(case=case, record=case, versions=cleared, actor=write.actor, now=write.now)


def _wait(write: CaseWrite, on: str) -> str:
    edition = write.case.edition.edition
    if on != Case.PROVIDER and edition.option(OptionList.SECTOR, on) is None:
        raise UnableToChangeState("Este setor não existe na edição do formulário. Escolha um da lista.")
    if write.case.waiting_on == on:
        raise UnableToChangeState("O processo já aguarda quem você escolheu. Nada foi alterado.")
    write.changed |= begin_wait(write.case, on, write.now)
    return on


def _no_effect(write: CaseWrite, signed_name: str | None) -> None:
    return


def _decided(write: CaseWrite, signed_name: str | None) -> None:
    write.case.decided_by, write.case.decided_at = write.actor.user, write.now
    write.changed |= {"decided_by", "decided_at"}


def _signed(write: CaseWrite, signed_name: str | None) -> None:
    if write.actor.user is None:
        raise NotPermitted("A assinatura é de uma pessoa. Nada foi assinado.")
    write.case.signed_by, write.case.signed_at = write.actor.user, write.now
    write.case.signed_name = write.actor.name
    write.changed |= {"signed_by", "signed_at", "signed_name"}
    _freeze_operator_name(write)


def _freeze_operator_name(write: CaseWrite) -> None:
    """A signed form keeps the operator's name of its day, whatever the operator is called later."""
    write.case.raw_values = {**write.case.raw_values, "operator": write.case.operator.name}
    write.changed.add("raw_values")


def _undecided(write: CaseWrite, signed_name: str | None) -> None:
    """Returned or reopened: the former decision and signature stay in the timeline only."""
    case = write.case
    _take_back_head(write)
    case.raw_values = {name: raw for name, raw in case.raw_values.items() if name != "operator"}
    case.is_history = False
    case.decided_by = case.decided_at = case.signed_by = case.signed_at = case.signed_name = None
    write.changed |= {"decided_by", "decided_at", "signed_by", "signed_at", "signed_name"}
    write.changed |= {"raw_values", "is_history"}


def _history(write: CaseWrite, signed_name: str | None) -> None:
    write.case.signed_name = signed_name
    write.changed.add("signed_name")
    _freeze_operator_name(write)


_EFFECTS = {
    CaseAction.DECIDE: _decided,
    CaseAction.SIGN: _signed,
    CaseAction.RETURN: _undecided,
    CaseAction.REOPEN: _undecided,
    CaseAction.RECORD_HISTORY: _history,
}


def _give_number(write: CaseWrite) -> None:
    """ODL-2026-000123. The counter's lock is the last one taken, and held to the end of the transaction."""
    case, year = write.case, write.now.astimezone(SAO_PAULO).year
    CaseNumberCounter.objects.get_or_create(operator_id=case.operator_id, year=year)
    counter = CaseNumberCounter.objects.select_for_update().get(operator_id=case.operator_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    case.number = f"{case.operator.code}-{year}-{counter.last:06d}"
    write.changed.add("number")
    write.stale_search = True
