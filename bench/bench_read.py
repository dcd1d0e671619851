"""How right and how fast forms are read, by kind of file: `python bench/bench_read.py [FOLDER …]`.

Without a folder, a corpus of our own is made in build/forms and read. Each folder is as `read_folder` has it.
What `calibrate.py read` wrote of a folder may stand for it: its forms are not read again then, and each
field is as sure as the table now makes it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.read_folder import KINDS, ReadFolder, ReadSample, load_read, read_samples, samples_of, with_table
from bench.read_tables import by_groups, figures, groups, head, row

OWN_SIZE = {"docx": 300, "pdf": 150, "scan": 60}
OWN_CORPUS = Path(__file__).resolve().parent.parent / "build" / "forms"
_BY = ("layout", "marks", "route", "pages", "scan_skew", "scan_blur", "scan_noise", "scan_quality")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="*", type=Path, help="or what `calibrate.py read` wrote")
    arguments.add_argument("--kind", action="append", choices=KINDS)
    arguments.add_argument("--by", action="append", default=[], help="a key of the manifest, as layout")
    arguments.add_argument("--limit", type=int, default=0, help="only so many files of a kind")
    arguments.add_argument(
        "--misses", type=int, default=12, help="so many of the commonest mistakes are shown"
    )
    arguments.add_argument("--out", type=Path, help="also write OUT.md and OUT.json")
    chosen = arguments.parse_args()
    told: list[str] = []
    counted: dict[str, Any] = {}
    for folder in chosen.folders or [_own_corpus()]:
        lines, numbers = _report(folder, chosen)
        told += lines
        counted[folder.stem] = numbers
    if chosen.out:
        chosen.out.with_suffix(".md").write_text("\n".join((*told, "")), encoding="utf-8")
        chosen.out.with_suffix(".json").write_text(json.dumps(counted, indent=1), encoding="utf-8")


def _report(folder: Path, chosen: argparse.Namespace) -> tuple[list[str], dict[str, Any]]:
    """What is told of one folder, kind by kind, and the same as numbers."""
    lines = ["", f"## {folder.stem}", "", head("kind", ("speed on one core", "memory"))]
    print("\n".join(lines), flush=True)
    behind: list[str] = []
    numbers: dict[str, Any] = {}
    for kind in chosen.kind or KINDS:
        read = _read(folder, kind, chosen.limit)
        if not read.forms:
            continue
        memory = f"{read.megabytes:.0f} MB" if read.megabytes else "–"
        lines.append(f"| {kind} | {row(read.forms)} | {_speed(kind, read.forms)} | {memory} |")
        print(lines[-1], flush=True)
        keys = chosen.by or _BY
        numbers[kind] = {"all": figures(read.forms)} | {
            key: {name: figures(group) for name, group in groups(read.forms, key).items()} for key in keys
        }
        behind += [*by_groups(kind, read.forms, keys), "", *_misses(kind, read.forms, chosen.misses)]
    print("\n".join(behind))
    return [*lines, *behind], numbers


def _read(folder: Path, kind: str, limit: int) -> ReadFolder:
    if folder.is_file():
        forms = [form for form in load_read(folder) if form.sample.kind == kind]
        return ReadFolder([with_table(form) for form in forms])
    samples = samples_of(folder, kind)
    return read_samples(samples[:limit] if limit else samples) if samples else ReadFolder()


def _own_corpus() -> Path:
    from bench.make_form_corpus import make_corpus

    if not OWN_CORPUS.is_dir():
        make_corpus(OWN_CORPUS, OWN_SIZE)
    return OWN_CORPUS


def _speed(kind: str, forms: Sequence[ReadSample]) -> str:
    seconds = sum(form.seconds for form in forms)
    if kind == "scan":
        return f"{seconds / sum(form.sheets for form in forms):.2f} s a page"
    return f"{len(forms) / seconds:.0f} forms/s" if seconds else "–"


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
