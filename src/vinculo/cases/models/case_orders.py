"""The indexes along which the list of cases is sorted: one for each order, within an operator.

Each holds the key of an order and the id, so that a page is read where it begins, in either direction. What
stands in few cases is indexed in these alone. See `cases.queries.orders`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q

from ..states import OPEN_STATES, State

UNDONE = (*OPEN_STATES, State.DECIDED)

SORTED = (
    "number",
    "folded_city",
    "city_state",
    "state",
    "outcome",
    "last_contact_on",
    "lives",
    "us_value",
    "last_production_value",
    "decided_at",
    "signed_at",
    "created_at",
)
FILTERED = (
    "state",
    "outcome",
    "consultant",
    "city_state",
    "primary_reason",
    "requested_by_code",
    "provider_type",
    "ended_on",
    "next_contact_on",
    "silent_from",
    "decide_by",
    "waiting_on",
    "us_value",
    "lives",
    "signed_by",
)
"""What people narrow the list by beside its usual order: read from the index alone, without the wide rows."""
SORTED_AND_FILTERED = ("primary_reason", "ended_on")
NAMED = ("folded_name", "folded_provider")
"""Who leaves is looked for within a state, and without one along the same index."""
SELDOM_GIVEN = ("next_contact_on", "decide_by")


class DurationDays(Func):
    """Days from start to end."""

    template = "(%(expressions)s)"
    arg_joiner = " - "

    def __init__(self) -> None:
        super().__init__(F("ended_on"), F("started_on"), output_field=models.IntegerField())


class DayInSaoPaulo(Func):
    """The day of a moment; immutable, as a generated column has to be."""

    template = "((%(expressions)s AT TIME ZONE 'America/Sao_Paulo')::date)"
    output_field = models.DateField()


def indexes_of_orders() -> list[models.Index]:
    """But for those that the case has for other reasons, too."""
    return [
        models.Index(
            fields=["operator", "-started_on", "-id"],
            include=[*FILTERED, "termination_reasons", "sectors"],
            name="case_listed",
        ),
        models.Index(
            fields=["operator", "-started_on", "-id"],
            include=FILTERED,
            condition=Q(state__in=UNDONE),
            name="case_listed_undone",
        ),
        models.Index(
            fields=["operator", "city_state", "-started_on", "-id"],
            include=[*(name for name in FILTERED if name != "city_state"), *NAMED],
            name="case_listed_in_state",
        ),
        # Thousands of cases that are named by their ids, put into the usual order.
        models.Index(fields=["id"], include=["operator", "started_on"], name="case_start_by_id"),
        models.Index(
            fields=["operator", "consultant", "started_on", "id"],
            include=["state", "outcome", "ended_on", "next_contact_on"],
            name="case_by_consultant_start",
        ),
        *(
            models.Index(
                fields=["operator", key, "id"],
                include=[*(name for name in FILTERED if name != key), "started_on"],
                name=f"case_along_{key}",
            )
            for key in SORTED_AND_FILTERED
        ),
        *(models.Index(fields=["operator", key, "id"], name=f"case_sorted_{key}"[:30]) for key in SORTED),
        *(
            models.Index(
                fields=["operator", key, "id"],
                condition=Q(**{f"{key}__isnull": False}),
                name=f"case_sorted_{key}"[:30],
            )
            for key in SELDOM_GIVEN
        ),
        models.Index("operator", DurationDays(), "id", name="case_sorted_duration"),
    ]
