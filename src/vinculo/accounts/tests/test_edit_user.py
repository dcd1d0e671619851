from __future__ import annotations

import pytest

from vinculo.accounts.actions.memberships import RoleGrant, UnableToChangeMemberships, change_memberships
from vinculo.accounts.actions.users import (
    UnableToDeactivateUser,
    UnableToSaveUser,
    deactivate_user,
    edit_user,
    reactivate_user,
)
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry, User
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of, make_user
from vinculo.accounts.tests.moments import NOW
from vinculo.kernel.refusal import NotPermitted


def shared(cast: Cast) -> User:
    """Alice, who now works at the other operator too."""
    grants = {cast.other_operator.pk: [RoleGrant(Role.CONSULTANT)]}
    change_memberships(user=cast.alice, grants=grants, actor=Actor.system(), now=NOW)
    return cast.alice


def test_name_and_email_are_changed_and_audited_without_their_words(cast: Cast) -> None:
    edit_user(
        user=cast.alice,
        name="Alice N. Leão",
        email="ALICE.LEAO@x.example",
        actor=actor_of(cast.adam),
        now=NOW,
    )
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.email) == ("Alice N. Leão", "alice.leao@x.example")
    line = AuditEntry.objects.get(action="user.changed")
    assert line.detail == {"fields": ["email", "name"]}


def test_saving_without_a_change_writes_nothing(cast: Cast) -> None:
    edit_user(
        user=cast.alice, name=cast.alice.name, email=cast.alice.email, actor=actor_of(cast.adam), now=NOW
    )
    assert not AuditEntry.objects.filter(action="user.changed").exists()


def test_the_email_of_another_account_is_refused(cast: Cast) -> None:
    with pytest.raises(UnableToSaveUser) as refused:
        edit_user(
            user=cast.alice, name="Alice", email="BOB@odontolife.example", actor=actor_of(cast.adam), now=NOW
        )
    assert [finding.field for finding in refused.value.findings] == ["email"]


def test_an_account_shared_with_another_operator_is_not_changed_by_one_of_them(cast: Cast) -> None:
    alice, adam = shared(cast), actor_of(cast.adam)
    with pytest.raises(NotPermitted):
        edit_user(user=alice, name="X", email="taken.over@x.example", actor=adam, now=NOW)
    with pytest.raises(NotPermitted):
        deactivate_user(user=alice, actor=adam, now=NOW)
    alice.refresh_from_db()
    assert (alice.name, alice.is_active) == ("Alice Nogueira", True)


def test_the_deactivated_may_nothing_and_the_reactivated_what_they_might_before(cast: Cast) -> None:
    before = actor_of(cast.alice).permissions
    for _ in range(2):
        deactivate_user(user=cast.alice, actor=actor_of(cast.adam), now=NOW)
    cast.alice.refresh_from_db()
    assert actor_of(cast.alice).permissions == {}
    for _ in range(2):
        reactivate_user(user=cast.alice, actor=actor_of(cast.adam), now=NOW)
    cast.alice.refresh_from_db()
    assert actor_of(cast.alice).permissions == before
    lines = AuditEntry.objects.filter(action__in=["user.deactivated", "user.reactivated"])
    assert lines.count() == 2


def test_nobody_deactivates_the_own_account(cast: Cast) -> None:
    with pytest.raises(UnableToDeactivateUser):
        deactivate_user(user=cast.adam, actor=actor_of(cast.adam), now=NOW)


def test_the_last_administrator_stays(cast: Cast) -> None:
    adam = actor_of(cast.adam)
    with pytest.raises(UnableToChangeMemberships):
        change_memberships(user=cast.adam, grants={cast.operator.pk: []}, actor=adam, now=NOW)
    with pytest.raises(UnableToChangeMemberships):
        deactivate_user(user=cast.adam, actor=Actor.system(), now=NOW)
    eva = make_user("eva@odontolife.example", "Eva Castro", cast.operator, Role.ADMINISTRATOR)
    deactivate_user(user=eva, actor=adam, now=NOW)
    with pytest.raises(UnableToChangeMemberships):
        change_memberships(user=cast.adam, grants={cast.operator.pk: []}, actor=adam, now=NOW)
    reactivate_user(user=eva, actor=adam, now=NOW)
    change_memberships(user=cast.adam, grants={cast.operator.pk: []}, actor=adam, now=NOW)
    assert actor_of(cast.adam).permissions == {}


def test_an_operator_without_any_administrator_does_not_stop_deactivating_others(cast: Cast) -> None:
    deactivate_user(user=cast.charlie, actor=Actor.system(), now=NOW)
    cast.charlie.refresh_from_db()
    assert not cast.charlie.is_active


def test_roles_are_replaced_at_the_operators_named_alone(cast: Cast) -> None:
    alice = shared(cast)
    grants = {cast.operator.pk: [RoleGrant(Role.SECTOR_MEMBER, "commercial"), RoleGrant(Role.SUPERVISOR)]}
    change_memberships(user=alice, grants=grants, actor=actor_of(cast.adam), now=NOW)
    assert set(alice.memberships.values_list("operator_id", "role", "sector")) == {
        (cast.operator.pk, Role.SECTOR_MEMBER, "commercial"),
        (cast.operator.pk, Role.SUPERVISOR, ""),
        (cast.other_operator.pk, Role.CONSULTANT, ""),
    }


def test_a_member_moves_to_another_sector(cast: Cast) -> None:
    grants = {cast.operator.pk: [RoleGrant(Role.SECTOR_MEMBER, "commercial")]}
    change_memberships(user=cast.sara, grants=grants, actor=actor_of(cast.adam), now=NOW)
    assert cast.sara.memberships.get().sector == "commercial"
    line = AuditEntry.objects.filter(action="membership.changed", actor=cast.adam).get()
    assert line.detail == {"given": ["sector_member:commercial"], "taken": ["sector_member:it"]}


def test_the_same_roles_again_write_nothing(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    grants = {cast.operator.pk: [RoleGrant(Role.CONSULTANT)]}
    change_memberships(user=cast.alice, grants=grants, actor=actor_of(cast.adam), now=NOW)
    assert AuditEntry.objects.count() == before
