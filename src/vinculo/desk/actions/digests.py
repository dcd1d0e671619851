"""The morning's e-mails: planned once a day for each person, and marked when one has gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet

from vinculo.accounts.models import User
from vinculo.accounts.permissions import ROLE_PERMISSIONS, Permission
from vinculo.kernel.business_days import is_business_day
from vinculo.kernel.dates import SAO_PAULO
from vinculo.outbox.actions import plan

from ..models import DigestSent

DIGEST_KIND = "digest"
FIRST_HOUR = dt.time(7)
LAST_HOUR = dt.time(12)
"""A worker that starts in the afternoon sends no good-morning any more."""

_ROLES = [
    role
    for role, held in ROLE_PERMISSIONS.items()
    if held & {Permission.CASES_WORK, Permission.CASES_SIGN, Permission.TASKS_ANSWER}
]


def plan_digests(*, now: dt.datetime) -> int:
    """On the morning of a business day, for everybody who wants one and has none planned; how many.

    Asked again and again, it plans nothing twice. What there is to say is looked up when it is sent.
    """
    local = now.astimezone(SAO_PAULO)
    if not is_business_day(local.date()) or not FIRST_HOUR <= local.time() < LAST_HOUR:
        return 0
    planned = DigestSent.objects.filter(day=local.date()).values("user_id")
    readers = readers_of().exclude(pk__in=planned)
    return sum(plan_digest(user=user, day=local.date(), now=now) for user in readers)


@transaction.atomic
def plan_digest(*, user: User, day: dt.date, now: dt.datetime) -> bool:
    """Plans one person's e-mail; False where it was planned already."""
    _, is_new = DigestSent.objects.get_or_create(user=user, day=day)
    if is_new:
        plan(kind=DIGEST_KIND, payload={"user": user.pk, "day": day.isoformat()}, now=now)
    return is_new


@contextmanager
def sending(*, user: User, day: dt.date, now: dt.datetime) -> Iterator[DigestSent | None]:
    """Holds the person's digest of a day; None where it is done with. Left without an error, it is done."""
    with transaction.atomic():
        row = DigestSent.objects.select_for_update().filter(user=user, day=day, sent_at=None).first()
        yield row
        if row is not None:
            DigestSent.objects.filter(pk=row.pk).update(sent_at=now)


def readers_of() -> QuerySet[User]:
    """Who works on cases, signs decisions or answers for a sector, and wants the e-mail."""
    readers = User.objects.filter(
        is_active=True, wants_digest=True, memberships__role__in=_ROLES, memberships__operator__is_active=True
    )
    return readers.distinct().order_by("pk")
