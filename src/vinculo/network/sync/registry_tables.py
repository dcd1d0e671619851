"""Which tables of the registry a run writes, and how a row of each is known and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class RegistryTable:
    """`columns` are those that a plan holds beside the key; `extra` ones it holds for people to see.

    `on_insert`, `on_update`: columns that follow from the run (SQL; `r` is the row that stands).
    `is_rewritten`: its rows exclude each other, so that an update takes all out before the new ones go in.
    `owner` is the column that says whose row it is: of which provider, as a rule.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ("id",)
    extra: Mapping[str, str] = field(default_factory=dict)
    on_insert: Mapping[str, str] = field(default_factory=dict)
    on_update: Mapping[str, str] = field(default_factory=dict)
    is_rewritten: bool = False
    owner: str = "provider_id"

    @property
    def plan(self) -> str:
        return self.name.replace("network_", "plan_")

    @property
    def before(self) -> str:
        return self.name.replace("network_", "before_")

    def same_key(self, one: str, other: str) -> str:
        return " AND ".join(f"{one}.{name} = {other}.{name}" for name in self.key)


PROVIDERS = RegistryTable(
    "network_provider",
    (
        *("core_key", "kind", "name", "trade_name", "cnpj", "cpf", "cnes", "status", "status_since"),
        *("joined_on", "municipality_id", "us_value", "last_production_on", "last_production_value"),
        *("other_plans", "fed_on", "typed_fields"),
    ),
    extra={"street": "text", "district": "text", "postal_code": "text"},
    on_insert={"operator_id": "%(operator)s", "version": "1", "updated_at": "%(now)s"},
    on_update={"version": "r.version + 1", "updated_at": "%(now)s"},
    owner="id",
)
DENTISTS = RegistryTable(
    "network_dentist",
    (
        *("cro_uf", "cro_number", "name", "category", "registration_type", "cpf", "is_published"),
        *("specialities", "folded_name", "search_text", "typed_fields"),
    ),
    on_insert={"operator_id": "%(operator)s", "version": "1"},
    on_update={"version": "r.version + 1"},
    owner="id",
)
CONTACT_PERSONS = RegistryTable(
    "network_contactperson",
    ("provider_id", "name", "function", "phones", "email", "is_active", "is_fed", "typed_fields"),
    owner="id",
)
AFFILIATIONS = RegistryTable(
    "network_affiliation",
    (
        *("provider_id", "dentist_id", "is_technical_manager", "starts_on", "ends_on", "is_pending"),
        *("withdrawn_at", "protocol_number", "is_fed"),
    ),
    is_rewritten=True,
)
STATUS_PERIODS = RegistryTable(
    "network_statusperiod", ("provider_id", "starts_on", "ends_on", "status"), is_rewritten=True
)
ADDRESS_PERIODS = RegistryTable(
    "network_addressperiod",
    ("provider_id", "starts_on", "ends_on", "municipality_id", "street", "district", "postal_code"),
    is_rewritten=True,
)
CONTRACTS = RegistryTable(
    "network_contract",
    ("provider_id", "starts_on", "ends_on", "us_value", "notice_days", "is_fed"),
    is_rewritten=True,
)
COVERAGE = RegistryTable(
    "network_citycoverage",
    ("municipality_id", "on", "lives", "published_cros"),
    on_insert={"operator_id": "%(operator)s"},
    owner="municipality_id",
)
PRODUCTION = RegistryTable(
    "network_monthlyproduction", ("us_quantity", "amount", "last_day"), key=("provider_id", "month")
)

REGISTRY_TABLES = (
    PROVIDERS,
    DENTISTS,
    CONTACT_PERSONS,
    AFFILIATIONS,
    STATUS_PERIODS,
    ADDRESS_PERIODS,
    CONTRACTS,
    COVERAGE,
    PRODUCTION,
)
"""Each after those it leans on."""


def make_plan_tables(cursor: CursorWrapper) -> None:
    """`op` is i, u or d; `change` is what people are told it is, blank for what goes without saying.

    `seen` is the version of the row that the plan was made from; `place` the order in which rows are shown.
    """
    cursor.execute("CREATE SEQUENCE places")
    for table in REGISTRY_TABLES:
        held = ", ".join(f'"{name}"' for name in (*table.key, *table.columns))
        extra = "".join(f", NULL::{kind} AS {name}" for name, kind in table.extra.items())
        cursor.execute(
            f"CREATE TABLE {table.plan} AS SELECT 0::bigint AS place, ''::text AS op, ''::text AS change,"
            f" NULL::xid AS seen, NULL::jsonb AS before, {held}{extra} FROM public.{table.name} WITH NO DATA"
        )
        cursor.execute(f"ALTER TABLE {table.plan} ALTER place SET DEFAULT nextval('places')")
    for table in (PROVIDERS, DENTISTS):
        cursor.execute(f"CREATE INDEX ON {table.plan} (id)")
    cursor.execute(_TEXTS)


def empty_plan_tables(cursor: CursorWrapper) -> None:
    cursor.execute(f"TRUNCATE {', '.join(table.plan for table in REGISTRY_TABLES)}, plan_text")
    cursor.execute(f"DROP INDEX IF EXISTS {', '.join(_shown_by(table) for table in REGISTRY_TABLES)}")


def index_plan_tables(cursor: CursorWrapper) -> None:
    """For who looks at what would change, once all rows are there."""
    for table in REGISTRY_TABLES:
        cursor.execute(f"CREATE INDEX {_shown_by(table)} ON {table.plan} (change, place) WHERE change <> ''")


def _shown_by(table: RegistryTable) -> str:
    return f"{table.plan}_shown"


_TEXTS = """
CREATE TABLE plan_text (
    id bigint, is_new boolean, is_renamed boolean, folded_name text, search_text text,
    personal_search_text text
)
"""
