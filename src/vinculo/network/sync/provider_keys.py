"""Which record of the registry each key of the core system names: `provider_keys`.

A key that the registry knows leads to its record, one that was merged away to the survivor. One that it does
not know adopts the record with the same CNPJ or CPF that has no key yet, or one whose key is told no more.
What is left is new, and gets its id here.
"""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import PlanningDesk

_SURVIVORS = """
WITH RECURSIVE led (id, survivor) AS (
    SELECT id, merged_into_id FROM network_provider
    WHERE operator_id = %(operator)s AND merged_into_id IS NOT NULL
    UNION
    SELECT led.id, p.merged_into_id FROM led JOIN network_provider p ON p.id = led.survivor
    WHERE p.merged_into_id IS NOT NULL
)
SELECT led.id, led.survivor FROM led JOIN network_provider p ON p.id = led.survivor
WHERE p.merged_into_id IS NULL
"""
_KNOWN = """
SELECT r.core_key::text, coalesce(v.survivor, r.id) AS id, r.id AS own_id, false AS is_new, false AS is_shared
FROM network_provider r LEFT JOIN survivors v ON v.id = r.id
WHERE r.operator_id = %(operator)s AND r.core_key <> ''
"""
_ADOPTED = """
INSERT INTO provider_keys
SELECT s.core_key, r.id, r.id, false, false FROM staged_providers s
JOIN network_provider r ON r.operator_id = %(operator)s AND r.merged_into_id IS NULL
    AND r.{number} = s.{number} AND r.kind = '{kind}'
WHERE s.kind = '{kind}' AND s.{number} <> ''
    AND NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.core_key = s.core_key)
    AND (
        r.core_key = '' AND NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.id) OR {is_told_no_more}
    )
"""
_TOLD_NO_MORE = """(
    NOT EXISTS (SELECT 1 FROM staged_providers o JOIN provider_keys k USING (core_key) WHERE k.id = r.id)
    AND NOT EXISTS (
        SELECT 1 FROM refused_keys x JOIN provider_keys k ON k.core_key = x.key
        WHERE x.entity = 'providers' AND k.id = r.id
    )
)"""
# What was given up in a merge is still a name of the record that was kept.
_ADOPTED_BY_MERGE = """
INSERT INTO provider_keys
SELECT DISTINCT ON (s.core_key) s.core_key, coalesce(v.survivor, m.kept_id), m.merged_id, false, false
FROM network_providermerge m
JOIN network_provider kept ON kept.id = m.kept_id AND kept.operator_id = %(operator)s
LEFT JOIN survivors v ON v.id = m.kept_id
JOIN staged_providers s ON
    s.kind = 'PJ' AND s.cnpj <> '' AND s.cnpj = m.moved -> 'before' -> 'merged' ->> 'cnpj'
    OR s.kind = 'PF' AND s.cpf <> '' AND s.cpf = m.moved -> 'before' -> 'merged' ->> 'cpf'
WHERE m.undone_at IS NULL AND NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.core_key = s.core_key)
ORDER BY s.core_key, m.id
"""
_NEW = """
INSERT INTO provider_keys
SELECT n.core_key, n.id, n.id, true, false FROM (
    SELECT s.core_key, nextval('network_provider_id_seq') AS id FROM staged_providers s
    WHERE NOT EXISTS (SELECT 1 FROM provider_keys k WHERE k.core_key = s.core_key)
) n
"""
_SHARED = """
UPDATE provider_keys k SET is_shared = true
FROM (SELECT id FROM provider_keys GROUP BY id HAVING count(*) > 1) s WHERE s.id = k.id
"""
# Of several keys that lead to one record its own speaks for it.
_FED = """
SELECT s.*, k.id, k.is_new, k.own_id = k.id AS is_own,
    row_number() OVER (PARTITION BY k.id ORDER BY k.own_id <> k.id, s.core_key) = 1 AS is_first
FROM staged_providers s JOIN provider_keys k USING (core_key)
"""


def resolve_provider_keys(desk: PlanningDesk) -> None:
    """`provider_keys`, and `fed_providers` where the feed tells any."""
    desk.build("survivors", _SURVIVORS)
    desk.build("provider_keys", _KNOWN, keyed_by="core_key")
    if Entity.PROVIDERS in desk.told:
        _resolve_told(desk)
    desk.do(_SHARED)
    desk.look_at_large("provider_keys")


def _resolve_told(desk: PlanningDesk) -> None:
    told_no_more = _TOLD_NO_MORE if desk.told[Entity.PROVIDERS].tells_who_is_gone else "false"
    for number, kind in (("cnpj", "PJ"), ("cpf", "PF")):
        if desk.tells(Entity.PROVIDERS, number):
            desk.do(_ADOPTED.format(number=number, kind=kind, is_told_no_more=told_no_more))
    if desk.tells(Entity.PROVIDERS, "cnpj") or desk.tells(Entity.PROVIDERS, "cpf"):
        desk.do(_ADOPTED_BY_MERGE)
    desk.do(_NEW)
    desk.build("fed_providers", _FED, keyed_by="id")
    _refuse_taken_numbers(desk)
    desk.do(
        "DELETE FROM provider_keys k USING refused_keys x"
        " WHERE k.is_new AND x.entity = 'providers' AND x.key = k.core_key"
    )


def _refuse_taken_numbers(desk: PlanningDesk) -> None:
    """Whose number another record keeps. One that is refused keeps its own, so it is looked again."""
    for number, label, kinds in (("cnpj", "CNPJ", "f.kind IN ('PJ', 'PF')"), ("cpf", "CPF", "f.kind = 'PF'")):
        if not desk.tells(Entity.PROVIDERS, number):
            continue
        of_persons = " AND h.kind = 'PF'" if number == "cpf" else ""
        taken = (
            f"f.is_first AND f.{number} <> '' AND {kinds} AND EXISTS (SELECT 1 FROM network_provider h"
            f" WHERE h.operator_id = %(operator)s AND h.{number} = f.{number} AND h.id <> f.id{of_persons}"
            f" AND NOT EXISTS (SELECT 1 FROM fed_providers o WHERE o.id = h.id AND o.is_first"
            f" AND o.{number} <> h.{number}"
            f" AND NOT (o.{number} = '' AND '{number}' = ANY(h.typed_fields))))"
        )
        told = f"Outro prestador do cadastro tem este {label}."
        # It may be about who has that number: neither of the two is gone.
        named = ("f.core_key", *(f"'= ' || ltrim(nullif(f.{each}, ''), '0')" for each in ("cnpj", "cpf")))
        while desk.refuse(Entity.PROVIDERS, "fed_providers", taken, told, *named):
            pass
