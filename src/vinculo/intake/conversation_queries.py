"""Scoped reads of conversations: which came to a case, what of them was taken, who "we" were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import users_who_may
from vinculo.cases.models import Attachment, Case
from vinculo.kernel.dates import SAO_PAULO

from .models import Conversation, TakenMessage
from .our_names import KnownNames

_EARLIER_CONVERSATIONS = 300


def conversations_of(actor: Actor, case: Case) -> QuerySet[Conversation]:
    """The latest first, with `taken_count`."""
    rows = Conversation.objects.visible_to(actor).filter(case=case).select_related("added_by")
    return rows.annotate(taken_count=Count("taken_messages")).order_by("-pk")


def find_conversation(actor: Actor, case: Case, conversation_id: int) -> Conversation | None:
    rows = Conversation.objects.visible_to(actor).select_related("case__operator", "case__consultant")
    return rows.filter(case=case, pk=conversation_id).first()


def standing_keys(case: Case) -> list[str]:
    """The keys of the messages that are part of a contact which stands: what was voided may come again.

    Where the contact is counts, not where it was made: two cases may have become one meanwhile.
    """
    rows = TakenMessage.objects.filter(contact__case=case, contact__voided_at=None)
    return list(rows.values_list("key", flat=True))


def contacts_by_key(case: Case) -> Mapping[str, int]:
    """The contact that each message is part of, by the message's key."""
    rows = TakenMessage.objects.filter(contact__case=case, contact__voided_at=None)
    return dict(rows.values_list("key", "contact_id"))


def names_of_attachments(contact_ids: Iterable[int]) -> Mapping[int, list[str]]:
    """What was ever attached to each contact, what was voided included: nobody attaches it anew."""
    names: dict[int, list[str]] = {}
    rows = Attachment.objects.filter(contact_id__in=set(contact_ids))
    for contact_id, name in rows.values_list("contact_id", "name"):
        names.setdefault(contact_id, []).append(name)
    return names


def known_names(actor: Actor, case: Case, title: str) -> KnownNames:
    """What is known about who is who. `title` is whom the chat is with, where its file says so."""
    operator = case.operator
    staff = users_who_may(Permission.CASES_WORK, operator.pk).values_list("name", flat=True)
    earlier = Conversation.objects.visible_to(actor).filter(case__operator=operator, settled_at__isnull=False)
    before = earlier.order_by("-pk").values_list("our_names", flat=True)[:_EARLIER_CONVERSATIONS]
    return KnownNames(
        staff=(*staff, operator.name, actor.name),
        before=tuple({name for names in before for name in names}),
        theirs=tuple(name for name in (title, case.dentist_name) if name),
    )


def wall_clock(now: dt.datetime) -> dt.datetime:
    """What a clock in São Paulo shows, as the stamps of a conversation are written."""
    return now.astimezone(SAO_PAULO).replace(tzinfo=None)
