"""People and operators stand where one looks for them, whatever accents and capitals their names have."""

from __future__ import annotations

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission, Role
from vinculo.accounts.queries import administered_users, operators_with, people_of_log, users_who_may
from vinculo.accounts.tests.cast import Cast, actor_of, make_operator, make_user


def test_users(cast: Cast) -> None:
    made = make_operator("NVA", "Nova")
    for number, name in enumerate(("Zeca", "Álvaro", "Bruno", "ana")):
        make_user(f"p{number}@x.example", name, made, Role.SUPERVISOR, Role.ADMINISTRATOR)
    people = [user.name for user in users_who_may(Permission.CASES_WORK, made)]
    assert people == ["Álvaro", "ana", "Bruno", "Zeca"]
    reader = actor_of(users_who_may(Permission.CASES_WORK, made)[0])
    assert [user.name for user in administered_users(reader)] == people
    assert [user.name for user in people_of_log(reader)] == people


def test_operators(cast: Cast) -> None:
    for code, name in (("ZZ", "Zelo"), ("AB", "Ágil"), ("BC", "brilho")):
        make_operator(code, name)
    names = [operator.name for operator in operators_with(Actor.system(), Permission.CASES_SEE)]
    assert names == ["Ágil", "brilho", "ODONTOLIFE", "SORRISO CLARO", "Zelo"]
