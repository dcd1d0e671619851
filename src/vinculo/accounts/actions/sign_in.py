"""Signing in and out, and the pause after repeated failures.

Failures are lines of the audit log anyway, so the log itself is counted: no second store of who tried
from where. The pause and the refusal are the same whether the e-mail has an account or not.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from vinculo.kernel.refusal import Refusal

from ..actor import Actor
from ..audit import record_audit
from ..models import AuditEntry, User

WINDOW = dt.timedelta(minutes=15)
FAILURES_OF_ACCOUNT = 5
FAILURES_OF_ADDRESS = 100
"""Of one network address: many, as a whole office may stand behind one."""

SIGNED_IN = "account.signed_in"
SIGNED_OUT = "account.signed_out"
FAILED = "account.sign_in_failed"
BLOCKED = "account.sign_in_blocked"


class UnableToSignIn(Refusal):
    """The e-mail and the password do not go together, or too many tries came before."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Who is tried, by a key that exists for unknown e-mails too; and from where."""

    actor: Actor
    subject_kind: str
    subject_id: str
    address: str
    now: dt.datetime

    def record(self, action: str) -> None:
        record_audit(
            actor=self.actor,
            operator_id=None,
            action=action,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            now=self.now,
            detail={"address": self.address},
        )

    def failures(self) -> list[dt.datetime]:
        """Moments of the failures that count: in the window, and since the last time it went well."""
        since = self.now - WINDOW
        mine = AuditEntry.objects.filter(
            subject_kind=self.subject_kind, subject_id=self.subject_id, at__gt=since
        )
        well = mine.filter(action=SIGNED_IN).order_by("-at").values_list("at", flat=True).first()
        return list(
            mine.filter(action=FAILED, at__gt=well or since).order_by("at").values_list("at", flat=True)
        )

    def failures_of_address(self) -> list[dt.datetime]:
        lines = AuditEntry.objects.filter(
            action=FAILED, at__gt=self.now - WINDOW, detail__address=self.address
        )
        return list(lines.order_by("at").values_list("at", flat=True))


@sensitive_variables("password")
def sign_in(*, email: str, password: str, address: str, now: dt.datetime) -> User:
    """The user whose e-mail and password these are.

    The failure is kept before it is told: the refusal leaves the transaction, it does not undo it.

    Raises:
        UnableToSignIn: they do not go together, the account is not active, or it rests after failures.
    """
    with transaction.atomic():
        outcome = _try(email.strip().lower(), password, address, now)
    if isinstance(outcome, User):
        return outcome
    raise UnableToSignIn(outcome)


@transaction.atomic
def record_sign_out(*, actor: Actor, now: dt.datetime) -> None:
    """Keeps that a person left."""
    if actor.user is not None:
        record_audit(
            actor=actor,
            operator_id=None,
            action=SIGNED_OUT,
            subject_kind="user",
            subject_id=actor.user.pk,
            now=now,
        )


@sensitive_variables("password")
def _try(email: str, password: str, address: str, now: dt.datetime) -> User | str:
    _one_at_a_time(email)
    known = User.objects.filter(email__iexact=email).first()
    visitor = Actor(user=None, name="Visitante", is_anonymous=True)
    key = ("user", str(known.pk)) if known else ("sign_in", _hash(email))
    attempt = _Attempt(visitor, *key, address=address, now=now)
    pause_until = _pause_until(attempt)
    if pause_until is not None:
        return (
            "Muitas tentativas seguidas. Por segurança, espere até "
            f"{timezone.localtime(pause_until):%H:%M} e tente de novo, ou peça uma nova senha."
        )
    user = authenticate(username=email, password=password)
    if not isinstance(user, User):
        attempt.record(FAILED)
        return "E-mail ou senha não conferem. Confira os dois e tente de novo."
    _Attempt(Actor(user=user, name=user.name), *key, address=address, now=now).record(SIGNED_IN)
    return user


def _pause_until(attempt: _Attempt) -> dt.datetime | None:
    for failures, limit in (
        (attempt.failures(), FAILURES_OF_ACCOUNT),
        (attempt.failures_of_address(), FAILURES_OF_ADDRESS),
    ):
        if len(failures) >= limit:
            _record_pause_once(attempt, failures[-1])
            return failures[-limit] + WINDOW
    return None


def _record_pause_once(attempt: _Attempt, last_failure: dt.datetime) -> None:
    """One line a pause: who goes on trying does not fill the log."""
    lines = AuditEntry.objects.filter(
        subject_kind=attempt.subject_kind,
        subject_id=attempt.subject_id,
        action=BLOCKED,
        at__gte=last_failure,
    )
    if not lines.exists():
        attempt.record(BLOCKED)


def _one_at_a_time(email: str) -> None:
    """Tries on one e-mail wait for each other, or a hundred at once would each see no failure yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sign-in {email}"])


def _hash(email: str) -> str:
    return hashlib.sha256(email.encode()).hexdigest()[:40]
