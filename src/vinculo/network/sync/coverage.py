"""Lives and published CROs of cities by day: new or changed, never gone."""

from __future__ import annotations

from ..feed.entities import Entity
from .planning_desk import Fact, PlanningDesk
from .registry_tables import COVERAGE

FACTS = (
    Fact("municipality_id"),
    Fact("on"),
    Fact("lives", "Vidas", "lives"),
    Fact("published_cros", "CROs únicos divulgados", "published_cros"),
)
SHOWN = (Fact("municipality_id", "Município"), Fact("on", "Em"), *FACTS[2:])

_FED = """
SELECT s.*, coalesce(c.id, nextval('network_citycoverage_id_seq')) AS id FROM staged_coverage s
LEFT JOIN network_citycoverage c
    ON c.operator_id = %(operator)s AND c.municipality_id = s.municipality_id AND c."on" = s."on"
"""


def plan_coverage(desk: PlanningDesk) -> None:
    desk.build("fed_coverage", _FED)
    desk.plan_upserts(Entity.COVERAGE, COVERAGE, FACTS, fed="fed_coverage", same="r.id = f.id")
