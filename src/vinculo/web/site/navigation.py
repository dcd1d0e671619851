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
    ("Importar formulários", "import-list", Permission.FORMS_IMPORT, "i"),
    ("Prestadores", "provider-list", Permission.REGISTRY_SEE, "r"),
    ("Administração", "administration", None, "a"),
)

_ADMINISTRATION = (
    Permission.USERS_EDIT,
    Permission.OPERATORS_EDIT,
    Permission.EDITIONS_EDIT,
    Permission.AUDIT_SEE,
)


def navigation_for(actor: Actor, path: str) -> list[NavigationItem]:
    items = []
    for label, name, permission, key in _ITEMS:
        if permission is not None and not actor.may_anywhere(permission):
            continue
        if name == "administration" and not any(actor.may_anywhere(item) for item in _ADMINISTRATION):
            continue
        url = _address(name)
        items.append(NavigationItem(label, url, path.startswith(url), key))
    return items


@cache
def _address(name: str) -> str:
    return reverse(name)
