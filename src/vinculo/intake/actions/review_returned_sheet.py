"""A person looks a returned sheet over, and takes from it what the case shall have."""

from __future__ import annotations

import datetime as dt

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
_ONE_OF_SEVERAL = ("outcome", "protocol_required", "serves_other_plans")


def may_be_taken(change: dict[str, object], case: Case) -> bool:
    """Whether a change is one that the case's data could follow: a box, while the case is open."""
    if case.state not in OPEN_STATES:
        return False
    field, kind = change.get("field"), change.get("kind")
    return (field in _LISTS and kind in {"ticked", "unticked"}) or (
        field in _ONE_OF_SEVERAL and kind == "ticked"
    )


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


def take_returned_change(*, returned: ReturnedSheet, place: int, actor: Actor, now: dt.datetime) -> None:
    """Sets in the case the box that pen ticked or struck, the `place`-th change of the sheet.

    Raises:
        NotPermitted: the actor may not work on the case.
        UnableToTakeFromReturnedSheet: the case is decided or ended, or the change is none of a box.
        UnableToWriteCase: the option does not stand on the case's edition.
    """
    case, changes = returned.case, returned.changes
    change = changes[place] if 0 <= place < len(changes) else {}
    if not may_be_taken(change, case):
        raise UnableToTakeFromReturnedSheet(
            "Esta marca não pode ser levada ao processo, que já foi decidido ou não tem esse campo. "
            "Nada foi alterado; o papel continua anexado."
        )
    field, option = change["field"], change["option"]
    if field in _LISTS:
        ticked = change["kind"] == "ticked"
        done = tick_option(case=case, which=_LISTS[field], code=option, ticked=ticked, actor=actor, now=now)
    else:
        version = case.version(field)
        saved = save_field(case=case, field=field, raw=option, base_version=version, actor=actor, now=now)
        done = saved.fate == FieldVersion.Fate.APPLIED
    if not done:
        raise UnableToTakeFromReturnedSheet(
            "O processo mudou enquanto isso e a marca não foi levada. Confira o campo no processo."
        )
