"""The same done to many divergences, line by line: each obeys the rules that it obeys alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.kernel.refusal import Refusal

from ..models import Divergence
from .assign import assign_divergence
from .dismiss import dismiss_divergence, restore_divergence

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Done:
    """The ids of those that it was done to, and the sentence for each that was refused."""

    done: Sequence[int]
    refused: Mapping[int, str]


def dismiss_many(
    *,
    divergences: Sequence[Divergence],
    digests: Mapping[int, str],
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> Done:
    """`digests`: of the facts that the actor saw, by id."""
    return _each(
        divergences,
        lambda one: dismiss_divergence(
            divergence=one, reason=reason, digest=digests.get(one.pk, ""), actor=actor, now=now
        ),
    )


def restore_many(*, divergences: Sequence[Divergence], actor: Actor, now: dt.datetime) -> Done:
    return _each(divergences, lambda one: restore_divergence(divergence=one, actor=actor, now=now))


def assign_many(
    *, divergences: Sequence[Divergence], owner: User | None, actor: Actor, now: dt.datetime
) -> Done:
    return _each(
        divergences, lambda one: assign_divergence(divergence=one, owner=owner, actor=actor, now=now)
    )


def _each(divergences: Sequence[Divergence], act: Callable[[Divergence], object]) -> Done:
    done: list[int] = []
    refused: dict[int, str] = {}
    for one in divergences[:MOST_AT_ONCE]:
        try:
            act(one)
        except Refusal as refusal:
            refused[one.pk] = refusal.message
        else:
            done.append(one.pk)
    return Done(done, refused)
