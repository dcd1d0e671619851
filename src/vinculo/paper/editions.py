"""Editions of the form, as data: labels, their order, the options of each list.

Editions 1 and 2 are packaged. A later one is made from the last (`Edition.derive`) and kept by whoever
owns it, as the plain data of `to_data`; a case keeps the edition it was opened with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from .catalogue import Option, OptionList, catalogue_options

PACKAGED_EDITIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class LabelledField:
    """A field of the head and the label that the edition prints over it."""

    field: str
    label: str


@dataclass(frozen=True)
class Edition:
    """One edition of the form. `head` holds rows of fields, `labels` the words of the other blocks."""

    number: int
    title: str
    head: tuple[tuple[LabelledField, ...], ...]
    labels: Mapping[str, str]
    options: Mapping[OptionList, tuple[Option, ...]]

    def label_of(self, field: str) -> str:
        """The label printed for a field, e.g. 'Data inclusão' for `joined_on`."""
        for row in self.head:
            for labelled in row:
                if labelled.field == field:
                    return labelled.label
        return self.labels[field]

    def option(self, which: OptionList, code: str) -> Option | None:
        return next((option for option in self.options[which] if option.code == code), None)

    def option_label(self, which: OptionList, code: str) -> str:
        """The label of a code; the code itself where this edition does not have it."""
        option = self.option(which, code)
        return option.label if option else code

    def in_order(self, which: OptionList, codes: set[str]) -> tuple[str, ...]:
        """Those codes that stand on this edition, in the order of its paper."""
        return tuple(option.code for option in self.options[which] if option.code in codes)

    def with_options(self, which: OptionList, options: tuple[Option, ...]) -> Edition:
        return replace(self, options={**self.options, which: options})

    def derive(self, number: int) -> Edition:
        """The next edition, as yet the same as this one."""
        return replace(self, number=number)

    def to_data(self) -> dict[str, Any]:
        """Plain JSON data, for keeping."""
        return {
            "number": self.number,
            "title": self.title,
            "head": [[[item.field, item.label] for item in row] for row in self.head],
            "labels": dict(self.labels),
            "options": {
                which.value: [{**asdict(option), "seen": list(option.seen)} for option in options]
                for which, options in self.options.items()
            },
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Edition:
        return cls(
            number=data["number"],
            title=data["title"],
            head=_head(data["head"]),
            labels=dict(data["labels"]),
            options={
                OptionList(which): tuple(
                    Option(**{**entry, "seen": tuple(entry["seen"])}) for entry in entries
                )
                for which, entries in data["options"].items()
            },
        )


def _head(rows: list[list[list[str]]]) -> tuple[tuple[LabelledField, ...], ...]:
    return tuple(tuple(LabelledField(field, label) for field, label in row) for row in rows)


@cache
def packaged_edition(number: int) -> Edition:
    """Edition 1 or 2, as printed on paper.

    Raises:
        KeyError: no such edition is packaged.
    """
    if number not in PACKAGED_EDITIONS:
        raise KeyError(number)
    path = files("vinculo.paper").joinpath(f"data/edition-{number}.toml")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Edition(
        number=raw["number"],
        title=raw["title"],
        head=_head(raw["head"]),
        labels=raw["labels"],
        options={which: catalogue_options(which, number) for which in OptionList},
    )
