"""The comparison: what the registry and the cases say today, held against the divergences that stand."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from vinculo.accounts.models import Operator
from vinculo.cases.clock import day_of
from vinculo.cases.models import Case
from vinculo.network.queries.calendar import calendar_of

from ..models import Comparison
from ..queries.left_looks import DROPPED, TABLES
from ..queries.looks import LOOKS
from ..queries.terms import kept_terms
from ..terms import spans


@dataclass(frozen=True, slots=True)
class Compared:
    """How many divergences are new, say something else, or are gone."""

    added: int = 0
    changed: int = 0
    cleared: int = 0

    def __add__(self, other: Compared) -> Compared:
        return Compared(self.added + other.added, self.changed + other.changed, self.cleared + other.cleared)


def reconcile(*, operator: Operator, now: dt.datetime) -> Compared:
    """Adds what cannot both be true, writes what has changed of it, clears what is so no more.

    In one transaction; whoever compares the same operator meanwhile waits. Where nothing has changed,
    no divergence is written.
    """
    began = time.monotonic()
    with transaction.atomic():
        comparison = _locked(operator, now)
        total = _settle_all(_given(comparison, now))
        comparison.compared_at = now
        comparison.seconds = round(time.monotonic() - began, 3)
        comparison.save(update_fields=["compared_at", "seconds"])
    return total


def first_day_compared(operator_id: int, today: dt.date) -> dt.date:
    """The day from which the operator's cases are kept here: nobody could have opened one before it."""
    kept = Case.objects.filter(operator_id=operator_id, is_history=False)
    first = kept.aggregate(first=Min("created_at"))["first"]
    return day_of(first) if first else today


def _locked(operator: Operator, now: dt.datetime) -> Comparison:
    if not Comparison.objects.filter(operator=operator).exists():
        Comparison.objects.get_or_create(
            operator=operator, defaults={"starts_on": first_day_compared(operator.pk, day_of(now))}
        )
    return Comparison.objects.select_for_update().get(operator=operator)


def _given(comparison: Comparison, now: dt.datetime) -> dict[str, Any]:
    today = day_of(now)
    calendar = calendar_of(comparison.operator_id)
    return {
        "operator": comparison.operator_id,
        "today": today,
        "now": now,
        "starts_on": comparison.starts_on,
        "terms": json.dumps(spans(kept_terms(comparison.operator_id), today, calendar)),
    }


# A statement that writes is planned for one process alone: what stands is found by one that writes nothing
# else than a table of it.
_FOUND = """
CREATE TEMPORARY TABLE found ON COMMIT DROP AS
SELECT subject, provider_id, case_id, uf, since, facts, md5(deciding) AS digest FROM ({look}) AS looked
"""

# Ids in an array are always looked up by their index.
_SETTLE = """
WITH held AS MATERIALIZED (
    SELECT id, subject AS of, provider_id, case_id, uf, since AS began, facts, digest, cleared_at
    FROM reconciliation_divergence WHERE operator_id = %(operator)s AND kind = %(kind)s
), differing AS MATERIALIZED (
    SELECT h.id, h.of, f.* FROM found f FULL JOIN held h ON h.of = f.subject
    WHERE h.of IS NULL OR (f.subject IS NULL AND h.cleared_at IS NULL)
       OR (f.subject IS NOT NULL AND h.cleared_at IS NOT NULL)
       OR (h.digest, h.facts, h.uf) <> (f.digest, f.facts, f.uf) OR h.began <> f.since
       OR (f.subject IS NOT NULL AND (h.provider_id, h.case_id) IS DISTINCT FROM (f.provider_id, f.case_id))
), changed AS (
    UPDATE reconciliation_divergence AS d
    SET provider_id = f.provider_id, case_id = f.case_id, uf = f.uf, facts = f.facts, digest = f.digest,
        since = coalesce(f.since, CASE WHEN d.cleared_at IS NULL AND d.digest = f.digest
                                       THEN d.since ELSE %(today)s END),
        cleared_at = NULL,
        owner_id = CASE WHEN d.cleared_at IS NULL THEN d.owner_id END,
        first_seen_at = CASE WHEN d.cleared_at IS NULL
                              AND (d.digest = f.digest OR d.dismissed_digest <> d.digest)
                             THEN d.first_seen_at ELSE %(now)s END,
        changed_at = CASE WHEN d.cleared_at IS NULL AND d.digest = f.digest
                          THEN d.changed_at ELSE %(now)s END
    FROM differing f
    WHERE d.id = f.id AND d.id = ANY (ARRAY(SELECT id FROM differing WHERE subject IS NOT NULL))
    RETURNING 1
), cleared AS (
    UPDATE reconciliation_divergence AS d SET cleared_at = %(now)s
    WHERE d.id = ANY (ARRAY(SELECT id FROM differing WHERE subject IS NULL))
    RETURNING 1
), added AS (
    INSERT INTO reconciliation_divergence
        (operator_id, kind, subject, provider_id, case_id, uf, since, facts, digest, first_seen_at,
         changed_at, dismissed_reason, dismissed_digest)
    SELECT %(operator)s, %(kind)s, subject, provider_id, case_id, uf, coalesce(since, %(today)s), facts,
           digest, %(now)s, %(now)s, '', ''
    FROM differing WHERE id IS NULL ORDER BY since, subject
    RETURNING 1
)
SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM changed), (SELECT count(*) FROM cleared)
"""


def _settle_all(given: dict[str, Any]) -> Compared:
    total = Compared()
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in table.split(";"):
                cursor.execute(statement, given)
        for kind, look in LOOKS.items():
            total += _settle(kind, look, given)
        cursor.execute(DROPPED)
    return total


def _settle(kind: str, look: str, given: dict[str, Any]) -> Compared:
    with connection.cursor() as cursor:
        named = {**given, "kind": str(kind)}
        cursor.execute(_FOUND.replace("{look}", look), named)
        cursor.execute("ANALYZE found")
        cursor.execute(_SETTLE, named)
        compared = Compared(*cursor.fetchone())
        cursor.execute("DROP TABLE found")
        return compared
