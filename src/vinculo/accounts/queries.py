"""Reads of the room. Each starts from what the actor may see, but for those that look up one account."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from vinculo.kernel.dates import SAO_PAULO

from .actor import Actor
from .models import AuditEntry, Membership, Operator, User
from .ordering import folded
from .permissions import ROLE_PERMISSIONS, Permission


def operators_with(actor: Actor, permission: Permission) -> QuerySet[Operator]:
    """The operators at which the actor holds a permission, by name; all of them for the system."""
    operators = Operator.objects.order_by(folded("name"), "pk")
    return operators if actor.is_system else operators.filter(pk__in=actor.operators_with(permission))


def operators_of(actor: Actor) -> QuerySet[Operator]:
    """The operators at which the actor holds any role, by name."""
    return Operator.objects.filter(pk__in=list(actor.roles)).order_by(folded("name"), "pk")


def users_who_may(permission: Permission, operator: Operator | int) -> QuerySet[User]:
    """The active users who hold a permission at an operator, by name: whom a case can be given to."""
    operator_id = operator if isinstance(operator, int) else operator.pk
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    rows = Membership.objects.filter(operator_id=operator_id, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=rows.values("user_id")).order_by(folded("name"), "pk")


def administered_users(actor: Actor, search: str = "") -> QuerySet[User]:
    """The users of the operators that the actor administers, each with its memberships there alone.

    `belongs_elsewhere` says that the account is also another operator's: when it is used is then told to
    neither. `search` looks through names and e-mails, accents and case ignored.
    """
    elsewhere = Membership.objects.filter(user=OuterRef("pk"), operator__is_active=True)
    memberships = Membership.objects.select_related("operator").order_by(folded("operator__name"), "role")
    if not actor.is_system:
        memberships = memberships.filter(operator_id__in=actor.operators_with(Permission.USERS_EDIT))
        elsewhere = elsewhere.exclude(operator_id__in=actor.operators_with(Permission.USERS_EDIT))
    else:
        elsewhere = elsewhere.none()
    users = User.objects.visible_to(actor, Permission.USERS_EDIT).annotate(
        belongs_elsewhere=Exists(elsewhere)
    )
    for word in search.split():
        users = users.filter(Q(name__unaccent__icontains=word) | Q(email__icontains=word))
    listed = users.prefetch_related(Prefetch("memberships", memberships))
    return listed.order_by("-is_active", folded("name"), "pk")


def active_user(user_id: int) -> User | None:
    """An account that can sign in, whoever asks: for the worker that writes to it."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def audit_entries(
    actor: Actor,
    *,
    person: int | None = None,
    action: str = "",
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
) -> QuerySet[AuditEntry]:
    """The access log, newest first: what a person did or had done to the own account, in some days."""
    entries = AuditEntry.objects.visible_to(actor).select_related("operator")
    if person is not None:
        entries = entries.filter(Q(actor_id=person) | Q(subject_kind="user", subject_id=str(person)))
    if action:
        entries = entries.filter(action=action)
    if first_day is not None:
        entries = entries.filter(at__gte=_midnight(first_day))
    if last_day is not None:
        entries = entries.filter(at__lt=_midnight(last_day + dt.timedelta(days=1)))
    return entries.order_by("-at", "-pk")


def people_of_log(actor: Actor) -> QuerySet[User]:
    """Whom the log can be narrowed to: the users of the operators whose log the actor may see."""
    return User.objects.visible_to(actor, Permission.AUDIT_SEE).order_by(folded("name"), "pk")


def audited_actions(actor: Actor) -> list[str]:
    """The actions that the actor's log has lines of."""
    seen = AuditEntry.objects.visible_to(actor).order_by("action").values_list("action", flat=True)
    return list(seen.distinct())


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=SAO_PAULO)


def views_of(actor: Actor, subject_kind: str, subject_id: object, limit: int = 100) -> QuerySet[AuditEntry]:
    """Who saw one record, newest first; nothing for who may not see the access log."""
    entries = AuditEntry.objects.visible_to(actor).filter(
        subject_kind=subject_kind, subject_id=str(subject_id), action=f"{subject_kind}.viewed"
    )
    return entries.order_by("-at", "-pk")[:limit]
