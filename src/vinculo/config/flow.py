"""What happens after a commit: which handler does each kind of outbox row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.cases.actions.attachments import PREPARE_KIND
from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.cases.actions.prepare_attachment import prepare_attachment
from vinculo.cases.actions.reckon_clocks import reckon_clocks
from vinculo.cases.actions.service_levels import LEVELS_CHANGED
from vinculo.consequences.actions.confirm_by_registry import CONFIRM_KIND, confirm_by_registry
from vinculo.consequences.actions.follow_case import follow_case
from vinculo.consequences.actions.later_exit import LATER_EXIT_KIND, settle_later_exit
from vinculo.consequences.actions.open_protocol import open_protocol
from vinculo.consequences.actions.reckon_legal_clocks import follow_calendar
from vinculo.consequences.actions.send_filing import send_filing
from vinculo.consequences.actions.signed_filings import SEND_FILING
from vinculo.consequences.actions.signed_protocols import OPEN_PROTOCOL
from vinculo.consequences.actions.take_incoming import PULL_KIND, pull_incoming
from vinculo.desk.actions.bulk_jobs import BULK_KIND
from vinculo.desk.actions.digests import DIGEST_KIND
from vinculo.desk.bulk_running import work_on_bulk_job
from vinculo.documents.actions.freeze_form import FREEZE_KIND, freeze_signed_form
from vinculo.intake.actions.undo_import import UNDO_KIND, take_back_cases
from vinculo.network.actions.local_holidays import CALENDAR_CHANGED
from vinculo.network.vocabulary import LEARN_KIND, relearn_words
from vinculo.outbox.handlers import Handler
from vinculo.outbox.models import OutboxRow
from vinculo.reconciliation.triggers import RECONCILE_KIND, compare
from vinculo.web.account.emails import EMAIL_KIND, send_email
from vinculo.web.today.digest import send_digest


def follow_calendar_change(row: OutboxRow, now: dt.datetime) -> None:
    """The days of open cases, batch by batch; what the law has due, with the first of them."""
    if not row.payload.get("after"):
        follow_calendar(row, now)
    reckon_clocks(row, now)


HANDLERS: Mapping[str, Handler] = {
    EMAIL_KIND: send_email,
    PREPARE_KIND: prepare_attachment,
    CASE_MOVED: follow_case,
    FREEZE_KIND: freeze_signed_form,
    CONFIRM_KIND: confirm_by_registry,
    LATER_EXIT_KIND: settle_later_exit,
    PULL_KIND: pull_incoming,
    LEVELS_CHANGED: reckon_clocks,
    CALENDAR_CHANGED: follow_calendar_change,
    OPEN_PROTOCOL: open_protocol,
    SEND_FILING: send_filing,
    BULK_KIND: work_on_bulk_job,
    LEARN_KIND: relearn_words,
    RECONCILE_KIND: compare,
    DIGEST_KIND: send_digest,
    UNDO_KIND: take_back_cases,
}
