"""The pages of one provider, as tabs."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.network.models import Provider

_TABS = {
    "provider": "Cadastro",
    "provider-history": "Histórico",
    "provider-dealings": "Processos e contatos",
}


@dataclass(frozen=True)
class Tab:
    url: str
    label: str
    is_current: bool


def provider_tabs(provider: Provider, actor: Actor, current: str) -> list[Tab]:
    """By the names of their addresses; who sees no cases has no tab for them."""
    sees_cases = actor.may(Permission.CASES_SEE, provider.operator_id)
    return [
        Tab(reverse(name, args=[provider.pk]), label, name == current)
        for name, label in _TABS.items()
        if sees_cases or name != "provider-dealings"
    ]
