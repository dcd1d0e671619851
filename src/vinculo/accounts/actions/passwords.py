"""Forgotten, set and changed passwords."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.debug import sensitive_variables

from vinculo.kernel.refusal import NotPermitted, Refusal

from ..actor import Actor
from ..audit import record_audit
from ..mail import Letter, PlanEmail
from ..models import AuditEntry, User
from .refusals import FieldRefusal

LINK_PLANNED = "account.password_link_planned"
CHANGED = "account.password_changed"
LINKS_AT_MOST = 3
LINKS_WINDOW = dt.timedelta(minutes=15)


class UnableToSetPassword(FieldRefusal):
    """The new password is too weak, or the current one is wrong."""


class LinkNotValid(Refusal):
    """The link was used, has expired, or was copied in part."""


@transaction.atomic
def ask_password_link(*, email: str, plan_email: PlanEmail, now: dt.datetime) -> None:
    """Plans the e-mail with the link. Who asks is told the same whether there is such an account or not."""
    user = User.objects.select_for_update().filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return
    planned = AuditEntry.objects.filter(
        subject_kind="user", subject_id=str(user.pk), action=LINK_PLANNED, at__gt=now - LINKS_WINDOW
    )
    if planned.count() >= LINKS_AT_MOST:
        return
    visitor = Actor(user=None, name="Visitante", is_anonymous=True)
    _record(user, LINK_PLANNED, visitor, now)
    plan_email(recipient=user, letter=Letter.PASSWORD_RESET, now=now)


@transaction.atomic
def send_password_link(*, user: User, actor: Actor, plan_email: PlanEmail, now: dt.datetime) -> None:
    """An administrator has the link sent to the person's own e-mail; the administrator never sees it.

    Raises:
        NotPermitted: the actor administers none of the user's operators, or the account is not active.
    """
    visible = User.objects.visible_to(actor).filter(pk=user.pk, is_active=True)
    if not visible.exists():
        raise NotPermitted
    _record(user, LINK_PLANNED, actor, now)
    letter = Letter.PASSWORD_RESET if user.last_login else Letter.WELCOME
    plan_email(recipient=user, letter=letter, now=now)


def user_of_link(uid: str, token: str) -> User:
    """
    Raises:
        LinkNotValid: the link does not open any account now.
    """
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uid)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        user = None
    if user is None or not default_token_generator.check_token(user, token):
        raise LinkNotValid("Este link não vale mais: já foi usado, venceu ou veio incompleto. Peça outro.")
    return user


@sensitive_variables("password")
@transaction.atomic
def set_password_by_link(*, uid: str, token: str, password: str, now: dt.datetime) -> User:
    """Sets the password of whoever the link was sent to; the link works once.

    Raises:
        LinkNotValid: the link does not open any account now.
        UnableToSetPassword: the password is too weak.
    """
    found = user_of_link(uid, token)
    user = User.objects.select_for_update().get(pk=found.pk)
    # Two uses of one link at once: the second reads the password of the first.
    if not default_token_generator.check_token(user, token):
        raise LinkNotValid("Este link já foi usado. Peça outro, se precisar.")
    _set(user, password, Actor(user=user, name=user.name), now)
    return user


@sensitive_variables("current", "password")
@transaction.atomic
def change_password(*, actor: Actor, current: str, password: str, now: dt.datetime) -> User:
    """A signed-in person changes the own password; the person's other sessions end.

    Raises:
        NotPermitted: nobody is signed in.
        UnableToSetPassword: the current password is wrong or the new one too weak.
    """
    if actor.user is None:
        raise NotPermitted
    user = User.objects.select_for_update().get(pk=actor.user.pk)
    if not user.check_password(current):
        raise UnableToSetPassword.beside({"current": "A senha atual não confere."})
    _set(user, password, actor, now)
    return user


@sensitive_variables("password")
def _set(user: User, password: str, actor: Actor, now: dt.datetime) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UnableToSetPassword.beside({"password": " ".join(error.messages)}) from None
    user.set_password(password)
    user.save(update_fields=["password"])
    _record(user, CHANGED, actor, now)


def _record(user: User, action: str, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor, operator_id=None, action=action, subject_kind="user", subject_id=user.pk, now=now
    )
