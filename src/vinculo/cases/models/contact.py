"""One contact of a case: who wrote or called whom, when, and what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .typed_record import TypedRecord


class Contact(TypedRecord):
    """`on` may be unknown and `time` left out. A wrong contact is voided, visibly; never deleted."""

    class Direction(models.TextChoices):
        THEY_WROTE = "incoming", "Eles nos procuraram"
        WE_WROTE = "outgoing", "Nós os procuramos"

    class Channel(models.TextChoices):
        WHATSAPP = "whatsapp", "WhatsApp"
        PHONE = "phone", "Telefone"
        EMAIL = "email", "E-mail"
        VISIT = "visit", "Visita"
        LETTER = "letter", "Carta"

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField()
    on = models.DateField(null=True)
    time = models.TimeField(null=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, null=True)
    address = models.TextField(null=True)
    made_by = models.TextField(null=True)
    spoken_to = models.TextField(null=True)
    note = models.TextField(null=True)
    answered = models.BooleanField(null=True)
    next_contact_on = models.DateField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    creation_token = models.UUIDField(null=True, unique=True, editable=False)
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="contact_position"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="contact_voided_with_reason"
            ),
        ]
        indexes = [
            # Those that count, so that the index alone tells which cases have such a contact.
            models.Index(fields=["on", "case"], condition=Q(voided_at=None), name="valid_contact_by_day"),
            models.Index(
                fields=["channel", "on", "case"], condition=Q(voided_at=None), name="valid_contact_by_channel"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}º contato"

    @property
    def is_blank(self) -> bool:
        """Neither date nor note: nothing to print."""
        return self.on is None and not self.note
