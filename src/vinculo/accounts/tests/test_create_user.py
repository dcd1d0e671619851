from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from vinculo.accounts.actions.memberships import RoleGrant, UnableToChangeMemberships
from vinculo.accounts.actions.users import UnableToSaveUser, create_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.mail import Letter
from vinculo.accounts.models import AuditEntry, Membership, User
from vinculo.accounts.permissions import Permission, Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.accounts.tests.moments import NOW
from vinculo.kernel.refusal import NotPermitted


class Postbox:
    """Takes the e-mails that would be planned."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, Letter]] = []

    def __call__(self, *, recipient: User, letter: Letter, now: dt.datetime) -> None:
        self.letters.append((recipient.email, letter))


CONSULTANT = [RoleGrant(Role.CONSULTANT)]


def create(cast: Cast, actor: Actor | None = None, **given: Any) -> User:
    wanted: dict[str, Any] = {
        "email": "Lia@Odontolife.example ",
        "name": " Lia  Camargo",
        "grants": {cast.operator.pk: CONSULTANT},
    }
    return create_user(**{**wanted, **given}, actor=actor or actor_of(cast.adam), now=NOW)


def test_an_administrator_creates_a_user_who_gets_a_letter(cast: Cast) -> None:
    postbox = Postbox()
    lia = create(cast, plan_email=postbox)
    assert (lia.email, lia.name) == ("lia@odontolife.example", "Lia Camargo")
    assert not lia.has_usable_password()
    assert actor_of(lia).operators_with(Permission.CASES_WORK) == (cast.operator.pk,)
    assert postbox.letters == [("lia@odontolife.example", Letter.WELCOME)]


def test_it_is_audited_on_the_account_and_at_the_operator(cast: Cast) -> None:
    lia = create(cast)
    lines = AuditEntry.objects.filter(subject_kind="user", subject_id=str(lia.pk), actor=cast.adam)
    assert list(lines.order_by("pk").values_list("action", "operator_id")) == [
        ("user.created", None),
        ("membership.changed", cast.operator.pk),
    ]
    assert lines.last().detail == {"given": ["consultant"], "taken": []}  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["alice", "bob", "sara", "nina", "davi", "charlie"])
def test_only_an_administrator_may(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        create(cast, actor_of(getattr(cast, who)))


def test_not_at_an_operator_that_the_actor_does_not_administer(cast: Cast) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NotPermitted):
        create(cast, grants={cast.operator.pk: CONSULTANT, cast.other_operator.pk: CONSULTANT})
    assert not User.objects.filter(name="Lia Camargo").exists()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "lia arroba"}, "email"),
        ({"name": "  "}, "name"),
        ({"grants": {}}, "grants"),
        ({"email": "ALICE@odontolife.example"}, "email"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToSaveUser) as refused:
        create(cast, **given)
    assert [finding.field for finding in refused.value.findings] == [field]


def test_everything_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(UnableToSaveUser) as refused:
        create(cast, email="", name="", grants={})
    assert {finding.field for finding in refused.value.findings} == {"email", "name", "grants"}


@pytest.mark.parametrize(
    "roles",
    [
        [RoleGrant(Role.SECTOR_MEMBER)],
        [RoleGrant(Role.CONSULTANT, "it")],
        [RoleGrant("owner")],
        [RoleGrant(Role.SECTOR_MEMBER, "it"), RoleGrant(Role.SECTOR_MEMBER, "commercial")],
    ],
)
def test_malformed_roles_are_refused(cast: Cast, roles: list[RoleGrant]) -> None:
    with pytest.raises(UnableToChangeMemberships):
        create(cast, grants={cast.operator.pk: roles})
    assert not User.objects.filter(name="Lia Camargo").exists()


def test_an_address_of_another_operator_joins_with_the_account_it_has(cast: Cast) -> None:
    postbox = Postbox()
    joined = create(cast, email="Charlie@sorrisoclaro.example", plan_email=postbox)
    assert joined == cast.charlie
    assert joined.name == "Charlie Zanetti"
    assert Membership.objects.filter(user=joined, operator=cast.other_operator).count() == 2
    assert Membership.objects.filter(user=joined, operator=cast.operator).count() == 1
    assert postbox.letters == [(cast.charlie.email, Letter.ACCESS_GIVEN)]
