"""A provider as its page shows it: who is there since when, who was, and what else is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.cases_of_provider import cases_of_provider
from vinculo.cases.queries.dealings import Answer, last_answers
from vinculo.kernel.dates import format_date
from vinculo.network.models import Affiliation, ContactPerson, Provider
from vinculo.network.queries import coverage_of, people_of
from vinculo.network.queries.history import standing_of
from vinculo.network.queries.phones import KnownPhone, noted_phones
from vinculo.network.values import written_us_value

from .council_words import council_words_of
from .coverage_presenters import CoverageRow, city_url, coverage_row
from .dealings_presenters import CaseRow, case_rows
from .history_words import days_of, notice_words, standing_street

MOST_CASES = 10
CHANNELS = {"whatsapp": " por WhatsApp", "phone": " por telefone"}


@dataclass(frozen=True)
class TieRow:
    """A dentist at this provider. `period` tells the days in words; the last one is a day that still held."""

    id: int
    dentist_id: int
    name: str
    cro: str
    council: str
    is_checked: bool
    category: str
    specialities: str
    is_published: bool
    is_technical_manager: bool
    period: str
    has_ended: bool
    protocol_number: str


@dataclass(frozen=True)
class PhoneRow:
    """`answered` tells its last success in words, `case_url` leads to the case in which that was."""

    digits: str
    answered: str
    case_url: str
    noted_id: int | None = None
    found_in: str = ""


@dataclass(frozen=True)
class PersonRow:
    person: ContactPerson
    phones: Sequence[PhoneRow]


@dataclass(frozen=True)
class ProviderPage:
    may_edit: bool
    may_see: bool
    technical_manager: TieRow | None
    pending: TieRow | None
    working: Sequence[TieRow]
    coming: Sequence[TieRow]
    former: Sequence[TieRow]
    former_working: Sequence[TieRow]
    withdrawn: Sequence[TieRow]
    contacts: Sequence[PersonRow]
    former_contacts: Sequence[ContactPerson]
    noted_phones: Sequence[PhoneRow]
    coverage: CoverageRow | None
    coverage_url: str
    shows_cases: bool
    cases: Sequence[CaseRow]
    has_more_cases: bool
    new_case_url: str
    us_value: Decimal | None
    us_in_production: str
    street: str
    notice: str


def present_provider(provider: Provider, actor: Actor, today: dt.date) -> ProviderPage:
    people = people_of(provider, today)
    contacts = list(provider.contact_persons.all())
    place = provider.municipality
    told = coverage_of(provider.operator_id, place.pk, today) if place else None
    shows_cases = actor.may(Permission.CASES_SEE, provider.operator_id)
    cases = cases_of_provider(actor, provider.pk, MOST_CASES + 1) if shows_cases else []
    answers = last_answers(actor, provider.pk) if shows_cases else {}
    standing = standing_of(provider)
    rt, pending = people.technical_manager, people.pending_technical_manager
    return ProviderPage(
        may_edit=actor.may(Permission.REGISTRY_EDIT, provider.operator_id),
        may_see=actor.may(Permission.PERSONAL_DATA_SEE, provider.operator_id),
        technical_manager=_tie_row(rt, today) if rt else None,
        pending=_tie_row(pending, today) if pending else None,
        working=_tie_rows(people.working, today),
        coming=_tie_rows(people.coming, today),
        former=_tie_rows(people.former, today),
        former_working=_tie_rows((tie for tie in people.former if not tie.is_technical_manager), today),
        withdrawn=_tie_rows(people.withdrawn, today),
        contacts=[
            PersonRow(person, [_phone_row(KnownPhone(digits), answers) for digits in person.phones])
            for person in contacts
            if person.is_active
        ],
        former_contacts=[person for person in contacts if not person.is_active],
        noted_phones=[_phone_row(known, answers) for known in noted_phones(provider)],
        coverage=coverage_row(told) if told else None,
        coverage_url=city_url(place.pk, provider.operator_id) if place else "",
        shows_cases=shows_cases,
        cases=case_rows(cases[:MOST_CASES]),
        has_more_cases=len(cases) > MOST_CASES,
        new_case_url=_new_case_url(provider, actor),
        us_value=written_us_value(provider.us_value),
        us_in_production=_us_in_production(provider),
        street=standing_street(provider),
        notice=notice_words(standing.notice_days),
    )


def _tie_rows(ties: Iterable[Affiliation], today: dt.date) -> list[TieRow]:
    return [_tie_row(tie, today) for tie in ties]


def _tie_row(tie: Affiliation, today: dt.date) -> TieRow:
    dentist = tie.dentist
    return TieRow(
        id=tie.pk,
        dentist_id=dentist.pk,
        name=dentist.name,
        cro=dentist.cro,
        council=council_words_of(dentist),
        is_checked=dentist.council_checked_on is not None,
        category="" if dentist.category == "CD" else dentist.category,
        specialities=", ".join(dentist.specialities),
        is_published=dentist.is_published,
        is_technical_manager=tie.is_technical_manager,
        period=days_of(tie.starts_on, tie.ends_on),
        has_ended=tie.ends_on is not None,
        protocol_number=tie.protocol_number,
    )


def _phone_row(known: KnownPhone, answers: Mapping[str, Answer]) -> PhoneRow:
    """Who sees no cases reads the day alone, where the registry keeps it."""
    answer = answers.get(known.digits)
    on = answer.on if answer else known.last_answered_on
    channel = CHANNELS.get(answer.channel, "") if answer else ""
    return PhoneRow(
        digits=known.digits,
        answered=f"atendeu em {format_date(on)}{channel}" if on else "",
        case_url=reverse("case-page", args=[answer.case_id]) if answer else "",
        noted_id=known.noted_id,
        found_in=known.found_in,
    )


def _new_case_url(provider: Provider, actor: Actor) -> str:
    """Empty for who may not open a case there."""
    if not actor.may(Permission.CASES_WORK, provider.operator_id):
        return ""
    return f"{reverse('case-new')}?provider={provider.pk}"


def _us_in_production(provider: Provider) -> str:
    """How many US the last production was: normally a whole number."""
    us_value, value = provider.us_value, provider.last_production_value
    if not us_value or value is None:
        return ""
    units = round(value / us_value, 2)
    text = f"{units.normalize():,f}".translate(str.maketrans(",.", ".,"))
    return f"{text} US"
