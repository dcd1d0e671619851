"""What a case opened from the registry starts with: the head, as somebody would copy it by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from vinculo.network.queries.head_facts import HeadFacts
from vinculo.network.sources import Told

from ..registry_values import registry_fact, registry_values
from ..typed_fields import CASE_FIELDS
from .create_case import DraftFacts, SnapshotFacts


def blank_facts(today: dt.date) -> DraftFacts:
    """A case opened with nothing known but the day it starts."""
    return DraftFacts(values={"started_on": CASE_FIELDS["started_on"].format(today)})


def facts_from_registry(
    head: HeadFacts, *, today: dt.date, whole: bool, told: Mapping[str, Told] | None = None
) -> DraftFacts:
    """The head filled from the registry as of today; further dentists go to the continuation sheet.

    `told` is who said each field (`network.queries.who_told`).
    """
    known = registry_values(head)
    texts = known | {"started_on": today, "scope": "provider" if whole else "dentists"}
    dentists = [
        {"name": item.name, "cro": item.cro_number, "cro_state": item.cro_uf}
        for item in head.further_dentists
    ]
    return DraftFacts(
        values={name: CASE_FIELDS[name].format(value) for name, value in texts.items()},
        dentists=dentists,
        registry_dentists=[item.dentist_id for item in head.further_dentists],
        origin="registry",
        snapshot=SnapshotFacts(
            taken_on=today,
            facts={name: registry_fact(name, value, told or {}) for name, value in known.items()},
            head_dentist_id=head.first_dentist.dentist_id if head.first_dentist else None,
        ),
    )
