"""Saved views: whose they are, what they may hold, and that one taken away comes back."""

from __future__ import annotations

import datetime as dt

import pytest

from vinculo.accounts.models import AuditEntry
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.desk.actions import saved_views
from vinculo.desk.actions.list_columns import prefer_columns
from vinculo.desk.actions.saved_views import delete_view, move_view, rename_view, restore_view, update_view
from vinculo.desk.models import SavedView
from vinculo.desk.queries.saved_views import find_view, preferred_columns, views_of
from vinculo.desk.refusals import UnableToSaveView
from vinculo.kernel.refusal import NotPermitted

NOW = dt.datetime(2026, 3, 10, 14, 0, tzinfo=dt.UTC)


def save(user, name: str, operator=None, **parameters: list[str]) -> SavedView:
    return saved_views.save_view(
        name=name,
        parameters=parameters,
        columns=["number"],
        operator_id=operator.pk if operator else None,
        actor=actor_of(user),
        now=NOW,
    )


def names(user) -> list[str]:
    return [view.name for view in views_of(actor_of(user))]


def test_a_private_view_is_its_owners_alone(cast: Cast):
    view = save(cast.alice, "  Meus   de AL ", state=["waiting"], page=["3"], nonsense=["x"], sort=["name"])
    assert (view.name, view.parameters) == ("Meus de AL", {"state": ["waiting"], "sort": ["name"]})
    assert names(cast.alice) == ["Meus de AL"]
    assert names(cast.beto) == names(cast.bob) == []
    with pytest.raises(NotPermitted):
        rename_view(view=view, name="Roubada", actor=actor_of(cast.bob), now=NOW)


def test_a_team_view_is_kept_by_its_supervisors_and_seen_by_the_team(cast: Cast):
    view = save(cast.bob, "Da equipe", cast.operator, state=["waiting"])
    assert names(cast.alice) == names(cast.nina) == ["Da equipe"]
    assert names(cast.charlie) == []
    assert AuditEntry.objects.get(action="view.saved").operator_id == cast.operator.pk
    for user in (cast.alice, cast.charlie):
        with pytest.raises(NotPermitted):
            save(user, "Minha", cast.operator)
        with pytest.raises(NotPermitted):
            delete_view(view=view, actor=actor_of(user), now=NOW)
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    "given", [{"cpf": ["898.412.309-92"]}, {"cnpj": ["53068087001339"]}, {"q": ["(11) 98888-1234"]}]
)
def test_a_personal_number_is_not_kept(cast: Cast, given):
    with pytest.raises(UnableToSaveView, match="números pessoais") as refused:
        save(cast.alice, "Com CPF", **given)
    assert given.popitem()[1][0] not in refused.value.message
    view = save(cast.alice, "Sem", q=["ODL-2026-000123"])
    with pytest.raises(UnableToSaveView):
        update_view(view=view, parameters={"cpf": ["1"]}, columns=[], actor=actor_of(cast.alice), now=NOW)


def test_names_are_given_once_and_not_empty(cast: Cast):
    save(cast.alice, "Fila")
    save(cast.beto, "Fila")
    save(cast.bob, "Fila", cast.operator)
    for name in ("Fila", "   ", "x" * 61):
        with pytest.raises(UnableToSaveView):
            save(cast.alice, name)
    other = save(cast.alice, "Outra")
    with pytest.raises(UnableToSaveView):
        rename_view(view=other, name="Fila", actor=actor_of(cast.alice), now=NOW)
    assert names(cast.alice) == ["Fila", "Outra", "Fila"]


def test_views_are_moved_and_updated(cast: Cast):
    first, _, third = (save(cast.alice, name) for name in ("A", "B", "C"))
    actor = actor_of(cast.alice)
    move_view(view=third, places=-1, actor=actor, now=NOW)
    assert names(cast.alice) == ["A", "C", "B"]
    move_view(view=first, places=5, actor=actor, now=NOW)
    assert names(cast.alice) == ["C", "B", "A"]
    update_view(view=first, parameters={"state": ["draft"]}, columns=["name"], actor=actor, now=NOW)
    found = find_view(actor, first.pk)
    assert found is not None
    assert (found.parameters, found.columns) == ({"state": ["draft"]}, ["name"])


def test_what_was_deleted_comes_back_in_its_place(cast: Cast):
    save(cast.alice, "A")
    view = save(cast.alice, "B", state=["draft"])
    save(cast.alice, "C")
    kept = delete_view(view=view, actor=actor_of(cast.alice), now=NOW)
    assert names(cast.alice) == ["A", "C"]
    restore_view(kept=kept, actor=actor_of(cast.alice), now=NOW)
    assert names(cast.alice) == ["A", "B", "C"]
    with pytest.raises(UnableToSaveView):
        restore_view(kept=kept, actor=actor_of(cast.alice), now=NOW)
    team = delete_view(view=save(cast.bob, "T", cast.operator), actor=actor_of(cast.bob), now=NOW)
    with pytest.raises(NotPermitted):
        restore_view(kept=team, actor=actor_of(cast.alice), now=NOW)


def test_there_is_an_end_to_views(cast: Cast, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 2)
    save(cast.alice, "A")
    save(cast.alice, "B")
    with pytest.raises(UnableToSaveView, match="o máximo"):
        save(cast.alice, "C")


def test_columns_are_kept_for_each_person(cast: Cast):
    prefer_columns(columns=["number", "city"], actor=actor_of(cast.alice))
    prefer_columns(columns=["number", "name"], actor=actor_of(cast.alice))
    assert preferred_columns(actor_of(cast.alice)) == ("number", "name")
    assert preferred_columns(actor_of(cast.beto)) == ()
