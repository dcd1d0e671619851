"""How the sheets of a file are parted into forms, and what has to be read anew for another parting. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vinculo.paper.reading.chosen_sheets import ChosenSheet

from .file_reading import FormRead

RIGHT_ANGLES = frozenset({0, 90, 180, 270})


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """`turn`: by how many degrees clockwise it is to be turned from how it is shown."""

    number: int
    turn: int = 0


SheetGroup = tuple[PlacedSheet, ...]


@dataclass(frozen=True)
class Regrouping:
    """`kept`: the place of each reading that stays as it is, by its id; `replaced`: those that give way.

    `to_read`: the groups that no reading stands for, by their places. Places count from 1.
    """

    kept: Mapping[int, int]
    replaced: frozenset[int]
    to_read: Mapping[int, SheetGroup]

    @property
    def changes_nothing(self) -> bool:
        return not self.replaced and not self.to_read


def fault_of(groups: Sequence[SheetGroup], numbers: frozenset[int]) -> str:
    """What is wrong with a parting of the sheets of these numbers; empty where nothing is."""
    named = [sheet.number for group in groups for sheet in group]
    if not set(named) <= numbers:
        return "Uma destas folhas não é deste arquivo."
    if len(set(named)) < len(named):
        return "A mesma folha está em dois formulários."
    if any(not group for group in groups):
        return "Há um formulário sem nenhuma folha."
    if any(sheet.turn not in RIGHT_ANGLES for group in groups for sheet in group):
        return "Uma folha só pode ser girada em ângulos retos."
    return ""


def regrouping(readings: Mapping[int, Sequence[int]], groups: Sequence[SheetGroup]) -> Regrouping:
    """`readings`: the sheets of each reading that stands, by its id."""
    free = {reading_id: tuple(sheets) for reading_id, sheets in readings.items()}
    kept: dict[int, int] = {}
    to_read: dict[int, SheetGroup] = {}
    for place, group in enumerate(groups, start=1):
        same = None
        if not any(sheet.turn for sheet in group):
            wanted = tuple(sheet.number for sheet in group)
            same = next((reading_id for reading_id, sheets in free.items() if sheets == wanted), None)
        if same is None:
            to_read[place] = group
        else:
            kept[same] = place
            del free[same]
    return Regrouping(kept, frozenset(free), to_read)


def chosen_sheets(groups: Sequence[Mapping[str, Any]]) -> list[list[ChosenSheet]]:
    """The groups of `ImportedFile.groups`, for the reader."""
    return [[ChosenSheet(number, turned) for number, turned in group["sheets"]] for group in groups]


def in_their_places(forms: Sequence[FormRead], groups: Sequence[Mapping[str, Any]]) -> list[FormRead]:
    """The forms that were read of these groups, each at its group's place; of no groups, as they are."""
    if not groups:
        return list(forms)
    return [replace(form, position=groups[form.position - 1]["position"]) for form in forms]
