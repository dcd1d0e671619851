"""Requests that came in on the last days and wait to become cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.cases.models import Case
from vinculo.cases.states import OPEN_STATES
from vinculo.consequences.actions.incoming_file import take_file
from vinculo.consequences.actions.take_incoming import type_incoming
from vinculo.kernel.identifiers import protocol_number
from vinculo.network.models import Provider

from .cast import MAIN

REQUESTS = (
    (
        50,
        "Não temos mais interesse: a tabela está defasada. Pedimos a carta de desligamento.",
    ),
    (27, "Vou me aposentar e fechar o consultório. Como ficam as guias já autorizadas?"),
    (5, "O sistema de autorização cai quase todo dia. Sem solução, queremos sair da rede."),
)
"""Hours ago, and what was written."""
STRANGER = "Clínica Bem Sorrir Odontologia Ltda."
"""Whom the registry does not know."""
UNREAD = "numero;nome;municipio;texto\n;Instituto Odontológico Lapa;São Paulo;Pedido feito por telefone\n"
"""A file with a request that has no number."""


def bring_in_requests(operators: Mapping[str, Operator], end: dt.datetime) -> None:
    operator, actor = operators[MAIN], Actor.system("Sistema de protocolos")
    busy = Case.objects.filter(operator=operator, state__in=OPEN_STATES, provider__isnull=False)
    known = Provider.objects.filter(operator=operator, merged_into=None, status=Provider.Status.ACTIVE)
    free = list(known.exclude(pk__in=busy.values("provider_id")).order_by("pk")[: len(REQUESTS) - 1])
    for (hours, text), provider in zip(REQUESTS, [*free, None], strict=False):
        at = end - dt.timedelta(hours=hours, minutes=7 * hours % 60)
        told = {"number": protocol_number.from_moment(at), "text": text}
        if provider is None:
            told |= {"name": STRANGER, "city": "Jundiaí", "city_state": "SP"}
        else:
            told |= {"name": provider.name, "cnpj": provider.cnpj or "", "cpf": provider.cpf or ""}
        type_incoming(operator=operator, values=told, actor=actor, now=end)
    take_file(
        operator=operator, content=UNREAD.encode(), actor=actor, now=end, name="pedidos-por-telefone.csv"
    )
