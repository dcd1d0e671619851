"""What is done with a row, by its kind. The kinds are wired by `settings.OUTBOX_HANDLERS`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from .models import OutboxRow

Handler = Callable[[OutboxRow, dt.datetime], None]
"""Does what a claimed row says, at a moment. It may be called again after a failure or a crash, so what
it does outside the database carries a key of its own, or does no harm when done twice. One that talks to
another system notes what it asks and is answered in `row.exchange`."""


def in_one_transaction(handler: Handler) -> Handler:
    """For a handler that writes to the database alone, in one transaction, and does no harm done twice.

    Its claim is taken over sooner: what its worker had not committed is gone with it, and one that is only
    slow holds its locks, so that the other waits and then finds everything done.
    """
    handler.is_one_transaction = True  # type: ignore[attr-defined]
    return handler


def kinds_in_one_transaction() -> list[str]:
    handlers: Mapping[str, Handler] = import_string(settings.OUTBOX_HANDLERS)
    return [kind for kind, handler in handlers.items() if getattr(handler, "is_one_transaction", False)]


class HandlerFailed(Exception):
    """The handler could not do it this time. The sentence is kept and shown: no personal data in it.

    It says nothing about the system that the row talks to, unless an answer was noted: then it is not down.
    """


class NoUseTrying(HandlerFailed):
    """Trying again would change nothing: the row is given up at once, the others go on."""


class ConnectionFailed(HandlerFailed):
    """The other system did not answer, or not as itself: this counts against its connection.

    `rest`: it asked to be left alone for so long, so the connection counts as down at once.
    """

    def __init__(self, sentence: str, *, rest: dt.timedelta | None = None) -> None:
        super().__init__(sentence)
        self.rest = rest


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


def as_told(error: Exception, connection: str) -> HandlerFailed:
    """What an error means for its row, in a sentence that may be kept.

    Messages of foreign exceptions may quote what people wrote; which one it was is enough to go by.
    """
    if isinstance(error, HandlerFailed):
        return error
    if connection and isinstance(error, TimeoutError):
        return ConnectionFailed("O sistema não respondeu a tempo.")
    if connection and isinstance(error, ConnectionError):
        return ConnectionFailed("Não foi possível conectar ao sistema.")
    return HandlerFailed(type(error).__name__)
