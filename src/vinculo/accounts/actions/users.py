"""Creating, changing, deactivating and reactivating a user.

A user may belong to several operators, and who administers one of them sees nothing of the others. So
roles are given operator by operator, while the account itself (name, e-mail, active or not) is changed
only by who administers every operator it belongs to: otherwise an administrator could add a stranger of
another operator to the own one, change the e-mail, and sign in as that person over there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from vinculo.kernel.refusal import NotPermitted

from ..actor import Actor
from ..audit import record_audit
from ..mail import Letter, PlanEmail
from ..models import Membership, User
from ..permissions import Permission, Role
from .memberships import Grants, change_memberships, lock_operators, refuse_unadministered
from .refusals import FieldRefusal


class UnableToSaveUser(FieldRefusal):
    """The name or the e-mail cannot be kept."""


class UnableToDeactivateUser(FieldRefusal):
    """The account is needed as it is."""


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    grants: Grants,
    actor: Actor,
    now: dt.datetime,
    password: str | None = None,
    plan_email: PlanEmail | None = None,
) -> User:
    """A new user with its roles; where the e-mail has an account already, the roles are added to that one.

    Without `password` the person sets one by the link of the e-mail that `plan_email` plans.

    Raises:
        NotPermitted: the actor does not administer one of the operators.
        UnableToSaveUser: name or e-mail is missing or malformed, or no role is given.
        UnableToChangeMemberships: a role is malformed.
    """
    granted = {operator_id: roles for operator_id, roles in grants.items() if roles}
    if not all(actor.may(Permission.USERS_EDIT, operator_id) for operator_id in grants):
        raise NotPermitted
    user = User(email=_clean_email(email), name=" ".join(name.split()))
    existing = User.objects.select_for_update().filter(email__iexact=user.email).first()
    _check(user, {} if granted else {"grants": "Dê ao menos um perfil."})
    if existing is not None:
        return _add_to_account(existing, granted, actor, now, plan_email)
    user.set_password(password)
    with _refused_if_taken():
        user.save()
    _record(user, "user.created", actor, now)
    change_memberships(user=user, grants=granted, actor=actor, now=now)
    if plan_email is not None:
        plan_email(recipient=user, letter=Letter.WELCOME, now=now)
    return user


@transaction.atomic
def edit_user(*, user: User, name: str, email: str, actor: Actor, now: dt.datetime) -> User:
    """Changes how a person is called and signs in.

    Raises:
        NotPermitted: the account belongs to an operator that the actor does not administer.
        UnableToSaveUser: name or e-mail is missing, malformed or taken.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    _require_whole_account(locked, actor)
    wanted = {"name": " ".join(name.split()), "email": _clean_email(email)}
    changed = sorted(field for field, value in wanted.items() if getattr(locked, field) != value)
    for field in changed:
        setattr(locked, field, wanted[field])
    taken = User.objects.exclude(pk=locked.pk).filter(email__iexact=locked.email).exists()
    _check(locked, {"email": "Este e-mail já é de outra conta."} if taken else {})
    if changed:
        with _refused_if_taken():
            locked.save(update_fields=changed)
        _record(locked, "user.changed", actor, now, changed)
    return locked


@transaction.atomic
def deactivate_user(*, user: User, actor: Actor, now: dt.datetime) -> None:
    """The person can no longer sign in; what the person did stays in every history. Twice is once.

    Raises:
        NotPermitted: the account belongs to an operator that the actor does not administer.
        UnableToDeactivateUser: it is the actor's own account.
        UnableToChangeMemberships: an operator would be left without an active administrator.
    """
    lock_operators(_operator_ids(user))
    locked = User.objects.select_for_update().get(pk=user.pk)
    _require_whole_account(locked, actor)
    if actor.user == locked:
        raise UnableToDeactivateUser("Ninguém desativa a própria conta. Nada foi alterado.")
    if not locked.is_active:
        return
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    for operator_id in Membership.objects.filter(user=locked, role=Role.ADMINISTRATOR).values_list(
        "operator_id", flat=True
    ):
        refuse_unadministered(operator_id)
    _record(locked, "user.deactivated", actor, now)


@transaction.atomic
def reactivate_user(*, user: User, actor: Actor, now: dt.datetime) -> None:
    """The person can sign in again, with the roles held before. Twice is once.

    Raises:
        NotPermitted: the account belongs to an operator that the actor does not administer.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    _require_whole_account(locked, actor)
    if locked.is_active:
        return
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    _record(locked, "user.reactivated", actor, now)


def may_edit_account(user: User, actor: Actor) -> bool:
    """Whether the actor administers every operator the account belongs to."""
    operator_ids = _operator_ids(user)
    return actor.is_system or (
        bool(operator_ids) and all(actor.may(Permission.USERS_EDIT, each) for each in operator_ids)
    )


@contextmanager
def _refused_if_taken() -> Iterator[None]:
    """Somebody else took the e-mail since it was looked for; the database is who knows.

    Raises:
        UnableToSaveUser: so it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise UnableToSaveUser.beside(
            {"email": "Este e-mail acabou de ser cadastrado por outra pessoa. Atualize a lista de usuários."}
        ) from None


def _require_whole_account(user: User, actor: Actor) -> None:
    if not may_edit_account(user, actor):
        raise NotPermitted(
            "Esta conta também é de outra operadora. Nada foi alterado: "
            "aqui você muda apenas os perfis na sua operadora."
        )


def _operator_ids(user: User) -> list[int]:
    return sorted(set(Membership.objects.filter(user=user).values_list("operator_id", flat=True)))


def _clean_email(email: str) -> str:
    return email.strip().lower()


def _check(user: User, remarks: dict[str, str]) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        remarks = {**remarks, **{field: " ".join(said) for field, said in error.message_dict.items()}}
    if remarks:
        raise UnableToSaveUser.beside(remarks)


def _add_to_account(
    user: User, grants: Grants, actor: Actor, now: dt.datetime, plan_email: PlanEmail | None
) -> User:
    held = Membership.objects.filter(user=user, operator_id__in=list(grants))
    if held.exists():
        raise UnableToSaveUser.beside({"email": "Já há um usuário com este e-mail: altere os perfis dele."})
    change_memberships(user=user, grants=grants, actor=actor, now=now)
    if plan_email is not None:
        letter = Letter.ACCESS_GIVEN if user.has_usable_password() else Letter.WELCOME
        plan_email(recipient=user, letter=letter, now=now)
    return user


def _record(
    user: User, action: str, actor: Actor, now: dt.datetime, fields: Sequence[str] | None = None
) -> None:
    record_audit(
        actor=actor,
        operator_id=None,
        action=action,
        subject_kind="user",
        subject_id=user.pk,
        now=now,
        detail={"fields": list(fields)} if fields else None,
    )
