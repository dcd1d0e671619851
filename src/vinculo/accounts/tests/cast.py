"""The fixed cast of the tests: two operators and who works there. Nobody is meant.

| who | operator | role |
|---|---|---|
| alice, beto | ODL | consultants |
| bob | ODL | supervisor |
| sara | ODL | member of the sector "it" |
| nina | ODL | network manager |
| davi | ODL | data-protection officer |
| adam | ODL | administrator |
| charlie | SRC, the other one | consultant and supervisor: the outsider |

Every password is `PASSWORD`. Ask for `cast` (all of them), or for one by name: `alice`, `operator`, …
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client

from vinculo.accounts.actions.memberships import RoleGrant
from vinculo.accounts.actions.users import create_user
from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.accounts.permissions import Role
from vinculo.cases.actions.editions import create_operator_with_editions

PASSWORD = "retencao-sem-pressa"
CAST_MADE_AT = dt.datetime(2026, 1, 5, 11, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Cast:
    """Users by their name; `actor_of` what one of them may do."""

    operator: Operator
    other_operator: Operator
    alice: User
    bob: User
    sara: User
    nina: User
    davi: User
    adam: User
    beto: User
    charlie: User

    def members(self) -> tuple[User, ...]:
        """Who belongs to `operator`, a user of each role among them."""
        return (self.alice, self.bob, self.sara, self.nina, self.davi, self.adam, self.beto)


def actor_of(user: User) -> Actor:
    return Actor.for_user(user)


def make_operator(code: str, name: str, ans_registration: str = "") -> Operator:
    """An operator with editions 1 and 2 of the form."""
    return create_operator_with_editions(
        code=code, name=name, ans_registration=ans_registration, actor=Actor.system(), now=CAST_MADE_AT
    )


def make_user(email: str, name: str, operator: Operator, *roles: Role, sector: str = "") -> User:
    """A user with these roles at one operator; `sector` goes to the sector member."""
    grants = [RoleGrant(role, sector if role == Role.SECTOR_MEMBER else "") for role in roles]
    return create_user(
        email=email,
        name=name,
        grants={operator.pk: grants},
        password=PASSWORD,
        actor=Actor.system(),
        now=CAST_MADE_AT,
    )


def make_cast() -> Cast:
    """The whole cast, in a database without it."""
    ours = make_operator("ODL", "ODONTOLIFE", "301949")
    other = make_operator("SRC", "SORRISO CLARO", "412003")
    both = (Role.CONSULTANT, Role.SUPERVISOR)
    return Cast(
        operator=ours,
        other_operator=other,
        alice=make_user("alice@odontolife.example", "Alice Nogueira", ours, Role.CONSULTANT),
        bob=make_user("bob@odontolife.example", "Bob Saldanha", ours, Role.SUPERVISOR),
        sara=make_user("sara@odontolife.example", "Sara Tavares", ours, Role.SECTOR_MEMBER, sector="it"),
        nina=make_user("nina@odontolife.example", "Nina Queiroz", ours, Role.NETWORK_MANAGER),
        davi=make_user("davi@odontolife.example", "Davi Uchôa", ours, Role.DATA_PROTECTION_OFFICER),
        adam=make_user("adam@odontolife.example", "Adam Ferraz", ours, Role.ADMINISTRATOR),
        beto=make_user("beto@odontolife.example", "Beto Lacerda", ours, Role.CONSULTANT),
        charlie=make_user("charlie@sorrisoclaro.example", "Charlie Zanetti", other, *both),
    )


def signed_in(user: User) -> Client:
    """A browser in which that user is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def operator(cast: Cast) -> Operator:
    return cast.operator


@pytest.fixture
def other_operator(cast: Cast) -> Operator:
    return cast.other_operator


@pytest.fixture
def alice(cast: Cast) -> User:
    return cast.alice


@pytest.fixture
def bob(cast: Cast) -> User:
    return cast.bob


@pytest.fixture
def sara(cast: Cast) -> User:
    return cast.sara


@pytest.fixture
def nina(cast: Cast) -> User:
    return cast.nina


@pytest.fixture
def davi(cast: Cast) -> User:
    return cast.davi


@pytest.fixture
def adam(cast: Cast) -> User:
    return cast.adam


@pytest.fixture
def beto(cast: Cast) -> User:
    return cast.beto


@pytest.fixture
def charlie(cast: Cast) -> User:
    return cast.charlie
