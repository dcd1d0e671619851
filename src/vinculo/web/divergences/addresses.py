"""What the address of the screen asks for, read and written: the queue, whose, where, after which row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.kernel.places import UFS
from vinculo.reconciliation.models import Divergence
from vinculo.reconciliation.queries.divergences import NOBODY, Asked
from vinculo.web.site.http import number_of

Kind = Divergence.Kind
QUEUES: Mapping[str, str] = {
    "inativos-sem-desligamento": Kind.INACTIVE_UNSIGNED,
    "desligados-no-cadastro": Kind.STILL_ACTIVE,
    "producao-depois": Kind.PRODUCTION_AFTER,
    "troca-de-rt": Kind.TECHNICAL_MANAGER_CHANGED,
    "varios-processos": Kind.SEVERAL_OPEN,
    "cro-desconhecido": Kind.UNKNOWN_CRO,
    "cabecalho": Kind.HEAD_DIFFERS,
}
"""The words of the address for each kind, in the order of the screen."""
_WORDS = {kind: words for words, kind in QUEUES.items()}
MINE, FREE = "eu", "ninguem"


def read_address(parameters: Mapping[str, str], actor: Actor) -> Asked:
    """What makes no sense is left out."""
    owner = parameters.get("com", "")
    return Asked(
        kind=QUEUES.get(parameters.get("fila", ""), ""),
        operator_id=number_of(parameters.get("operadora")),
        owner=_owner(owner, actor),
        uf=parameters.get("uf", "") if parameters.get("uf") in UFS else "",
        dismissed=parameters.get("dispensadas") == "1",
        after=_key(parameters.get("apos", "")),
    )


def address_of_queue(asked: Asked, actor: Actor, **changed: object) -> str:
    """The screen with other parameters; from its first page, unless `after` is given."""
    asked = replace(asked, **{"after": None, **changed})  # type: ignore[arg-type]
    parameters = QueryDict(mutable=True)
    told = {
        "fila": _WORDS.get(asked.kind, ""),
        "com": _owner_words(asked.owner, actor),
        "uf": asked.uf,
        "operadora": str(asked.operator_id or ""),
        "dispensadas": "1" if asked.dismissed else "",
        "apos": _key_words(asked.after) if asked.after else "",
    }
    parameters.update({name: words for name, words in told.items() if words})
    address = reverse("divergence-list")
    return f"{address}?{parameters.urlencode()}" if parameters else address


def words_of(kind: str) -> str:
    return _WORDS.get(kind, "")


def _owner(words: str, actor: Actor) -> str:
    if words == FREE:
        return NOBODY
    if words == MINE and actor.user is not None:
        return str(actor.user.pk)
    return str(number_of(words) or "")


def _owner_words(owner: str, actor: Actor) -> str:
    if owner == NOBODY:
        return FREE
    return MINE if actor.user is not None and owner == str(actor.user.pk) else owner


def _key(words: str) -> tuple[dt.date, int] | None:
    day, _, last = words.partition("_")
    try:
        since = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return (since, number_of(last)) if number_of(last) else None


def _key_words(key: tuple[dt.date, int]) -> str:
    since, last = key
    return f"{since.isoformat()}_{last}"
