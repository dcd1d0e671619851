"""Dentists, known by their CRO: new or changed, never gone."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import Fact, PlanningDesk
from .registry_tables import DENTISTS

FACTS = (
    Fact("cro_uf"),
    Fact("cro_number"),
    Fact("name", "Nome", "name"),
    Fact("category", "Categoria", "category", fresh="'CD'", blank="''"),
    Fact("registration_type", "Tipo de inscrição", "registration_type", blank="''"),
    Fact("cpf", "CPF", "cpf", blank="''", is_personal=True),
    Fact("is_published", "Divulgado", "is_published", fresh="true"),
    Fact("specialities", "Especialidades", "specialities", fresh="'{}'::varchar[]"),
    Fact("folded_name"),
    Fact("search_text"),
)
SHOWN = FACTS

_KNOWN = """
SELECT cro_uf::text, cro_number::text, id FROM network_dentist WHERE operator_id = %(operator)s
"""
_NEW = """
INSERT INTO dentist_keys
SELECT s.cro_uf, s.cro_number, nextval('network_dentist_id_seq') FROM staged_dentists s
LEFT JOIN dentist_keys k USING (cro_uf, cro_number) WHERE k.id IS NULL
"""
_FED = "SELECT s.*, k.id FROM staged_dentists s JOIN dentist_keys k USING (cro_uf, cro_number)"


def resolve_dentist_keys(desk: PlanningDesk) -> None:
    """`dentist_keys`, with an id for each that is new, and `fed_dentists` where the feed tells any."""
    desk.build("dentist_keys", _KNOWN)
    if Entity.DENTISTS in desk.told:
        desk.do(_NEW)
        desk.build("fed_dentists", _FED)
    desk.do("CREATE INDEX ON dentist_keys (cro_number, cro_uf)")
    desk.look_at_large("dentist_keys")


def plan_dentists(desk: PlanningDesk) -> None:
    desk.plan_upserts(Entity.DENTISTS, DENTISTS, FACTS, fed="fed_dentists", same="r.id = f.id")
