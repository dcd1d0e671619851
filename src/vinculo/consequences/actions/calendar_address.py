"""The secret address of a person's calendar: made, made anew, revoked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
from vinculo.kernel.refusal import NotPermitted

from ..calendar_secret import digest_of, new_secret
from ..models import CalendarAddress


@transaction.atomic
def make_calendar_address(*, actor: Actor, now: dt.datetime) -> str:
    """The secret of the actor's calendar, told this once; the one before opens nothing from now on.

    Raises:
        NotPermitted: the actor sees no cases anywhere.
    """
    user = _person(actor)
    _revoke(user, now)
    secret = new_secret()
    CalendarAddress.objects.create(user=user, digest=digest_of(secret), made_at=now)
    _audit("calendar.made", user, actor, now)
    return secret


@transaction.atomic
def revoke_calendar_address(*, actor: Actor, now: dt.datetime) -> bool:
    """Whether there was one.

    Raises:
        NotPermitted: the actor sees no cases anywhere.
    """
    user = _person(actor)
    was_there = _revoke(user, now)
    if was_there:
        _audit("calendar.revoked", user, actor, now)
    return was_there


def _person(actor: Actor) -> User:
    """The actor's account, locked: of two that are made at once the second revokes the first."""
    if actor.user is None or not actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted
    return User.objects.select_for_update().get(pk=actor.user.pk)


def _revoke(user: User, now: dt.datetime) -> bool:
    return CalendarAddress.objects.filter(user=user, revoked_at=None).update(revoked_at=now) > 0


def _audit(action: str, user: User, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor, operator_id=None, action=action, subject_kind="user", subject_id=user.pk, now=now
    )
