"""The parts of the administration that an actor may open, and the door to each."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.kernel.refusal import NotPermitted
from vinculo.web.site.http import Request


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


_SECTIONS = (
    ("Usuários", "user-list", Permission.USERS_EDIT),
    ("Operadoras", "operator-list", Permission.OPERATORS_EDIT),
    ("Edições e listas", "edition-list", Permission.EDITIONS_EDIT),
    ("Sincronização", "sync-list", Permission.REGISTRY_SYNC),
    ("Prazos", "level-list", Permission.DESK_EDIT),
    ("Divergências", "comparison-list", Permission.DESK_EDIT),
    ("Setores", "sector-list", Permission.DESK_EDIT),
    ("Lista de saída", "exit-list", Permission.DESK_EDIT),
    ("Normas", "legal-list", Permission.DESK_EDIT),
    ("Feriados", "holiday-list", Permission.DESK_EDIT),
    ("Mensagens prontas", "message-list", Permission.DESK_EDIT),
    ("Cartas", "letter-list", Permission.DESK_EDIT),
    ("Registro de acessos", "access-log", Permission.AUDIT_SEE),
)


def tabs_for(actor: Actor, current: str) -> list[Tab]:
    return [
        Tab(label, reverse(name), name == current)
        for label, name, permission in _SECTIONS
        if actor.may_anywhere(permission)
    ]


def first_section(actor: Actor) -> str:
    """The address of the first part that the actor may open.

    Raises:
        NotPermitted: there is none.
    """
    tabs = tabs_for(actor, "")
    if not tabs:
        raise NotPermitted("A Administração não faz parte do seu perfil.")
    return tabs[0].url


def require_anywhere(actor: Actor, permission: Permission) -> None:
    """
    Raises:
        NotPermitted: the page concerns nobody with the actor's roles.
    """
    if not actor.may_anywhere(permission):
        raise NotPermitted("Esta página da Administração não faz parte do seu perfil.")


def operator_of_desk(request: Request, pk: int) -> Operator:
    """
    Raises:
        NotPermitted: the page concerns nobody with the actor's roles.
        Http404: the actor does not look after that operator's desk.
    """
    require_anywhere(request.actor, Permission.DESK_EDIT)
    operator = operators_with(request.actor, Permission.DESK_EDIT).filter(pk=pk).first()
    if operator is None:
        raise Http404
    return operator
