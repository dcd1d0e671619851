"""Prepared queries whose rows depend on who asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from .actor import Actor
from .permissions import Permission
from .prepared import Statement, fit, marks_of

Row = TypeVar("Row")
Access = frozenset[tuple[int, frozenset[Permission]]] | None
"""All that decides which rows somebody may see; None for the product itself, which sees every one."""
KEPT = 256


def prepared_for(build: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
    """For a function of an actor and ids: prepared once for all who may see the same.

    The function is given an actor of whom nothing is known but what it may: what is kept for one person
    cannot hold anything that is only that person's.
    """
    marks = marks_of(len(signature(build).parameters) - 1)

    @lru_cache(maxsize=KEPT)
    def statement(access: Access) -> Statement:
        return Statement(build(_somebody_with(access), *marks), marks)

    @wraps(build)
    def ask(actor: Actor, *ids: int) -> list[Row]:
        if not fit(ids):
            return list(build(actor, *ids))
        try:
            return statement(_access_of(actor)).ask(ids)
        except EmptyResultSet:
            return []

    return ask


def _access_of(actor: Actor) -> Access:
    return None if actor.is_system else frozenset(actor.permissions.items())


def _somebody_with(access: Access) -> Actor:
    if access is None:
        return Actor.system()
    return Actor(user=None, name="", permissions=dict(access), is_anonymous=True)
