"""Providers: new, changed, and those that a whole feed tells no more, which become inactive."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import Fact, PlanningDesk, before_json
from .registry_tables import PROVIDERS

FACTS = (
    Fact("kind", "Tipo", "kind"),
    Fact("name", "Nome", "name"),
    Fact("trade_name", "Nome fantasia", "trade_name", blank="''"),
    Fact("cnpj", "CNPJ", "cnpj", blank="''"),
    Fact("cpf", "CPF", "cpf", blank="''", is_personal=True),
    Fact("cnes", "CNES", "cnes", blank="''"),
    Fact("status", "Situação", "status"),
    Fact("status_since", "Na situação desde", "status_since", fresh="NULL::date"),
    Fact("joined_on", "Data de inclusão", "joined_on", fresh="NULL::date", blank="NULL"),
    Fact("municipality_id", "Município", "ibge_code", fresh="NULL", blank="NULL"),
    Fact("other_plans", "Outros convênios", "other_plans", blank="''"),
)
PLACE_FACTS = (
    Fact("street", "Endereço", "street"),
    Fact("district", "Bairro", "district"),
    Fact("postal_code", "CEP", "postal_code"),
)
SHOWN = (Fact("core_key", "Código no SIO"), *FACTS, *PLACE_FACTS)

# Which column stands where; `r` is the record, `a` its address, `v` its US value, `l` its last production.
_WRITTEN = (
    *("id", "core_key", "fed_on", "typed_fields", *(fact.column for fact in FACTS)),
    *("us_value", "last_production_on", "last_production_value", *(fact.column for fact in PLACE_FACTS)),
)
_FOLLOWING = {
    "us_value": "CASE WHEN v.provider_id IS NULL THEN r.us_value ELSE v.us_value END",
    "last_production_on": "CASE WHEN l.provider_id IS NULL THEN r.last_production_on ELSE l.on_day END",
    "last_production_value": "CASE WHEN l.provider_id IS NULL THEN r.last_production_value ELSE l.amount END",
}
_FOLLOWS = " OR ".join(f"{after} IS DISTINCT FROM r.{name}" for name, after in _FOLLOWING.items())
_BESIDE = """
LEFT JOIN network_addressperiod a ON a.provider_id = r.id AND a.ends_on IS NULL
LEFT JOIN standing_values v ON v.provider_id = {id}
LEFT JOIN last_productions l ON l.provider_id = {id}
"""
_GONE = """
r.operator_id = %(operator)s AND r.merged_into_id IS NULL AND r.status <> 'inactive'
AND EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.id)
AND NOT EXISTS (SELECT 1 FROM fed_providers f WHERE f.id = r.id)
AND {not_refused}
AND NOT EXISTS (SELECT 1 FROM refused_keys x WHERE x.entity = 'providers'
    AND x.key IN ('= ' || ltrim(nullif(r.cnpj, ''), '0'), '= ' || ltrim(nullif(r.cpf, ''), '0')))
"""


def plan_providers(desk: PlanningDesk) -> None:
    """Comes last: what follows from contracts and production goes with it."""
    for follower, columns in (
        ("standing_values", "NULL::bigint AS provider_id, NULL::numeric AS us_value"),
        ("last_productions", "NULL::bigint AS provider_id, NULL::date AS on_day, NULL::numeric AS amount"),
    ):
        desk.do(f"CREATE UNLOGGED TABLE IF NOT EXISTS {follower} AS SELECT {columns} WHERE false")
    if Entity.PROVIDERS in desk.told:
        _plan_told(desk)
        if desk.told[Entity.PROVIDERS].tells_who_is_gone:
            _plan_gone(desk)
    _plan_touched(desk)


def _plan_told(desk: PlanningDesk) -> None:
    after = {fact.column: desk.after(Entity.PROVIDERS, fact) for fact in FACTS}
    if desk.tells(Entity.PROVIDERS, "status_since"):
        after["status_since"] = "coalesce(f.status_since, " + _untold_day() + ")"
    else:
        after["status_since"] = _untold_day()
    typed = desk.typed_after(Entity.PROVIDERS, FACTS)
    place = {fact.column: _place_after(desk, fact, after["municipality_id"]) for fact in PLACE_FACTS}
    # Where the key names a record that was merged away, that one keeps it.
    key = "CASE WHEN f.is_own THEN f.core_key ELSE coalesce(r.core_key, '') END"
    told = [
        fact for fact in FACTS if fact.field == "status_since" or desk.tells(Entity.PROVIDERS, fact.field)
    ]
    place_told = [fact for fact in PLACE_FACTS if desk.tells(Entity.PROVIDERS, fact.field)]
    differing = [f"{after[fact.column]} IS DISTINCT FROM r.{fact.column}" for fact in told]
    differing += [
        f"{place[fact.column]} IS DISTINCT FROM coalesce(a.{fact.column}, '')" for fact in place_told
    ]
    differing += [f"{key} IS DISTINCT FROM r.core_key"]
    differs = f"({' OR '.join(differing)})"
    said = before_json([Fact("core_key"), *told]) + _place_before(place_told)
    _insert(
        desk,
        op="CASE WHEN r.id IS NULL THEN 'i' ELSE 'u' END",
        change=f"CASE WHEN r.id IS NULL THEN 'new' WHEN {differs} THEN 'changed' ELSE '' END",
        before=f"CASE WHEN r.id IS NOT NULL THEN {said} END",
        columns={"id": "f.id", "core_key": key, "typed_fields": typed, **after, **place},
        source="fed_providers f LEFT JOIN network_provider r ON r.id = f.id" + _BESIDE.format(id="f.id"),
        condition=f"f.is_first AND (r.id IS NULL OR {differs} OR {_FOLLOWS} OR {typed} <> r.typed_fields)",
    )


def _plan_gone(desk: PlanningDesk) -> None:
    _insert(
        desk,
        op="'u'",
        change="'gone'",
        before=before_json(fact for fact in FACTS if fact.column in {"status", "status_since"}),
        columns={"status": "'inactive'", "status_since": "%(today)s"},
        source="network_provider r" + _BESIDE.format(id="r.id"),
        condition=_GONE.format(not_refused=desk.not_refused(Entity.PROVIDERS, "r.id")),
    )


def _plan_touched(desk: PlanningDesk) -> None:
    """Records that say the same, but for what follows from their contracts and production."""
    _insert(
        desk,
        op="'u'",
        change="''",
        before="NULL::jsonb",
        columns={"fed_on": "r.fed_on"},
        source="network_provider r" + _BESIDE.format(id="r.id"),
        condition=f"r.operator_id = %(operator)s AND (v.provider_id IS NOT NULL OR l.provider_id IS NOT NULL)"
        f" AND ({_FOLLOWS}) AND NOT EXISTS (SELECT 1 FROM {PROVIDERS.plan} p WHERE p.id = r.id)",
    )


def _insert(
    desk: PlanningDesk,
    *,
    op: str,
    change: str,
    before: str,
    columns: dict[str, str],
    source: str,
    condition: str,
) -> None:
    written = {name: f"r.{name}" for name in _WRITTEN} | {"fed_on": "%(today)s"}
    written |= {fact.column: f"coalesce(a.{fact.column}, '')" for fact in PLACE_FACTS} | _FOLLOWING | columns
    first = {"op": op, "change": change, "seen": "r.xmin", "before": before}
    desk.fill(PROVIDERS, first | written, source, condition)


def _untold_day() -> str:
    """Another status without its day began today, as far as anybody knows; a new record's at no day known."""
    return (
        "CASE WHEN r.id IS NULL THEN NULL WHEN f.status = r.status THEN r.status_since"
        " ELSE %(today)s::date END"
    )


def _place_after(desk: PlanningDesk, fact: Fact, city: str) -> str:
    """Another city has another street, also where the feed speaks of no streets."""
    if desk.tells(Entity.PROVIDERS, fact.field):
        return f"coalesce(f.{fact.column}, '')"
    if not desk.tells(Entity.PROVIDERS, "ibge_code"):
        return f"coalesce(a.{fact.column}, '')"
    return (
        f"CASE WHEN ({city}) IS NOT DISTINCT FROM a.municipality_id"
        f" THEN coalesce(a.{fact.column}, '') ELSE '' END"
    )


def _place_before(facts: list[Fact]) -> str:
    said = ", ".join(f"'{fact.column}', coalesce(a.{fact.column}, '')" for fact in facts)
    return f" || jsonb_build_object({said})" if said else ""
