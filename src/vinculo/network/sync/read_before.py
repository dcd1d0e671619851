"""Tables that come again byte for byte are not read again: what the last run staged of them is taken over.

Only where nothing of them was refused: what is refused depends on the day, and on what else is known.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from ..feed.checking import Reading
from ..feed.entities import Entity
from ..models import SyncRun
from .run_schema import has_table, schema_of
from .staged_tables import STAGED_TABLES
from .staging import Tally


def take_over_staged(cursor: CursorWrapper, run: SyncRun, readings: Sequence[Reading]) -> dict[Entity, Tally]:
    """Of those that are as they were. The run before keeps its undo, and staged rows have one owner."""
    former = SyncRun.objects.filter(operator_id=run.operator_id, keeps_undo=True).first()
    if former is None:
        return {}
    found: dict[Entity, Tally] = {}
    for reading in readings:
        told, table = former.told.get(reading.entity), STAGED_TABLES[reading.entity].name
        refused = former.counts.get(reading.entity, {}).get("rejected", 1)
        if not told or refused or not told.get("fingerprint") or not has_table(former.pk, table):
            continue
        if told["fingerprint"] != reading.fingerprint():
            continue
        # Nobody logs these rows: a server that broke down has none of them.
        cursor.execute(f"SELECT count(*) FROM {schema_of(former.pk)}.{table}")
        if cursor.fetchone()[0] != told["right"]:
            continue
        cursor.execute(f"DROP TABLE {schema_of(run.pk)}.{table}")
        cursor.execute(f"ALTER TABLE {schema_of(former.pk)}.{table} SET SCHEMA {schema_of(run.pk)}")
        found[reading.entity] = Tally(**told)
    return found
