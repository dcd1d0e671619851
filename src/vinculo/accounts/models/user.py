"""A person who signs in. The e-mail address is the name to sign in with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from vinculo.accounts.permissions import Permission

from .membership import Membership

if TYPE_CHECKING:
    from vinculo.accounts.actor import Actor


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def visible_to(
        self, actor: Actor, permission: Permission = Permission.USERS_EDIT
    ) -> models.QuerySet[User]:
        """Those who belong to an operator at which the actor holds the permission."""
        if actor.is_system:
            return self.all()
        there = Membership.objects.filter(operator_id__in=actor.operators_with(permission))
        return self.filter(pk__in=there.values("user_id"))


class User(AbstractBaseUser):
    """What a user may do hangs on memberships, never on the user."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField("nome", max_length=150)
    is_active = models.BooleanField("ativo", default=True)
    wants_digest = models.BooleanField("resumo do dia por e-mail", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """First and last name."""
        parts = self.name.split()
        return self.name if len(parts) < 3 else f"{parts[0]} {parts[-1]}"
