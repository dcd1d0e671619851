"""Makers of cases for tests: drafts and complete cases of invented people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.cases.actions.create_case import DraftFacts, create_case
from vinculo.cases.models import Case
from vinculo.cases.queries.editions import edition_for

NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)
TODAY = NOW.date()

COMPLETE_HEAD = {
    "cro_count": "1",
    "cro": "12345",
    "cro_state": "SP",
    "dentist_name": "Renata Queiroz Lima",
    "cnpj": "53.068.087/0013-39",
    "cpf": "898.412.309-92",
    "joined_on": "11/08/2018",
    "provider_type": "PJ",
    "requested_by": "Secretária",
    "protocol_number": "SAD177195600000",
    "protocol_opened_on": "24/02/2026",
    "city": "Jundiaí",
    "state": "SP",
    "lives": "5.506",
    "published_cros": "25",
    "serves_other_plans": "no",
    "us_value": "1,40",
    "last_production_on": "03/02/2026",
    "last_production_value": "58,80",
    "started_on": "24/02/2026",
    "next_contact_on": "12/03/2026",
}
COMPLETE_DECISION = {
    "outcome": "terminated",
    "ended_on": "10/03/2026",
    "protocol_required": "no",
    "general_note": "Mantém a decisão.",
}
ONE_CONTACT = {"on": "02/03/2026", "note": "Falei com a recepção; a doutora mantém a decisão."}


def make_draft(operator: Operator, user: User, **facts: Any) -> Case:
    """A draft with a complete head, unless `values` says otherwise."""
    facts.setdefault("values", COMPLETE_HEAD)
    return create_case(
        operator=operator,
        edition=edition_for(operator, TODAY),
        facts=DraftFacts(**facts),
        actor=Actor.for_user(user),
        now=NOW,
    )


def make_decidable(operator: Operator, user: User) -> Case:
    """A draft that nothing keeps from being opened, decided and signed."""
    return make_draft(
        operator,
        user,
        values=COMPLETE_HEAD | COMPLETE_DECISION,
        contacts=[(1, ONE_CONTACT)],
        reasons=["fees"],
    )
