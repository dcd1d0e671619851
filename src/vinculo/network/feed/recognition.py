"""Which kind of rows a file holds that somebody sent: by its name, else by its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from vinculo.kernel.places.spelling import letters

from .entities import Entity
from .fields import FIELDS
from .mapping import EntityMapping, FeedMapping
from .refusals import UnableToReadFeed
from .rejects import ENTITY_WORDS
from .sources.opening import open_file
from .sources.raw_table import RawTable
from .sources.xlsx_source import sheets_of
from .unpacking import GivenFile

_ALIKE = " Deixe um só de cada e envie de novo; nada foi lido."


def tables_in(files: Sequence[GivenFile], mapping: FeedMapping) -> dict[Entity, RawTable]:
    """The table of each kind that the files hold, in the order of the kinds.

    Raises:
        UnableToReadFeed: a file is none of the mapping's tables, cannot be read, or two are the same kind.
    """
    found: dict[Entity, RawTable] = {}
    for file in files:
        for entity, table in _tables(file, mapping):
            if entity in found:
                names = f"{found[entity].name} e {table.name}"
                raise UnableToReadFeed(f"{names} trazem {ENTITY_WORDS[entity].lower()}.{_ALIKE}")
            found[entity] = table
    if not found:
        raise UnableToReadFeed("Nenhum arquivo chegou. Escolha os arquivos e envie de novo.")
    return {entity: found[entity] for entity in Entity if entity in found}


def _tables(file: GivenFile, mapping: FeedMapping) -> Iterator[tuple[Entity, RawTable]]:
    with file.path.open("rb") as opened:
        is_workbook = opened.read(4) == b"PK\x03\x04"
    sheets = sheets_of(file.path, file.name) if is_workbook else [""]
    if len(sheets) == 1:
        entity = _named(PurePosixPath(file.name).stem, mapping) or _by_columns(file, "", mapping)
        if entity is None:
            raise UnableToReadFeed(_unknown(file.name, mapping))
        yield entity, _opened(file, entity, "", mapping)
        return
    # Sheets of remarks stand among the others.
    told = [(sheet, _named(sheet, mapping) or _by_columns(file, sheet, mapping)) for sheet in sheets]
    if not any(entity for _, entity in told):
        raise UnableToReadFeed(_unknown(file.name, mapping))
    for sheet, entity in told:
        if entity is not None:
            yield entity, _opened(file, entity, sheet, mapping)


def _opened(file: GivenFile, entity: Entity, sheet: str, mapping: FeedMapping) -> RawTable:
    mapped = replace(mapping.entities[entity], sheet=sheet)
    name = f"{file.name}, {sheet}" if sheet else file.name
    return open_file(file.path, mapped, mapping.forms, name=name)


def _named(name: str, mapping: FeedMapping) -> Entity | None:
    """`prestadores_2026-11-20`, `providers`, whatever the mapping calls it; the longest name that fits."""
    told = letters(name)
    fitting = [
        (len(own), entity)
        for entity, mapped in mapping.entities.items()
        for own in map(letters, _names_of(mapped))
        if own and told.startswith(own)
    ]
    return max(fitting)[1] if fitting else None


def _names_of(mapped: EntityMapping) -> tuple[str, ...]:
    return (
        mapped.entity.value,
        ENTITY_WORDS[mapped.entity],
        PurePosixPath(mapped.file).stem,
        mapped.sheet,
        PurePosixPath(mapped.endpoint).name,
    )


def _by_columns(file: GivenFile, sheet: str, mapping: FeedMapping) -> Entity | None:
    """The kind of which all needed columns are there, and the most of the others."""
    wanted = tuple(
        name for one in mapping.entities.values() for names in one.columns.values() for name in names
    )
    anything = EntityMapping(Entity.PROVIDERS, sheet=sheet, columns={"name": wanted})
    try:
        table = open_file(file.path, anything, mapping.forms, name=file.name)
    except UnableToReadFeed:
        if sheet:
            return None
        raise
    columns = {letters(name) for name in table.columns}
    table.close()
    fitting = [(_fit(mapped, columns), place) for place, mapped in enumerate(mapping.entities.values())]
    best, place = max(fitting)
    return list(mapping.entities)[place] if best else None


def _fit(mapped: EntityMapping, columns: set[str]) -> float:
    """The share of its fields that have a column; nought where a needed one has none."""
    there = {
        field: any(letters(name) in columns for name in names) for field, names in mapped.columns.items()
    }
    if not all(there.get(field.name, True) for field in FIELDS[mapped.entity] if field.is_needed):
        return 0
    return sum(there.values()) / len(there)


def _unknown(name: str, mapping: FeedMapping) -> str:
    known = ", ".join(
        (PurePosixPath(mapped.file or mapped.endpoint).name or entity) + f" ({ENTITY_WORDS[entity]})"
        for entity, mapped in mapping.entities.items()
    )
    return (
        f"{name} não foi reconhecido: nem o nome nem as colunas são de uma tabela do mapeamento. As que há:"
        f" {known}. Nada foi lido."
    )
