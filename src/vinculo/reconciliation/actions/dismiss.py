"""Saying that a divergence is none, and taking that back."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.note_divergence import note_divergence

from ..models import Divergence
from ..refusals import UnableToDismiss
from .divergence_write import DivergenceWrite, writing

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
        _tell_the_case(write, "dismissed", told)
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
        _tell_the_case(write, "dismissal_taken_back", "")
        return standing


def _tell_the_case(write: DivergenceWrite, became: str, reason: str) -> None:
    """Where it is about a case."""
    case = write.divergence.case
    if case is not None:
        label = write.divergence.get_kind_display()
        note_divergence(
            case=case, became=became, label=label, reason=reason, actor=write.actor, now=write.now
        )
