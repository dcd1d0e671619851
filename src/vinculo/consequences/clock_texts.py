"""What beneficiaries are told of a termination: the portal's notice and what the call centre says."""

from __future__ import annotations

import re

from vinculo.kernel.dates import format_date
from vinculo.kernel.text_gaps import filled
from vinculo.network.models import Provider

from .clock_words import Medium
from .legal_terms import LegalRules
from .models import LegalClock

LONGEST_NAME = 200
NAMELESS = "Prestador da rede"
_NUMBERS = re.compile(r"[(]?\d[\d.\-/() ]{6,}\d")


def public_words(name: str) -> str:
    """A name as everybody may read it: a number that somebody typed into it does not go along."""
    return " ".join(_NUMBERS.sub(" ", name).split())[:LONGEST_NAME]


def who_leaves(clock: LegalClock) -> str:
    """The provider; where only dentists of it leave, those."""
    if not clock.leavers:
        return clock.public_name
    *others, last = clock.leavers
    names = f"{', '.join(others)} e {last}" if others else last
    return f"{names} ({clock.public_name})"


def place_of(clock: LegalClock) -> str:
    return str(clock.municipality or "") or "/".join(
        part for part in (clock.case.city, clock.case.city_state) if part
    )


def provider_words(provider: Provider) -> str:
    """Name and city."""
    name = public_words(provider.display_name)
    return f"{name}, em {provider.municipality}" if provider.municipality else name


def text_for(medium: Medium, clock: LegalClock, rules: LegalRules) -> str:
    """The operator's template with its gaps filled; what has no value stays as a gap."""
    template = rules.portal_text if medium is Medium.PORTAL else rules.call_text
    return filled(template, _values(clock, rules)).text


def _values(clock: LegalClock, rules: LegalRules) -> dict[str, str]:
    substitute = ""
    if clock.substitute is not None:
        substitute = provider_words(clock.substitute)
    elif clock.no_substitute_reason:
        substitute = rules.no_substitute_text
    return {
        "quem_sai": who_leaves(clock),
        "prestador": clock.public_name,
        "cidade": place_of(clock),
        "saida": format_date(clock.effective_on),
        "substituto": substitute,
        "operadora": clock.operator.name,
    }
