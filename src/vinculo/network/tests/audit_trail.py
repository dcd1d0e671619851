"""What the audit log tells of the registry, leaving out how the cast came to be."""

from __future__ import annotations

from django.db.models import QuerySet

from vinculo.accounts.models import AuditEntry


def audit_trail() -> QuerySet[AuditEntry]:
    """In the order in which it happened."""
    return AuditEntry.objects.filter(subject_kind__in=["provider", "dentist", "coverage"]).order_by("pk")
