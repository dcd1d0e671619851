"""Which requests for protocols, and which systems, a page may reach: all others do not exist."""

from __future__ import annotations

from django.http import Http404

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.accounts.queries import operators_with
from vinculo.consequences.models import ProtocolRequest
from vinculo.consequences.queries.protocol_requests import find_protocol_request
from vinculo.kernel.refusal import NotPermitted

from ..site.http import Request


def require_protocols(actor: Actor) -> None:
    """
    Raises:
        NotPermitted: the actor sees no cases.
    """
    if not actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted("Os protocolos não fazem parte do seu perfil.")


def protocol_or_404(request: Request, pk: int) -> ProtocolRequest:
    """
    Raises:
        Http404: there is no such request for this person.
    """
    found = find_protocol_request(request.actor, pk)
    if found is None:
        raise Http404
    return found


def operator_or_404(request: Request, pk: int) -> Operator:
    """
    Raises:
        Http404: the person sees no cases of such an operator.
    """
    found = operators_with(request.actor, Permission.CASES_SEE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
