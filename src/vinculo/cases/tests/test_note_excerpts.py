"""Why a case was found, when neither name nor number shows it."""

from __future__ import annotations

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Contact
from vinculo.cases.queries.note_excerpts import Excerpt, note_excerpts
from vinculo.cases.search_index import refresh_search_index

from .listed_cases import MADE_AT, listed, make_listed

NOTE = (
    "A recepção pediu que a ligação fosse feita depois das 14h.\nDisse que o sistema é complicado, "
    "o token demora e que as liberações atrasam os atendimentos de toda a semana."
)


def excerpt_for(cast: Cast, query: str) -> Excerpt | None:
    rows = listed(actor_of(cast.alice), q=query).rows
    assert len(rows) == 1
    return note_excerpts(rows, query, actor_of(cast.alice)).get(rows[0].pk)


@pytest.fixture
def case(cast: Cast) -> None:
    made = make_listed(cast.operator, cast.alice, dentist_name="Iara Sá", general_note="Mantém a decisão.")
    Contact.objects.create(case=made, position=1, created_at=MADE_AT, note=NOTE)
    Contact.objects.create(
        case=made, position=2, created_at=MADE_AT, note="token", voided_at=MADE_AT, void_reason="engano"
    )
    refresh_search_index(made)


def test_the_words_around_are_shown_on_one_line(case: None, cast: Cast):
    assert excerpt_for(cast, "LIBERAÇÕES") == Excerpt(
        "… é complicado, o token demora e que as ", "liberações", " atrasam os atendimentos de toda a semana."
    )
    assert excerpt_for(cast, "recepcao") == Excerpt(
        "A ", "recepção", " pediu que a ligação fosse feita depois das 14h. Disse que …"
    )


def test_a_word_of_another_ending_is_recognised(case: None, cast: Cast):
    excerpt = excerpt_for(cast, "complicada")
    assert excerpt is not None
    assert excerpt.word == "complicado"


def test_the_general_note_counts(case: None, cast: Cast):
    excerpt = excerpt_for(cast, "decisao")
    assert excerpt is not None
    assert excerpt.word == "decisão"


def test_a_name_explains_itself(case: None, cast: Cast):
    assert excerpt_for(cast, "iara") is None


def test_without_a_query_nothing_is_read(case: None, cast: Cast, django_assert_num_queries):
    alice = actor_of(cast.alice)
    rows = listed(alice).rows
    with django_assert_num_queries(0):
        assert note_excerpts(rows, "", alice) == {}
