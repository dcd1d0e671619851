"""What is sent twice is done once; what is signed takes no more changes but evidence."""

from __future__ import annotations

import uuid

import pytest

from vinculo.accounts.models import Membership
from vinculo.accounts.permissions import Role
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import add_contact
from vinculo.cases.actions.attachments import add_attachment, void_attachment
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.form_to_case import draft_facts_of
from vinculo.cases.actions.opened_protocols import add_opened_protocol
from vinculo.cases.actions.siblings import open_sibling
from vinculo.cases.actions.who_leaves import add_dentist
from vinculo.cases.models import Attachment, Case
from vinculo.cases.queries.editions import edition_for
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.cases.states import CaseAction
from vinculo.paper.form import ContactEntry, RetentionForm

from .case_files import NOW, TODAY, make_decidable, make_draft


def attach(case: Case, cast: Cast, content: bytes = b"prova") -> Attachment:
    return add_attachment(
        case=case, name="prova.txt", content=content, largest=100, actor=actor_of(cast.alice), now=NOW
    )


def signed(cast: Cast) -> Case:
    case = make_decidable(cast.operator, cast.alice)
    for action, user in ((CaseAction.OPEN, cast.alice), (CaseAction.DECIDE, cast.alice)):
        case = change_state(case=case, action=action, actor=actor_of(user), now=NOW)
    return change_state(case=case, action=CaseAction.SIGN, actor=actor_of(cast.bob), now=NOW)


def test_a_dentist_sent_twice_is_one(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    values = {"name": "Carlos Prado", "cro": "4455", "cro_state": "SP"}
    for _ in range(2):
        add_dentist(case=case, values=values, actor=actor_of(cast.alice), now=NOW)
    assert case.dentists.count() == 1


def test_a_sibling_sent_twice_is_one_case_and_one_line(cast: Cast):
    Membership.objects.create(user=cast.alice, operator=cast.other_operator, role=Role.CONSULTANT)
    case = make_draft(cast.operator, cast.alice)
    token = uuid.uuid4()
    siblings = {
        open_sibling(
            case=case,
            operator=cast.other_operator,
            edition=edition_for(cast.other_operator, TODAY),
            actor=actor_of(cast.alice),
            now=NOW,
            token=token,
        ).pk
        for _ in range(2)
    }
    assert len(siblings) == 1
    assert case.events.filter(kind="sibling_linked").count() == 1


def test_a_contacts_token_is_no_other_cases(cast: Cast):
    first, second = (make_draft(cast.operator, cast.alice) for _ in range(2))
    token, actor = uuid.uuid4(), actor_of(cast.alice)
    add_contact(case=first, values={}, actor=actor, now=NOW, token=token)
    with pytest.raises(UnableToWriteCase, match="outro processo"):
        add_contact(case=second, values={}, actor=actor, now=NOW, token=token)


def test_a_signed_case_takes_evidence_but_gives_none_back(cast: Cast):
    case = signed(cast)
    kept = attach(case, cast)
    add_opened_protocol(
        case=case,
        kind="Desligamento",
        in_name_of="",
        number="SAD177195600001",
        opened_at=None,
        actor=actor_of(cast.alice),
        now=NOW,
    )
    with pytest.raises(UnableToWriteCase, match="não aceita alterações"):
        void_attachment(case=case, attachment_id=kept.pk, actor=actor_of(cast.alice), now=NOW)


def test_a_cancelled_case_takes_nothing(cast: Cast):
    case = make_draft(cast.operator, cast.alice)
    change_state(case=case, action=CaseAction.CANCEL, actor=actor_of(cast.alice), now=NOW, reason="Engano")
    with pytest.raises(UnableToWriteCase, match="cancelado"):
        attach(case, cast)


def test_two_contacts_of_one_number_both_stay():
    form = RetentionForm(edition=1, contacts=(ContactEntry(1, None, "Um"), ContactEntry(1, None, "Outro")))
    notes = [(position, values["note"]) for position, values in draft_facts_of(form).contacts]
    assert notes == [(1, "Um"), (2, "Outro")]
