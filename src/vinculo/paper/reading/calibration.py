"""From how sure a scan's ink looks to how often it is right: a table, measured on forms whose truth is known.

`bench/calibrate.py` makes the table: for each kind of field, from which raw sureness on which share of
fields was right. Between its steps nothing is added, so that a field is never surer than what was measured.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from ..form import RetentionForm
from .field_kinds import FieldKind, kind_of_field

_TABLE = "data/calibration.json"
# A kind that was never measured is looked at by a person.
_UNMEASURED = 0.9
# What the reader itself doubts is shown first, however often it is right.
_DOUBTED = 0.5
# What stands nowhere is blank for other reasons than a list of which no box is ticked.
_BLANK = {FieldKind.TICKS: "no tick", FieldKind.NOTE: "no note"}

Steps = Sequence[tuple[float, float]]
"""From which raw sureness on, and how sure that is; both rise."""


def kind_measured(name: str, *, blank: bool) -> str:
    """The row of the table for a field."""
    if name in ("contacts", "edition"):
        return name
    kind = kind_of_field(name)
    if not blank:
        return kind.value
    return "no day" if name.startswith("contacts.") and kind is FieldKind.DATE else _BLANK.get(kind, "blank")


def calibrated(form: RetentionForm, sure: Mapping[str, float]) -> dict[str, float]:
    """The sureness of each field of a scanned form, as it was measured."""
    return {
        name: stated_sureness(kind_measured(name, blank=is_blank(form, name)), raw)
        for name, raw in sure.items()
    }


def stated_sureness(kind: str, raw: float) -> float:
    """How sure a field of one row of the table is said to be."""
    return step_of(_table().get(kind, ()), raw)


def is_blank(form: RetentionForm, name: str) -> bool:
    """Whether nothing was read in a field, or in a part of a contact."""
    if not name.startswith("contacts."):
        return getattr(form, name) in (None, ())
    _, number, part = name.split(".")
    return not any(getattr(each, part) for each in form.contacts if each.number == int(number))


def step_of(steps: Steps, raw: float) -> float:
    """What was measured for a raw sureness; below the first step, and where the reader doubts, it stays."""
    if not steps:
        return min(raw, _UNMEASURED)
    place = bisect_right([start for start, _ in steps], raw)
    measured = steps[place - 1][1] if place else steps[0][1]
    return measured if place and raw > _DOUBTED else min(raw, measured)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Steps]:
    text = files("vinculo.paper").joinpath(_TABLE).read_text(encoding="utf-8")
    return {
        kind: [(start, sure) for start, sure in steps] for kind, steps in json.loads(text)["steps"].items()
    }
