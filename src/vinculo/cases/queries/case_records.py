"""One case with what hangs on it, and the facts for its rules."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from vinculo.accounts.actor import Actor

from ..facts import CaseFacts, OpenCase, case_facts
from ..form import RecordsOfCase
from ..models import Case
from ..states import OPEN_STATES


def find_case(actor: Actor, case_id: int) -> Case | None:
    """A case that the actor may see, with its operator, edition, provider and people."""
    related = ("operator", "edition", "provider", "municipality", "consultant", "decided_by", "signed_by")
    return Case.objects.visible_to(actor).select_related(*related).filter(pk=case_id).first()


def records_of(case: Case) -> RecordsOfCase:
    """The rows that the form and the rules need: three queries, whatever their number."""
    return RecordsOfCase(
        contacts=tuple(case.contacts.order_by("position")),
        offers=tuple(case.offers.order_by("pk")),
        dentists=tuple(case.dentists.filter(removed_at=None)),
    )


def other_open_cases(case: Case) -> tuple[OpenCase, ...]:
    """Open cases of the same operator for the same provider, CNPJ, CPF or CRO."""
    same = Q()
    if case.provider_id is not None:
        same |= Q(provider_id=case.provider_id)
    if case.cro and case.cro_state:
        same |= Q(cro=case.cro, cro_state=case.cro_state)
    for column in ("cnpj", "cpf"):
        value = getattr(case, column)
        if value:
            same |= Q(**{column: value})
    if not same:
        return ()
    rows = Case.objects.filter(same, operator_id=case.operator_id, state__in=OPEN_STATES).exclude(pk=case.pk)
    return tuple(OpenCase(row.pk, str(row)) for row in rows.only("pk", "number")[:5])


def facts_of(
    case: Case,
    *,
    today: dt.date,
    acting_user_id: int | None,
    records: RecordsOfCase | None = None,
) -> CaseFacts:
    """The facts of one case, read now."""
    return case_facts(
        case,
        records if records is not None else records_of(case),
        today=today,
        acting_user_id=acting_user_id,
        other_open_cases=other_open_cases(case),
    )


def open_cases_of_provider(actor: Actor, provider_id: int) -> list[Case]:
    """Cases still open for a provider, which a new one would double."""
    return list(Case.objects.visible_to(actor).open().filter(provider_id=provider_id)[:5])
