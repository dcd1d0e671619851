"""A text of any size is kept whole, said to be too long, and slows neither search nor page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from vinculo.accounts.tests.cast import Cast, actor_of, signed_in
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.facts import LONGEST_TEXT
from vinculo.cases.queries.case_records import facts_of
from vinculo.cases.rules import findings_at
from vinculo.kernel.rule import Moment

from .case_files import NOW, TODAY, make_draft

PASTED = "Paciente Maria Silva, CPF 898.412.309-9, ligou 11 99849-6368. "


def findings(case) -> set[str]:
    found = findings_at(facts_of(case, today=TODAY, acting_user_id=None), Moment.DECIDE)
    return {finding.field for finding in found if finding.code == "text-too-long"}


@pytest.mark.parametrize(("length", "is_told"), [(LONGEST_TEXT, False), (LONGEST_TEXT + 1, True)])
def test_a_text_is_too_long_from_a_length_on(cast: Cast, length: int, is_told: bool):
    case = make_draft(cast.operator, cast.alice, values={"general_note": "a" * length})
    assert findings(case) == ({"general_note"} if is_told else set())


def test_a_huge_text_is_kept_and_warned_of(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    huge = PASTED * (LONGEST_TEXT * 3 // len(PASTED))
    actor = actor_of(cast.alice)
    contact = add_contact(case=case, values={"note": "x"}, actor=actor, now=NOW)
    save_field(case=case, field="note", raw=huge, base_version=1, contact_id=contact.pk, actor=actor, now=NOW)
    save_field(case=case, field="general_note", raw=huge, base_version=0, actor=actor, now=NOW)
    case.refresh_from_db()
    assert case.raw("general_note") == huge
    assert findings(case) == {"general_note", "contacts.1.note"}
    page = signed_in(cast.alice).get(reverse("case-page", args=[case.pk])).content.decode()
    assert "Este texto é longo demais" in page
    assert "200.000" in page
