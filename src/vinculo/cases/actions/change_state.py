"""Moving a case along the transition table: the one function that writes its state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import NotPermitted
from vinculo.kernel.transitions import Transition, UnknownTransition

from ..models import Case, CaseEvent, CaseNumberCounter
from ..queries.case_records import facts_of
from ..refusals import UnableToChangeState
from ..rules import guard_facts
from ..states import CASE_TRANSITIONS, CaseAction, CaseGuardFacts, State
from ..typed_fields import CASE_FIELDS
from .case_write import CaseWrite, writing
from .typed_write import VersionFacts, keep_versions, put_raw


def change_state(
    *,
    case: Case,
    action: CaseAction,
    actor: Actor,
    now: dt.datetime,
    reason: str = "",
    signed_name: str | None = None,
) -> Case:
    """Does one transition, with its permission, its guard and its reason.

    `signed_name` is the signature on the paper of a case of the past; otherwise the actor signs.

    Raises:
        NotPermitted: the case is another operator's, or the role does not allow the action.
        UnableToChangeState: the table has no such transition, the reason is missing, or findings block.
    """
    row = _row(case, action)
    with writing(case=case, actor=actor, now=now, permission=_permission(row, action)) as write:
        row = _row(write.case, action) or _refuse_unknown(write.case, action)
        actor.require(row.permission, write.case.operator_id)
        if row.needs_reason and not reason.strip():
            raise UnableToChangeState("Escreva o motivo. O processo continua como estava.")
        if action is CaseAction.DECIDE:
            _complete_head(write)
        _refuse_if_blocked(write, row)
        _EFFECTS.get(action, _no_effect)(write, signed_name)
        _move(write, row, reason.strip())
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


def _move(write: CaseWrite, row: Transition[CaseGuardFacts], reason: str) -> None:
    case = write.case
    source, case.state = case.state, row.target
    write.changed.add("state")
    if source == State.DRAFT:
        _give_number(write)
    write.tell(
        CaseEvent.Kind.STATE_CHANGED,
        **{"action": row.action, "from": source, "to": row.target, "reason": reason},
    )
    write.audit(f"case.{row.action}", {"from": source, "to": row.target})


def _complete_head(write: CaseWrite) -> None:
    """Who filled the form, and on which day, is the decider on the day of decision, unless typed."""
    case = write.case
    today = write.now.astimezone(SAO_PAULO).date()
    typed: list[VersionFacts] = []
    for name, text in (("staff_name", write.actor.name), ("filled_on", format_date(today))):
        if not case.raw(name).strip():
            typed.append(put_raw(case, CASE_FIELDS[name], text))
            write.changed |= {name, "raw_values", "field_versions"}
    keep_versions(case=case, record=case, versions=typed, actor=write.actor, now=write.now)


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


def _undecided(write: CaseWrite, signed_name: str | None) -> None:
    """Returned or reopened: the former decision and signature stay in the timeline only."""
    case = write.case
    case.decided_by = case.decided_at = case.signed_by = case.signed_at = case.signed_name = None
    write.changed |= {"decided_by", "decided_at", "signed_by", "signed_at", "signed_name"}


def _history(write: CaseWrite, signed_name: str | None) -> None:
    write.case.is_history, write.case.signed_name = True, signed_name
    write.changed |= {"is_history", "signed_name"}


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
