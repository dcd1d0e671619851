"""The connections of operators, as this machine's folder has them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..feed.connection import Connection, connection_of


@dataclass(frozen=True, slots=True)
class OperatorConnection:
    operator: Operator
    connection: Connection


def connection_for(operator: Operator) -> Connection:
    return connection_of(operator.code, settings.FEEDS_FOLDER)


def connections_visible_to(actor: Actor) -> list[OperatorConnection]:
    """Those of the operators whose registry the actor may sync, in the order of their names."""
    operators = Operator.objects.filter(is_active=True)
    if not actor.is_system:
        operators = operators.filter(pk__in=actor.operators_with(Permission.REGISTRY_SYNC))
    return [OperatorConnection(operator, connection_for(operator)) for operator in operators]
