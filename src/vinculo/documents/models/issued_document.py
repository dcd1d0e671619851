"""A document that left the house: its bytes, its number, its hash, and whether it was superseded."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    def visible_to(self, actor: Actor) -> IssuedDocumentQuerySet:
        """Documents hold a person's data: those of operators at which the actor may see both."""
        if actor.is_system:
            return self
        seen = set(actor.operators_with(Permission.CASES_SEE))
        seen &= set(actor.operators_with(Permission.PERSONAL_DATA_SEE))
        return self.filter(operator_id__in=seen)


class IssuedDocument(models.Model):
    """Append-only: a trigger refuses UPDATE and DELETE.

    `follows` is the signature that the document is of. `code` stands on each of its pages and is all that one
    needs to look it up; `rendered_from` is what was set, `layout` the template it was set with. `message` is
    the text that goes along with a letter. `token` is that of the request for it: one request, one letter.
    """

    class Kind(models.TextChoices):
        SIGNED_FORM = "signed_form", "Formulário assinado"
        LETTER = "letter", "Carta ao prestador"

    class Signature(models.TextChoices):
        """The digital one of the operator, not that of the supervisor on the form."""

        NONE = "none", "Sem assinatura digital"
        SIGNED = "signed", "Assinado digitalmente"
        FAILED = "failed", "A assinatura digital falhou"

    operator = models.ForeignKey(
        "accounts.Operator", models.PROTECT, related_name="documents", db_index=False
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    follows = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=20, unique=True)
    token = models.UUIDField(null=True, unique=True)
    template_version = models.ForeignKey(
        "documents.LetterTemplateVersion", models.PROTECT, null=True, related_name="documents"
    )
    rendered_from = models.JSONField()
    layout = models.CharField(max_length=40)
    message = models.TextField(blank=True)
    file = models.FileField(upload_to="documents/%Y/%m/", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    signature_state = models.CharField(max_length=10, choices=Signature.choices, default=Signature.NONE)
    signature = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issued_by_name = models.CharField(max_length=150)

    objects: ClassVar[models.Manager[IssuedDocument]] = models.Manager.from_queryset(IssuedDocumentQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "year", "position"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["case", "follows"],
                condition=Q(kind="signed_form"),
                name="one_signed_form_per_signature",
            ),
            models.CheckConstraint(condition=Q(position__gt=0), name="document_number_from_one"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="document_has_its_hash"
            ),
            models.CheckConstraint(
                condition=(Q(signature_state="signed") & Q(signature__has_key="serial"))
                | (~Q(signature_state="signed") & ~Q(signature__has_key="serial")),
                name="document_signed_says_by_what",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def line_of_code(self) -> str:
        """The code as it is printed, in two groups."""
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"


class SupersededDocument(models.Model):
    """The mark of a document that does not stand any more; `because` is the reopening. Append-only."""

    document = models.OneToOneField(IssuedDocument, models.PROTECT, related_name="superseded")
    because = models.ForeignKey("cases.CaseEvent", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.at:%Y-%m-%d}"
