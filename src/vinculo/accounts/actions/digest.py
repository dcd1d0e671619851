"""Whether a person wants the morning's e-mail."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.kernel.refusal import NotPermitted

from ..actor import Actor
from ..audit import record_audit
from ..models import User


@transaction.atomic
def set_digest_wanted(*, wanted: bool, actor: Actor, now: dt.datetime) -> None:
    """One's own choice; nobody makes it for somebody else.

    Raises:
        NotPermitted: nobody is signed in.
    """
    if actor.user is None:
        raise NotPermitted
    if not User.objects.filter(pk=actor.user.pk).exclude(wants_digest=wanted).update(wants_digest=wanted):
        return
    record_audit(
        actor=actor,
        operator_id=None,
        action="account.digest_wanted" if wanted else "account.digest_declined",
        subject_kind="user",
        subject_id=actor.user.pk,
        now=now,
    )
