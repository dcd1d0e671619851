"""Whether what was issued still stands: its signature does, and nothing has taken its place."""

from __future__ import annotations

from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.states import State

from .models import IssuedDocument


def signature_stands(case: Case, event: CaseEvent) -> bool:
    return case.state == State.CLOSED and case.signed_at == event.at


def is_standing(document: IssuedDocument) -> bool:
    """Asks the case, too: a reopening counts from its own moment, not from when a worker marks it.

    `document` comes with its case and its event.
    """
    return not hasattr(document, "superseded") and signature_stands(document.case, document.follows)
