"""Who takes care of a divergence."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.kernel.refusal import NotPermitted

from ..models import Divergence
from ..permissions import hands_out, mends
from ..refusals import UnableToAssign
from .divergence_write import writing


def assign_divergence(
    *, divergence: Divergence, owner: User | None, actor: Actor, now: dt.datetime
) -> Divergence:
    """Gives it to somebody, or (None) to nobody. Everybody takes what is free and gives back what is theirs;
    other people's is for who hands work out.

    Raises:
        NotPermitted: see `writing`; or it is not the actor's to give.
        UnableToAssign: it is cleared, or that person does not work with the operator's divergences.
    """
    with writing(divergence=divergence, actor=actor, now=now) as write:
        standing = write.divergence
        acting = actor.user.pk if actor.user else None
        wanted = owner.pk if owner else None
        if standing.owner_id == wanted:
            return standing
        is_own_affair = wanted in (None, acting) and standing.owner_id in (None, acting)
        if not is_own_affair and not hands_out(actor, standing.operator_id):
            raise NotPermitted(
                "Quem passa divergências de uma pessoa a outra é o supervisor ou o gestor de rede. "
                "Nada foi alterado."
            )
        if standing.cleared_at is not None:
            raise UnableToAssign("Esta divergência já se resolveu. Nada foi alterado.")
        if owner is not None and not mends(Actor.for_user(owner), standing.operator_id):
            raise UnableToAssign(
                f"{owner.name} não trabalha com as divergências da {standing.operator.name}. "
                "Nada foi alterado; escolha outra pessoa."
            )
        write.save(owner=owner)
        write.audit("divergence.assigned", {"to": wanted})
        return standing
