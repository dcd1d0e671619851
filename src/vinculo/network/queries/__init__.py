"""The reads of the room. What an actor may not see is not found."""

from .coverage import (
    coverage_history,
    coverage_of,
    find_municipality,
    latest_coverage,
    search_municipalities,
)
from .head_facts import HeadDentist, HeadFacts, head_facts
from .identity import find_provider_by_identity, providers_by_identity
from .people import People, people_of
from .providers import (
    affiliations,
    contact_persons,
    dentists,
    provider_with_people,
    providers,
)
from .search import Found, search_providers

__all__ = [
    "Found",
    "HeadDentist",
    "HeadFacts",
    "People",
    "affiliations",
    "contact_persons",
    "coverage_history",
    "coverage_of",
    "dentists",
    "find_municipality",
    "find_provider_by_identity",
    "head_facts",
    "latest_coverage",
    "people_of",
    "provider_with_people",
    "providers",
    "providers_by_identity",
    "search_municipalities",
    "search_providers",
]
