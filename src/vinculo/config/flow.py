"""What happens after a commit: which handler does each kind of outbox row."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.cases.actions.attachments import PREPARE_KIND
from vinculo.cases.actions.prepare_attachment import prepare_attachment
from vinculo.outbox.handlers import Handler
from vinculo.web.account.emails import EMAIL_KIND, send_email

HANDLERS: Mapping[str, Handler] = {
    EMAIL_KIND: send_email,
    PREPARE_KIND: prepare_attachment,
}
