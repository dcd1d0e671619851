"""The filters of the list as controls: the common ones in a line, the rest by groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.cases.queries.filters import (
    Applied,
    Choice,
    Filter,
    FilterContext,
    NumberOfFilter,
    PickFilter,
    RangeFilter,
    UntilFilter,
    YesNoFilter,
)
from vinculo.cases.queries.listing import COMMON, FILTERS, GROUPS
from vinculo.kernel.dates import format_date, parse_date

from ..site.controls import Control, ControlOption


@dataclass(frozen=True)
class FilterView:
    """`kind`: 'pick' (tick boxes that fold away), 'control', or 'range' (two controls)."""

    kind: str
    name: str
    label: str
    is_active: bool
    controls: Sequence[Control]


@dataclass(frozen=True)
class FilterGroup:
    label: str
    filters: Sequence[FilterView]


@dataclass(frozen=True)
class FilterForm:
    common: Sequence[FilterView]
    groups: Sequence[FilterGroup]
    active_beyond_common: int


def present_filters(applied: Sequence[Applied], context: FilterContext) -> FilterForm:
    set_now = {item.filter.name: item for item in applied}
    views = [(item.group, _view(item, set_now.get(item.name), context)) for item in FILTERS]
    useful = [(group, view) for group, view in views if view is not None]
    groups = [FilterGroup(label, [view for group, view in useful if group == label]) for label in GROUPS]
    return FilterForm(
        common=[view for group, view in useful if group == COMMON],
        groups=groups,
        active_beyond_common=sum(view.is_active for group, view in useful if group != COMMON),
    )


def _view(item: Filter, applied: Applied | None, context: FilterContext) -> FilterView | None:
    """The filter with what is set; None where there is nothing to choose between."""
    values = {name: list(given) for name, given in applied.parameters.items()} if applied else {}
    if isinstance(item, PickFilter):
        return _pick(item, values, context)
    if isinstance(item, YesNoFilter):
        options = [ControlOption("", "Tanto faz"), *_options(item.options(), values.get(item.name, []))]
        return _single(item, bool(applied), Control(item.name, item.label, "select", options=options))
    if isinstance(item, RangeFilter):
        return _range(item, values, is_active=bool(applied))
    kind = _KIND_OF_NUMBER.get(item.name, "text") if isinstance(item, NumberOfFilter) else "text"
    kind = "date" if isinstance(item, UntilFilter) else kind
    return _single(item, bool(applied), Control(item.name, item.label, kind, _shown(item, values)))


def _pick(item: PickFilter, values: Mapping[str, Sequence[str]], context: FilterContext) -> FilterView | None:
    options = item.options(context)
    if len(options) < 2:
        return None
    control = Control(
        item.name, item.label, "choices", options=_options(options, values.get(item.name, [])), prefix="pick"
    )
    return FilterView("pick", item.name, item.label, bool(values), [control])


def _single(item: Filter, is_active: bool, control: Control) -> FilterView:
    return FilterView("control", item.name, item.label, is_active, [control])


_KINDS_OF_RANGE = {"from": "date", "min": "text"}
_WORDS_OF_ENDS = {"from": "de", "to": "até", "min": "mínimo", "max": "máximo"}
_KIND_OF_NUMBER = {"cpf": "cpf", "cnpj": "cnpj"}


def _range(item: RangeFilter, values: Mapping[str, Sequence[str]], *, is_active: bool) -> FilterView:
    kind = _KINDS_OF_RANGE[item.kind.ends[0]]
    controls = [
        Control(name, _WORDS_OF_ENDS[end], kind, _as_day(values.get(name, [""])[-1], kind))
        for name, end in zip(item.parameter_names, item.kind.ends, strict=True)
    ]
    return FilterView("range", item.name, item.label, is_active, controls)


def _shown(item: Filter, values: Mapping[str, Sequence[str]]) -> str:
    value = values.get(item.name, [""])[-1]
    if isinstance(item, NumberOfFilter):
        return item.typed(value)
    return _as_day(value, "date" if isinstance(item, UntilFilter) else "text")


def _as_day(value: str, kind: str) -> str:
    """An address says days as 2026-01-31, a person 31/01/2026."""
    day = parse_date(value) if kind == "date" else None
    return format_date(day) if day else value


def _options(choices: Sequence[Choice], chosen: Sequence[str]) -> list[ControlOption]:
    return [ControlOption(choice.value, choice.label, choice.value in chosen) for choice in choices]
