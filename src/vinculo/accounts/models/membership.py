"""Which operators a user belongs to, and as what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from vinculo.accounts.permissions import Role


class Membership(models.Model):
    """One role at one operator; `sector` (a code of the form's list) only for a sector member."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    operator = models.ForeignKey("accounts.Operator", models.PROTECT, related_name="memberships")
    role = models.CharField("perfil", max_length=30, choices=Role.choices)
    sector = models.CharField("setor", max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "operator", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role=Role.SECTOR_MEMBER, sector__gt="")
                | (~models.Q(role=Role.SECTOR_MEMBER) & models.Q(sector="")),
                name="membership_sector_of_sector_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.operator} · {self.get_role_display()}"
