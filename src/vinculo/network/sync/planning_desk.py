"""What the entities' modules share while they plan: the cursor, what was told, and how rows are refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..feed.entities import Entity
from .registry_tables import RegistryTable

_OF_REFUSED_PROVIDER = "EXISTS (SELECT 1 FROM refused_keys p WHERE p.entity = 'providers' AND p.key = {key})"
MANY = 1000
"""Rows from which it is worth while to tell PostgreSQL how they are spread."""


_LONG = (
    *("name", "trade_name", "street", "district", "other_plans", "function", "phones", "email", "before"),
    *("specialities", "folded_name", "search_text", "personal_search_text", "content"),
)
"""Columns by which nothing is joined or picked."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a table of the feed speaks of. `has_nameless`: rows were refused that nobody can name."""

    fields: frozenset[str]
    is_whole: bool
    has_nameless: bool = False

    @property
    def tells_who_is_gone(self) -> bool:
        """Who was refused is not gone, and one of those without a name may be anybody."""
        return self.is_whole and not self.has_nameless


@dataclass(frozen=True, slots=True)
class Fact:
    """A column of the registry that a field of the feed tells.

    `fresh` is the value (SQL) where the feed does not speak of it and the row is new. Without a `field` it
    always comes with the row. Facts without `label` are not shown. `blank` (SQL) is a cell that says nothing,
    of facts that hands may have typed: it empties what the feed told, and leaves what was typed since.
    """

    column: str
    label: str = ""
    field: str = ""
    fresh: str = "''"
    blank: str = ""
    is_personal: bool = False


@dataclass(slots=True)
class PlanningDesk:
    cursor: CursorWrapper
    operator_id: int
    now: dt.datetime
    today: dt.date
    told: Mapping[Entity, Told]
    values: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values = {"operator": self.operator_id, "now": self.now, "today": self.today}

    def do(self, statement: str) -> int:
        """How many rows it touched."""
        self.cursor.execute(statement, self.values)
        return int(self.cursor.rowcount)

    def build(self, name: str, query: str, *, keyed_by: str = "") -> int:
        """A table of the run with what a query finds; a large one is looked at, so that joins go well.

        How many rows it has.
        """
        self.do(f"DROP TABLE IF EXISTS {name}")
        rows = self.do(f"CREATE UNLOGGED TABLE {name} WITH (autovacuum_enabled = false) AS {query}")
        if rows >= MANY:
            if keyed_by:
                self.do(f"CREATE INDEX ON {name} ({keyed_by})")
            self._look_at(name)
        return rows

    def look_at_large(self, names: str) -> None:
        """Tables that were filled bit by bit, by the beginning of their names."""
        self.cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind = 'r' AND relname LIKE %s AND pg_relation_size(oid) > %s",
            [f"{names}%", MANY * 100],
        )
        for (name,) in self.cursor.fetchall():
            self._look_at(name)

    def _look_at(self, name: str) -> None:
        """But not at long texts, which take the longest and of which no query asks how they are spread."""
        self.cursor.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attnum > 0"
            " AND attrelid = to_regclass(%s) AND NOT attisdropped AND attname <> ALL(%s)",
            [name, list(_LONG)],
        )
        self.do(f"ANALYZE {name} ({self.cursor.fetchone()[0]})")

    def tells(self, entity: Entity, name: str) -> bool:
        return entity in self.told and name in self.told[entity].fields

    def refuse(self, entity: Entity, table: str, condition: str, reason: str, *names: str) -> int:
        """Rows of `table` (`f`) for which the condition holds are taken out, and told with the reason.

        `names` (SQL) are by what it is known that whom the row may be about is not gone.
        """
        return self.do(
            f"WITH refused AS (DELETE FROM {table} f WHERE {condition} RETURNING f.*),"
            f" known AS (INSERT INTO refused_keys SELECT DISTINCT '{entity}', named.name FROM refused f,"
            f" unnest(ARRAY[{', '.join(names)}]::text[]) named (name) WHERE named.name IS NOT NULL)"
            f" INSERT INTO refusals SELECT '{entity}', '{reason}', to_jsonb(f), {table.startswith('staged_')}"
            " FROM refused f"
        )

    def refuse_unknown_providers(self, entity: Entity, name: str = "NULL") -> int:
        """Rows about providers that neither the registry nor this feed tells, or that were refused.

        Where no row of this feed tells that provider its key may be a wrong one: `name` (SQL) is by what else
        it is known whom the row may be about.
        """
        return self.refuse(
            entity,
            f"staged_{entity}",
            "NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.core_key = f.provider_key)",
            "O prestador não está no cadastro nem entre as linhas aceitas desta leitura.",
            "f.provider_key",
            f"CASE WHEN NOT {_OF_REFUSED_PROVIDER.format(key='f.provider_key')} THEN {name} END",
        )

    def tells_who_is_gone(self, entity: Entity) -> bool:
        return self.told[entity].is_whole and not self.may_be_anybodys(entity)

    def may_be_anybodys(self, entity: Entity) -> bool:
        """Whether a row was refused without a key, or with one that nobody has: of whom, if it is misspelt,
        nobody can tell.
        """
        self.cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM refused_keys x WHERE x.entity = '{entity}'"
            " AND NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.core_key = x.key)"
            f" AND NOT {_OF_REFUSED_PROVIDER.format(key='x.key')})"
        )
        return self.told[entity].has_nameless or bool(self.cursor.fetchone()[0])

    def not_refused(self, entity: Entity, provider_id: str) -> str:
        """A condition: no row of that provider was refused, so that what is not told is gone."""
        return (
            f"NOT EXISTS (SELECT 1 FROM refused_keys x JOIN provider_keys k ON k.core_key = x.key"
            f" WHERE x.entity = '{entity}' AND k.id = {provider_id})"
        )

    def plan_upserts(
        self, entity: Entity, table: RegistryTable, facts: tuple[Fact, ...], *, fed: str, same: str
    ) -> int:
        """New and changed rows of `fed` (`f`) against the registry's (`r`), which `same` joins.

        The keys come from `fed`. A change of facts that are not shown goes without saying.
        """
        after = {fact.column: self.after(entity, fact) for fact in facts}
        if "typed_fields" in table.columns:
            after["typed_fields"] = self.typed_after(entity, facts)
        shown = [fact for fact in facts if fact.label and self._is_told(entity, fact)]
        hidden = [fact for fact in facts if not fact.label and self._is_told(entity, fact)]
        absent = f"r.{table.key[0]} IS NULL"
        differs = _differs(shown, after)
        said = {
            "op": f"CASE WHEN {absent} THEN 'i' ELSE 'u' END",
            "change": f"CASE WHEN {absent} THEN 'new' WHEN {differs} THEN 'changed' ELSE '' END",
            "seen": "r.xmin",
            "before": f"CASE WHEN NOT ({absent}) THEN {before_json(shown)} END",
        }
        said |= {name: f'f."{name}"' for name in table.key} | after
        return self.fill(
            table,
            said,
            f"{fed} f LEFT JOIN public.{table.name} r ON {same}",
            f"{absent} OR {differs} OR {_differs(hidden, after)}{_typed_differs(after)}",
        )

    def fill(self, table: RegistryTable, said: Mapping[str, str], source: str, condition: str) -> int:
        """Rows that a query finds go into the plan.

        PostgreSQL looks with several processes for what makes a table of its own, not for what is inserted;
        but against an empty registry it finds all rows, and they would be written twice.
        """
        names = ", ".join(f'"{name}"' for name in said)
        told = ", ".join(f'{expression} AS "{name}"' for name, expression in said.items())
        query = f"SELECT {told} FROM {source} WHERE {condition}"
        self.cursor.execute(f"SELECT EXISTS (SELECT 1 FROM public.{table.name})")
        (is_any_there,) = self.cursor.fetchone()
        if not is_any_there:
            return self.do(f"INSERT INTO {table.plan} ({names}) {query}")
        self.do("DROP TABLE IF EXISTS found")
        self.do(f"CREATE UNLOGGED TABLE found AS {query}")
        return self.do(f"INSERT INTO {table.plan} ({names}) SELECT * FROM found")

    def _is_told(self, entity: Entity, fact: Fact) -> bool:
        return not fact.field or self.tells(entity, fact.field)

    def after(self, entity: Entity, fact: Fact) -> str:
        told, stands = f'f."{fact.column}"', f'r."{fact.column}"'
        if self._is_told(entity, fact):
            if not fact.blank:
                return told
            return (
                f"CASE WHEN {told} IS DISTINCT FROM {fact.blank} THEN {told}"
                f" WHEN '{fact.column}' = ANY(r.typed_fields) THEN {stands} ELSE {fact.fresh} END"
            )
        return f"coalesce({stands}, {fact.fresh})"

    def typed_after(self, entity: Entity, facts: Iterable[Fact]) -> str:
        """What hands typed and this feed does not tell; most rows have nothing typed."""
        told = [fact for fact in facts if fact.blank and self._is_told(entity, fact)]
        telling = "".join(
            f" WHEN '{fact.column}' THEN f.\"{fact.column}\" IS DISTINCT FROM {fact.blank}" for fact in told
        )
        if not telling:
            return "coalesce(r.typed_fields, '{}')"
        return (
            "CASE WHEN r.typed_fields <> '{}' THEN ARRAY(SELECT t.name FROM unnest(r.typed_fields) t (name)"
            f" WHERE NOT CASE t.name{telling} ELSE false END) ELSE '{{}}' END"
        )


def before_json(facts: Iterable[Fact]) -> str:
    """What the row that stands (`r`) says, for people."""
    said = ", ".join(f"'{fact.column}', r.\"{fact.column}\"" for fact in facts)
    return f"jsonb_build_object({said})"


def _differs(facts: list[Fact], after: Mapping[str, str]) -> str:
    told = [f'{after[fact.column]} IS DISTINCT FROM r."{fact.column}"' for fact in facts]
    return f"({' OR '.join(told)})" if told else "false"


def _typed_differs(after: Mapping[str, str]) -> str:
    return f" OR {after['typed_fields']} <> r.typed_fields" if "typed_fields" in after else ""
