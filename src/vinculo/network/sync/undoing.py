"""What a run wrote is taken back, from what it wrote over. What people wrote since stays, and is told.

The ties and periods of one provider go back together or stay together: one that somebody ended by hand since
leaves the others of that provider as they are, too. `left_behind` holds whose rows stay, table by table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper

from ..models import Provider
from ..search_text import refresh_search_text
from .left_behind import note_left_behind
from .registry_tables import DENTISTS, PROVIDERS, REGISTRY_TABLES, RegistryTable

_TEXTS = ("folded_name", "search_text", "personal_search_text")
_LEFT_WORDS: Mapping[str, tuple[str, str]] = {
    "network_provider": ("prestador", "prestadores"),
    "network_dentist": ("dentista", "dentistas"),
    "network_contactperson": ("contato", "contatos"),
    "network_affiliation": ("prestador com os vínculos", "prestadores com os vínculos"),
    "network_statusperiod": ("prestador com a situação", "prestadores com a situação"),
    "network_addressperiod": ("prestador com o endereço", "prestadores com o endereço"),
    "network_contract": ("prestador com o contrato", "prestadores com o contrato"),
    "network_citycoverage": ("município com a cobertura", "municípios com a cobertura"),
    "network_monthlyproduction": ("prestador com a produção", "prestadores com a produção"),
}


def undo_plan(cursor: CursorWrapper, *, now: dt.datetime) -> list[str]:
    """What was left, in sentences; nothing where the registry is as it was before."""
    note_left_behind(cursor)
    for table in reversed(REGISTRY_TABLES):
        _restore_all(cursor, table, now)
    _restore_texts(cursor)
    cursor.execute("SELECT name, count(DISTINCT owner) FROM left_behind GROUP BY name")
    left = dict(cursor.fetchall())
    return [_left_told(table.name, left[table.name]) for table in REGISTRY_TABLES if table.name in left]


def _left_told(name: str, count: int) -> str:
    one, many = _LEFT_WORDS[name]
    what = f"1 {one} ficou como está" if count == 1 else f"{count} {many} ficaram como estão"
    return f"{what}: depois da sincronização alguém alterou ou passou a usar estes dados."


def _restore_all(cursor: CursorWrapper, table: RegistryTable, now: dt.datetime) -> None:
    """At once; where something written since stands in the way, one by one."""
    try:
        with transaction.atomic():
            _restore(cursor, table, now, "true")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return
    except IntegrityError:
        pass
    cursor.execute(f"SELECT DISTINCT p.{table.owner}::text FROM {table.plan} p")
    for (owner,) in cursor.fetchall():
        try:
            with transaction.atomic():
                _restore(cursor, table, now, f"p.{table.owner}::text = '{owner}'")
        except IntegrityError:
            cursor.execute("INSERT INTO left_behind VALUES (%s, %s)", [table.name, owner])


def _restore(cursor: CursorWrapper, table: RegistryTable, now: dt.datetime, whose: str) -> None:
    going_back = (
        f"{whose} AND NOT EXISTS (SELECT 1 FROM left_behind x"
        f" WHERE x.name = '{table.name}' AND x.owner = p.{table.owner}::text)"
    )
    key, before_key = table.same_key("r", "p"), table.same_key("b", "p")
    columns = _columns(cursor, table)
    names = ", ".join(f'"{name}"' for name in columns)
    out, back = ("p.op <> 'd'", "p.op <> 'i'") if table.is_rewritten else ("p.op = 'i'", "p.op = 'd'")
    cursor.execute(
        f"DELETE FROM public.{table.name} r USING {table.plan} p WHERE {key} AND {out} AND {going_back}"
    )
    if not table.is_rewritten:
        _update_back(cursor, table, columns, going_back, now)
    values = ", ".join(f'b."{name}"' for name in columns)
    cursor.execute(
        f"INSERT INTO public.{table.name} ({names}) SELECT {values}"
        f" FROM {table.before} b JOIN {table.plan} p ON {before_key} WHERE {back} AND {going_back}"
    )


def _update_back(
    cursor: CursorWrapper, table: RegistryTable, columns: list[str], going_back: str, now: dt.datetime
) -> None:
    """Who has the record open is told, also where it says what it said long before: its version rises."""
    rising = {"version": "r.version + 1", "updated_at": "%(now)s"} if "version" in columns else {}
    written = {
        f'"{name}"': rising.get(name, f'b."{name}"') for name in columns if name not in {*table.key, *_TEXTS}
    }
    if table is DENTISTS:
        written |= {name: f"b.{name}" for name in _TEXTS[:2]}
    joined = (
        f"{table.plan} p, {table.before} b WHERE {table.same_key('r', 'p')} AND {table.same_key('b', 'p')}"
        f" AND p.op = 'u' AND {going_back}"
    )
    if table is PROVIDERS:
        # Two records may have swapped their numbers.
        for name in ("cnpj", "cpf", "core_key"):
            cursor.execute(
                f"UPDATE public.{table.name} r SET {name} = '' FROM {joined} AND r.{name} <> b.{name}"
            )
    cursor.execute(
        f"UPDATE public.{table.name} r SET {', '.join(f'{name} = {said}' for name, said in written.items())}"
        f" FROM {joined}",
        {"now": now},
    )


def _columns(cursor: CursorWrapper, table: RegistryTable) -> list[str]:
    cursor.execute(f"SELECT * FROM {table.before} LIMIT 0")
    return [column.name for column in cursor.description or ()]


def _restore_texts(cursor: CursorWrapper) -> None:
    """As they were, where nobody has added to them and all went back; put together anew elsewhere."""
    cursor.execute(
        "CREATE TABLE texts_anew AS"
        " SELECT r.id FROM public.network_provider r JOIN plan_text t ON t.id = r.id"
        f" WHERE ({', '.join(f'r.{name}' for name in _TEXTS)}) IS DISTINCT FROM"
        f" ({', '.join(f't.{name}' for name in _TEXTS)})"
        " UNION SELECT t.id FROM plan_text t JOIN left_behind x ON x.owner = t.id::text"
        " WHERE x.name IN ('network_provider', 'network_affiliation')"
        " UNION SELECT c.provider_id FROM public.network_contactperson c JOIN left_behind x"
        " ON x.owner = c.id::text WHERE x.name = 'network_contactperson'"
        " UNION SELECT a.provider_id FROM public.network_affiliation a JOIN left_behind x"
        " ON x.owner = a.dentist_id::text WHERE x.name = 'network_dentist'"
    )
    cursor.execute(
        f"UPDATE public.network_provider r SET {', '.join(f'{name} = b.{name}' for name in _TEXTS)}"
        " FROM before_text b WHERE b.id = r.id AND NOT EXISTS (SELECT 1 FROM texts_anew x WHERE x.id = r.id)"
    )
    cursor.execute("SELECT id FROM texts_anew")
    ids = [provider_id for (provider_id,) in cursor.fetchall()]
    for provider in Provider.objects.filter(pk__in=ids).select_related("municipality").order_by("pk"):
        refresh_search_text(provider)
