"""How this room asks for an e-mail without knowing who sends it: the outbox stands below it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Protocol

from .models import User


class Letter(StrEnum):
    """The e-mails about an account; each has a template of its name."""

    WELCOME = "welcome"
    ACCESS_GIVEN = "access_given"
    PASSWORD_RESET = "password_reset"  # noqa: S105


class PlanEmail(Protocol):
    """Plans an e-mail inside the transaction of the write that wants it sent."""

    def __call__(self, *, recipient: User, letter: Letter, now: dt.datetime) -> object: ...
