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
# Below that nothing is given as surer than this, however good it looks.
_MOST_UNSURE = 0.94
_LEAST_IN_A_STEP = 25
# Fewer that are all right prove little.
_LEAST_TO_BE_SURE = 40
# Nothing is sure below this, nor unless it is doubted so much less than the first wrong one.
_LEAST_RAW, _DOUBT_LEFT = 0.7, 0.6
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
    return {row: _steps(known) for row, known in sorted(rows.items())}


def _steps(known: Sequence[Seen]) -> list[tuple[float, float]]:
    """Rising steps: from which raw sureness on, which share was right."""
    ordered = sorted(known, key=lambda each: -each.raw)
    sure_from = _sure_from(ordered)
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


def _sure_from(ordered: Sequence[Seen]) -> float | None:
    """The raw sureness from which on hardly any are wrong; None where too few were seen.

    Where the first wrong one of other forms will stand is not known: there is room between it and those
    that were seen.
    """
    wrong, highest_wrong = 0, 0.0
    for count, each in enumerate(ordered, 1):
        wrong += not each.right
        if not each.right and wrong > _MOST_WRONG * count:
            highest_wrong = each.raw
            break
    least = max(_LEAST_RAW, 1 - _DOUBT_LEFT * (1 - highest_wrong))
    above = [each.raw for each in ordered if each.raw >= least]
    return above[-1] if len(above) >= _LEAST_TO_BE_SURE else None


def _groups(rising: Sequence[Seen]) -> list[Sequence[Seen]]:
    groups: list[list[Seen]] = []
    for each in rising:
        if not groups or (len(groups[-1]) >= _LEAST_IN_A_STEP and groups[-1][-1].raw < each.raw):
            groups.append([])
        groups[-1].append(each)
    return list(groups)


def checked(seen: Sequence[Seen], table: Mapping[str, Steps]) -> str:
    """What the table makes of forms that it was not made from."""
    whole = [each for each in seen if "." not in each.field]
    given = [(step_of(table.get(each.row, ()), each.raw), each) for each in whole]
    sure = [each for stated, each in given if stated >= SURE]
    wrong = [each for each in sure if not each.right]
    low, high = wilson(len(wrong), len(sure))
    lines = [
        f"{len({each.form for each in seen})} forms, {len(whole)} fields; given as at least {SURE}: "
        f"{len(sure)} ({len(sure) / len(whole):.1%}), wrong {len(wrong)} "
        f"({len(wrong) / max(1, len(sure)):.2%}; 95 % interval {low:.2%} to {high:.2%})"
    ]
    lines += [f"  sure and wrong: {each.form} {each.field} ({each.row}, raw {each.raw})" for each in wrong]
    for row in sorted({each.row for each in whole}):
        of_row = [(stated, each.right) for stated, each in given if each.row == row]
        surely = [right for stated, right in of_row if stated >= SURE]
        right = sum(right for _, right in of_row)
        lines.append(
            f"  {row:10} {len(of_row):6} fields, right {right / len(of_row):.2%}; "
            f"sure {len(surely)}, of them wrong {surely.count(False)}"
        )
    return "\n".join(lines)


def _bins(seen: Sequence[Seen], table: Mapping[str, Steps]) -> list[tuple[float, int, int]]:
    """Of the fields of each range of stated sureness: its mean, how many there are, how many are right."""
    bins = []
    given = [
        (step_of(table.get(each.row, ()), each.raw), each.right) for each in seen if "." not in each.field
    ]
    for low, high in pairwise(_EDGES):
        within = [(stated, right) for stated, right in given if low <= stated < high]
        if within:
            mean = sum(stated for stated, _ in within) / len(within)
            bins.append((mean, len(within), sum(right for _, right in within)))
    return bins


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
        table = {"made_from": {"forms": forms, "fields": len(seen)}, "steps": fitted(seen)}
        TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    known: Mapping[str, Steps] = json.loads(TABLE.read_text(encoding="utf-8"))["steps"]
    print(checked(seen, known))
    if chosen.what == "check":
        PLOT.write_text(plot_of(_bins(seen, known)), encoding="utf-8")


if __name__ == "__main__":
    main()
