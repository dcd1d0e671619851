"""Who told what the registry says of a provider, and on which day. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """`COUNT` is our own count of who works there, `CHOSEN` of those of them whom somebody ticked; `REGISTRY`
    is what nobody noted a teller of.
    """

    CORE = "core"
    HAND = "hand"
    COVERAGE = "coverage"
    COUNT = "count"
    CHOSEN = "chosen"
    REGISTRY = "registry"


@dataclass(frozen=True, slots=True)
class Told:
    """`on` is the day on which it was told; None where nobody noted it."""

    source: Source
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class HandWrite:
    """Somebody wrote these columns of a record; all of them where `columns` is None."""

    on: dt.date
    columns: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class FeedDay:
    """A feed that was applied: the day, the fields of each entity that it told, the entities told whole."""

    on: dt.date
    fields: Mapping[str, frozenset[str]]
    whole: frozenset[str]


def core_day(entity: str, field: str, feeds: Sequence[FeedDay], fed_on: dt.date | None) -> dt.date | None:
    """When the core system last told that field of a record it knows; `feeds` are the newest first.

    What tells every record has told this one. Of what tells only news, `fed_on` is when this one was among
    it; so it is where no feed is kept. A field that no feed speaks of was never told.
    """
    told_news = not feeds
    for feed in feeds:
        if field in feed.fields.get(entity, ()):
            if entity in feed.whole:
                return feed.on if fed_on is None else max(feed.on, fed_on)
            told_news = True
    return fed_on if told_news else None


def teller(columns: Iterable[str], written: Iterable[HandWrite], core: dt.date | None) -> Told:
    """Whoever told these columns last: the core system, or a hand, which goes before it on the same day."""
    names = frozenset(columns)
    by_hand = max(
        (write.on for write in written if write.columns is None or write.columns & names), default=None
    )
    if core is not None and (by_hand is None or by_hand < core):
        return Told(Source.CORE, core)
    return Told(Source.HAND, by_hand) if by_hand is not None else Told(Source.REGISTRY)


HEAD_COLUMNS: Mapping[str, frozenset[str]] = {
    "cnpj": frozenset({"cnpj"}),
    "cpf": frozenset({"cpf"}),
    "joined_on": frozenset({"joined_on"}),
    "provider_type": frozenset({"kind"}),
    "city": frozenset({"municipality"}),
    "state": frozenset({"municipality"}),
    "serves_other_plans": frozenset({"other_plans"}),
    "other_plans": frozenset({"other_plans"}),
    "us_value": frozenset({"us_value"}),
    "last_production_on": frozenset({"last_production_on"}),
    "last_production_value": frozenset({"last_production_value"}),
}
"""The columns of a provider behind the fields of a case's head, by the names of the form."""

DENTIST_COLUMNS: Mapping[str, frozenset[str]] = {
    "cro": frozenset({"cro_number"}),
    "cro_state": frozenset({"cro_uf"}),
    "dentist_name": frozenset({"name"}),
}

FED_FIELDS: Mapping[str, tuple[str, str]] = {
    "cnpj": ("providers", "cnpj"),
    "cpf": ("providers", "cpf"),
    "joined_on": ("providers", "joined_on"),
    "provider_type": ("providers", "kind"),
    "city": ("providers", "ibge_code"),
    "state": ("providers", "ibge_code"),
    "serves_other_plans": ("providers", "other_plans"),
    "other_plans": ("providers", "other_plans"),
    "us_value": ("contracts", "us_value"),
    "last_production_on": ("production", "last_day"),
    "last_production_value": ("production", "amount"),
    "cro": ("dentists", "cro"),
    "cro_state": ("dentists", "cro_uf"),
    "dentist_name": ("dentists", "name"),
}
"""The same as a feed names them: the entity and its field."""
