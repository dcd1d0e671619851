"""What is done with a row, by its kind. The kinds are wired by `settings.OUTBOX_HANDLERS`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from .models import OutboxRow

Handler = Callable[[OutboxRow, dt.datetime], None]
"""Does what a claimed row says, at a moment. It may be called again after a failure or a crash, so what
it does outside the database carries a key of its own, or does no harm when done twice."""


class HandlerFailed(Exception):
    """The handler could not do it this time. The sentence is kept and shown: no personal data in it."""


class NoUseTrying(HandlerFailed):
    """Trying again would change nothing: the row is given up at once."""


def handler_of(kind: str) -> Handler:
    """
    Raises:
        NoUseTrying: nothing is wired to this kind.
    """
    handlers: Mapping[str, Handler] = import_string(settings.OUTBOX_HANDLERS)
    try:
        return handlers[kind]
    except KeyError:
        raise NoUseTrying(f"no handler is wired to {kind!r}") from None
