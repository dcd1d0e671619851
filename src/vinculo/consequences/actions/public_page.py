"""Whether everybody may read an operator's changes of the network."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..models import PublicPage


@transaction.atomic
def switch_public_page(*, operator: Operator, is_on: bool, actor: Actor, now: dt.datetime) -> PublicPage:
    """
    Raises:
        NotPermitted: the actor does not administer that operator.
    """
    actor.require(Permission.OPERATORS_EDIT, operator.pk)
    page, is_new = PublicPage.objects.select_for_update().get_or_create(
        operator=operator, defaults={"is_on": is_on, "changed_by": actor.user, "changed_at": now}
    )
    if not is_new and page.is_on == is_on:
        return page
    page.is_on, page.changed_by, page.changed_at = is_on, actor.user, now
    page.save()
    record_audit(
        actor=actor,
        operator_id=operator.pk,
        action="public_page.on" if is_on else "public_page.off",
        subject_kind="operator",
        subject_id=operator.pk,
        now=now,
    )
    return page
