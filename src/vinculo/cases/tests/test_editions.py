from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.editions import (
    change_edition,
    create_operator_with_editions,
    discard_edition,
    install_editions,
    make_next_edition,
    may_alter_paper,
    reschedule_edition,
)
from vinculo.cases.edition_changes import (
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
from vinculo.cases.models import Case, FormEdition
from vinculo.cases.queries.editions import edition_for, editions_of, kept_editions, sectors_of
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.catalogue import OptionList

NOW = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
APRIL = dt.date(2026, 4, 1)


def numbered(cast: Cast, number: int) -> FormEdition:
    return editions_of(cast.operator).get(number=number)


def third(cast: Cast, valid_from: dt.date = APRIL) -> FormEdition:
    return make_next_edition(
        operator=cast.operator, valid_from=valid_from, actor=actor_of(cast.nina), now=NOW, today=TODAY
    )


def change(cast: Cast, form_edition: FormEdition, wanted: EditionChange, who: str = "nina") -> FormEdition:
    return change_edition(
        form_edition=form_edition, change=wanted, actor=actor_of(getattr(cast, who)), now=NOW
    )


def use(cast: Cast, form_edition: FormEdition) -> Case:
    return Case.objects.create(operator=cast.operator, edition=form_edition, created_at=NOW, changed_at=NOW)


def labels(form_edition: FormEdition, which: OptionList) -> list[str]:
    return [option.label for option in form_edition.edition.options[which]]


def test_the_latest_edition_valid_on_the_day_holds(cast: Cast) -> None:
    third(cast)
    days = {dt.date(2022, 12, 31): 1, dt.date(2023, 1, 1): 2, dt.date(2026, 3, 31): 2, APRIL: 3}
    assert {day: edition_for(cast.operator, day).number for day in days} == days
    assert edition_for(cast.operator, dt.date(1990, 1, 1)).number == 1


def test_an_operator_without_editions_says_so(cast: Cast) -> None:
    FormEdition.objects.filter(operator=cast.operator).delete()
    with pytest.raises(FormEdition.DoesNotExist):
        edition_for(cast.operator, TODAY)


def test_both_operators_of_the_cast_have_both_editions(cast: Cast) -> None:
    for operator in (cast.operator, cast.other_operator):
        assert [each.number for each in editions_of(operator)] == [1, 2]


def test_a_new_operator_has_both_editions_at_once(cast: Cast) -> None:
    made = create_operator_with_editions(code="DNT", name="DENTALIS", actor=actor_of(cast.adam), now=NOW)
    assert [each.number for each in editions_of(made)] == [1, 2]
    assert install_editions(operator=made, actor=Actor.system(), now=NOW) == []
    assert AuditEntry.objects.filter(operator=made, action="edition.created").count() == 2


@pytest.mark.parametrize("who", ["alice", "bob", "sara", "davi", "charlie"])
def test_only_who_keeps_the_editions_may(cast: Cast, who: str) -> None:
    actor, second = actor_of(getattr(cast, who)), numbered(cast, 2)
    with pytest.raises(NotPermitted):
        make_next_edition(operator=cast.operator, valid_from=APRIL, actor=actor, now=NOW, today=TODAY)
    with pytest.raises(NotPermitted):
        change(cast, second, HideOption(OptionList.REASON, "death", True), who)
    assert not kept_editions(actor).filter(operator=cast.operator).exists()


def test_the_administrator_keeps_them_too(cast: Cast) -> None:
    change(cast, numbered(cast, 1), HideOption(OptionList.REASON, "death", True), "adam")
    assert kept_editions(actor_of(cast.adam)).count() == 2


def test_an_edition_in_use_is_only_hidden_in_and_read_better(cast: Cast) -> None:
    second = numbered(cast, 2)
    use(cast, second)
    hidden = change(cast, second, HideOption(OptionList.REASON, "death", True))
    assert hidden.edition.option(OptionList.REASON, "death").hidden is True  # type: ignore[union-attr]
    shown = change(cast, second, HideOption(OptionList.REASON, "death", False))
    assert shown.edition.option(OptionList.REASON, "death").hidden is False  # type: ignore[union-attr]
    read = change(cast, second, SetWordings(OptionList.REASON, "fees", [" Valor baixo ", "Tabela", ""]))
    assert read.edition.option(OptionList.REASON, "fees").seen == ("Valor baixo", "Tabela")  # type: ignore[union-attr]


ALTERING: list[EditionChange] = [
    AddOption(OptionList.REASON, "Mudança de cidade"),
    RenameOption(OptionList.REASON, "fees", "Valores da tabela"),
    RetireOption(OptionList.REASON, "fees"),
    MoveOption(OptionList.REASON, "fees", -1),
    RenameLabel("joined_on", "Incluído em"),
    MoveField("cpf", -1),
]


@pytest.mark.parametrize("wanted", ALTERING, ids=lambda each: type(each).__name__)
def test_the_official_paper_is_not_altered(cast: Cast, wanted: EditionChange) -> None:
    second = numbered(cast, 2)
    with pytest.raises(UnableToChangeEdition, match="crie a próxima"):
        change(cast, second, wanted)
    second.refresh_from_db()
    assert second.edition == numbered(cast, 2).edition


@pytest.mark.parametrize("wanted", ALTERING, ids=lambda each: type(each).__name__)
def test_a_new_edition_is_altered_until_a_case_is_opened_with_it(cast: Cast, wanted: EditionChange) -> None:
    made = third(cast)
    before = made.edition
    changed = change(cast, made, wanted)
    assert changed.edition != before
    use(cast, made)
    assert not may_alter_paper(made)
    with pytest.raises(UnableToChangeEdition):
        change(cast, made, wanted)
    with pytest.raises(UnableToChangeEdition):
        discard_edition(form_edition=made, reason="engano", actor=actor_of(cast.nina), now=NOW)


def test_each_change_is_audited_by_what_it_was(cast: Cast) -> None:
    change(cast, third(cast), AddOption(OptionList.SECTOR, "Ouvidoria"))
    assert AuditEntry.objects.filter(action="edition.changed").get().detail == {
        "number": 3,
        "change": "add",
        "list": "sector",
        "label": "Ouvidoria",
    }
    assert sectors_of(cast.operator)["ouvidoria"] == "Ouvidoria"


def test_the_earlier_editions_stay_as_they_are(cast: Cast) -> None:
    made = third(cast)
    before = labels(numbered(cast, 2), OptionList.REASON)
    change(cast, made, RetireOption(OptionList.REASON, "death"))
    change(cast, made, RenameOption(OptionList.REASON, "fees", "Valores da tabela"))
    assert labels(numbered(cast, 2), OptionList.REASON) == before
    changed = numbered(cast, 3).edition
    assert changed.option(OptionList.REASON, "death") is None
    assert changed.option(OptionList.REASON, "fees").wordings == ("Valores da tabela", "Valores")  # type: ignore[union-attr]


def test_the_next_edition_is_made_only_from_one_in_use(cast: Cast) -> None:
    made = third(cast)
    with pytest.raises(UnableToChangeEdition, match="ainda não foi usada"):
        third(cast, dt.date(2026, 5, 1))
    use(cast, made)
    assert third(cast, dt.date(2026, 5, 1)).number == 4


@pytest.mark.parametrize("day", [dt.date(2026, 3, 1), dt.date(2022, 1, 1)])
def test_a_new_edition_does_not_begin_in_the_past(cast: Cast, day: dt.date) -> None:
    with pytest.raises(UnableToChangeEdition):
        third(cast, day)


def test_nor_on_the_day_of_the_one_before(cast: Cast) -> None:
    use(cast, third(cast))
    with pytest.raises(UnableToChangeEdition, match="vale desde 01/04/2026"):
        third(cast, APRIL)


def test_an_unused_edition_is_put_off_or_discarded_with_a_reason(cast: Cast) -> None:
    made, nina = third(cast), actor_of(cast.nina)
    may = dt.date(2026, 5, 1)
    moved = reschedule_edition(form_edition=made, valid_from=may, actor=nina, now=NOW, today=TODAY)
    assert moved.valid_from == may
    with pytest.raises(UnableToChangeEdition):
        discard_edition(form_edition=made, reason=" ", actor=nina, now=NOW)
    discard_edition(form_edition=made, reason="criada por engano", actor=nina, now=NOW)
    assert [each.number for each in editions_of(cast.operator)] == [1, 2]
    assert AuditEntry.objects.get(action="edition.discarded").detail["reason"] == "criada por engano"


@pytest.mark.parametrize("number", [1, 2])
def test_the_packaged_ones_are_not_discarded(cast: Cast, number: int) -> None:
    with pytest.raises(UnableToChangeEdition):
        discard_edition(
            form_edition=numbered(cast, number), reason="engano", actor=actor_of(cast.nina), now=NOW
        )
