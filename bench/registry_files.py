"""The files of an invented core system: as they are, written anew, and changed a little."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random

from vinculo.sandbox.columns import COLUMNS, as_text
from vinculo.sandbox.core_system import CoreSystem
from vinculo.sandbox.invention import Size

MONTHS = 14
"""So many that 300,000 providers have 3,600,000 rows of production."""
TODAY = dt.date(2026, 11, 1)
ENTITIES = tuple(COLUMNS)
SEED = 3
# A column of each that a row may say otherwise without being wrong.
CHANGED = {
    "providers": "ds_logradouro",
    "dentists": "nm_dentista",
    "contact_persons": "ds_funcao",
    "contracts": "dias_aviso",
    "production": "qt_us",
}


def write_feeds(folder: Path, size: int) -> dict[str, Path]:
    """Once for each size; in processes of their own, whose memory is theirs."""
    feeds = {name: folder / name for name in ("same", "shuffled", "changed")}
    if not (folder / "written").exists():
        for feed in feeds.values():
            feed.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(_write, [folder] * len(ENTITIES), ENTITIES, [size] * len(ENTITIES)))
        (folder / "written").touch()
    return feeds


def _write(folder: Path, entity: str, size: int) -> None:
    core = CoreSystem(Size(providers=size, months=MONTHS, today=TODAY))
    head, name = list(COLUMNS[entity]), f"{entity}.csv"
    rows = [[as_text(value) for value in row] for row in core.rows(entity, 0, core.total(entity))]
    with (folder / "same" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    with (folder / "changed" / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *_changed(entity, rows)])
    Random(SEED).shuffle(rows)
    with (folder / "shuffled" / name).open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([head, *rows])


def _changed(entity: str, rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """One row of a hundred says something else."""
    place = COLUMNS[entity].index(CHANGED[entity]) if entity in CHANGED else 0
    for number, row in enumerate(rows):
        if entity in CHANGED and number % 100 == 7:
            yield [*row[:place], _otherwise(row[place]), *row[place + 1 :]]
        else:
            yield row


def _otherwise(text: str) -> str:
    digits = re.fullmatch(r"([0-9]+)(.*)", text)
    if digits is not None:
        return f"{int(digits[1]) + 1}{digits[2]}"
    return f"{text} Filho" if text else "Outro"
