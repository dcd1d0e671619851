from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.cases.edition_changes import (
    CODE_LENGTH,
    AddOption,
    EditionChange,
    HideOption,
    MoveField,
    MoveOption,
    RenameLabel,
    RenameOption,
    RetireOption,
    SetWordings,
    UnableToChangeEdition,
)
from vinculo.kernel.folding import fold
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition, packaged_edition

EDITION = packaged_edition(2).derive(3)
REASON, ACTION, SECTOR, OUTCOME = OptionList.REASON, OptionList.ACTION, OptionList.SECTOR, OptionList.OUTCOME


def codes(edition: Edition, which: OptionList) -> list[str]:
    return [option.code for option in edition.options[which]]


def test_an_added_option_stands_at_the_end_with_a_code_from_its_words() -> None:
    changed = AddOption(REASON, " Mudança  de cidade ", requires_note=True).apply(EDITION)
    added = changed.options[REASON][-1]
    assert (added.code, added.label, added.requires_note) == ("mudanca_de_cidade", "Mudança de cidade", True)
    assert codes(changed, REASON)[:-1] == codes(EDITION, REASON)


def test_an_option_that_comes_back_leaves_the_wordings_that_another_took_meanwhile() -> None:
    retired = EDITION.option(REASON, "public_servant")
    assert retired is not None
    without = RetireOption(REASON, "public_servant").apply(EDITION)
    taken = SetWordings(REASON, "studies", ["Servidor Publico"]).apply(without)
    with pytest.raises(UnableToChangeEdition):
        AddOption(REASON, retired.label, code=retired.code, seen=retired.seen).apply(taken)
    back = AddOption(REASON, "Servidor do Estado", code=retired.code, seen=retired.seen).apply(taken)
    assert back.option(REASON, "public_servant").seen == ()  # type: ignore[union-attr]


def test_options_move_one_place_and_stop_at_the_ends() -> None:
    second = codes(EDITION, SECTOR)[1]
    assert codes(MoveOption(SECTOR, second, -1).apply(EDITION), SECTOR)[0] == second
    first = codes(EDITION, SECTOR)[0]
    assert MoveOption(SECTOR, first, -1).apply(EDITION) == EDITION


def test_fields_of_the_head_change_places_in_their_row() -> None:
    changed = MoveField("city", -1).apply(EDITION)
    row = next(row for row in changed.head if any(item.field == "city" for item in row))
    assert [item.field for item in row[:2]] == ["city", "state"]
    assert MoveField("cnpj", -1).apply(EDITION) == EDITION


def test_labels_of_head_blocks_and_title_are_renamed() -> None:
    assert RenameLabel("joined_on", "Incluído em").apply(EDITION).label_of("joined_on") == "Incluído em"
    assert RenameLabel("sectors", "Setores").apply(EDITION).label_of("sectors") == "Setores"
    assert RenameLabel("title", "Retenção").apply(EDITION).title == "Retenção"
    assert RenameLabel("actions_instruction", " ").apply(EDITION).labels["actions_instruction"] == ""
    assert RenameLabel("contact", "Contato nº {number}").apply(EDITION).labels["contact"]


def test_a_renamed_option_is_still_read_in_its_old_words() -> None:
    renamed = RenameOption(REASON, "fees", "Tabela").apply(EDITION)
    back = RenameOption(REASON, "fees", "Valores").apply(renamed)
    assert renamed.option(REASON, "fees").wordings == ("Tabela", "Valores")  # type: ignore[union-attr]
    assert back.option(REASON, "fees").wordings == ("Valores", "Tabela")  # type: ignore[union-attr]


IMPOSSIBLE: list[tuple[EditionChange, str]] = [
    (HideOption(OUTCOME, "retained", True), "fixos"),
    (RetireOption(OUTCOME, "retained"), "fixos"),
    (AddOption(OUTCOME, "Suspenso"), "fixos"),
    (HideOption(REASON, "personal_reasons", True), "não está nesta edição"),
    (RetireOption(REASON, "nothing"), "não está nesta edição"),
    (AddOption(REASON, "VALORES"), "já é a opção"),
    (AddOption(REASON, "Servidor publico"), "já é a opção"),
    (AddOption(REASON, "Outra coisa", code="fees"), "já está na edição"),
    (RenameOption(REASON, "fees", "Glosas"), "já é a opção"),
    (SetWordings(REASON, "fees", ["glosas"]), "já é a opção"),
    (SetWordings(REASON, "fees", ["x" * 81]), "mais de 80"),
    (AddOption(REASON, "  "), "Falta o texto"),
    (AddOption(REASON, "a\u200bb"), "não se imprime"),
    (RenameLabel("contact", "Contato"), "número do contato"),
    (RenameLabel("contact", "{number} {x}"), "chaves"),
    (RenameLabel("cnpj", "{0}"), "chaves"),
    (RenameLabel("nothing", "X"), "não está nesta edição"),
    (MoveField("nothing", 1), "não está nesta edição"),
]


@pytest.mark.parametrize(("wanted", "told"), IMPOSSIBLE, ids=lambda each: str(each)[:40])
def test_what_cannot_be_is_refused(wanted: EditionChange, told: str) -> None:
    with pytest.raises(UnableToChangeEdition, match=told):
        wanted.apply(EDITION)


def test_a_list_is_never_left_empty() -> None:
    one_left = EDITION
    for code in codes(EDITION, SECTOR)[1:]:
        one_left = RetireOption(SECTOR, code).apply(one_left)
    last = codes(EDITION, SECTOR)[0]
    for wanted in (RetireOption(SECTOR, last), HideOption(SECTOR, last, True)):
        with pytest.raises(UnableToChangeEdition, match="vazia"):
            wanted.apply(one_left)


words = st.text(min_size=1, max_size=30)
changes: st.SearchStrategy[EditionChange] = st.one_of(
    st.builds(AddOption, st.sampled_from(OptionList), words, st.booleans()),
    st.builds(RenameOption, st.just(REASON), st.sampled_from(codes(EDITION, REASON)), words),
    st.builds(RetireOption, st.just(ACTION), st.sampled_from(codes(EDITION, ACTION))),
    st.builds(MoveOption, st.just(REASON), st.sampled_from(codes(EDITION, REASON)), st.integers(-40, 40)),
    st.builds(HideOption, st.just(REASON), st.sampled_from(codes(EDITION, REASON)), st.booleans()),
    st.builds(
        SetWordings, st.just(REASON), st.sampled_from(codes(EDITION, REASON)), st.lists(words, max_size=3)
    ),
    st.builds(RenameLabel, st.sampled_from(["title", "contact", "city", "sectors"]), words),
    st.builds(MoveField, st.sampled_from(["city", "cro", "cpf"]), st.integers(-9, 9)),
)


@settings(deadline=None)
@given(st.lists(changes, max_size=8))
def test_any_changes_leave_a_sound_edition(wanted: list[EditionChange]) -> None:
    edition = EDITION
    for each in wanted:
        try:
            edition = each.apply(edition)
        except UnableToChangeEdition:
            continue
    assert Edition.from_data(edition.to_data()) == edition
    assert {item.field for row in edition.head for item in row} == {
        item.field for row in EDITION.head for item in row
    }
    assert codes(edition, OUTCOME) == codes(EDITION, OUTCOME)
    assert edition.labels["contact"].format(number=1)
    for options in edition.options.values():
        assert len({option.code for option in options}) == len(options)
        assert all(option.code and len(option.code) <= CODE_LENGTH and option.label for option in options)
        known = [fold(wording) for option in options for wording in {fold(w) for w in option.wordings}]
        assert len(known) == len(set(known))
        assert any(not option.hidden for option in options)
