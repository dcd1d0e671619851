"""What becomes of a request that came in: a case, a contact of a case that is there, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.models import User
from vinculo.accounts.permissions import Permission
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
from vinculo.kernel.transitions import UnknownTransition
from vinculo.network.models import Provider
from vinculo.network.queries.head_facts import head_facts
from vinculo.network.queries.people import people_of
from vinculo.network.queries.providers import provider_with_people, record_kept_instead
from vinculo.network.queries.who_told import who_told

from ..incoming_states import INCOMING_TRANSITIONS, IncomingAction
from ..models import IncomingRequest
from ..refusals import UnableToSettleRequest

ORIGIN = "incoming"
Told = IncomingRequest.Told
STAYS = "O pedido continua na lista."


@dataclass
class IncomingWrite:
    """A locked request, for the length of one action."""

    request: IncomingRequest
    actor: Actor
    now: dt.datetime

    def end(self, action: IncomingAction, *, case: Case | None = None, reason: str = "") -> None:
        """Through the table; back among those that wait it has no end."""
        request = self.request
        request.state = INCOMING_TRANSITIONS.find(request.state, action).target
        waits = action == IncomingAction.RESTORE
        request.case, request.reason = case, reason
        request.ended_at = None if waits else self.now
        request.ended_by = None if waits else self.actor.user
        request.save(update_fields=["state", "case", "reason", "ended_at", "ended_by", "provider"])
        record_audit(
            actor=self.actor,
            operator_id=request.operator_id,
            action=f"incoming.{action}",
            subject_kind="incoming",
            subject_id=request.pk,
            now=self.now,
            detail={"case": case.pk} if case else {},
        )


@contextmanager
def _writing(
    request: IncomingRequest, action: IncomingAction, actor: Actor, now: dt.datetime
) -> Iterator[IncomingWrite]:
    """Locks a request and finds out whether the table lets it go that way.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: somebody has settled it meanwhile.
    """
    with transaction.atomic():
        rows = IncomingRequest.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.select_related("operator").filter(pk=request.pk).first()
        if locked is None:
            raise NotPermitted
        actor.require(Permission.CASES_WORK, locked.operator_id)
        try:
            INCOMING_TRANSITIONS.find(locked.state, action)
        except UnknownTransition:
            said = locked.get_state_display().lower()
            raise UnableToSettleRequest(
                f"O pedido {locked.number} já não está na lista ({said}). Nada foi alterado; "
                "atualize a página."
            ) from None
        yield IncomingWrite(locked, actor, now)


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
    with _writing(request, IncomingAction.OPEN, actor, now) as write:
        locked = write.request
        provider = _provider(actor, provider_id) if provider_id else None
        if provider_id and (provider is None or provider.operator_id != locked.operator_id):
            raise UnableToSettleRequest(f"Este prestador já não está no cadastro. {STAYS}")
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
    with _writing(request, IncomingAction.JOIN, actor, now) as write:
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
    with _writing(request, IncomingAction.DISMISS, actor, now) as write:
        if not reason.strip():
            raise UnableToSettleRequest(f"Escreva o motivo. {STAYS}")
        write.end(IncomingAction.DISMISS, reason=reason.strip()[:500])


def restore_request(*, request: IncomingRequest, actor: Actor, now: dt.datetime) -> None:
    """A dismissed one waits again.

    Raises:
        NotPermitted: it is another operator's, or the actor does not work on cases there.
        UnableToSettleRequest: it is not a dismissed one any more.
    """
    with _writing(request, IncomingAction.RESTORE, actor, now) as write:
        write.end(IncomingAction.RESTORE)


def _provider(actor: Actor, provider_id: int) -> Provider | None:
    """Itself, or the one that it was merged into."""
    return provider_with_people(actor, record_kept_instead(actor, provider_id) or provider_id)


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
