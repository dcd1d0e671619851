"""Whether what was issued still stands: its signature does, and nothing has taken its place."""

from __future__ import annotations

from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import CaseAction, State

from .models import IssuedDocument


def signature_stands(case: Case, event: CaseEvent) -> bool:
    return case.state == State.CLOSED and case.signed_at == event.at


def standing_signature(case: Case) -> CaseEvent | None:
    """The event of the signature that stands now; None for paper of the past, too: nobody signed it here."""
    signed = case.events.filter(kind=CaseEvent.Kind.STATE_CHANGED, data__action=CaseAction.SIGN)
    last = signed.order_by("-pk").first() if case.state == State.CLOSED else None
    return last if last is not None and signature_stands(case, last) else None


def is_standing(document: IssuedDocument) -> bool:
    """Asks the case, too: a reopening counts from its own moment, not from when a worker marks it.

    `document` comes with its case and its event.
    """
    return not hasattr(document, "superseded") and signature_stands(document.case, document.follows)
