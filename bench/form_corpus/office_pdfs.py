"""Filled forms as PDFs of an office program: Word forms that LibreOffice prints, many in one run."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .content import FilledPaper, invented_paper
from .word_files import look_of, word_file
from .word_look import SYMBOLS, drawn_by_office, seen_on_paper

_BATCH = 40


@dataclass(frozen=True, slots=True)
class OfficePdf:
    data: bytes
    paper: FilledPaper
    made: dict[str, Any]


def office_pdfs(seeds: Sequence[int], *, on_paper: bool = False) -> Iterator[OfficePdf]:
    """One form for each seed, the same for the same seed and program; `on_paper`: to be scanned."""
    for at in range(0, len(seeds), _BATCH):
        with tempfile.TemporaryDirectory(prefix="forms-") as folder:
            yield from _printed(seeds[at : at + _BATCH], Path(folder), on_paper=on_paper)


def _printed(seeds: Sequence[int], folder: Path, *, on_paper: bool) -> Iterator[OfficePdf]:
    papers = [invented_paper(seed) for seed in seeds]
    # Of symbol fonts that it does not have, LibreOffice prints mere letters.
    looks = [drawn_by_office(look_of(paper)).but(symbols=SYMBOLS[paper.seed % 3]) for paper in papers]
    if on_paper:
        looks = [seen_on_paper(look, paper.seed) for look, paper in zip(looks, papers, strict=True)]
    names = [folder / f"{number}.docx" for number in range(len(papers))]
    for name, paper, look in zip(names, papers, looks, strict=True):
        name.write_bytes(word_file(paper, look))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, names)], check=True, capture_output=True, timeout=600)
    for name, paper, look in zip(names, papers, looks, strict=True):
        made = {"route": "office", "layout": look.head, **asdict(look)}
        yield OfficePdf(name.with_suffix(".pdf").read_bytes(), paper, made)
