"""What becomes of a request that came in: a case, a contact of a case that is there, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import User
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.actions.reassign import reassign_case
from vinculo.cases.actions.registry_head import facts_from_registry
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for
from vinculo.kernel.dates import SAO_PAULO, format_date
from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.models import Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.people import people_of
from vinculo.network.queries.who_told import who_told

from ..incoming_states import IncomingAction
from ..models import IncomingRequest
from ..refusals import UnableToSettleRequest
from .incoming_write import STAYS, provider_at, writing_incoming

ORIGIN = "incoming"
Told = IncomingRequest.Told


def open_case_of_request(
    *,
    request: IncomingRequest,
    provider_id: int | None,
    consultant: User | None,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """A draft with the registry's head, the request's protocol and its text as the first contact.

    Without a provider the head has what the request tells. `consultant` gets the case; None is the actor.

    Raises:
        NotPermitted: another operator's, or the actor may not give cases to others.
        UnableToSettleRequest: it was settled meanwhile, or the provider is gone.
    """
    with writing_incoming(request, IncomingAction.OPEN, actor, now) as write:
        locked = write.request
        provider = provider_at(write, provider_id) if provider_id else None
        case = create_case(
            operator=locked.operator,
            edition=edition_for(locked.operator, day_of(now)),
            facts=_facts(locked, provider, day_of(now)),
            actor=actor,
            now=now,
            provider=provider,
        )
        if consultant is not None and consultant != actor.user:
            case = reassign_case(case=case, consultant=consultant, actor=actor, now=now)
        locked.provider = provider
        write.end(IncomingAction.OPEN, case=case)
        return case


def join_request(*, request: IncomingRequest, case: Case, actor: Actor, now: dt.datetime) -> Case:
    """The request becomes a contact of a case that is open; its originating protocol stays what it is.

    Raises:
        NotPermitted: the request or the case is another operator's.
        UnableToSettleRequest: it was settled meanwhile.
        UnableToWriteCase: the case takes no more contacts.
    """
    with writing_incoming(request, IncomingAction.JOIN, actor, now) as write:
        if case.operator_id != write.request.operator_id:
            raise NotPermitted
        values = _contact(write.request)
        values["note"] = f"{values['note']}\n\nProtocolo {write.request.number}".strip()
        add_contact(case=case, values=values, actor=actor, now=now)
        write.end(IncomingAction.JOIN, case=case)
        return case


def dismiss_request(*, request: IncomingRequest, reason: str, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: the reason is missing, or it was settled meanwhile.
    """
    with writing_incoming(request, IncomingAction.DISMISS, actor, now) as write:
        if not reason.strip():
            raise UnableToSettleRequest(f"Escreva o motivo. {STAYS}")
        write.end(IncomingAction.DISMISS, reason=reason.strip()[:500])


def restore_request(*, request: IncomingRequest, actor: Actor, now: dt.datetime) -> None:
    """A dismissed one waits again.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: it is not a dismissed one any more.
    """
    with writing_incoming(request, IncomingAction.RESTORE, actor, now) as write:
        write.end(IncomingAction.RESTORE)


def _facts(request: IncomingRequest, provider: Provider | None, today: dt.date) -> DraftFacts:
    """Its protocol is the originating one, its day that of the start. Who asked nobody has said."""
    told = {"protocol_number": request.number}
    if request.asked_told != Told.NOTHING:
        asked_on = format_date(request.asked_at.astimezone(SAO_PAULO).date())
        told |= {"protocol_opened_on": asked_on, "started_on": asked_on}
    contacts = [(1, _contact(request))]
    if provider is None:
        return DraftFacts(values={**_told_head(request), **told}, contacts=contacts, origin=ORIGIN)
    head = head_facts(provider, list(people_of(provider, today).dentists()), today)
    facts = facts_from_registry(head, today=today, whole=True, told=who_told(provider, head, today))
    return replace(facts, values={**facts.values, **told}, contacts=contacts, origin=ORIGIN)


def _told_head(request: IncomingRequest) -> Mapping[str, str]:
    """What the request itself says of who leaves."""
    kind = "PJ" if request.cnpj else "PF" if request.cpf else ""
    told = {
        "dentist_name": request.name,
        "cnpj": cnpj.formatted(request.cnpj) if request.cnpj else "",
        "cpf": cpf.formatted(request.cpf) if request.cpf else "",
        "cro": request.cro,
        "cro_state": request.cro_state,
        "city": request.city,
        "state": request.city_state,
        "provider_type": kind,
    }
    return {name: text for name, text in told.items() if text}


def _contact(request: IncomingRequest) -> dict[str, str]:
    at, values = request.asked_at.astimezone(SAO_PAULO), {"direction": "incoming", "note": request.text}
    if request.asked_told != Told.NOTHING:
        values["on"] = format_date(at.date())
    if request.asked_told == Told.MOMENT:
        values["time"] = f"{at:%H:%M}"
    return values | {"spoken_to": request.name}
