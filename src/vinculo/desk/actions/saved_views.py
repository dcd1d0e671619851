"""Saved views: keeping a list under a name, changing it, and taking it away so that it can come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.cases.queries.filters import Parameters
from vinculo.kernel.refusal import NotPermitted

from ..models import SavedView
from ..refusals import UnableToSaveView
from ..view_parameters import kept_parameters, personal_labels

LONGEST_NAME = 60
MOST_VIEWS = 40
"""Of one person, or of one team: more would be no help to anybody."""


def save_view(
    *,
    name: str,
    parameters: Parameters,
    columns: Sequence[str],
    operator_id: int | None,
    actor: Actor,
    now: dt.datetime,
) -> SavedView:
    """Keeps filters, order and columns: of the actor alone, or of the operator's team.

    Raises:
        NotPermitted: the actor may not keep views for that team.
        UnableToSaveView: the name is missing or taken, or a personal number is among the filters.
    """
    _require(actor, operator_id)
    view = SavedView(
        owner=_person(actor),
        operator_id=operator_id,
        name=_clean_name(name),
        parameters=_clean_parameters(parameters),
        columns=list(columns),
        created_at=now,
    )
    with transaction.atomic():
        group = _group(view)
        if group.count() >= MOST_VIEWS:
            raise UnableToSaveView(
                f"Já há {MOST_VIEWS} visões, o máximo. Nada foi salvo; exclua uma que não se usa mais."
            )
        view.position = _next_position(group)
        _write(view)
        _audit(view, "view.saved", actor, now)
    return view


def update_view(
    *, view: SavedView, parameters: Parameters, columns: Sequence[str], actor: Actor, now: dt.datetime
) -> SavedView:
    """Gives a view the filters, the order and the columns that are shown now.

    Raises:
        NotPermitted: the view is not the actor's to change.
        UnableToSaveView: a personal number is among the filters.
    """
    kept = _clean_parameters(parameters)
    with transaction.atomic():
        locked = _locked(view, actor)
        locked.parameters, locked.columns = kept, list(columns)
        locked.save(update_fields=["parameters", "columns"])
        _audit(locked, "view.updated", actor, now)
        return locked


def rename_view(*, view: SavedView, name: str, actor: Actor, now: dt.datetime) -> SavedView:
    """
    Raises:
        NotPermitted: the view is not the actor's to change.
        UnableToSaveView: the name is missing or taken.
    """
    with transaction.atomic():
        locked = _locked(view, actor)
        locked.name = _clean_name(name)
        _write(locked)
        _audit(locked, "view.renamed", actor, now)
        return locked


def move_view(*, view: SavedView, places: int, actor: Actor, now: dt.datetime) -> None:
    """Moves a view among its own kind; beyond an end it stays at the end.

    Raises:
        NotPermitted: the view is not the actor's to change.
    """
    with transaction.atomic():
        locked = _locked(view, actor)
        others = list(_group(locked).select_for_update().order_by("position", "pk"))
        place = next(index for index, item in enumerate(others) if item.pk == locked.pk)
        others.insert(max(0, min(len(others) - 1, place + places)), others.pop(place))
        for index, item in enumerate(others):
            item.position = index
        SavedView.objects.bulk_update(others, ["position"])
        _audit(locked, "view.moved", actor, now)


def delete_view(*, view: SavedView, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """Takes a view away and gives what `restore_view` needs to bring it back.

    Raises:
        NotPermitted: the view is not the actor's to change.
    """
    with transaction.atomic():
        locked = _locked(view, actor)
        kept = {
            "name": locked.name,
            "operator": locked.operator_id,
            "parameters": locked.parameters,
            "columns": locked.columns,
            "position": locked.position,
        }
        _audit(locked, "view.deleted", actor, now)
        locked.delete()
        return kept


def restore_view(*, kept: Mapping[str, Any], actor: Actor, now: dt.datetime) -> SavedView:
    """Brings back what `delete_view` took away, in its place.

    Raises:
        NotPermitted: the actor may not keep views for that team.
        UnableToSaveView: the name has been taken meanwhile.
    """
    _require(actor, kept["operator"])
    view = SavedView(
        owner=_person(actor),
        operator_id=kept["operator"],
        name=_clean_name(kept["name"]),
        parameters=_clean_parameters(kept["parameters"]),
        columns=list(kept["columns"]),
        position=kept["position"],
        created_at=now,
    )
    with transaction.atomic():
        _write(view)
        _audit(view, "view.restored", actor, now)
    return view


def may_change(view: SavedView, actor: Actor) -> bool:
    """One's own, or those of a team that the actor distributes cases in."""
    if view.operator_id is None:
        return actor.user is not None and view.owner_id == actor.user.pk
    return actor.may(Permission.CASES_REASSIGN, view.operator_id)


def _require(actor: Actor, operator_id: int | None) -> None:
    if operator_id is not None:
        actor.require(Permission.CASES_REASSIGN, operator_id)
    elif not actor.may_anywhere(Permission.CASES_SEE):
        raise NotPermitted


def _person(actor: Actor) -> Any:
    if actor.user is None:
        raise NotPermitted
    return actor.user


def _locked(view: SavedView, actor: Actor) -> SavedView:
    found = SavedView.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=view.pk).first()
    if found is None or not may_change(found, actor):
        raise NotPermitted(
            "Esta visão é da equipe: só um supervisor a altera. Salve uma sua, com outro nome."
        )
    return found


def _group(view: SavedView) -> QuerySet[SavedView]:
    if view.operator_id is not None:
        return SavedView.objects.filter(operator_id=view.operator_id)
    return SavedView.objects.filter(owner_id=view.owner_id, operator=None)


def _next_position(group: QuerySet[SavedView]) -> int:
    last: int | None = group.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise UnableToSaveView("Dê um nome à visão. Os filtros continuam como estão.")
    if len(clean) > LONGEST_NAME:
        raise UnableToSaveView(
            f"O nome passa de {LONGEST_NAME} letras. Os filtros continuam como estão; encurte o nome."
        )
    return clean


def _clean_parameters(parameters: Parameters) -> dict[str, list[str]]:
    found = personal_labels(parameters)
    if found:
        raise UnableToSaveView(
            f"{', '.join(found)}: números pessoais não ficam guardados numa visão. "
            "Nada foi salvo; retire esse filtro e salve de novo."
        )
    return kept_parameters(parameters)


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise UnableToSaveView(
            f"Já existe uma visão com o nome “{view.name}”. Nada foi alterado; escolha outro nome."
        ) from error


def _audit(view: SavedView, action: str, actor: Actor, now: dt.datetime) -> None:
    record_audit(
        actor=actor,
        operator_id=view.operator_id,
        action=action,
        subject_kind="saved_view",
        subject_id=view.pk,
        now=now,
    )
