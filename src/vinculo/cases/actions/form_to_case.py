"""A form that was read becomes a case: a draft, or a closed case of the past."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.network.models import Provider
from vinculo.paper.form import RetentionForm

from ..models import Case, FormEdition
from ..states import CaseAction
from ..typed_fields import CASE_FIELDS
from .change_state import change_state
from .create_case import HISTORY, DraftFacts, create_case


def draft_facts_of(form: RetentionForm, *, history: bool = False) -> DraftFacts:
    """The texts that somebody would type to copy the form.

    The paper's signature belongs to a case of the past only: a draft is signed in the product.
    """
    values = {
        name: field.format(getattr(form, name))
        for name, field in CASE_FIELDS.items()
        if getattr(form, name, None) is not None
    }
    contacts: dict[int, dict[str, str]] = {}
    for contact in form.contacts:
        # Two blocks may carry the same number on paper: the second takes the next free place.
        position = contact.number if contact.number not in contacts else max(contacts) + 1
        on = CASE_FIELDS["filled_on"].format(contact.on)
        contacts[position] = {"on": on, "note": contact.note or ""}
    return DraftFacts(
        values=values,
        contacts=sorted(contacts.items()),
        actions=form.actions,
        reasons=form.termination_reasons,
        sectors=form.sectors,
        origin=HISTORY if history else "form",
    )


def form_to_case(
    *,
    form: RetentionForm,
    operator: Operator,
    edition: FormEdition,
    actor: Actor,
    now: dt.datetime,
    history: bool = False,
    provider: Provider | None = None,
    token: uuid.UUID | None = None,
) -> Case:
    """Makes the case. As history it is numbered and closed at once, and nothing is set going.

    Raises:
        NotPermitted: the actor may not work on cases of that operator.
    """
    with transaction.atomic():
        case = create_case(
            operator=operator,
            edition=edition,
            facts=draft_facts_of(form, history=history),
            actor=actor,
            now=now,
            provider=provider,
            token=token,
        )
        if history and case.number is None:
            case = change_state(
                case=case,
                action=CaseAction.RECORD_HISTORY,
                actor=actor,
                now=now,
                signed_name=form.signed_by,
            )
    return case
