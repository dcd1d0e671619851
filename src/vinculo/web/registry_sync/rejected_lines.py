"""The rows that a run refused, as far as a page shows them: where each stands, whose it is, and why."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from vinculo.kernel.folding import fold
from vinculo.network.feed.entities import Entity
from vinculo.network.feed.mapping import FeedMapping
from vinculo.network.feed.masked_rejects import masked_cell
from vinculo.network.feed.rejects import ENTITY_WORDS, FIELD_WORDS, HEAD

READ = 50_000
SHOWN = 30
SHOWN_OF_EACH = 5
REASONS = 12
_LONGEST_KEY = 40
# By what people know a row; its other keys are days, marks or names of people.
_KEYS: Mapping[Entity, tuple[str, ...]] = {
    Entity.PROVIDERS: ("core_key",),
    Entity.DENTISTS: ("cro", "cro_uf"),
    Entity.CONTACT_PERSONS: ("provider_key",),
    Entity.AFFILIATIONS: ("provider_key", "cro", "cro_uf"),
    Entity.CONTRACTS: ("provider_key", "us_value_on"),
    Entity.COVERAGE: ("city", "uf", "on"),
    Entity.PRODUCTION: ("provider_key", "month"),
}
_ENTITIES = {words: entity for entity, words in ENTITY_WORDS.items()}


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """`key` is what the row says of whose it is, with the names of its columns."""

    entity: str
    place: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """`reasons` are the most frequent, each with the table and how often; `more_reasons`: how many others
    there are.

    `is_cut`: there are more rows than were looked through.
    """

    lines: Sequence[RejectedLine]
    reasons: Sequence[tuple[tuple[str, str], int]]
    more_reasons: int
    is_cut: bool


def read_rejected(text: Generator[str], mapping: FeedMapping | None, entity: Entity | None) -> Rejected:
    """Of one table its first rows, of all of them the first of each."""
    kept: dict[str, list[RejectedLine]] = defaultdict(list)
    reasons: Counter[tuple[str, str]] = Counter()
    most = SHOWN if entity else SHOWN_OF_EACH
    seen = 0
    with closing(text):
        for line in islice(_lines(text, mapping), READ):
            seen += 1
            if entity and line.entity != ENTITY_WORDS[entity]:
                continue
            reasons[line.entity, line.reason] += 1
            if len(kept[line.entity]) < most:
                kept[line.entity].append(line)
    return Rejected(
        lines=[line for words in ENTITY_WORDS.values() for line in kept[words]],
        reasons=reasons.most_common(REASONS),
        more_reasons=max(0, len(reasons) - REASONS),
        is_cut=seen == READ,
    )


def _lines(text: Iterable[str], mapping: FeedMapping | None) -> Iterator[RejectedLine]:
    places: list[tuple[int, str]] = []
    head: list[str] | None = None
    for cells in csv.reader(text, delimiter=";"):
        if tuple(cells[: len(HEAD)]) == HEAD:
            # Each kind of rows has its own head.
            head = cells
        elif len(cells) >= len(HEAD):
            if head is not None:
                places, head = _places_of_key(head, cells[0], mapping), None
            entity, place, reason = cells[: len(HEAD)]
            yield RejectedLine(entity, place, reason, _key(cells, places))


def _places_of_key(head: Sequence[str], words: str, mapping: FeedMapping | None) -> list[tuple[int, str]]:
    """Rows that the plan refused say our words, those of the feed its own."""
    entity = _ENTITIES.get(words)
    if entity is None:
        return []
    columns = mapping.entities[entity].columns if mapping and entity in mapping.entities else {}
    by_name = {fold(name): place for place, name in enumerate(head) if place >= len(HEAD)}
    found = []
    for field in _KEYS[entity]:
        names = (FIELD_WORDS.get(field, field), *columns.get(field, ()))
        place = next((by_name[fold(name)] for name in names if fold(name) in by_name), None)
        if place is not None:
            found.append((place, head[place]))
    return found


def _key(cells: Sequence[str], places: Iterable[tuple[int, str]]) -> str:
    """Never a number of a person: who wrote a CPF into the wrong column is refused for it."""
    told = [
        f"{name} {masked_cell(name, cells[place])[:_LONGEST_KEY]}"
        for place, name in places
        if place < len(cells) and cells[place].strip()
    ]
    return ", ".join(told)
