"""Reads a folder of forms whose truth is known, in a process of its own, and judges each.

The folder holds `docx/`, `pdf/`, `scan/` or `md/`; beside each `ID.ext` lies what it says, `ID.json`. A
`manifest.json` may tell how each was made.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bench.read_judge import Judged, JudgedField, judge

from vinculo.paper.reading.calibration import kind_measured, stated_sureness

KINDS = ("md", "docx", "pdf", "scan")


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    kind: str
    path: Path
    written: Mapping[str, Any]
    made: Mapping[str, Any]  # What the manifest tells.


@dataclass(slots=True)
class ReadSample:
    """What became of one file."""

    sample: Sample
    judged: Judged
    form: Mapping[str, Any] | None
    seconds: float
    sheets: int
    findings: tuple[str, ...] = ()


@dataclass(slots=True)
class ReadFolder:
    forms: list[ReadSample] = field(default_factory=list)
    megabytes: float = 0.0  # The most that the reading process took.


def samples_of(root: Path, kind: str) -> list[Sample]:
    manifest = root / "manifest.json"
    made = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else {}
    found = []
    for truth in sorted((root / kind).glob("*.json")):
        files = [path for path in sorted(truth.parent.glob(f"{truth.stem}.*")) if path.suffix != ".json"]
        if len(files) == 1:
            written = json.loads(truth.read_text(encoding="utf-8"))
            found.append(Sample(truth.stem, kind, files[0], written, made.get(truth.stem, {})))
    return found


def read_samples(samples: Sequence[Sample], *, raw: bool = False) -> ReadFolder:
    """Every sample read by one process that does nothing else; `raw`: as sure as before calibration."""
    read = ReadFolder()
    for sample, answer in zip(samples, _answers([sample.path for sample in samples], raw), strict=False):
        judged = judge(sample.written, answer["form"], answer["confidence"], kind=sample.kind)
        read.forms.append(
            ReadSample(
                sample, judged, answer["form"], answer["seconds"], answer["sheets"], tuple(answer["findings"])
            )
        )
        read.megabytes = max(read.megabytes, answer["megabytes"])
    return read


def save_read(forms: Sequence[ReadSample], out: Path) -> None:
    """Keeps what became of some files, to be counted again without reading them."""
    told = [asdict(form) for form in forms]
    out.write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")


def load_read(path: Path) -> list[ReadSample]:
    return [_as_read(told) for told in json.loads(path.read_text(encoding="utf-8"))]


def _as_read(told: dict[str, Any]) -> ReadSample:
    judged = told.pop("judged")
    fields, tops = ([JudgedField(**each) for each in judged.pop(name)] for name in ("fields", "tops"))
    sample = told.pop("sample")
    sample["path"] = Path(sample["path"])
    findings = tuple(told.pop("findings"))
    return ReadSample(Sample(**sample), Judged(fields, tops, **judged), findings=findings, **told)


def with_table(form: ReadSample) -> ReadSample:
    """A form that was read as sure as its ink is, as sure as the table makes it."""
    judged = form.judged
    fields, tops = ([_calibrated(each) for each in each_of] for each_of in (judged.fields, judged.tops))
    return replace(form, judged=replace(judged, fields=fields, tops=tops))


def _calibrated(field: JudgedField) -> JudgedField:
    kind = kind_measured(field.name, blank=field.read in (None, "", [], ()))
    return replace(field, sure=stated_sureness(kind, field.sure))


def _answers(paths: Sequence[Path], raw: bool) -> Iterator[dict[str, Any]]:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with multiprocessing.get_context("spawn").Pool(1, _prepare, (raw,)) as pool:
        yield from pool.imap(_answer, paths)


def _prepare(raw: bool) -> None:
    from vinculo.paper.reading import read_text, reader

    if raw:
        vars(reader)["calibrated"] = lambda form, sure: dict(sure)
    read_text("Status retenção", _editions())


def _editions() -> list[Any]:
    from vinculo.paper.editions import packaged_edition

    return [packaged_edition(1), packaged_edition(2)]


def _answer(path: Path) -> dict[str, Any]:
    from vinculo.paper.reading.files import read_file

    data = path.read_bytes()
    start = time.process_time()
    try:
        readings = read_file(data, _editions()).readings
    except Exception as problem:
        return _no_answer(problem, time.process_time() - start)
    reading = readings[0]
    return {
        "form": reading.form.to_json() if reading.form else None,
        "confidence": dict(reading.confidence),
        "findings": [finding.code for finding in reading.findings],
        "seconds": time.process_time() - start,
        "sheets": max(1, len(reading.sheets)),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _no_answer(problem: Exception, seconds: float) -> dict[str, Any]:
    told = f"raised {type(problem).__name__}: {problem}"[:200]
    answer: dict[str, Any] = {"form": None, "confidence": {}, "findings": [told], "seconds": seconds}
    return answer | {"sheets": 1, "megabytes": 0.0}
