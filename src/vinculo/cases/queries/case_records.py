"""One case with what hangs on it, and the facts for its rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.prepared import prepared
from vinculo.accounts.prepared_for import prepared_for
from vinculo.kernel.business_calendar import BusinessCalendar

from ..facts import CaseFacts, OpenCase, case_facts
from ..form import RecordsOfCase
from ..models import Case, CaseDentist, Contact, Offer
from ..states import OPEN_STATES
from .same_people import Named, cases_naming

Hanging = TypeVar("Hanging", Contact, Offer, CaseDentist)


def find_case(actor: Actor, case_id: int) -> Case | None:
    """A case that the actor may see, with its operator, edition, provider and people."""
    return next(iter(_case_with_people(actor, case_id)), None)


def find_case_alone(actor: Actor, case_id: int) -> Case | None:
    """The same, of which nothing is read but its id and its operator."""
    return next(iter(_case_alone(actor, case_id)), None)


@prepared_for
def _case_alone(actor: Actor, case_id: int) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(pk=case_id).only("pk", "operator_id").order_by()


@prepared_for
def _case_with_people(actor: Actor, case_id: int) -> QuerySet[Case]:
    return cases_with_people(actor).filter(pk=case_id).order_by()


def cases_with_people(actor: Actor) -> QuerySet[Case]:
    people = ("consultant", "decided_by", "signed_by")
    related = ("operator", "edition", "provider", "registry_snapshot", "municipality", *people)
    return Case.objects.visible_to(actor).select_related(*related)


def records_of(case: Case) -> RecordsOfCase:
    """The rows that the form and the rules need: three queries, whatever their number."""
    return RecordsOfCase(
        contacts=_hanging_on(case, _contacts(case.pk)),
        offers=_hanging_on(case, _offers(case.pk)),
        dentists=records_of_dentists(case),
    )


def records_of_dentists(case: Case) -> tuple[CaseDentist, ...]:
    """The further dentists alone."""
    return _hanging_on(case, _dentists(case.pk))


@prepared
def _contacts(case_id: int) -> QuerySet[Contact]:
    return Contact.objects.filter(case_id=case_id).order_by("position")


@prepared
def _offers(case_id: int) -> QuerySet[Offer]:
    return Offer.objects.filter(case_id=case_id).order_by("pk")


@prepared
def _dentists(case_id: int) -> QuerySet[CaseDentist]:
    return CaseDentist.objects.filter(case_id=case_id, removed_at=None)


def _hanging_on(case: Case, rows: Iterable[Hanging]) -> tuple[Hanging, ...]:
    """The rows, which know their case as those of `case.contacts` do."""
    found = tuple(rows)
    for row in found:
        row.case = case
    return found


@dataclass(frozen=True, slots=True)
class RelatedCases:
    """Open cases of the same provider, and the siblings at other operators that the actor may see."""

    doubles: tuple[OpenCase, ...] = ()
    siblings: tuple[Case, ...] = ()


def related_cases(case: Case, actor: Actor, dentists: Sequence[CaseDentist]) -> RelatedCases:
    """Both kinds in one query, and one more where there are any; siblings are at other operators."""
    ids = _cases_to_look_at(case, dentists)
    if not ids:
        return RelatedCases()
    doubles = _same_provider(case, dentists)
    siblings = Q(sibling_group=case.sibling_group) if case.sibling_group else Q(pk__in=[])
    rows = Case.objects.visible_to(actor).filter(pk__in=ids).select_related("operator").order_by("-pk")
    found = list(rows.filter(doubles | siblings).only("number", "operator__name")[:12])
    return RelatedCases(
        doubles=tuple(OpenCase(row.pk, str(row)) for row in found if row.operator_id == case.operator_id),
        siblings=tuple(row for row in found if row.operator_id != case.operator_id),
    )


def other_open_cases(case: Case, dentists: Sequence[CaseDentist]) -> tuple[OpenCase, ...]:
    """Open cases of the same operator for the same provider, CNPJ, CPF or CRO."""
    ids = _cases_to_look_at(case, dentists)
    if not ids:
        return ()
    rows = Case.objects.filter(_same_provider(case, dentists), pk__in=ids).order_by("-pk")
    return tuple(OpenCase(row.pk, str(row)) for row in rows.only("pk", "number")[:5])


def _cases_to_look_at(case: Case, dentists: Sequence[CaseDentist]) -> list[int]:
    registrations = [(case.cro, case.cro_state), *((row.cro, row.cro_state) for row in dentists)]
    named = Named(
        operator_id=case.operator_id,
        registrations=[(number, uf) for number, uf in dict.fromkeys(registrations) if number and uf],
        cpf=case.cpf,
        cnpj=case.cnpj,
        provider_id=case.provider_id,
        sibling_group=case.sibling_group,
    )
    return [case_id for case_id in cases_naming(named, open_only=True) if case_id != case.pk]


def _same_provider(case: Case, dentists: Sequence[CaseDentist]) -> Q:
    """Two cases of some dentists each are for the same only where they name one person alike."""
    same = _of_registration(case.cro, case.cro_state)
    if case.cpf:
        same |= Q(cpf=case.cpf)
    among_dentists = same
    for dentist in dentists:
        among_dentists |= _of_registration(dentist.cro, dentist.cro_state)
    if case.provider_id is not None:
        same |= Q(provider_id=case.provider_id)
    if case.cnpj:
        same |= Q(cnpj=case.cnpj)
    if case.scope == Case.Scope.DENTISTS:
        same = (same & ~Q(scope=Case.Scope.DENTISTS)) | (among_dentists & Q(scope=Case.Scope.DENTISTS))
    return Q(operator_id=case.operator_id, state__in=OPEN_STATES) & same


def _of_registration(number: str | None, uf: str | None) -> Q:
    """Cases that name this CRO, in the head or, where some dentists leave, among the further ones."""
    if not number or not uf:
        return Q(pk__in=[])
    further = CaseDentist.objects.filter(removed_at=None, cro=number, cro_state=uf).values("case_id")
    return Q(cro=number, cro_state=uf) | Q(scope=Case.Scope.DENTISTS, pk__in=further)


def facts_of(
    case: Case,
    *,
    today: dt.date,
    acting_user_id: int | None,
    records: RecordsOfCase | None = None,
    doubles: tuple[OpenCase, ...] | None = None,
    calendar: BusinessCalendar | None = None,
) -> CaseFacts:
    """The facts of one case, read now, but for what the caller has read already."""
    records = records if records is not None else records_of(case)
    return case_facts(
        case,
        records,
        today=today,
        acting_user_id=acting_user_id,
        other_open_cases=other_open_cases(case, records.dentists) if doubles is None else doubles,
        calendar=calendar,
    )
