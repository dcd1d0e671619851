"""Makers of signed cases and their documents for tests."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium

from vinculo.accounts.models import Operator, User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction
from vinculo.cases.tests.case_files import COMPLETE_DECISION, COMPLETE_HEAD, NOW, ONE_CONTACT, make_draft
from vinculo.documents.actions.freeze_form import FREEZE_KIND, freeze_signed_form
from vinculo.documents.actions.issue_letter import LetterRequest, issue_letter
from vinculo.documents.actions.letter_templates import adopt_starter_letters
from vinculo.documents.models import IssuedDocument, LetterTemplate
from vinculo.outbox.models import OutboxRow

A_DAY = dt.timedelta(days=1)


def move(case: Case, action: CaseAction, user: Any, *, days: int = 0, reason: str = "") -> Case:
    return change_state(case=case, action=action, actor=actor_of(user), now=NOW + days * A_DAY, reason=reason)


def decided_case(operator: Operator, consultant: User, **values: str) -> Case:
    """Under way and decided by the consultant; `values` are put over a complete case."""
    case = make_draft(
        operator,
        consultant,
        values=COMPLETE_HEAD | COMPLETE_DECISION | values,
        contacts=[(1, ONE_CONTACT | {"spoken_to": "Marta"})],
        reasons=["fees"],
    )
    move(case, CaseAction.OPEN, consultant)
    return move(case, CaseAction.DECIDE, consultant)


def signed_case(cast: Cast, **values: str) -> Case:
    """Decided by Alice, signed by Bob."""
    return move(decided_case(cast.operator, cast.alice, **values), CaseAction.SIGN, cast.bob)


def signature_of(case: Case) -> CaseEvent:
    """The last one."""
    signed = case.events.filter(kind=CaseEvent.Kind.STATE_CHANGED, data__action=CaseAction.SIGN)
    return signed.order_by("-pk")[0]


def freeze(case: Case, *, days: int = 0) -> IssuedDocument:
    """What the worker does after a signature.

    Raises:
        IssuedDocument.DoesNotExist: nothing was issued of it.
    """
    event = signature_of(case)
    row = OutboxRow(kind=FREEZE_KIND, payload={"event": event.pk})
    freeze_signed_form(row, NOW + days * A_DAY)
    return IssuedDocument.objects.get(follows=event, kind="signed_form")


def issued_letter(cast: Cast, case: Case, person: str) -> tuple[LetterTemplate, IssuedDocument]:
    """A letter to that person about a termination, by a template of the operator's own."""
    (first, *_) = adopt_starter_letters(operator=cast.operator, actor=actor_of(cast.bob), now=NOW)
    request = LetterRequest(str(first.pk), {"pessoa": person, "ultimo_dia": "09/04/2026"})
    return first, issue_letter(case=case, request=request, actor=actor_of(cast.alice), now=NOW)


def words_of(pdf: bytes) -> str:
    """What stands on all pages."""
    with closing(pdfium.PdfDocument(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
