"""One line of the audit log: who did or saw what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from vinculo.accounts.permissions import Permission

from .membership import Membership

if TYPE_CHECKING:
    from vinculo.accounts.actor import Actor

MEMBERSHIP_CHANGED = "membership.changed"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, actor: Actor) -> AuditQuerySet:
        """Lines of the operators whose log the actor may see, and of the accounts that are theirs alone.

        A line about an account (signing in, a new password) has no operator. It tells when and from where
        somebody works, so it is shown only where the account belongs to no operator beyond these, and
        only from the day on that it was given roles there: adding a stranger's e-mail opens nothing.
        """
        if actor.is_system:
            return self
        operator_ids = actor.operators_with(Permission.AUDIT_SEE)
        active = Membership.objects.filter(operator__is_active=True)
        accounts = active.filter(operator_id__in=operator_ids).exclude(
            user_id__in=active.exclude(operator_id__in=operator_ids).values("user_id")
        )
        joined = AuditEntry.objects.filter(
            operator_id__in=operator_ids,
            action=MEMBERSHIP_CHANGED,
            subject_kind="user",
            subject_id=OuterRef("subject_id"),
            at__lte=OuterRef("at"),
        )
        return self.filter(
            Q(operator_id__in=operator_ids)
            | Q(
                Exists(joined),
                operator=None,
                subject_kind="user",
                subject_id__in=accounts.values(key=Cast("user_id", models.CharField())),
            )
        )


class AuditEntry(models.Model):
    """Append-only: a trigger refuses UPDATE and DELETE.

    `subject_kind` and `subject_id` name the record without a foreign key, so that the log outlives it;
    `detail` never holds a CPF or a note's text, only which fields and which codes.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    operator = models.ForeignKey("accounts.Operator", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[AuditEntry]] = models.Manager.from_queryset(AuditQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
            models.Index(fields=["operator", "-at"], name="audit_by_operator"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.subject_kind}:{self.subject_id}"
        )
