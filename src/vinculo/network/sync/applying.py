"""What the plan says is done, table by table; what is written over is kept for the undo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignKey

from ..models import Provider
from ..search_text import renamed
from .planning_desk import MANY
from .registry_tables import PROVIDERS, REGISTRY_TABLES, RegistryTable

_TEXTS = ("folded_name", "search_text", "personal_search_text")
_MUCH = 0.1
"""Of a table: where less is written, what PostgreSQL knows of it is still right."""
# Whose rows are to change: those that people write by hand wait for this run, and it for them.
_LOCKED_PROVIDERS = """
SELECT id FROM network_provider WHERE id IN (
    SELECT id FROM plan_provider WHERE op = 'u'
    UNION SELECT id FROM plan_text WHERE NOT is_new
    UNION SELECT provider_id FROM plan_contactperson
    UNION SELECT provider_id FROM plan_affiliation
    UNION SELECT provider_id FROM plan_statusperiod
    UNION SELECT provider_id FROM plan_addressperiod
    UNION SELECT provider_id FROM plan_contract
) ORDER BY id FOR NO KEY UPDATE
"""
_LOCKED_DENTISTS = """
SELECT id FROM network_dentist WHERE id IN (SELECT id FROM plan_dentist WHERE op = 'u')
ORDER BY id FOR NO KEY UPDATE
"""


def lock_planned(cursor: CursorWrapper) -> None:
    """In the order in which everybody locks: providers, then dentists, each by their ids.

    Who writes a case that names one of them does not wait: a case is locked before its provider, and the
    providers that are called otherwise lead to their cases.
    """
    for query in (_LOCKED_PROVIDERS, _LOCKED_DENTISTS):
        cursor.execute(f"SELECT count(*) FROM ({query}) locked")


def is_still_seen(cursor: CursorWrapper) -> bool:
    """Whether all rows that are to be updated or deleted are those that the plan was made from."""
    for table in REGISTRY_TABLES:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM {table.plan} p LEFT JOIN public.{table.name} r"
            f" ON {table.same_key('r', 'p')} WHERE p.op <> 'i' AND r.xmin IS DISTINCT FROM p.seen)"
        )
        if cursor.fetchone()[0]:
            return False
    return True


def apply_plan(cursor: CursorWrapper, *, operator_id: int, now: dt.datetime) -> None:
    """The registry as the plan has it, in the caller's transaction."""
    values = {"operator": operator_id, "now": now}
    for table in REGISTRY_TABLES:
        _keep_before(cursor, table)
    _keep_texts(cursor)
    for table in reversed(REGISTRY_TABLES):
        _delete(cursor, table)
    _free_numbers(cursor)
    for table in REGISTRY_TABLES:
        if not table.is_rewritten:
            _update(cursor, table, values)
        _insert(cursor, table, values)
    _write_texts(cursor)
    _look_at_large(cursor)


def tell_renamed(cursor: CursorWrapper) -> None:
    """In the same transaction, as whoever renames one does; of those only that other rooms speak of."""
    spoken_of = " UNION ".join(
        f"SELECT {column} FROM public.{table} WHERE {column} IS NOT NULL"
        for table, column in other_rooms_columns()
    )
    cursor.execute(f"SELECT id FROM plan_text WHERE is_renamed AND id IN ({spoken_of or 'NULL'}) ORDER BY id")
    ids = [provider_id for (provider_id,) in cursor.fetchall()]
    for provider in Provider.objects.filter(pk__in=ids).order_by("pk").iterator():
        renamed.send(Provider, provider=provider)


def other_rooms_columns() -> list[tuple[str, str]]:
    """Where the tables of other rooms name a provider."""
    return [
        (field.model._meta.db_table, field.column)
        for relation in Provider._meta.related_objects
        if isinstance(field := relation.field, ForeignKey)
        and field.model._meta.app_label != Provider._meta.app_label
    ]


def _keep_before(cursor: CursorWrapper, table: RegistryTable) -> None:
    cursor.execute(
        f"CREATE TABLE {table.before} AS SELECT r.* FROM public.{table.name} r JOIN {table.plan} p"
        f" ON {table.same_key('r', 'p')} WHERE p.op <> 'i'"
    )


def _keep_texts(cursor: CursorWrapper) -> None:
    cursor.execute(
        f"CREATE TABLE before_text AS SELECT r.id, {', '.join(f'r.{name}' for name in _TEXTS)}"
        " FROM public.network_provider r JOIN plan_text t ON t.id = r.id"
    )


def _delete(cursor: CursorWrapper, table: RegistryTable) -> None:
    taken_out = "p.op <> 'i'" if table.is_rewritten else "p.op = 'd'"
    cursor.execute(
        f"DELETE FROM public.{table.name} r USING {table.plan} p"
        f" WHERE {table.same_key('r', 'p')} AND {taken_out}"
    )


def _free_numbers(cursor: CursorWrapper) -> None:
    """Two records may swap their numbers, and rows are written one by one."""
    for name in ("cnpj", "cpf", "core_key"):
        cursor.execute(
            f"UPDATE public.network_provider r SET {name} = '' FROM plan_provider p"
            f" WHERE p.id = r.id AND p.op = 'u' AND r.{name} <> '' AND p.{name} <> r.{name}"
        )


def _update(cursor: CursorWrapper, table: RegistryTable, values: dict[str, Any]) -> None:
    written = {f'"{name}"': f'p."{name}"' for name in table.columns} | dict(table.on_update)
    assigned = ", ".join(f"{name} = {after}" for name, after in written.items())
    cursor.execute(
        f"UPDATE public.{table.name} r SET {assigned}"
        f" FROM {table.plan} p WHERE {table.same_key('r', 'p')} AND p.op = 'u'",
        values,
    )


def _insert(cursor: CursorWrapper, table: RegistryTable, values: dict[str, Any]) -> None:
    written = {f'"{name}"': f'p."{name}"' for name in (*table.key, *table.columns)} | dict(table.on_insert)
    source = f"{table.plan} p"
    if table is PROVIDERS:
        # With its texts at once: the index over them is the dearest of all.
        written |= {name: f"t.{name}" for name in _TEXTS}
        source += " LEFT JOIN plan_text t ON t.id = p.id"
    which = "p.op <> 'd'" if table.is_rewritten else "p.op = 'i'"
    cursor.execute(
        f"INSERT INTO public.{table.name} ({', '.join(written)}) SELECT {', '.join(written.values())}"
        f" FROM {source} WHERE {which}",
        values,
    )


def _look_at_large(cursor: CursorWrapper) -> None:
    """PostgreSQL would look at what was written much by itself, but the next run may come before it does."""
    for table in REGISTRY_TABLES:
        cursor.execute(
            f"SELECT pg_relation_size('{table.plan}') > greatest({MANY * 100},"
            f" {_MUCH} * pg_relation_size('public.{table.name}'))"
        )
        if cursor.fetchone()[0]:
            cursor.execute(f"ANALYZE public.{table.name}")


def _write_texts(cursor: CursorWrapper) -> None:
    cursor.execute(
        f"UPDATE public.network_provider r SET {', '.join(f'{name} = t.{name}' for name in _TEXTS)}"
        " FROM plan_text t WHERE t.id = r.id AND NOT t.is_new"
    )
