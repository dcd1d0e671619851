"""Ticking and unticking one box of a list: each box is its own write, so that two people cannot collide."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.paper.catalogue import OptionList

from ..models import Case, CaseEvent, FieldVersion, Offer
from ..refusals import UnableToWriteCase
from ..states import OPEN_STATES
from .case_write import CaseWrite, writing
from .typed_write import VersionFacts, keep_versions

TICKED_COLUMNS = {OptionList.REASON: "termination_reasons", OptionList.SECTOR: "sectors"}


def tick_option(
    *, case: Case, which: OptionList, code: str, ticked: bool, actor: Actor, now: dt.datetime
) -> bool:
    """Sets one box of actions, reasons or sectors. False: kept apart, because the case is decided.

    Raises:
        NotPermitted: the case is another operator's, or the actor may not work on it.
        UnableToWriteCase: the option does not stand on the case's edition.
    """
    with writing(case=case, actor=actor, now=now) as write:
        if write.case.edition.edition.option(which, code) is None or which is OptionList.OUTCOME:
            raise UnableToWriteCase("Esta opção não existe na edição do formulário deste processo.")
        if not _is_open(write, f"{which.value}.{code}", "yes" if ticked else ""):
            return False
        if which is OptionList.ACTION:
            Offer.objects.update_or_create(case=write.case, code=code, defaults={"is_ticked": ticked})
            write.stale_search = True
        else:
            _tick_in_array(write, which, code, ticked)
        _keep(write, f"{which.value}.{code}", "yes" if ticked else "", FieldVersion.Fate.APPLIED)
        return True


def choose_primary_reason(
    *, case: Case, code: str, actor: Actor, now: dt.datetime, seen: str | None = None
) -> FieldVersion.Fate:
    """Names the primary one of the ticked reasons, unless the case is decided.

    `seen` is the one that the person was looking at (empty: none): where somebody named another one
    meanwhile, theirs stands, and this choice is kept beside it.

    Raises:
        UnableToWriteCase: that reason is not ticked.
    """
    with writing(case=case, actor=actor, now=now) as write:
        if not _is_open(write, "primary_reason", code):
            return FieldVersion.Fate.REJECTED
        if code not in write.case.termination_reasons:
            raise UnableToWriteCase("Marque primeiro este motivo; depois escolha-o como principal.")
        fate = FieldVersion.Fate.APPLIED
        if seen is not None and (write.case.primary_reason or "") not in ("", seen, code):
            fate = FieldVersion.Fate.CONFLICTING
        else:
            write.case.primary_reason = code
            write.changed.add("primary_reason")
        _keep(write, "primary_reason", code, fate)
        return fate


def _tick_in_array(write: CaseWrite, which: OptionList, code: str, ticked: bool) -> None:
    case, column = write.case, TICKED_COLUMNS[which]
    codes = set(getattr(case, column)) | {code} if ticked else set(getattr(case, column)) - {code}
    setattr(case, column, list(case.edition.edition.in_order(which, codes)))
    write.changed.add(column)
    if which is OptionList.REASON:
        settle_primary_reason(case)
        write.changed.add("primary_reason")


def settle_primary_reason(case: Case) -> None:
    """One ticked reason is the primary one; one that is no longer ticked is not. Unsaved."""
    if len(case.termination_reasons) == 1:
        case.primary_reason = case.termination_reasons[0]
    elif case.primary_reason not in case.termination_reasons:
        case.primary_reason = None


def _is_open(write: CaseWrite, field: str, raw: str) -> bool:
    """Whether the case takes writes; if not, the write is kept as a rejected version."""
    if write.case.state in OPEN_STATES:
        return True
    _keep(write, field, raw, FieldVersion.Fate.REJECTED)
    write.tell(CaseEvent.Kind.SAVE_REJECTED, record="case", field=field)
    return False


def _keep(write: CaseWrite, field: str, raw: str, fate: FieldVersion.Fate) -> None:
    version = write.case.version(field)
    if fate is FieldVersion.Fate.APPLIED:
        version += 1
        write.case.field_versions = {**write.case.field_versions, field: version}
        write.changed.add("field_versions")
    facts = VersionFacts(field, version, raw, fate)
    keep_versions(case=write.case, record=write.case, versions=[facts], actor=write.actor, now=write.now)
    write.audit(f"case.option_{fate.value}", {"field": field})
