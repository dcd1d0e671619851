"""Tables of how right forms were read: all of a kind, and by how they were laid out, marked and harmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.calibration_plot import wilson
from bench.read_folder import ReadSample
from bench.read_judge import SURE

COLUMNS = (
    "files", "read", "filled fields", "ticks F1", "exact forms", "note CER", "sure", "sure and wrong",
)  # fmt: skip
_BANDS: Mapping[str, tuple[float, ...]] = {
    "scan_skew": (0.5, 1.0, 1.5),
    "scan_blur": (0.4, 0.55, 0.7),
    "scan_noise": (2.0, 3.0, 4.5),
    "scan_quality": (50, 60, 70),
    "pages": (1.5, 2.5),
}


def figures(forms: Sequence[ReadSample]) -> dict[str, Any]:
    """What is counted, as numbers."""
    filled = [each.right for form in forms for each in form.judged.fields if each.filled]
    ticked = sum(form.judged.ticked for form in forms)
    wrong = sum(form.judged.missed + form.judged.invented for form in forms)
    errors = [error for form in forms for error in form.judged.note_errors]
    tops = [each for form in forms for each in form.judged.tops]
    sure = [each.right for each in tops if each.sure >= SURE]
    return {
        "files": len(forms),
        "read": sum(form.form is not None for form in forms),
        "filled": len(filled),
        "filled_right": sum(filled),
        "ticks_f1": 2 * ticked / (2 * ticked + wrong) if ticked + wrong else None,
        "exact": sum(form.judged.exact for form in forms),
        "note_cer": sum(errors) / len(errors) if errors else None,
        "fields": len(tops),
        "right": sum(each.right for each in tops),
        "sure": len(sure),
        "sure_and_wrong": sure.count(False),
        "sure_and_wrong_interval": wilson(sure.count(False), len(sure)),
    }


def row(forms: Sequence[ReadSample]) -> str:
    """The same, as cells of a table."""
    told = figures(forms)
    low, high = told["sure_and_wrong_interval"]
    interval = f" ({100 * low:.2f}–{100 * high:.2f} %)" if told["sure"] >= _ENOUGH else ""
    cells = (
        told["files"],
        told["read"],
        share(told["filled_right"], told["filled"]),
        share(told["ticks_f1"] or 0.0, 1) if told["ticks_f1"] is not None else "–",
        share(told["exact"], told["files"]),
        share(told["note_cer"], 1) if told["note_cer"] is not None else "–",
        share(told["sure"], told["fields"]),
        f"{told['sure_and_wrong']} of {told['sure']}{interval}",
    )
    return " | ".join(map(str, cells))


# An interval of fewer fields says nothing.
_ENOUGH = 500


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def head(first: str, more: Sequence[str] = ()) -> str:
    columns = (*COLUMNS, *more)
    return f"| {first} | {' | '.join(columns)} |\n|---|{'--:|' * len(columns)}"


def groups(forms: Iterable[ReadSample], key: str) -> dict[str, list[ReadSample]]:
    """The forms by what the manifest says of one key; numbers in bands."""
    told: dict[str, list[ReadSample]] = defaultdict(list)
    for form in forms:
        # Makers of forms call the kind of tick one or the other.
        value = form.sample.made.get(key, form.sample.made.get("mark") if key == "marks" else None)
        if value is not None:
            told[_band(key, value)].append(form)
    return dict(sorted(told.items()))


def _band(key: str, value: Any) -> str:
    if key not in _BANDS or not isinstance(value, int | float):
        return str(value)
    edges = _BANDS[key]
    place = sum(abs(value) >= edge for edge in edges)
    if key == "pages":
        return ("1", "2", "3 or more")[place]
    if not place:
        return f"a: below {edges[0]:g}"
    top = f" to {edges[place]:g}" if place < len(edges) else " and more"
    return f"{'abcd'[place]}: {edges[place - 1]:g}{top}"


def by_groups(kind: str, forms: Sequence[ReadSample], keys: Iterable[str]) -> list[str]:
    """A table for each key that tells forms apart."""
    rows: list[str] = []
    for key in keys:
        told = groups(forms, key)
        if len(told) > 1:
            rows += ["", f"{kind} by {key}:", "", head(key)]
            rows += [f"| {name.partition(': ')[2] or name} | {row(group)} |" for name, group in told.items()]
    return rows
