"""Two texts for one field, laid side by side for whoever saved second: what differs, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vinculo.cases.actions.save_field import SavedField
from vinculo.cases.typed_fields import FieldKind
from vinculo.kernel.text_merge import Part, compare, merge

from .typed_controls import TypedControl

MERGED_KINDS = (FieldKind.NOTE, FieldKind.TEXT)
"""Two dates or two numbers have nothing to merge."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """`parts` lead from theirs to mine. `merged` is None where the two cannot be merged."""

    key: str
    label: str
    who: str
    theirs: str
    mine: str
    parts: Sequence[Part]
    merged: str | None
    has_clash: bool
    is_long: bool


def read_conflict(control: TypedControl, saved: SavedField, mine: str) -> Conflict:
    """
    Args:
        control: the field as it stands now.
        saved: what became of the save.
        mine: the text that came second.
    """
    shown = {option.value: option.label for option in control.options}
    if control.options or control.kind not in MERGED_KINDS:
        theirs, own = shown.get(control.value, control.value), shown.get(mine, mine)
        return _conflict(control, saved, theirs, own)
    merged = merge(base=saved.base_raw, mine=mine, theirs=control.value)
    return _conflict(
        control,
        saved,
        control.value,
        mine,
        parts=compare(control.value, mine),
        merged=merged.text,
        has_clash=merged.has_clash,
    )


def _conflict(
    control: TypedControl,
    saved: SavedField,
    theirs: str,
    mine: str,
    *,
    parts: Sequence[Part] = (),
    merged: str | None = None,
    has_clash: bool = False,
) -> Conflict:
    # Where hardly anything is alike, word by word is harder to read than both texts apart.
    alike = sum(len(part.text) for part in parts if part.change == "same")
    return Conflict(
        key=control.key,
        label=control.label,
        who=saved.by_name or "Outra pessoa",
        theirs=theirs,
        mine=mine,
        parts=parts if alike * 3 > max(len(theirs), len(mine)) else (),
        merged=merged,
        has_clash=has_clash,
        is_long=control.kind is FieldKind.NOTE,
    )
