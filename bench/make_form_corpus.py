"""Makes a folder of filled forms with their truth: `python bench/make_form_corpus.py FOLDER --docx 200 …`.

The same seed makes the same forms. The folder is as `read_folder` reads it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.form_corpus.content import FilledPaper, invented_paper

Made = tuple[str, bytes, FilledPaper, dict[str, Any]]
"""A file: its ending, its bytes, what it says and how it was made."""


def make_corpus(folder: Path, wanted: Mapping[str, int], *, seed: int = 1, ordinary: bool = False) -> None:
    """So many forms of each kind, beside those that the folder may hold; `ordinary`: scans of little harm."""
    known = folder / "manifest.json"
    manifest = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    for kind, count in wanted.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        make = _ordinary if ordinary and kind == "scan" else _MAKERS[kind]
        for number, (ending, data, paper, made) in enumerate(make(range(seed, seed + count)), seed):
            name = f"{kind}-{number:05}"
            (folder / kind / f"{name}.{ending}").write_bytes(data)
            truth = json.dumps(paper.truth.to_json(), ensure_ascii=False, indent=1)
            (folder / kind / f"{name}.json").write_text(truth, encoding="utf-8")
            manifest[name] = {"kind": kind, "edition": paper.edition.number, **made}
    known.write_text(json.dumps(manifest, indent=1, default=str), encoding="utf-8")


def _word(seeds: range) -> Iterator[Made]:
    from bench.form_corpus.word_files import look_of, word_file

    for seed in seeds:
        paper = invented_paper(seed)
        look = look_of(paper)
        yield "docx", word_file(paper, look), paper, {"layout": look.head, **asdict(look)}


def _pdf(seeds: range) -> Iterator[Made]:
    """Half of them printed by LibreOffice, half drawn."""
    from bench.form_corpus.drawn_pdfs import drawn_pdfs
    from bench.form_corpus.office_pdfs import office_pdfs

    printed = office_pdfs([seed for seed in seeds if not seed % 2])
    drawn = drawn_pdfs([seed for seed in seeds if seed % 2])
    for seed in seeds:
        if seed % 2:
            by_hand = next(drawn)
            yield "pdf", by_hand.data, by_hand.paper, {"route": "drawn", **by_hand.made}
        else:
            by_office = next(printed)
            yield "pdf", by_office.data, by_office.paper, {"route": "office", **by_office.made}


def _scan(seeds: range) -> Iterator[Made]:
    from bench.form_corpus.scan_files import scanned_forms

    for form in scanned_forms(seeds):
        yield form.ending, form.data, form.paper, form.made


def _ordinary(seeds: range) -> Iterator[Made]:
    from bench.form_corpus.ordinary_scans import ordinary_scans

    for form in ordinary_scans(seeds):
        yield form.ending, form.data, form.paper, form.made


_MAKERS: Mapping[str, Callable[[range], Iterator[Made]]] = {"docx": _word, "pdf": _pdf, "scan": _scan}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    for kind in _MAKERS:
        arguments.add_argument(f"--{kind}", type=int, default=0, help=f"so many {kind} files")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument(
        "--ordinary", action="store_true", help="scans as an office makes them, no harsh ones"
    )
    chosen = arguments.parse_args()
    wanted = {kind: getattr(chosen, kind) for kind in _MAKERS if getattr(chosen, kind)}
    make_corpus(chosen.folder, wanted, seed=chosen.seed, ordinary=chosen.ordinary)


if __name__ == "__main__":
    main()
