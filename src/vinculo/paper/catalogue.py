"""The closed lists of the form (`data/catalogue.toml`): outcomes, actions, sectors, reasons."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class OptionList(StrEnum):
    """The closed lists; the values are the table names of `catalogue.toml`."""

    OUTCOME = "outcome"
    ACTION = "action"
    REASON = "reason"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Option:
    """One tick box. `label` is shown and printed; `seen` are further wordings a reader accepts."""

    code: str
    label: str
    seen: tuple[str, ...] = ()
    requires_note: bool = False
    hidden: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.label, *self.seen)


@cache
def _raw_catalogue() -> dict[str, Any]:
    text = files("vinculo.paper").joinpath("data/catalogue.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def catalogue_options(which: OptionList, edition: int) -> tuple[Option, ...]:
    """The options that stand on a printed edition (1 or 2), in the order of its paper."""
    raw = _raw_catalogue()
    options = {
        entry["code"]: Option(
            code=entry["code"],
            label=entry["label"],
            seen=tuple(entry.get("seen", ())),
            requires_note=entry.get("requires_note", False),
        )
        for entry in raw[which.value]
        if edition in entry.get("editions", [1, 2])
    }
    if which is OptionList.SECTOR:
        return tuple(options[code] for code in raw["sector_order"][str(edition)])
    return tuple(options.values())
