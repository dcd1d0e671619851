"""What the workers of a chaos run do: what leads to a protocol. What else follows a signature is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.cases.actions.change_state import CASE_MOVED
from vinculo.config import flow
from vinculo.consequences.actions.signed_protocols import OPEN_PROTOCOL
from vinculo.outbox.handlers import Handler
from vinculo.outbox.models import OutboxRow


def leave_out(row: OutboxRow, now: dt.datetime) -> None:
    return


HANDLERS: Mapping[str, Handler] = {
    kind: handler if kind in (CASE_MOVED, OPEN_PROTOCOL) else leave_out
    for kind, handler in flow.HANDLERS.items()
}
