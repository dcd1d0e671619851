"""People to talk to, known by their name at a provider. Who was told and is told no more is not active."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import Fact, PlanningDesk, before_json
from .registry_tables import CONTACT_PERSONS

_NO_PHONES = "'{}'::varchar[]"
FACTS = (
    Fact("provider_id"),
    Fact("name", "Nome", "name"),
    Fact("function", "Função", "function", blank="''"),
    Fact("phones", "Telefones", "phones", fresh=_NO_PHONES, blank=_NO_PHONES, is_personal=True),
    Fact("email", "E-mail", "email", blank="''", is_personal=True),
    Fact("is_active", "Ativo"),
    Fact("is_fed"),
)
SHOWN = FACTS

# Two keys of one provider may tell the same person, and people may have typed one twice.
_FED = """
WITH told AS (
    SELECT DISTINCT ON (k.id, lower(s.name)) k.id AS provider_id, s.name, s.function, s.phones, s.email
    FROM staged_contact_persons s JOIN provider_keys k ON k.core_key = s.provider_key
    ORDER BY k.id, lower(s.name), k.own_id <> k.id, s.provider_key
), known AS (
    SELECT DISTINCT ON (c.provider_id, lower(c.name)) c.provider_id, lower(c.name) AS folded, c.id
    FROM network_contactperson c JOIN network_provider p ON p.id = c.provider_id
    WHERE p.operator_id = %(operator)s
    ORDER BY c.provider_id, lower(c.name), c.is_fed DESC, c.is_active DESC, c.id
)
SELECT coalesce(known.id, nextval('network_contactperson_id_seq')) AS id, told.*,
    true AS is_active, true AS is_fed
FROM told LEFT JOIN known ON known.provider_id = told.provider_id AND known.folded = lower(told.name)
"""
_GONE = """
INSERT INTO {plan}
    (op, change, seen, before, id, provider_id, name, function, phones, email, is_active, is_fed,
    typed_fields)
SELECT 'u', 'gone', r.xmin, {before}, r.id, r.provider_id, r.name, r.function, r.phones, r.email, false, true,
    r.typed_fields
FROM network_contactperson r
WHERE r.is_fed AND r.is_active AND EXISTS (SELECT 1 FROM provider_keys k WHERE k.id = r.provider_id)
    AND NOT EXISTS (SELECT 1 FROM fed_contact_persons f WHERE f.id = r.id) AND {not_refused}
    AND NOT EXISTS (SELECT 1 FROM refused_keys x
        WHERE x.entity = 'contact_persons' AND x.key = 'person ' || lower(r.name))
"""


def plan_contact_persons(desk: PlanningDesk) -> None:
    entity = Entity.CONTACT_PERSONS
    desk.refuse_unknown_providers(entity, "'person ' || lower(f.name)")
    desk.build("fed_contact_persons", _FED, keyed_by="id")
    desk.plan_upserts(entity, CONTACT_PERSONS, FACTS, fed="fed_contact_persons", same="r.id = f.id")
    if desk.told[entity].tells_who_is_gone:
        active = before_json([Fact("is_active")])
        not_refused = desk.not_refused(entity, "r.provider_id")
        desk.do(_GONE.format(plan=CONTACT_PERSONS.plan, before=active, not_refused=not_refused))
