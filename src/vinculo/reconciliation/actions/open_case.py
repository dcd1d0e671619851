"""The step that mends most: a case for a provider that left without one."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.actions.who_leaves import link_provider
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.states import OPEN_STATES, State
from vinculo.kernel.dates import format_date
from vinculo.network.models import Dentist, Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.people import people_of
from vinculo.network.queries.providers import provider_with_people
from vinculo.network.queries.who_told import who_told
from vinculo.paper.requesters import REQUESTERS

from ..models import Divergence
from ..refusals import UnableToOpenCase
from .divergence_write import writing

ORIGIN = "divergence"


def open_case_of_divergence(
    *, divergence: Divergence, actor: Actor, now: dt.datetime, token: uuid.UUID | None = None
) -> Case:
    """A draft for the whole provider, its head as the registry has it, and what is known of how it left.

    Nobody asked for it, so it is the operator that does; no reason is ticked and no contact made up. Whoever
    opens it has the divergence, unless somebody else has it.

    Raises:
        NotPermitted: see `writing`; or the actor does not work on cases.
        UnableToOpenCase: the provider is gone or has an open case, or the divergence is cleared or of
            another kind.
    """
    with writing(divergence=divergence, actor=actor, now=now) as write:
        standing = write.divergence
        actor.require(Permission.CASES_WORK, standing.operator_id)
        provider = provider_with_people(actor, standing.provider_id) if standing.provider_id else None
        if provider is None or standing.cleared_at is not None:
            raise UnableToOpenCase(
                "Esta divergência já não existe: o cadastro mudou. Nenhum processo foi aberto; "
                "atualize a página."
            )
        if standing.kind != Divergence.Kind.INACTIVE_UNSIGNED:
            raise UnableToOpenCase(
                "Só uma saída sem desligamento assinado pede um processo novo. Nenhum processo foi aberto."
            )
        _refuse_a_second_one(provider, token)
        case = create_case(
            operator=standing.operator,
            edition=edition_for(standing.operator, day_of(now)),
            facts=known_facts(standing, provider, day_of(now)),
            actor=actor,
            now=now,
            provider=provider,
            token=token,
        )
        if standing.owner_id is None:
            write.save(owner=actor.user)
        write.audit("divergence.case_opened", {"case": case.pk})
        return case


def _refuse_a_second_one(provider: Provider, token: uuid.UUID | None) -> None:
    """But for the same click twice, which is the same case."""
    undone = Case.objects.filter(provider=provider, state__in=[*OPEN_STATES, State.DECIDED])
    other = undone.exclude(creation_token=token or uuid.uuid4()).order_by("pk").first()
    if other is not None:
        what = "em aberto" if other.is_open else "decidido"
        raise UnableToOpenCase(
            f"Já há um processo {what} deste prestador: {other}. Nenhum outro foi aberto; continue nele."
        )


def known_facts(divergence: Divergence, provider: Provider, today: dt.date) -> DraftFacts:
    """The head as of today, with the people as of the last day on which the provider was active."""
    head = head_facts(provider, _people(divergence, provider, today), today)
    facts = facts_from_registry(head, today=today, whole=True, told=who_told(provider, head, today))
    told = {"requested_by": REQUESTERS["operator"], "general_note": note_of(divergence, today)}
    return replace(facts, values={**facts.values, **told}, origin=ORIGIN)


def note_of(divergence: Divergence, today: dt.date) -> str:
    """What was found out, and when: the only thing that is known of why the provider left."""
    since = _since(divergence)
    when = f" desde {format_date(since)}" if since else ""
    return (
        f"Prestador inativo no cadastro{when}, sem desligamento assinado. "
        f"Processo aberto em {format_date(today)} a partir de Divergências; motivo ainda não apurado."
    )


def link_case_of_divergence(*, divergence: Divergence, case: Case, actor: Actor, now: dt.datetime) -> Case:
    """Says that a case which names nobody of the registry is about the divergence's provider.

    Raises:
        NotPermitted, UnableToWriteCase: as `link_provider`.
        UnableToOpenCase: there is no such provider any more, or the case is another one's by now.
    """
    with writing(divergence=divergence, actor=actor, now=now) as write:
        actor.require(Permission.CASES_WORK, write.divergence.operator_id)
        provider = write.divergence.provider_id and provider_with_people(actor, write.divergence.provider_id)
        if not provider:
            raise UnableToOpenCase("O prestador desta divergência já não existe. Nada foi vinculado.")
        if case.provider_id not in (None, provider.pk):
            raise UnableToOpenCase(
                f"{case} já está vinculado a outro prestador. Nada foi alterado; confira no processo."
            )
        linked = link_provider(case=case, provider=provider, actor=actor, now=now)
        write.audit("divergence.case_linked", {"case": case.pk})
        return linked


def _people(divergence: Divergence, provider: Provider, today: dt.date) -> list[Dentist]:
    working = people_of(provider, today).dentists()
    since = _since(divergence)
    if not working and since is not None:
        working = people_of(provider, since - dt.timedelta(days=1)).dentists()
    return list(working)


def _since(divergence: Divergence) -> dt.date | None:
    told = divergence.facts.get("since")
    return dt.date.fromisoformat(told) if told else None
