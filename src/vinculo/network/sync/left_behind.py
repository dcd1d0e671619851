"""Whose rows an undo leaves: somebody wrote them since, or leans on them."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper
from django.db.models import DO_NOTHING, ForeignKey, Model

from ..models import Dentist, Provider
from .registry_tables import (
    ADDRESS_PERIODS,
    AFFILIATIONS,
    CONTACT_PERSONS,
    CONTRACTS,
    DENTISTS,
    PRODUCTION,
    PROVIDERS,
    REGISTRY_TABLES,
    STATUS_PERIODS,
    RegistryTable,
)

_PERIODS = (STATUS_PERIODS, ADDRESS_PERIODS, CONTRACTS)
_OF_PROVIDERS = (*_PERIODS, AFFILIATIONS, CONTACT_PERSONS, PRODUCTION)


def note_last_ids(cursor: CursorWrapper) -> None:
    """What has a higher id was written after the run."""
    counted = " UNION ALL ".join(
        f"SELECT '{table.name}' AS name, last_value AS id FROM {table.name}_id_seq"
        for table in REGISTRY_TABLES
        if table.key == ("id",)
    )
    cursor.execute(f"CREATE TABLE last_ids AS {counted}")


def note_left_behind(cursor: CursorWrapper) -> None:
    cursor.execute("CREATE TABLE left_behind (name text, owner text)")
    for table in REGISTRY_TABLES:
        _leave_written(cursor, table)
    _leave_leant_on(cursor, PROVIDERS, Provider)
    # What stands in a record's columns stands in its periods, too.
    for table in _PERIODS:
        _leave_of_providers(cursor, table, "true")
    for table in _OF_PROVIDERS:
        _leave_of_providers(cursor, table, "o.op = 'i'")
    _leave_leant_on(cursor, DENTISTS, Dentist)


def _leave_written(cursor: CursorWrapper, table: RegistryTable) -> None:
    """Rows that do not say what the run wrote; where rows exclude each other, new ones beside them."""
    differing = [f'r."{name}" IS DISTINCT FROM p."{name}"' for name in table.columns]
    if "version" in table.on_insert:
        differing.append("r.version IS DISTINCT FROM coalesce(b.version, 0) + 1")
    differing.append(f"r.{table.key[0]} IS NULL")
    cursor.execute(
        f"INSERT INTO left_behind SELECT '{table.name}', p.{table.owner}::text FROM {table.plan} p"
        f" LEFT JOIN public.{table.name} r ON {table.same_key('r', 'p')}"
        f" LEFT JOIN {table.before} b ON {table.same_key('b', 'p')}"
        f" WHERE p.op <> 'd' AND ({' OR '.join(differing)})"
    )
    if table.is_rewritten:
        cursor.execute(
            f"INSERT INTO left_behind SELECT '{table.name}', r.{table.owner}::text FROM public.{table.name} r"
            f" JOIN last_ids l ON l.name = '{table.name}' AND r.id > l.id"
            f" WHERE EXISTS (SELECT 1 FROM {table.plan} p WHERE p.{table.owner} = r.{table.owner})"
        )


def _leave_leant_on(cursor: CursorWrapper, table: RegistryTable, model: type[Model]) -> None:
    """New records that something speaks of which stays."""
    plans = {one.name: one for one in REGISTRY_TABLES}
    for relation in model._meta.related_objects:
        field = relation.field
        if not isinstance(field, ForeignKey) or relation.on_delete is DO_NOTHING:
            continue
        name = field.model._meta.db_table
        stays = "true"
        if own := plans.get(name):
            stays = (
                f"NOT EXISTS (SELECT 1 FROM {own.plan} q WHERE {own.same_key('q', 'o')} AND q.op = 'i'"
                f" AND NOT EXISTS (SELECT 1 FROM left_behind x"
                f" WHERE x.name = '{own.name}' AND x.owner = q.{own.owner}::text))"
            )
        cursor.execute(
            f"INSERT INTO left_behind SELECT '{table.name}', p.id::text FROM {table.plan} p WHERE p.op = 'i'"
            f" AND EXISTS (SELECT 1 FROM public.{name} o WHERE o.{field.column} = p.id AND {stays})"
        )


def _leave_of_providers(cursor: CursorWrapper, table: RegistryTable, which: str) -> None:
    cursor.execute(
        f"INSERT INTO left_behind SELECT DISTINCT '{table.name}', p.{table.owner}::text FROM {table.plan} p"
        f" JOIN {PROVIDERS.plan} o ON o.id = p.provider_id AND {which}"
        f" JOIN left_behind x ON x.name = '{PROVIDERS.name}' AND x.owner = o.id::text"
        f" WHERE NOT EXISTS (SELECT 1 FROM left_behind y WHERE y.name = '{table.name}'"
        f" AND y.owner = p.{table.owner}::text)"
    )
