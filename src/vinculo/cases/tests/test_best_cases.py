"""The best cases first, typing errors forgiven, nothing of other operators told."""

from __future__ import annotations

import pytest

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.models import Attachment, Case, CaseSearch, Contact, SearchWord
from vinculo.cases.queries.board import board, counts
from vinculo.cases.queries.listing import case_ids, list_cases
from vinculo.cases.queries.search import best_cases, cases_of
from vinculo.cases.search_index import (
    cases_without_index,
    refresh_search_index,
    refresh_search_indexes,
)
from vinculo.cases.search_vocabulary import recount_words
from vinculo.cases.states import State

from .listed_cases import MADE_AT, listed, listing_of, make_listed, names


def noted(case: Case, note: str, **columns: str) -> Case:
    position = case.contacts.count() + 1
    Contact.objects.create(case=case, position=position, created_at=MADE_AT, note=note, **columns)
    refresh_search_index(case)
    return case


def found(cast: Cast, text: str, user: str = "alice", limit: int = 10) -> list[str | None]:
    actor = actor_of(getattr(cast, user))
    return [case.dentist_name for case in cases_of(actor, best_cases(text, actor, limit=limit).case_ids)]


def test_exact_names_come_before_beginnings_words_and_notes(cast: Cast):
    noted(make_listed(cast.operator, cast.alice, dentist_name="Só na Nota"), "Falei com Ana Lima.")
    for name in ("Beatriz Ana Lima", "Ana Limada Souza", "Ana Lima Prado", "Ana Lima"):
        make_listed(cast.operator, cast.alice, dentist_name=name)
    assert found(cast, "ana lima") == [
        "Ana Lima",
        "Ana Lima Prado",
        "Ana Limada Souza",
        "Beatriz Ana Lima",
        "Só na Nota",
    ]


def test_open_cases_come_before_closed_ones_and_newer_before_older(cast: Cast):
    for name, state in (
        ("Rui Velho", State.IN_PROGRESS),
        ("Rui Fechado", State.CLOSED),
        ("Rui Novo", State.WAITING),
    ):
        make_listed(cast.operator, cast.alice, dentist_name=name, state=state)
    assert found(cast, "rui") == ["Rui Novo", "Rui Velho", "Rui Fechado"]
    assert found(cast, "rui", limit=1) == ["Rui Novo"]


def test_a_whole_number_comes_before_what_begins_with_it(cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Inteiro", cro="1234", cro_state="SP")
    make_listed(cast.operator, cast.alice, dentist_name="Começo", cro="12345", cro_state="SP")
    assert found(cast, "1234") == ["Inteiro", "Começo"]
    assert found(cast, "CRO-SP 12345") == ["Começo"]
    assert found(cast, "CRO 12345") == ["Começo"]
    assert found(cast, "cro rj 12345") == []


@pytest.mark.parametrize(
    "typed",
    ["15998181004", "(15) 99818-1004", "+55 15 99818-1004", "15 9818-1004", "99818-1004", "98181004", "1004"],
)
def test_a_phone_is_found_however_it_is_written(cast: Cast, typed: str):
    noted(make_listed(cast.operator, cast.alice, dentist_name="Do Telefone"), "Ligar para 15 9818-1004.")
    assert found(cast, typed) == ["Do Telefone"]


def test_the_root_of_a_company_number_is_enough(cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Da Empresa", cnpj="12ABC34501DE35")
    for typed in ("12.ABC.345", "12abc345", "12.ABC.345/01DE-35"):
        assert found(cast, typed) == ["Da Empresa"], typed


def test_attachments_that_carry_text_are_searched(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Do Anexo")
    Attachment.objects.create(
        case=case, name="carta.pdf", kind="application/pdf", size=1, sha256="0", added_at=MADE_AT,
        text="Pedido de descredenciamento irrevogável.",
    )  # fmt: skip
    refresh_search_index(case)
    assert found(cast, "irrevogavel") == ["Do Anexo"]
    case.attachments.update(voided_at=MADE_AT)
    refresh_search_index(case)
    assert found(cast, "irrevogavel") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("glsoa", "glosa"),
        ("Zricônia", "zircônia"),
        ("zirconja", "zircônia"),
        ("glossa", "glosa"),
        ("ana glsoa", "ana glosa"),
    ],
)
def test_a_typing_error_is_forgiven_and_told(cast: Cast, typed: str, meant: str):
    case = make_listed(cast.operator, cast.alice, dentist_name="Ana Prado")
    noted(case, "Glosa de uma coroa de zircônia.")
    outcome = best_cases(typed, actor_of(cast.alice), limit=5)
    assert outcome.case_ids == (case.pk,)
    assert outcome.query.typed == meant
    assert outcome.corrected_from == typed
    assert best_cases(typed, actor_of(cast.alice), limit=5, exactly=True).case_ids == ()


def test_what_is_found_as_typed_is_not_corrected(cast: Cast):
    noted(make_listed(cast.operator, cast.alice, dentist_name="Um"), "Fala da glosa.")
    noted(make_listed(cast.operator, cast.alice, dentist_name="Outro"), "Fala da glossa.")
    assert found(cast, "glossa") == ["Outro"]


def test_other_operators_words_neither_show_nor_correct(cast: Cast):
    noted(make_listed(cast.other_operator, cast.charlie, dentist_name="Deles"), "Uma zircônia.")
    outcome = best_cases("zircomia", actor_of(cast.alice), limit=5)
    assert (outcome.case_ids, outcome.corrected_from) == ((), "")
    assert outcome.query.typed == "zircomia"
    assert found(cast, "zircônia") == []
    assert found(cast, "zircomia", user="charlie") == ["Deles"]


@pytest.mark.parametrize("user", ["sara", "adam"])
def test_who_may_not_see_cases_finds_nothing(cast: Cast, user: str):
    make_listed(cast.operator, cast.alice, dentist_name="Ana Prado")
    assert found(cast, "ana", user=user) == []
    assert best_cases("ama prado", actor_of(getattr(cast, user)), limit=5).case_ids == ()


def test_no_number_and_nothing_personal_is_a_word(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Ana Prado", cpf="89841230992")
    noted(case, "CPF 898.412.309-92, tel 15 99818-1004, ticket 79123.", address="sigilosa@exemplo.com.br")
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert {"prado", "ticket"} <= words
    assert all(word.isalpha() for word in words)
    assert "sigilosa" not in words


@pytest.mark.parametrize("typed", ["898.412.309", "412", "99818", "sigilosa"])
def test_a_part_of_a_personal_number_in_a_note_is_not_found_without_the_permission(cast: Cast, typed: str):
    case = make_listed(cast.operator, cast.alice, dentist_name="Ana Prado")
    noted(case, "CPF 898.412.309-92, tel 15 99818-1004.", address="sigilosa@exemplo.com.br")
    assert found(cast, typed, user="nina") == []
    assert found(cast, "sigilosa@exemplo.com.br", user="nina") == ["Ana Prado"]
    assert found(cast, "89841230992", user="nina") == ["Ana Prado"]


def test_nothing_is_written_where_nothing_changed(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Ana Prado")
    assert refresh_search_indexes([case.pk]) == 0
    CaseSearch.objects.update(terms=None)
    assert cases_without_index() == [case.pk]
    assert refresh_search_indexes([case.pk]) == 1
    assert found(cast, "prado") == ["Ana Prado"]


def test_the_commoner_word_is_likelier_meant(cast: Cast):
    for name in ("Marta", "Marca", "Marca", "Marca"):
        make_listed(cast.operator, cast.alice, dentist_name=name)
    recount_words()
    assert SearchWord.objects.get(word="marca").cases == 3
    assert best_cases("marga", actor_of(cast.alice), limit=5).query.typed == "marca"


def test_the_list_of_a_common_word_is_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("vinculo.cases.queries.search.COMMON_IN_NEWEST", 2)
    for number in range(4):
        make_listed(cast.operator, cast.alice, dentist_name=f"Ana {number}", city="Bauru")
    make_listed(cast.operator, cast.alice, dentist_name="Rui", city="Bauru")
    assert len(names(listed(actor_of(cast.alice), q="ana bauru"))) == 4
    assert names(listed(actor_of(cast.nina), q="bauru", name="rui")) == ["Rui"]


@pytest.mark.parametrize(
    "typed", ["'", "\\", "a'b\\", ":*", "& | !", "!!", "()", "<->", "@", "😀", "a" * 500]
)
def test_any_signs_are_only_text(cast: Cast, typed: str):
    make_listed(cast.operator, cast.alice, dentist_name="Ana Prado")
    assert found(cast, typed) in ([], ["Ana Prado"])
    listed(actor_of(cast.alice), q=typed)


def test_the_list_is_best_first_until_an_order_is_chosen(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    for name in ("Rui Lima", "Ana Rui", "Rui", "Bia Rui"):
        make_listed(cast.operator, cast.alice, dentist_name=name)
    actor = actor_of(cast.alice)
    assert names(listed(actor, q="rui")) == ["Rui", "Rui Lima", "Bia Rui", "Ana Rui"]
    assert names(listed(actor, q="rui", sort="name")) == ["Ana Rui", "Bia Rui", "Rui", "Rui Lima"]
    monkeypatch.setattr("vinculo.cases.queries.listing.PAGE_SIZE", 3)
    first = listed(actor, q="rui")
    assert (len(first.rows), first.total, first.previous) == (3, 4, None)
    second = listed(actor, q="rui", after=str(first.next))
    assert (names(second), second.next) == (["Ana Rui"], None)
    assert names(listed(actor, q="rui", before=str(second.previous))) == ["Rui", "Rui Lima", "Bia Rui"]


def test_the_list_tells_what_was_meant(cast: Cast):
    make_listed(cast.operator, cast.alice, dentist_name="Natália Uchôa")
    page = listed(actor_of(cast.alice), q="natlaia")
    assert (names(page), page.meant) == (["Natália Uchôa"], "natália")


def test_filters_the_board_counts_and_all_chosen_look_for_what_was_meant_too(cast: Cast):
    case = make_listed(cast.operator, cast.alice, dentist_name="Natália Uchôa")
    make_listed(cast.operator, cast.beto, dentist_name="Natália Lima")
    actor = actor_of(cast.alice)
    asked = listing_of(actor, q="natlaia", consultant=str(cast.alice.pk))
    page = list_cases(actor, asked)
    assert (names(page), page.total, page.meant) == (["Natália Uchôa"], 1, "natália")
    assert case_ids(actor, asked, 10) == [case.pk]
    assert counts(actor, [asked, listing_of(actor, q="natlaia")]) == [1, 2]
    assert [row.pk for column in board(actor, asked) for row in column.rows] == [case.pk]


def test_a_much_commoner_word_is_offered_where_hardly_anything_is_found(cast: Cast):
    noted(make_listed(cast.operator, cast.alice, dentist_name="Outro"), "Fala da glossa.")
    noted(make_listed(cast.operator, cast.alice, dentist_name="Um"), "Fala da glosa.")
    actor = actor_of(cast.alice)
    assert best_cases("glossa", actor, limit=5).maybe == ""
    SearchWord.objects.filter(word="glosa").update(cases=50)
    outcome = best_cases("glossa", actor, limit=5)
    assert (len(outcome.case_ids), outcome.maybe, outcome.corrected_from) == (1, "glosa", "")
    assert best_cases("glossa", actor, limit=5, exactly=True).maybe == ""
    assert best_cases("glosa", actor, limit=5).maybe == ""
    assert listed(actor, q="glossa").maybe == "glosa"
