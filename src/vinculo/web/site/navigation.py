"""The main navigation: only what the actor may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    url: str
    is_current: bool


_ITEMS = (
    ("Hoje", "today", None),
    ("Processos", "case-list", Permission.CASES_SEE),
    ("Importar formulários", "import-list", Permission.FORMS_IMPORT),
    ("Prestadores", "provider-list", Permission.REGISTRY_SEE),
    ("Administração", "administration", None),
)

_ADMINISTRATION = (
    Permission.USERS_EDIT,
    Permission.OPERATORS_EDIT,
    Permission.EDITIONS_EDIT,
    Permission.AUDIT_SEE,
)


def navigation_for(actor: Actor, path: str) -> list[NavigationItem]:
    items = []
    for label, name, permission in _ITEMS:
        if permission is not None and not actor.may_anywhere(permission):
            continue
        if name == "administration" and not any(actor.may_anywhere(item) for item in _ADMINISTRATION):
            continue
        url = reverse(name)
        items.append(NavigationItem(label, url, path.startswith(url)))
    return items
