"""How right and how fast forms are read, by kind of file: `python bench/bench_read.py [FOLDER …]`.

Without a folder, a corpus of our own is made in build/forms and read. Each folder is as `read_folder` has it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.read_folder import KINDS, ReadSample, read_samples, samples_of
from bench.read_judge import SURE

OWN_SIZE = {"docx": 300, "pdf": 150, "scan": 60}
OWN_CORPUS = Path(__file__).resolve().parent.parent / "build" / "forms"
_HEAD = (
    "| kind | files | read | filled fields | ticks F1 | exact forms | note CER | sure and wrong | "
    "speed on one core | memory |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folders", nargs="*", type=Path)
    arguments.add_argument("--kind", action="append", choices=KINDS)
    arguments.add_argument("--by", action="append", default=[], help="a key of the manifest, as layout")
    arguments.add_argument("--limit", type=int, default=0, help="only so many files of a kind")
    arguments.add_argument(
        "--misses", type=int, default=12, help="so many of the commonest mistakes are shown"
    )
    chosen = arguments.parse_args()
    for folder in chosen.folders or [_own_corpus()]:
        print(f"\n## {folder.name}\n")
        groups: list[str] = []
        misses: list[str] = []
        print(_HEAD, flush=True)
        for kind in chosen.kind or KINDS:
            samples = samples_of(folder, kind)
            if not samples:
                continue
            read = read_samples(samples[: chosen.limit] if chosen.limit else samples)
            speed = _speed(kind, read.forms)
            print(f"| {kind} {_row(read.forms)} {speed} | {read.megabytes:.0f} MB |", flush=True)
            groups += _by_groups(kind, read.forms, chosen.by)
            misses += _misses(kind, read.forms, chosen.misses)
        print("\n".join(("", *groups, "", *misses)))


def _own_corpus() -> Path:
    from bench.make_form_corpus import make_corpus

    if not OWN_CORPUS.is_dir():
        make_corpus(OWN_CORPUS, OWN_SIZE)
    return OWN_CORPUS


def _row(forms: Sequence[ReadSample]) -> str:
    filled = [each.right for form in forms for each in form.judged.fields if each.filled]
    ticked = sum(form.judged.ticked for form in forms)
    wrong = sum(form.judged.missed + form.judged.invented for form in forms)
    errors = [error for form in forms for error in form.judged.note_errors]
    exact = sum(form.judged.exact for form in forms)
    sure = [each.right for form in forms for each in form.judged.tops if each.sure >= SURE]
    read = sum(form.form is not None for form in forms)
    return (
        f"| {len(forms)} | {read} | {_share(sum(filled), len(filled))} | "
        f"{_share(2 * ticked, 2 * ticked + wrong)} | {_share(exact, len(forms))} | "
        f"{_share(sum(errors), len(errors))} | {sure.count(False)} of {len(sure)} |"
    )


def _share(part: float, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def _speed(kind: str, forms: Sequence[ReadSample]) -> str:
    seconds = sum(form.seconds for form in forms)
    if kind == "scan":
        return f"{seconds / sum(form.sheets for form in forms):.2f} s a page"
    return f"{len(forms) / seconds:.0f} forms/s" if seconds else "–"


def _by_groups(kind: str, forms: Sequence[ReadSample], keys: Iterable[str]) -> list[str]:
    rows: list[str] = []
    for key in keys:
        told = defaultdict(list)
        for form in forms:
            if key in form.sample.made:
                told[str(form.sample.made[key])].append(form)
        if len(told) > 1:
            rows += ["", f"{kind} by {key}:", "", _GROUP_HEAD.format(key)]
            rows += [f"| {name} {_row(group)}" for name, group in sorted(told.items())]
    return rows


_GROUP_HEAD = (
    "| {} | files | read | filled fields | ticks F1 | exact forms | note CER | sure and wrong |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|"
)


def _misses(kind: str, forms: Iterable[ReadSample], most: int) -> list[str]:
    counted: Counter[str] = Counter()
    example: dict[str, str] = {}
    for form in forms:
        for each in form.judged.fields if form.form else ():
            if not each.right:
                name = ".".join(part for part in each.name.split(".") if not part.isdigit())
                counted[name] += 1
                example.setdefault(name, f"{form.sample.name}: {_short(each.written)} -> {_short(each.read)}")
        if form.form is None:
            reason = ", ".join(form.findings[:2]) or "no answer"
            counted[reason] += 1
            example.setdefault(reason, form.sample.name)
    return [f"{kind} {times:4} {name}, e.g. {example[name]}" for name, times in counted.most_common(most)]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 70 else f"{text[:69]}…"


if __name__ == "__main__":
    main()
