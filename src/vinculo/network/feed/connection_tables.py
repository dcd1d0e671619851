"""The tables of the mapping that say where files lie and when they are read."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from .mapping import Schedule
from .mapping_tables import MappingTable

MOST_TIMES = 24
_TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::|h)([0-5][0-9])?")


def connection_in(table: MappingTable) -> str:
    """The folder, blank where there is none."""
    folder = table.text("folder")
    table.tell_unknown()
    if folder and not (Path(folder).is_absolute() and folder.isprintable()):
        table.wrong("folder", 'informe o caminho inteiro da pasta no servidor, como "/srv/sio/exportacao".')
        return ""
    return folder


def schedule_in(table: MappingTable) -> Schedule:
    times: set[dt.time] = set()
    hours = table.texts("hours")
    for told in hours:
        found = _TIME.fullmatch(told.strip())
        if found is None:
            table.wrong("hours", f'"{told}" não é uma hora do dia: escreva ["05:30", "13:00"].')
            continue
        times.add(dt.time(int(found[1]), int(found[2] or 0)))
    if len(times) > MOST_TIMES:
        table.wrong("hours", f"são no máximo {MOST_TIMES} horários por dia.")
    applies = table.flag("apply", default=True)
    table.tell_unknown()
    return Schedule(tuple(sorted(times)), applies)
