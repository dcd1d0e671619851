"""All rows that a run refused, in one file: those that the reading refused, then those that the plan did."""

from __future__ import annotations

import codecs
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from ..feed.checking import RejectedRow
from ..feed.entities import Entity
from ..feed.rejects import FIELD_WORDS, RejectsFile

_ROWS_AT_ONCE = 2000
_OF_OURS = frozenset(
    {"number", "id", "provider_id", "dentist_id", "is_new", "is_own", "is_first", "is_second", "content"}
)

_PLACE = "na comparação com o cadastro"


def write_rejects(cursor: CursorWrapper, parts: Iterable[Path], target: Path) -> int:
    """How many rows it holds; without any there is no file."""
    written = 0
    with target.open("wb") as file:
        for part in parts:
            if part.stat().st_size > len(codecs.BOM_UTF8):
                file.write(b"\r\n" if written else codecs.BOM_UTF8)
                with part.open("rb") as content:
                    content.seek(len(codecs.BOM_UTF8))
                    shutil.copyfileobj(content, file)
                written += 1
    planned = target.with_suffix(".plan")
    with RejectsFile(planned) as own:
        entity = ""
        for row in _refused_by_plan(cursor):
            if row.entity != entity:
                own.part()
                entity = row.entity
            own.write(row)
    if own.count:
        with target.open("ab") as file, planned.open("rb") as content:
            file.write(b"\r\n" if written else codecs.BOM_UTF8)
            content.seek(len(codecs.BOM_UTF8))
            shutil.copyfileobj(content, file)
            written += 1
    planned.unlink()
    if not written:
        target.unlink()
    return written


def _refused_by_plan(cursor: CursorWrapper) -> Iterator[RejectedRow]:
    """On which line they stood is not known any more; what they say tells which they are."""
    cursor.execute(
        "DECLARE refused NO SCROLL CURSOR FOR SELECT entity, reason, row FROM refusals ORDER BY entity"
    )
    while True:
        cursor.execute(f"FETCH {_ROWS_AT_ONCE} FROM refused")
        rows = cursor.fetchall()
        if not rows:
            break
        for entity, reason, row in rows:
            said: Mapping[str, Any] = row if isinstance(row, dict) else json.loads(row)
            raw = {
                FIELD_WORDS.get(name, name): _plain(value)
                for name, value in said.items()
                if name not in _OF_OURS
            }
            yield RejectedRow(Entity(entity), _PLACE, reason, raw)
    cursor.execute("CLOSE refused")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return {True: "sim", False: "não"}[value] if isinstance(value, bool) else str(value)
