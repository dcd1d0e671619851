"""Saying that a divergence is none, and taking that back."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor

from ..models import Divergence
from ..refusals import UnableToDismiss
from .divergence_write import writing

LONGEST_REASON = 500


def dismiss_divergence(
    *, divergence: Divergence, reason: str, digest: str, actor: Actor, now: dt.datetime
) -> Divergence:
    """It stays dismissed until its facts change. `digest` is that of the facts which the actor saw.

    Raises:
        NotPermitted: see `writing`.
        UnableToDismiss: the reason is missing, or the facts are others by now.
    """
    told = " ".join(reason.split())
    if not told:
        raise UnableToDismiss("Escreva por que não é preciso agir. A divergência continua na fila.")
    if len(told) > LONGEST_REASON:
        raise UnableToDismiss(f"O motivo passa de {LONGEST_REASON} letras. A divergência continua na fila.")
    with writing(divergence=divergence, actor=actor, now=now) as write:
        standing = write.divergence
        if standing.state == Divergence.State.DISMISSED:
            return standing
        if standing.state == Divergence.State.CLEARED:
            raise UnableToDismiss("Esta divergência já se resolveu. Não há o que dispensar.")
        if standing.digest != digest:
            raise UnableToDismiss(
                "Os fatos desta divergência mudaram desde que você abriu a página. "
                "Nada foi dispensado; atualize a página e confira."
            )
        write.save(
            dismissed_at=now, dismissed_by=actor.user, dismissed_reason=told, dismissed_digest=standing.digest
        )
        write.audit("divergence.dismissed")
        return standing


def restore_divergence(*, divergence: Divergence, actor: Actor, now: dt.datetime) -> Divergence:
    """Takes a dismissal back; one that is not dismissed stays as it is.

    Raises:
        NotPermitted: see `writing`.
    """
    with writing(divergence=divergence, actor=actor, now=now) as write:
        standing = write.divergence
        if not standing.dismissed_digest:
            return standing
        write.save(dismissed_at=None, dismissed_by=None, dismissed_reason="", dismissed_digest="")
        write.audit("divergence.restored")
        return standing
