"""Two cases of one request become one, and are parted again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.add_contact import void_contact
from vinculo.cases.actions.attachments import add_attachment
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.merge_cases import merge_cases, part_cases
from vinculo.cases.actions.merge_providers import merge_providers, part_providers
from vinculo.cases.actions.save_field import save_field
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.actions.who_leaves import add_dentist, link_provider
from vinculo.cases.models import Case, CaseEvent
from vinculo.cases.queries.lookalikes import case_lookalikes, provider_lookalikes
from vinculo.cases.refusals import UnableToChangeState, UnableToMergeCases
from vinculo.cases.states import CaseAction, State
from vinculo.kernel.refusal import NotPermitted
from vinculo.network.tests.factories import make_affiliation, make_clinic, make_dentist
from vinculo.paper.catalogue import OptionList

from .case_files import COMPLETE_HEAD, NOW, ONE_CONTACT, make_draft

SECOND_CONTACT = {"on": "05/03/2026", "note": "Ligou de novo, agora do (19) 99849-6368."}


@pytest.fixture
def pair(cast: Cast) -> tuple[Case, Case]:
    """Alice's case, and the same request written down by Beto, who knows a little more."""
    blank = {name: text for name, text in COMPLETE_HEAD.items() if name not in ("lives", "us_value")}
    kept = make_draft(cast.operator, cast.alice, values=blank, contacts=[(1, ONE_CONTACT)], reasons=["fees"])
    merged = make_draft(
        cast.operator,
        cast.beto,
        values={**COMPLETE_HEAD, "cro": "54321", "dentist_name": "Paulo Dias"},
        contacts=[(1, SECOND_CONTACT)],
        reasons=["fees", "lack_of_support"],
    )
    return kept, merged


def unite(cast: Cast, pair: tuple[Case, Case]):
    return merge_cases(kept=pair[0], merged=pair[1], actor=actor_of(cast.bob), now=NOW)


def fresh(pair: tuple[Case, Case]) -> tuple[Case, Case]:
    kept, merged = (Case.objects.get(pk=case.pk) for case in pair)
    return kept, merged


def test_everything_goes_to_the_kept_case(cast: Cast, pair: tuple[Case, Case]):
    _, merged = pair
    actor = actor_of(cast.beto)
    add_attachment(
        case=merged,
        contact_id=merged.contacts.get().pk,
        name="print.txt",
        content=b"sim",
        largest=100,
        actor=actor,
        now=NOW,
    )
    add_dentist(case=merged, values={"name": "Ana", "cro": "777", "cro_state": "SP"}, actor=actor, now=NOW)
    tick_option(case=merged, which=OptionList.ACTION, code="support", ticked=True, actor=actor, now=NOW)
    unite(cast, pair)
    kept, merged = fresh(pair)
    assert [contact.note for contact in kept.contacts.all()] == [ONE_CONTACT["note"], SECOND_CONTACT["note"]]
    assert kept.attachments.get().contact == kept.contacts.get(position=2)
    assert {row.cro for row in kept.dentists.all()} == {"777", "54321"}
    assert kept.offers.get().code == "support"
    assert set(kept.termination_reasons) == {"fees", "lack_of_support"}
    assert (kept.lives, kept.raw("us_value"), kept.cro) == (5506, "1,40", "12345")
    assert (merged.state, merged.merged_into) == (State.CANCELLED, kept)
    assert kept.events.filter(kind=CaseEvent.Kind.MERGED).count() == 1


def test_parted_both_are_as_before_but_for_what_was_typed_since(cast: Cast, pair: tuple[Case, Case]):
    merge = unite(cast, pair)
    kept, _ = fresh(pair)
    save_field(
        case=kept,
        field="lives",
        raw="6.000",
        base_version=kept.version("lives"),
        actor=actor_of(cast.alice),
        now=NOW,
    )
    part_cases(merge=merge, actor=actor_of(cast.bob), now=NOW)
    kept, merged = fresh(pair)
    assert [contact.note for contact in kept.contacts.all()] == [ONE_CONTACT["note"]]
    assert [contact.note for contact in merged.contacts.all()] == [SECOND_CONTACT["note"]]
    assert (kept.lives, kept.us_value, kept.termination_reasons) == (6000, None, ["fees"])
    assert (merged.state, merged.merged_into) == (State.DRAFT, None)
    assert not kept.dentists.filter(removed_at=None).exists()
    with pytest.raises(UnableToMergeCases):
        part_cases(merge=merge, actor=actor_of(cast.bob), now=NOW)


def test_a_parted_draft_keeps_its_number_when_it_is_opened(cast: Cast, pair: tuple[Case, Case]):
    merge = unite(cast, pair)
    number = fresh(pair)[1].number
    part_cases(merge=merge, actor=actor_of(cast.bob), now=NOW)
    merged = fresh(pair)[1]
    save_field(
        case=merged,
        field="next_contact_on",
        raw="12/03/2026",
        base_version=merged.version("next_contact_on"),
        actor=actor_of(cast.beto),
        now=NOW,
    )
    opened = change_state(case=merged, action=CaseAction.OPEN, actor=actor_of(cast.beto), now=NOW)
    assert number is not None
    assert opened.number == number


def test_a_voided_contact_stays_where_it_was_voided(cast: Cast, pair: tuple[Case, Case]):
    _, merged = pair
    contact = merged.contacts.get()
    void_contact(case=merged, contact_id=contact.pk, reason="engano", actor=actor_of(cast.beto), now=NOW)
    unite(cast, pair)
    contact.refresh_from_db()
    assert contact.case_id == merged.pk


def test_only_open_cases_of_one_operator_and_only_by_who_distributes(cast: Cast, pair: tuple[Case, Case]):
    kept, merged = pair
    foreign = make_draft(cast.other_operator, cast.charlie)
    supervisor = actor_of(cast.bob)
    with pytest.raises(NotPermitted):
        merge_cases(kept=kept, merged=merged, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(NotPermitted):
        merge_cases(kept=kept, merged=merged, actor=actor_of(cast.charlie), now=NOW)
    for other in (kept, foreign):
        with pytest.raises(UnableToMergeCases):
            merge_cases(kept=kept, merged=other, actor=supervisor, now=NOW)
    change_state(case=merged, action=CaseAction.CANCEL, reason="engano", actor=supervisor, now=NOW)
    with pytest.raises(UnableToMergeCases, match="cancelado"):
        unite(cast, pair)
    with pytest.raises(UnableToChangeState):
        change_state(case=kept, action=CaseAction.MERGE, actor=supervisor, now=NOW)


def test_other_cases_of_the_same_person_are_recognised(cast: Cast, pair: tuple[Case, Case]):
    kept, merged = pair
    actor = actor_of(cast.alice)
    assert [found.case for found in case_lookalikes(actor, kept)] == [merged]
    unite(cast, pair)
    assert case_lookalikes(actor, fresh(pair)[0]) == ()
    assert case_lookalikes(actor_of(cast.charlie), kept) == ()


def test_the_provider_behind_a_case_without_link_is_recognised_by_its_cro(
    cast: Cast, pair: tuple[Case, Case]
):
    clinic = make_clinic(cast.operator)
    make_affiliation(clinic, make_dentist(cast.operator, cro_number="12345", cro_uf="SP"))
    actor = actor_of(cast.alice)
    assert [found.provider for found in provider_lookalikes(actor, pair[0])] == [clinic]
    link_provider(case=pair[0], provider=clinic, actor=actor, now=NOW)
    assert provider_lookalikes(actor, fresh(pair)[0]) == ()


def test_cases_follow_their_provider_into_a_merge_and_back(cast: Cast, pair: tuple[Case, Case]):
    first, second = make_clinic(cast.operator), make_clinic(cast.operator)
    actor = actor_of(cast.alice)
    link_provider(case=pair[1], provider=second, actor=actor, now=NOW)
    merge = merge_providers(kept=first, merged=second, actor=actor, now=NOW)
    assert fresh(pair)[1].provider == first
    part_providers(merge=merge, actor=actor, now=NOW)
    assert fresh(pair)[1].provider == second


def test_the_consultants_of_both_cases_are_told(cast: Cast, pair: tuple[Case, Case]):
    merge = unite(cast, pair)
    part_cases(merge=merge, actor=actor_of(cast.bob), now=NOW)
    told = CaseEvent.objects.filter(tells__isnull=False).order_by("pk")
    kept, merged = pair
    assert [(event.case_id, event.tells_id) for event in told] == [
        (merged.pk, cast.beto.pk),
        (kept.pk, cast.alice.pk),
        (merged.pk, cast.beto.pk),
        (kept.pk, cast.alice.pk),
    ]


def test_of_unions_on_unions_the_last_is_undone_first(cast: Cast, pair: tuple[Case, Case]):
    first = unite(cast, pair)
    third = make_draft(cast.operator, cast.alice)
    second = merge_cases(kept=third, merged=pair[0], actor=actor_of(cast.bob), now=NOW)
    with pytest.raises(UnableToMergeCases, match="Desfaça primeiro aquela união"):
        part_cases(merge=first, actor=actor_of(cast.bob), now=NOW)
    for merge in (second, first):
        part_cases(merge=merge, actor=actor_of(cast.bob), now=NOW)
    assert [case.contacts.count() for case in fresh(pair)] == [1, 1]


def test_cases_are_locked_before_the_records_of_their_provider(cast: Cast):
    """As a save does that tells the registry of a telephone: the other way round is a deadlock."""
    kept, merged = (
        make_clinic(cast.operator, name="Aurora Um"),
        make_clinic(cast.operator, name="Aurora Dois"),
    )
    case = make_draft(cast.operator, cast.alice)
    link_provider(case=case, provider=merged, actor=actor_of(cast.alice), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        merge = merge_providers(kept=kept, merged=merged, actor=actor_of(cast.bob), now=NOW)
        part_providers(merge=merge, actor=actor_of(cast.bob), now=NOW)
    locked = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    of_cases = ["cases_case" in sql.partition("FROM")[2].split()[0] for sql in locked]
    assert of_cases[:2] == [True, False]
    assert of_cases.count(True) == 4
