"""What happens after a commit: which handler does each kind of outbox row."""

from __future__ import annotations

from collections.abc import Mapping

from vinculo.outbox.handlers import Handler
from vinculo.web.account.emails import EMAIL_KIND, send_email

HANDLERS: Mapping[str, Handler] = {
    EMAIL_KIND: send_email,
}
