"""The main navigation: only what the actor may open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """`key` opens it after `g`."""

    label: str
    url: str
    is_current: bool
    key: str


_ITEMS = (
    ("Hoje", "today", None, "h"),
    ("Processos", "case-list", Permission.CASES_SEE, "p"),
    ("Tarefas", "task-list", None, "t"),
    ("Importar formulários", "import-list", Permission.FORMS_IMPORT, "i"),
    ("Prestadores", "provider-list", Permission.REGISTRY_SEE, "r"),
    ("Divergências", "divergence-list", Permission.REGISTRY_SEE, "d"),
    ("Protocolos", "protocol-list", Permission.CASES_SEE, "o"),
    ("Prazos legais", "deadline-list", Permission.CASES_SEE, "l"),
    ("Administração", "administration", None, "a"),
)

_ANY_OF = {
    "task-list": (Permission.CASES_SEE, Permission.TASKS_ANSWER),
    "administration": (
        Permission.USERS_EDIT,
        Permission.OPERATORS_EDIT,
        Permission.EDITIONS_EDIT,
        Permission.AUDIT_SEE,
    ),
}
"""Parts that several kinds of people have a door to."""


def navigation_for(actor: Actor, path: str) -> list[NavigationItem]:
    items = []
    for label, name, permission, key in _ITEMS:
        if permission is not None and not actor.may_anywhere(permission):
            continue
        if name in _ANY_OF and not any(actor.may_anywhere(item) for item in _ANY_OF[name]):
            continue
        url = _address(name)
        items.append(NavigationItem(label, url, path.startswith(url), key))
    return items


@cache
def _address(name: str) -> str:
    return reverse(name)
