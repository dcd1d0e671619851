"""Where the fields of a reading stand on its sheets, and what is cut out around them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

_BESIDE, _ABOVE = 0.006, 0.003
"""Of the sheet's width and height: letters that reach beyond their place stay whole, labels stay out."""
_BELOW_LABEL, _BESIDE_LABEL = 1.4, 0.1
"""Of a blank field's label its height, of the sheet its width: where the answer would stand is seen, too."""
_TALLEST = 0.32
"""Of the sheet's height: a field that runs on to the foot is told by its beginning."""
_AROUND_BOX = 0.9
"""Of the size of a tick box, on each side: pen strokes go beyond it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a sheet, in fractions of its width and height."""

    sheet: int
    left: float
    top: float
    right: float
    bottom: float

    def to_json(self) -> list[float]:
        return [self.sheet, self.left, self.top, self.right, self.bottom]

    @property
    def cut(self) -> Place:
        """What is cut out of the sheet to be seen beside the field."""
        return replace(self, bottom=min(self.bottom, self.top + _TALLEST))

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom within a picture of that size; one pixel at least."""
        left, top = int(self.left * width), int(self.top * height)
        return left, top, max(left + 1, round(self.right * width)), max(top + 1, round(self.bottom * height))


def blank_in(form: Mapping[str, Any], unread: Collection[str], places: Mapping[str, Any]) -> frozenset[str]:
    """The fields whose place is that of their label, as nothing stands in them."""
    boxed = {name.partition(".")[0] for name in places if "." in name}
    return frozenset(name for name in places if name in form and form[name] is None) - boxed - {*unread}


def places_of(places: Mapping[str, Any], field: str, *, is_blank: bool = False) -> tuple[Place, ...]:
    """The places of a field, one for each sheet that it stands on, with a little paper around.

    A list of ticks whose own place is not known stands where its boxes stand.
    """
    kept = list(_kept(places.get(field, ())))
    if not kept:
        kept = [place for name in places if name.startswith(f"{field}.") for place in _kept(places[name])]
    sheets = dict.fromkeys(place.sheet for place in kept)
    is_box = "." in field and not field.startswith("contacts.")
    found = (_around([place for place in kept if place.sheet == sheet], is_box) for sheet in sheets)
    return tuple(_with_room(place) if is_blank else place for place in found)


def _kept(boxes: Iterable[Sequence[float]]) -> Iterable[Place]:
    for box in boxes:
        sheet, left, top, right, bottom = box
        if left < right and top < bottom:
            yield Place(int(sheet), left, top, right, bottom)


def _around(places: Sequence[Place], is_box: bool) -> Place:
    """The smallest rectangle around all of them, and a margin."""
    left, right = min(place.left for place in places), max(place.right for place in places)
    top, bottom = min(place.top for place in places), max(place.bottom for place in places)
    beside, above = _BESIDE, _ABOVE
    if is_box:
        beside, above = (right - left) * _AROUND_BOX, (bottom - top) * _AROUND_BOX
    return Place(
        places[0].sheet,
        max(0.0, left - beside),
        max(0.0, top - above),
        min(1.0, right + beside),
        min(1.0, bottom + above),
    )


def _with_room(label: Place) -> Place:
    """The label and the paper under it and behind it."""
    below = label.bottom + (label.bottom - label.top) * _BELOW_LABEL
    return replace(label, right=min(1.0, label.right + _BESIDE_LABEL), bottom=min(1.0, below))
