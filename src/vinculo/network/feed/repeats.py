"""Rows of one feed that have the same key: all are refused, unless they say the same.

A first look through the table keeps eight bytes of each key, and eight of what the row says, so that rows can
be told one by one afterwards, and those that another feed told before are known.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import numpy as np

from .columns import Column
from .entities import Entity
from .fields import Holds
from .rows import ibge_code_of
from .sources.raw_table import RawRow, RawTable
from .wrong_value import is_blank, is_nought

FIRST, SAME_AGAIN = 0, 1
"""What a row is; higher numbers are `AT_ODDS` and the place of the key in `KEYS`."""
AT_ODDS = 2
KNOWN = 255
"""A first one that was right when the same was told before."""

KEYS: Mapping[Entity, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        Entity.PROVIDERS: (("core_key",), ("cnpj",), ("cpf",)),
        Entity.DENTISTS: (("cro", "cro_uf"),),
        Entity.CONTACT_PERSONS: (("provider_key", "name"),),
        Entity.AFFILIATIONS: (
            ("provider_key", "cro", "cro_uf", "is_technical_manager", "is_pending", "starts_on"),
        ),
        Entity.CONTRACTS: (("provider_key", "us_value_on"),),
        Entity.COVERAGE: (("city", "uf", "on"),),
        Entity.PRODUCTION: (("provider_key", "month"),),
    }
)
"""By fields: what no two rows may share."""

MOST_STRANGE = 100_000
"""Rows that are kept from the first look: where more are not known, the table is gone through again."""
_ROWS_AT_ONCE = 512
_MOST_BITS = 20
_PUNCTUATION = re.compile(r"[^0-9A-Za-z]")
_Values = Sequence[str]
Contents = np.ndarray[Any, np.dtype[np.int64]]
Places = np.ndarray[Any, np.dtype[np.int32]]
_CONTENT = 8


@dataclass(frozen=True, slots=True)
class FirstLook:
    """`marks`: for each row, in order, what it is; None where no key comes twice, as it should be.

    `contents`: for each row a number that stands for all that its mapped columns say, today and tomorrow.
    `places`: for each row where its contents stand among those known, or -1; empty where none are.
    `strange`: rows whose contents are not known, each with its place in the table, where they are few.
    """

    marks: bytes | None
    contents: memoryview[int]
    places: array[int]
    strange: list[tuple[int, RawRow]] | None


NONE_KNOWN: Contents = np.empty(0, dtype=np.int64)


def look_through(
    table: RawTable, entity: Entity, columns: Sequence[Column], known: Contents = NONE_KNOWN
) -> FirstLook:
    """`known` is in order."""
    by_name = {column.field.name: column for column in columns}
    keys = [_key_of(names, by_name) for names in KEYS[entity]]
    kept = [array("q") for _ in keys]
    appends = [(key, one.append) for key, one in zip(keys, kept, strict=True)]
    content = content_reader(columns, len(table.columns))
    said, places = bytearray(), array("i")
    strange: list[tuple[int, RawRow]] | None = None

    def note(rows: Iterable[RawRow]) -> None:
        if len(appends) == 1:
            key, append = appends[0]
            for _, values in rows:
                append(key(values))
                said.extend(content(values))
            return
        for _, values in rows:
            for key, append in appends:
                append(key(values))
            said.extend(content(values))

    rows = table.rows()
    if known.size:
        strange = []
        places_among = _finder(known)
        while chunk := list(islice(rows, _ROWS_AT_ONCE)):
            begin = len(said)
            note(chunk)
            found = places_among(np.frombuffer(bytes(memoryview(said)[begin:]), dtype=np.int64))
            places.frombytes(found.tobytes())
            strange = _with_strange(strange, chunk, found, begin // _CONTENT)
    else:
        note(rows)
    contents = memoryview(said).cast("q")
    repeated = [_of_repeated(one) for one in kept]
    if not any(one.any() for one in repeated):
        return FirstLook(None, contents, places, strange)
    hashes = [np.frombuffer(one, dtype=np.int64) for one in kept]
    return FirstLook(_marked(contents, hashes, repeated), contents, places, strange)


def _finder(known: Contents) -> Callable[[Contents], Places]:
    """Where each of some contents stands among those known, which are in order, or -1.

    They are as good as drawn by lot, so that the first bits of one nearly tell where it stands: six times as
    fast as to halve millions again and again.
    """
    bits = min(_MOST_BITS, max(1, known.size.bit_length() - 1))
    rest, lowest, last = np.uint64(64 - bits), np.int64(-(2**63)), known.size - 1
    firsts = (np.arange(2**bits, dtype=np.uint64) << rest).view(np.int64) ^ lowest
    starts = np.minimum(np.searchsorted(known, firsts), last).astype(np.int32)
    del firsts

    def places(contents: Contents) -> Places:
        # Counted from the lowest number up, as they are in order.
        at = starts[(contents ^ lowest).view(np.uint64) >> rest]
        while (is_before := (known[at] < contents) & (at < last)).any():
            at += is_before
        return np.where(known[at] == contents, at, -1).astype(np.int32)

    return places


def _with_strange(
    strange: list[tuple[int, RawRow]] | None, chunk: Sequence[RawRow], places: Places, first: int
) -> list[tuple[int, RawRow]] | None:
    if strange is None:
        return None
    strange += [(first + at, chunk[at]) for at in np.flatnonzero(places < 0).tolist()]
    return strange if len(strange) <= MOST_STRANGE else None


def mark_known(look: FirstLook, known: Contents) -> tuple[FirstLook, Contents]:
    """Rows whose contents are known need not be read again; and which of those known are told no more."""
    if not known.size:
        return look, known
    places = np.frombuffer(look.places, dtype=np.int32)
    marks = np.frombuffer(look.marks or bytes(places.size), dtype=np.uint8).copy()
    is_kept = (places >= 0) & (marks == FIRST)
    marks[is_kept] = KNOWN
    is_told = np.zeros(known.size, dtype=np.bool_)
    is_told[places[is_kept]] = True
    # A row is found at the first of those that are alike: the others are told with it.
    for later in np.flatnonzero(known[1:] == known[:-1]).tolist():
        is_told[later + 1] |= is_told[later]
    marked = FirstLook(marks.tobytes(), look.contents, array("i"), look.strange)
    return marked, known[~is_told]


def content_reader(columns: Sequence[Column], width: int) -> Callable[[_Values], bytes]:
    """Eight bytes of what a row says. One of another width is never as one that is right."""
    mapped = itemgetter(*(place for column in columns for place in column.positions))

    def content(values: _Values) -> bytes:
        said = "\0".join(mapped(values) if len(values) == width else ("\1", *values))
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_CONTENT).digest()

    return content


def _of_repeated(kept: array[int]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which rows share their key with another; nought is no key."""
    hashes = np.frombuffer(kept, dtype=np.int64)
    ordered = np.sort(hashes)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    again = np.unique(again[again != 0])
    return np.isin(hashes, again) if again.size else np.zeros(hashes.size, dtype=np.bool_)


def _marked(
    said: memoryview[int],
    hashes: Sequence[np.ndarray[Any, np.dtype[np.int64]]],
    repeated: Sequence[np.ndarray[Any, np.dtype[np.bool_]]],
) -> bytes:
    """The first of those that say the same stands."""
    marks = bytearray(len(said))
    for place, (keys, is_repeated) in enumerate(zip(hashes, repeated, strict=True)):
        groups: dict[int, list[int]] = {}
        for ordinal in np.flatnonzero(is_repeated).tolist():
            groups.setdefault(int(keys[ordinal]), []).append(ordinal)
        for group in groups.values():
            is_same = len({said[ordinal] for ordinal in group}) == 1
            for ordinal in group[1:] if is_same else group:
                marks[ordinal] = marks[ordinal] or (SAME_AGAIN if is_same else AT_ODDS + place)
    return bytes(marks)


def _key_of(names: Sequence[str], by_name: Mapping[str, Column]) -> Callable[[_Values], int]:
    """A key's hash, and nought for a row that has none."""
    parts = [(by_name[name], _part_reader(by_name[name])) for name in names if name in by_name]
    if not parts:
        return lambda values: 0
    if names == ("cpf",) and "kind" in by_name:
        return _persons_key(by_name["cpf"], by_name["kind"])
    if "city" in names:
        return _citys_key(*(by_name[name] for name in names))
    simple = [(column.positions[0], read) for column, read in parts]

    def key(values: _Values) -> int:
        try:
            told = [read(values[place]) for place, read in simple]
        except (ValueError, IndexError):
            return 0
        return hash(tuple(told)) if told[0] else 0

    return key


def _persons_key(cpf: Column, kind: Column) -> Callable[[_Values], int]:
    """An owner may have several clinics, but a person is one provider."""
    place, kind_place = cpf.positions[0], kind.positions[0]

    def key(values: _Values) -> int:
        try:
            number = identifier(values[place]) if kind.read(values[kind_place]) == "PF" else ""
        except (ValueError, IndexError):
            return 0
        return hash(number) if number else 0

    return key


def _citys_key(city: Column, uf: Column, on: Column) -> Callable[[_Values], int]:
    """However the city is written."""
    columns = (city, uf, on)
    places = [column.positions[0] for column in columns]

    def key(values: _Values) -> int:
        try:
            name, state, day = (
                column.read(values[place]) for column, place in zip(columns, places, strict=True)
            )
            return hash((ibge_code_of(name, state), day))
        except (ValueError, IndexError):
            return 0

    return key


def _part_reader(column: Column) -> Callable[[str], Hashable]:
    if column.field.holds in {Holds.CPF, Holds.CNPJ}:
        return identifier
    if column.field.holds in {Holds.NAME, Holds.TEXT}:
        return lambda text: str(column.read(text)).casefold()
    return column.read


def identifier(text: str) -> str:
    """Not judged, which is slow: two that are alike are alike."""
    plain = text.strip()
    return "" if is_blank(plain) or is_nought(plain) else _PUNCTUATION.sub("", plain).lstrip("0").upper()
