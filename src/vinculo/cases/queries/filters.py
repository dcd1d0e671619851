"""The kinds of filters of a list: from the parameters of an address to a condition and a Portuguese summary.

A filter knows nothing of screens; what it needs to know of today, of the asking person and of the words
of its options stands in `FilterContext`.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q

from vinculo.kernel.dates import format_date, parse_date
from vinculo.kernel.folding import fold
from vinculo.kernel.money import format_money, parse_money
from vinculo.kernel.numbers import format_count, parse_count

from .search import holds_number

Parameters = Mapping[str, Sequence[str]]

NONE = "none"
"""The value that asks for cases in which nothing is given."""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class FilterContext:
    """`choices` holds the options of each list, by the name of the list."""

    today: dt.date
    user_id: int | None
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)


@dataclass(frozen=True)
class Applied:
    """A filter as somebody set it: its tidy parameters, its condition, its words.

    `condition` is None where the value could not be read; `problem` then says so and nothing is narrowed.
    """

    filter: Filter
    parameters: Parameters
    condition: Q | None
    summary: str
    problem: str = ""


@dataclass(frozen=True)
class Filter(ABC):
    """`private`: its value is personal and must not stand in an address.

    `on_contact`: the condition is one on contacts; all such conditions must hold for one contact of the case.
    `finds_parts`: a part of a personal value is enough, so that it asks only where such values may be seen.
    """

    name: str
    label: str
    group: str
    private: bool = field(default=False, kw_only=True)
    on_contact: bool = field(default=False, kw_only=True)
    finds_parts: bool = field(default=False, kw_only=True)

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return (self.name,)

    @abstractmethod
    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        """What the parameters ask of this filter; None for nothing."""


def one(parameters: Parameters, name: str) -> str:
    """The last value of a parameter, stripped; empty where it is not given."""
    values = parameters.get(name) or ("",)
    return values[-1].strip().replace("\x00", "")


@dataclass(frozen=True)
class PickFilter(Filter):
    """Any of some options. `choices` names the list; unknown values are ignored."""

    choices: str = ""
    condition: Callable[[Sequence[str], FilterContext], Q] = field(kw_only=True)
    none_label: str = field(default="", kw_only=True)

    def options(self, context: FilterContext) -> Sequence[Choice]:
        listed = tuple(context.choices.get(self.choices, ()))
        return (*listed, Choice(NONE, self.none_label)) if self.none_label else listed

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        asked = set(parameters.get(self.name) or ())
        chosen = [option for option in self.options(context) if option.value in asked]
        if not chosen:
            return None
        values = [option.value for option in chosen]
        return Applied(
            self,
            {self.name: values},
            self.condition(values, context),
            ", ".join(option.label for option in chosen),
        )


@dataclass(frozen=True)
class YesNoFilter(Filter):
    """Yes, no, or not answered (where `column` may be null)."""

    condition: Callable[[bool, FilterContext], Q] = field(kw_only=True)
    column: str = field(default="", kw_only=True)

    def options(self) -> Sequence[Choice]:
        answers = (Choice("yes", "Sim"), Choice("no", "Não"))
        return (*answers, Choice(NONE, "Sem resposta")) if self.column else answers

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        value = one(parameters, self.name)
        option = next((option for option in self.options() if option.value == value), None)
        if option is None:
            return None
        unanswered = value == NONE
        empty = Q(**{f"{self.column}__isnull": True})
        condition = empty if unanswered else self.condition(value == "yes", context)
        return Applied(self, {self.name: [value]}, condition, option.label)


@dataclass(frozen=True)
class TextFilter(Filter):
    """Contains the words, accents and case ignored, in one of the columns."""

    columns: tuple[str, ...] = ()
    related_indexed: Callable[[str], Q] | None = field(default=None, kw_only=True)
    """A condition on other rows than the case's that are part of `search_text`; never a join, which would
    repeat the case."""
    indexed: bool = field(default=False, kw_only=True)
    """The columns are part of `search_text`, whose index narrows first."""
    folded: bool = field(default=False, kw_only=True)
    """The columns hold folded text, which is compared much faster than accents are taken off."""

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        text = " ".join(one(parameters, self.name).split())[:100]
        if not text:
            return None
        found = Q()
        for column in self.columns:
            held, asked = ("contains", fold(text)) if self.folded else ("unaccent__icontains", text)
            found |= Q(**{f"{column}__{held}": asked})
        if self.related_indexed:
            found |= self.related_indexed(text)
        if self.indexed:
            found = Q(search__search_text__contains=fold(text)) & found
        return Applied(self, {self.name: [text]}, found, f"“{text}”")


@dataclass(frozen=True)
class NumberOfFilter(Filter):
    """An official number, in any common form: `clean` gives it as it is stored, None for another shape."""

    column: str = ""
    clean: Callable[[str], str | None] = field(kw_only=True)
    shown: Callable[[str], str] = field(default=str, kw_only=True)
    typed: Callable[[str], str] = field(default=str, kw_only=True)
    """As the person who typed it sees it again, in the filter's own control."""
    related: Callable[[str], Q] | None = field(default=None, kw_only=True)
    personal: bool = field(default=False, kw_only=True)
    """It is a term of the search that only a whole number finds."""

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        text = one(parameters, self.name)[:100]
        if not text:
            return None
        value = self.clean(text)
        if value is None:
            return Applied(self, {self.name: [text]}, None, text, f"{self.label}: número não entendido.")
        found = Q(**{self.column: value})
        if self.related is not None:
            found |= self.related(value)
        # The same number is a term of the search, whose index narrows first.
        found &= holds_number(value, is_personal=self.personal)
        return Applied(self, {self.name: [value]}, found, self.shown(value))


@dataclass(frozen=True)
class RangeKind:
    """How the ends of a range are read, written in an address, and shown."""

    ends: tuple[str, str]
    parse: Callable[[str], Any]
    canonical: Callable[[Any], str]
    shown: Callable[[Any], str]
    problem: str


DAYS = RangeKind(("from", "to"), parse_date, dt.date.isoformat, format_date, "data não entendida")
COUNTS = RangeKind(("min", "max"), parse_count, str, format_count, "número não entendido")


def _plain_money(value: Decimal) -> str:
    return format_money(value, symbol=False)


MONEY = RangeKind(("min", "max"), parse_money, _plain_money, format_money, "valor não entendido")


@dataclass(frozen=True)
class RangeFilter(Filter):
    """From and to, both included, either may be missing."""

    kind: RangeKind = DAYS
    condition: Callable[[str, Any, FilterContext], Q] | None = field(default=None, kw_only=True)
    """Given 'gte' or 'lte' and the end; by default a comparison of `column`."""
    column: str = field(default="", kw_only=True)
    """By default the column of the filter's name."""

    @property
    def parameter_names(self) -> tuple[str, ...]:
        return tuple(f"{self.name}_{end}" for end in self.kind.ends)

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        condition, tidy, words, problem = Q(), dict[str, Sequence[str]](), list[str](), ""
        signs = (
            (("gte", "de"), ("lte", "até")) if self.kind is DAYS else (("gte", "mínimo"), ("lte", "máximo"))
        )
        for parameter, (sign, word) in zip(self.parameter_names, signs, strict=True):
            text = one(parameters, parameter)[:40]
            if not text:
                continue
            value = self.kind.parse(text)
            if value is None:
                tidy[parameter], problem = [text], f"{self.label}: {self.kind.problem}."
                words.append(f"{word} {text}")
                continue
            tidy[parameter] = [self.kind.canonical(value)]
            words.append(f"{word} {self.kind.shown(value)}")
            condition &= self._compare(sign, value, context)
        if not tidy:
            return None
        return Applied(self, tidy, condition or None, " ".join(words), problem)

    def _compare(self, sign: str, value: Any, context: FilterContext) -> Q:
        if self.condition is not None:
            return self.condition(sign, value, context)
        return Q(**{f"{self.column or self.name}__{sign}": value})


@dataclass(frozen=True)
class UntilFilter(Filter):
    """Nothing since a day."""

    condition: Callable[[dt.date], Q] = field(kw_only=True)

    def apply(self, parameters: Parameters, context: FilterContext) -> Applied | None:
        text = one(parameters, self.name)[:40]
        if not text:
            return None
        day = parse_date(text)
        if day is None:
            return Applied(self, {self.name: [text]}, None, text, f"{self.label}: data não entendida.")
        return Applied(self, {self.name: [day.isoformat()]}, self.condition(day), format_date(day))
