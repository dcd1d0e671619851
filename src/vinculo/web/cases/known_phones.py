"""The provider's telephones as the page of a case shows and suggests them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from vinculo.cases.models import Case, Contact
from vinculo.kernel.identifiers import phone
from vinculo.network.queries.phones import KnownPhone

from .noted_marks import Reach

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ShownPhone:
    """`case_url` leads to the case whose note says the number, where it is another one."""

    reach: Reach
    who: str
    noted_id: int | None
    case_url: str
    answered_on: dt.date | None


def shown_phones(phones: Sequence[KnownPhone], case: Case) -> list[ShownPhone]:
    return [
        ShownPhone(
            reach=Reach(known.digits, known.who),
            who=known.who,
            noted_id=known.noted_id,
            case_url=_case_url(known.found_in, case),
            answered_on=known.last_answered_on,
        )
        for known in phones[:MOST_SHOWN]
    ]


def phone_suggestions(phones: Sequence[KnownPhone], contacts: Sequence[Contact]) -> list[str]:
    """What the field of a contact's telephone offers: the provider's numbers, and those used before."""
    used = (phone.clean(contact.address or "") for contact in reversed(contacts))
    digits = dict.fromkeys([*(known.digits for known in phones), *(number for number in used if number)])
    return [phone.formatted(number) for number in digits]


def _case_url(found_in: str, case: Case) -> str:
    if not found_in.isdigit() or found_in == str(case.pk):
        return ""
    return reverse("case-page", args=[int(found_in)])
