"""What of the list's parameters a view may keep."""

from __future__ import annotations

from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import FILTER_OF_PARAMETER
from vinculo.cases.queries.search import is_private_query

WORDS = "q"
ORDER = "sort"
MOST_VALUES = 200
LONGEST_VALUE = 200


def personal_labels(parameters: Parameters) -> list[str]:
    """The labels of the filters that hold a person's number, which is kept nowhere but in the case."""
    found = [
        item.label
        for name, values in parameters.items()
        if (item := FILTER_OF_PARAMETER.get(name)) and item.private and any(value.strip() for value in values)
    ]
    words = [value for value in parameters.get(WORDS, ()) if is_private_query(value)]
    return [*found, *(["Busca"] if words else [])]


def kept_parameters(parameters: Parameters) -> dict[str, list[str]]:
    """Filters, words and order; not the page that somebody happened to be on."""
    return {
        name: [value[:LONGEST_VALUE] for value in values[:MOST_VALUES]]
        for name, values in parameters.items()
        if values and (name in FILTER_OF_PARAMETER or name in (WORDS, ORDER))
    }
