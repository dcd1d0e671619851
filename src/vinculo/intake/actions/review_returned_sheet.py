"""A person looks a returned sheet over, and takes from it what the case shall have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.case_write import audit_case
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.models import Case, FieldVersion
from vinculo.cases.states import OPEN_STATES
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.catalogue import OptionList

from ..models import ReturnedSheet
from ..refusals import UnableToTakeFromReturnedSheet

_LISTS = {
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
}
_ANSWERS = ("protocol_required", "serves_other_plans")
_ONE_OF_SEVERAL = ("outcome", *_ANSWERS)
_SIGNATURE = "signed_by"

Change = Mapping[str, Any]
Ticked = Mapping[str, frozenset[str]]


def may_be_taken(change: Change, case: Case) -> bool:
    """Whether a change is one that the case's data could follow: a box, while the case is open."""
    if case.state not in OPEN_STATES:
        return False
    field, kind = change.get("field"), change.get("kind")
    return (field in _LISTS and kind in {"ticked", "unticked"}) or (
        field in _ONE_OF_SEVERAL and kind == "ticked"
    )


def ticked_in(case: Case) -> Ticked:
    """The options that the case has ticked, by the field in which they stand."""
    told = ((field, getattr(case, field)) for field in _ANSWERS)
    answers = {field: frozenset({"yes" if value else "no"}) for field, value in told if value is not None}
    offers = case.offers.filter(is_ticked=True).values_list("code", flat=True)
    return answers | {
        "actions": frozenset(offers),
        "termination_reasons": frozenset(case.termination_reasons),
        "sectors": frozenset(case.sectors),
        "outcome": frozenset({case.outcome} if case.outcome else ()),
    }


def stands_in_case(change: Change, ticked: Ticked) -> bool:
    """Whether the case has a box as pen left it on paper."""
    option = change.get("option")
    if not option:
        return False
    in_case = option in ticked.get(change["field"], ())
    return in_case is (change["kind"] == "ticked")


@transaction.atomic
def note_returned_seen(*, returned: ReturnedSheet, actor: Actor, now: dt.datetime) -> ReturnedSheet:
    """Somebody has looked at what pen changed. Doing it twice changes nothing.

    Raises:
        NotPermitted: the actor may not work on the case.
    """
    case = returned.case
    actor.require(Permission.CASES_WORK, case.operator_id)
    if actor.user is None:
        raise NotPermitted
    row = ReturnedSheet.objects.select_for_update().get(pk=returned.pk)
    if row.seen_at is None:
        row.seen_by, row.seen_at = actor.user, now
        row.save(update_fields=["seen_by", "seen_at"])
        audit_case(case=case, actor=actor, now=now, action="case.paper_seen", detail={"returned": row.pk})
    return row


@transaction.atomic
def take_returned_change(*, returned: ReturnedSheet, place: int, actor: Actor, now: dt.datetime) -> bool:
    """Sets in the case the box that pen ticked or struck, the `place`-th change of the sheet.

    Says whether the sheet counts as looked over: nothing is left on it that the case does not have.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToTakeFromReturnedSheet: the case is decided or ended, or the change is none of a box.
        UnableToWriteCase: the option does not stand on the case's edition.
    """
    case, changes = returned.case, returned.changes
    actor.require(Permission.CASES_WORK, case.operator_id)
    change = changes[place] if 0 <= place < len(changes) else {}
    if not may_be_taken(change, case):
        raise UnableToTakeFromReturnedSheet(
            "Esta marca não pode ser levada ao processo, que já foi decidido ou não tem esse campo. "
            "Nada foi alterado; o papel continua anexado."
        )
    if not stands_in_case(change, ticked_in(case)) and not _set(change, case, actor, now):
        raise UnableToTakeFromReturnedSheet(
            "O processo mudou enquanto isso e a marca não foi levada. Confira o campo no processo."
        )
    ticked = ticked_in(Case.objects.get(pk=case.pk))
    if any(_is_left(each, ticked) for each in changes):
        return False
    note_returned_seen(returned=returned, actor=actor, now=now)
    return True


def _set(change: Change, case: Case, actor: Actor, now: dt.datetime) -> bool:
    field, option = change["field"], change["option"]
    if field in _LISTS:
        ticked = change["kind"] == "ticked"
        return tick_option(case=case, which=_LISTS[field], code=option, ticked=ticked, actor=actor, now=now)
    version = case.version(field)
    saved = save_field(case=case, field=field, raw=option, base_version=version, actor=actor, now=now)
    return saved.fate == FieldVersion.Fate.APPLIED


def _is_left(change: Change, ticked: Ticked) -> bool:
    """A box that the case has otherwise, or words, which a person must read; a signature asks for nothing."""
    if change.get("option"):
        return not stands_in_case(change, ticked)
    return change.get("field") != _SIGNATURE
