"""Measures how often scans are right at each raw sureness: the table of `paper.reading.calibration`.

    python bench/calibrate.py read FOLDER… SEEN.json    read folders of scans, note each field
    python bench/calibrate.py fit SEEN.json             write the table from what was seen
    python bench/calibrate.py check SEEN.json           hold the table against forms it was not made from

`check` says how many of the fields given as at least 0.95 are wrong, with the interval, and draws the plot.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.calibration_plot import plot_of, wilson
from bench.read_folder import ReadSample, load_read, read_samples, samples_of, save_read
from bench.read_judge import SURE, JudgedField

from vinculo.paper.reading.calibration import Steps, kind_measured, step_of

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src" / "vinculo" / "paper" / "data" / "calibration.json"
PLOT = ROOT / "docs" / "reading-calibration.svg"
# Given as sure only from where so few were wrong on the forms that the table is made from.
_MOST_WRONG = 1 / 1000
# A second wrong one shows that the sureness of its row does not tell right from wrong.
_MOST_IN_ROW, _MOST_OF_ROW, _LEAST_GAINED = 1, 1 / 200, 50
# Below that nothing is given as surer than this, however good it looks.
_MOST_UNSURE = 0.94
_LEAST_IN_A_STEP = 25
# Fewer that are all right prove little.
_LEAST_TO_BE_SURE = 40
# Nothing is sure below this, nor unless it is doubted so much less than the first wrong one.
_LEAST_RAW, _DOUBT_LEFT = 0.7, 0.5
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0001)


@dataclass(frozen=True, slots=True)
class Seen:
    """One field of one scan: its row of the table, how sure its ink is, and whether it is right."""

    form: str
    field: str
    row: str
    raw: float
    right: bool


def seen_in(forms: Iterable[ReadSample]) -> list[Seen]:
    seen: list[Seen] = []
    for form in forms:
        if form.form is None:
            continue
        parts = [each for each in form.judged.fields if each.name.startswith("contacts.")]
        for each in (*form.judged.tops, *parts):
            row = kind_measured(each.name, blank=_is_blank(each))
            seen.append(Seen(form.sample.name, each.name, row, each.sure, each.right))
    return seen


def _is_blank(field: JudgedField) -> bool:
    return field.read in (None, "", [], ())


def fitted(seen: Iterable[Seen]) -> dict[str, list[tuple[float, float]]]:
    rows: dict[str, list[Seen]] = defaultdict(list)
    for each in seen:
        rows[each.row].append(each)
    ordered = {row: sorted(known, key=lambda each: -each.raw) for row, known in sorted(rows.items())}
    sure_from = _sure_from(ordered)
    return {row: _steps(known, sure_from[row]) for row, known in ordered.items()}


def _steps(ordered: Sequence[Seen], sure_from: float | None) -> list[tuple[float, float]]:
    """Rising steps: from which raw sureness on, which share was right."""
    above = [each for each in ordered if sure_from is not None and each.raw >= sure_from]
    steps: list[tuple[float, float]] = []
    for group in _groups(ordered[len(above) :][::-1]):
        share = (sum(each.right for each in group) + 0.5) / (len(group) + 1)
        start = group[0].raw
        while steps and steps[-1][1] > share:
            # What is surer is never right less often: the two are one step.
            start, share = steps[-1][0], (steps[-1][1] + share) / 2
            steps.pop()
        share = min(share, _MOST_UNSURE)
        if not steps or steps[-1][1] < share:
            steps.append((start, share))
    if above and sure_from is not None:
        share = (sum(each.right for each in above) + 0.5) / (len(above) + 1)
        steps.append((sure_from, max(share, 0.96)))
    return [(round(start, 4), round(share, 3)) for start, share in steps]


def _sure_from(rows: Mapping[str, Sequence[Seen]]) -> dict[str, float | None]:
    """From which raw sureness on the fields of each row are sure; None where too few were seen.

    Of all that is sure so few may be wrong as `_MOST_WRONG` says: they are allowed where they gain most.
    """
    allowed = dict.fromkeys(rows, 0)
    while True:
        sure = {row: _sure_of(known, allowed[row]) for row, known in rows.items()}
        whole, wrong = sum(map(len, sure.values())), sum(map(_wrong_of, sure.values()))
        gains = {
            row: len(more) - len(sure[row])
            for row, known in rows.items()
            if allowed[row] < _MOST_IN_ROW
            and _wrong_of(more := _sure_of(known, allowed[row] + 1)) <= _MOST_OF_ROW * len(more)
        }
        best = max(gains, key=lambda row: gains[row], default=None)
        if best is None or gains[best] < _LEAST_GAINED or wrong + 1 > _MOST_WRONG * (whole + gains[best]):
            return {row: known[-1].raw if known else None for row, known in sure.items()}
        allowed[best] += 1


def _sure_of(ordered: Sequence[Seen], allowed: int) -> Sequence[Seen]:
    """What is sure of a row if so many wrong ones are let pass.

    Where the next wrong one of other forms will stand is not known: there is room between it and those that
    were seen.
    """
    wrong = [each.raw for each in ordered if not each.right]
    highest = wrong[allowed] if len(wrong) > allowed else 0.0
    least = max(_LEAST_RAW, 1 - _DOUBT_LEFT * (1 - highest))
    sure = [each for each in ordered if each.raw >= least]
    return sure if len(sure) >= _LEAST_TO_BE_SURE else []


def _wrong_of(known: Sequence[Seen]) -> int:
    return sum(not each.right for each in known)


def _groups(rising: Sequence[Seen]) -> list[Sequence[Seen]]:
    groups: list[list[Seen]] = []
    for each in rising:
        if not groups or (len(groups[-1]) >= _LEAST_IN_A_STEP and groups[-1][-1].raw < each.raw):
            groups.append([])
        groups[-1].append(each)
    return list(groups)


def checked(seen: Sequence[Seen], table: Mapping[str, Steps]) -> str:
    """What the table makes of forms that it was not made from."""
    given = [(step_of(table.get(each.row, ()), each.raw), each) for each in seen]
    whole = [(stated, each) for stated, each in given if "." not in each.field]
    parts = [(stated, each) for stated, each in given if each.field != "contacts"]
    lines = [
        f"{len({each.form for each in seen})} forms",
        _counted("all contacts as one field", whole),
        _counted("a contact as two fields", parts),
    ]
    lines += [
        f"  sure and wrong: {each.form} {each.field} ({each.row}, raw {each.raw})"
        for stated, each in given
        if stated >= SURE and not each.right
    ]
    for row in sorted({each.row for each in seen}):
        of_row = [(stated, each.right) for stated, each in given if each.row == row]
        surely = [right for stated, right in of_row if stated >= SURE]
        right = sum(right for _, right in of_row)
        lines.append(
            f"  {row:10} {len(of_row):6} fields, right {right / len(of_row):.2%}; "
            f"sure {len(surely)}, of them wrong {surely.count(False)}"
        )
    return "\n".join(lines)


def _counted(how: str, given: Sequence[tuple[float, Seen]]) -> str:
    sure = [each.right for stated, each in given if stated >= SURE]
    right = sum(each.right for _, each in given)
    low, high = wilson(sure.count(False), len(sure))
    return (
        f"{how}: {len(given)} fields, {right} right; given as at least {SURE}: {len(sure)} "
        f"({sure.count(True) / right:.1%} of those right), wrong {sure.count(False)} "
        f"({sure.count(False) / max(1, len(sure)):.2%}; 95 % interval {low:.2%} to {high:.2%})"
    )


def _bins(seen: Sequence[Seen], table: Mapping[str, Steps]) -> list[tuple[float, int, int]]:
    """Of the fields of each range of stated sureness: its mean, how many there are, how many are right."""
    bins = []
    given = [
        (step_of(table.get(each.row, ()), each.raw), each.right) for each in seen if each.field != "contacts"
    ]
    for low, high in pairwise(_EDGES):
        within = [(stated, right) for stated, right in given if low <= stated < high]
        if within:
            mean = sum(stated for stated, _ in within) / len(within)
            bins.append((mean, len(within), sum(right for _, right in within)))
    return bins


def _table(forms: int, fields: int, steps: Mapping[str, Steps]) -> str:
    """The table as a file, a row on each line."""
    rows = ",\n".join(f"  {json.dumps(row)}: {json.dumps(known)}" for row, known in steps.items())
    made_from = json.dumps({"forms": forms, "fields": fields})
    return f'{{\n "made_from": {made_from},\n "steps": {{\n{rows}\n }}\n}}\n'


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("what", choices=("read", "fit", "check"))
    arguments.add_argument("paths", nargs="+", type=Path)
    chosen = arguments.parse_args()
    if chosen.what == "read":
        *folders, out = chosen.paths
        samples = [sample for folder in folders for sample in samples_of(folder, "scan")]
        save_read(read_samples(samples, raw=True).forms, out)
        return
    seen = [each for path in chosen.paths for each in seen_in(load_read(path))]
    if chosen.what == "fit":
        forms = len({each.form for each in seen})
        TABLE.write_text(_table(forms, len(seen), fitted(seen)), encoding="utf-8")
    known: Mapping[str, Steps] = json.loads(TABLE.read_text(encoding="utf-8"))["steps"]
    print(checked(seen, known))
    if chosen.what == "check":
        PLOT.write_text(plot_of(_bins(seen, known)), encoding="utf-8")


if __name__ == "__main__":
    main()
