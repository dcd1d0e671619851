"""The newest decisions have their signed form and a letter; the other forms are left to the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.models import Case
from vinculo.cases.states import State
from vinculo.documents.actions.freeze_form import FREEZE_KIND, freeze_now
from vinculo.documents.actions.issue_letter import LetterRequest, draft_letter, issue_letter
from vinculo.documents.queries.letter_templates import offered_letters
from vinculo.kernel.dates import format_date
from vinculo.outbox.models import OutboxRow
from vinculo.outbox.queueing import enqueue_anew

from .cast import MAIN

FIRST_AFTER, EACH_AFTER = dt.timedelta(minutes=1), dt.timedelta(seconds=2)
NOTICE = dt.timedelta(days=30)
OUTCOMES = ("terminated", "retained")


def issue_documents(operators: Mapping[str, Operator], actors: Mapping[str, Actor], end: dt.datetime) -> None:
    by_id = {actor.user.pk: actor for actor in actors.values() if actor.user}
    for outcome in OUTCOMES:
        signed = Case.objects.filter(operator=operators[MAIN], state=State.CLOSED, outcome=outcome)
        case = signed.exclude(signed_at=None).exclude(consultant=None).order_by("-signed_at").first()
        if case is not None and case.consultant_id in by_id:
            freeze_now(case=case, actor=by_id[case.consultant_id], now=end)
            _write(case, by_id[case.consultant_id], end)
    _leave_the_rest_to_the_worker(end)


def _leave_the_rest_to_the_worker(end: dt.datetime) -> None:
    """Newest first and one after the other, so that they keep nobody waiting who has just come in."""
    rows = list(OutboxRow.objects.filter(kind=FREEZE_KIND, state=OutboxRow.State.PLANNED).order_by("-pk"))
    for place, row in enumerate(rows):
        row.due_at = end + FIRST_AFTER + place * EACH_AFTER
    OutboxRow.objects.bulk_update(rows, ["due_at"])
    enqueue_anew(rows)


def _write(case: Case, actor: Actor, now: dt.datetime) -> None:
    letter, *_ = offered_letters(actor, case)
    ends_on = (case.ended_on or now.date()) + NOTICE
    typed = {"ultimo_dia": format_date(ends_on), "pessoa": case.dentist_name or "colega"}
    request = LetterRequest(letter.key, typed)
    draft = draft_letter(case, request, actor)
    if draft is not None and not draft.missing:
        issue_letter(case=case, request=request, actor=actor, now=now)
