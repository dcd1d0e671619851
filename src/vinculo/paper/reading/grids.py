"""Tables drawn with signs, as converters write them: from lines and columns to rows of cells with pipes.

A cell may run over several lines of the text; here it becomes one cell of one row again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BORDER = re.compile(r"[ \t]*\+(?:[:=-]{2,}\+)+[ \t]*")
_RULER = re.compile(r"[ ]*-{2,}(?: +-{2,})+[ ]*")
_FULL_RULE = re.compile(r"[ ]*-{10,}[ ]*")
_COLUMN = re.compile(r"-+")
_PIPE = re.compile(r"(?<!\\)\|")
_PIPED_RULE = "|---|"
_BREAK = "<br>"
# A row of a table drawn with signs has no more lines.
_MOST_LINES = 60


def with_piped_tables(text: str) -> str:
    """`text` with its grids ("+---+") and its columns under rulers ("----- -----") as rows of pipes."""
    if "+--" not in text and "+==" not in text and "+:-" not in text and "-- -" not in text:
        return text
    rows = text.split("\n")
    kept: list[str] = []
    place = 0
    while place < len(rows):
        row = rows[place]
        if row.lstrip(" \t").startswith("+") and _BORDER.fullmatch(row):
            end, table = _grid(rows, place)
        elif "-- -" in row and _RULER.fullmatch(row):
            end, table = _ruled(rows, place, kept)
        else:
            end, table = place, []
        if table:
            kept += ["", table[0], _PIPED_RULE, *table[1:], ""]
            place = end
        else:
            end = max(end, place + 1)
            kept += rows[place:end]
            place = end
    return "\n".join(kept)


def _grid(rows: Sequence[str], start: int) -> tuple[int, list[str]]:
    table: list[str] = []
    group: list[str] = []
    place = start + 1
    while place < len(rows):
        row = rows[place].strip(" \t")
        if _BORDER.fullmatch(row):
            table += _row_of(group)
            group = []
        elif row.startswith("|") and row.endswith("|") and len(group) < _MOST_LINES:
            group.append(row)
        else:
            break
        place += 1
    return place, [*table, *_row_of(group)]


def _row_of(group: Sequence[str]) -> list[str]:
    """One row of pipes; the lines themselves where they do not have the same cells."""
    if not group:
        return []
    cells = [_PIPE.split(row)[1:-1] for row in group]
    if len({len(each) for each in cells}) > 1:
        return list(group)
    return [_piped(_joined(column, len(column[0]) - 2) for column in zip(*cells, strict=True))]


def _piped(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _joined(pieces: Sequence[str], width: int) -> str:
    """A cell's lines as one: a line that had no room for the next word was wrapped."""
    cell = ""
    last = ""
    parted = False
    for piece in pieces:
        line = piece.strip(" \t")
        if not line:
            parted = bool(cell)
            continue
        if not cell:
            cell = line
        elif not parted and _had_no_room(last, line, width):
            cell += line if last.endswith("-") and last[-2:-1].isalnum() else f" {line}"
        else:
            cell += _BREAK + line
        parted = False
        last = line
    return cell


def _had_no_room(line: str, following: str, width: int) -> bool:
    if line.endswith("\\"):
        return False
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _ruled(rows: Sequence[str], ruler: int, above: list[str]) -> tuple[int, list[str]]:
    """Columns under a ruler: each dash run is a column. The head stands above it, and is taken from there."""
    starts = [found.start() for found in _COLUMN.finditer(rows[ruler])]
    head: list[str] = []
    while above and above[-1].strip() and not _FULL_RULE.fullmatch(above[-1]) and len(head) < _MOST_LINES:
        head.insert(0, above.pop())
    multiline = bool(above) and bool(_FULL_RULE.fullmatch(above[-1]))
    groups, end = _groups(rows, ruler + 1, multiline)
    lines = [head, *groups]
    if not groups or not all(_stands_in_columns(line, starts) for group in lines for line in group):
        above += head
        return ruler, []
    if multiline:
        above.pop()
    edges = [*starts[1:], 10_000]
    return end, [
        _piped(
            " ".join(" ".join(line[start:edge] for line in group).split())
            for start, edge in zip(starts, edges, strict=True)
        )
        for group in lines
        if group
    ]


def _groups(rows: Sequence[str], start: int, multiline: bool) -> tuple[list[list[str]], int]:
    """The lines of each row under a ruler, and where the table ends."""
    groups: list[list[str]] = []
    group: list[str] = []
    place = start
    while place < len(rows) and place - start < _MOST_LINES:
        row = rows[place]
        if _FULL_RULE.fullmatch(row) or _RULER.fullmatch(row):
            place += 1
            break
        if row.strip():
            group.append(row)
        if group and (not multiline or not row.strip()):
            groups.append(group)
            group = []
        if not row.strip() and not multiline:
            break
        place += 1
    return [*groups, *([group] if group else [])], place


def _stands_in_columns(line: str, starts: Sequence[int]) -> bool:
    if line[: starts[0]].strip():
        return False
    return all(line[start - 1 : start] in ("", " ") for start in starts[1:])
