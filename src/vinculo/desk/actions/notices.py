"""Noting that a person has seen the notices up to one."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Greatest

from vinculo.accounts.actor import Actor
from vinculo.cases.models import CaseEvent
from vinculo.kernel.refusal import NotPermitted

from ..models import NoticesSeen


@transaction.atomic
def mark_notices_seen(*, up_to: int, actor: Actor) -> None:
    """Never back: an old page that says it again changes nothing. What has not happened cannot be seen.

    Raises:
        NotPermitted: nobody is signed in.
    """
    if actor.user is None:
        raise NotPermitted
    newest = CaseEvent.objects.filter(tells=actor.user).order_by("-pk").values_list("pk", flat=True).first()
    wanted = min(up_to, newest or 0)
    row, made = NoticesSeen.objects.get_or_create(user=actor.user, defaults={"up_to": wanted})
    if not made:
        NoticesSeen.objects.filter(pk=row.pk).update(up_to=Greatest("up_to", wanted))
