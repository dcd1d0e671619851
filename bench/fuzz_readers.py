"""Mutated files over each reader: `python bench/fuzz_readers.py [--count 10000] [--kind pdf] [--log FOLDER]`.

Every file is read as in production, in a process of its own with its bounds. What must not be: the caller
fails, a reader throws, a file takes longer or more memory than it may, a refusal is not in words, what was
read could not be kept. Each such file is told by its seed.

With `--log` each file is a line in FOLDER, those gone wrong are kept there, and a run that was ended goes on
where it was.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.file_mutations import MUTATIONS, mutated
from bench.mutated_from import sound_files

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.files import FileReading
from vinculo.paper.reading.limits import Bounds
from vinculo.paper.reading.process import FileReader

EDITIONS = [packaged_edition(1), packaged_edition(2)]
FAILURES = ("reader-failed", "reader-stopped", "reading-too-slow")
_TOLD = 20
_PORTUGUESE = re.compile(r"\b(?:não|uma?|são|[oae]s?|d[oae]s?|em|há|está|mais)\b", re.IGNORECASE)
_FOREIGN = re.compile(
    r"\b(?:the|is|error|failed|not|cannot|invalid|must|at)\b|object at 0x|errno", re.IGNORECASE
)
_QUOTED = re.compile("“[^”]*”")
_PDFS_SHOWN = 8
"""Of so many PDFs the pages of one are drawn as well, as a person is shown them: that takes the most time."""
_WITHIN_SECONDS = 2.0
"""Beyond its time that a file may take: to end a process takes some, too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `wrong` is empty where nothing was."""

    seed: int
    end: str
    wrong: str
    seconds: float
    memory: int


@dataclass(slots=True)
class Fuzzed:
    """What became of the mutated files of one kind."""

    files: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    memory: int = 0

    def note(self, one: Outcome) -> None:
        self.files += 1
        self.ends[one.end] += 1
        self.seconds.append(one.seconds)
        self.memory = max(self.memory, one.memory)
        if one.wrong:
            self.failed.append(f"seed {one.seed}: {one.end}: {one.wrong}")

    def told(self, kind: str) -> str:
        ends = ", ".join(f"{end} {times}" for end, times in self.ends.most_common())
        middle = statistics.median(self.seconds) if self.seconds else 0.0
        return (
            f"{kind}: {self.files} files, {len(self.failed)} wrong; {middle:.3f} s in the middle, "
            f"{max(self.seconds, default=0.0):.1f} s at most; {self.memory / 1e6:.0f} MB at most; {ends}"
        )


def fuzz(kind: str, seeds: Iterable[int], bounds: Bounds, log: Path | None = None) -> Fuzzed:
    """The files of these seeds, and those that the log has of them; what went wrong is tried again."""
    fuzzed = Fuzzed()
    wanted = list(seeds)
    logged = {one.seed: one for one in _logged(kind, log)}
    known = {seed: one for seed, one in logged.items() if not one.wrong}
    for seed in wanted:
        if seed in known:
            fuzzed.note(known[seed])
    with ExitStack() as stack:
        reader = stack.enter_context(FileReader(bounds=bounds))
        lines = stack.enter_context((log / f"{kind}.jsonl").open("a")) if log else None
        for seed in wanted:
            if seed in known:
                continue
            data = file_of(kind, seed)
            shown = kind != "pdf" or seed % _PDFS_SHOWN == 0
            one = _outcome(seed, data, reader, bounds, shown=shown)
            fuzzed.note(one)
            if lines:
                print(json.dumps(asdict(one)), file=lines, flush=True)
            if log and one.wrong:
                (log / f"{kind}-{seed}.bin").write_bytes(data)
    return fuzzed


def file_of(kind: str, seed: int) -> bytes:
    rng = Random(seed)
    return mutated(kind, rng.choice(sound_files(kind)), rng)


def _logged(kind: str, log: Path | None) -> Iterator[Outcome]:
    written = log / f"{kind}.jsonl" if log else None
    if written and written.is_file():
        for line in written.read_text().splitlines():
            yield Outcome(**json.loads(line))


def _outcome(seed: int, data: bytes, reader: FileReader, bounds: Bounds, *, shown: bool) -> Outcome:
    start = time.monotonic()
    try:
        read = reader.read(data, EDITIONS, with_pictures=shown)
    except Exception as problem:
        return Outcome(seed, f"raised {type(problem).__name__}", str(problem), time.monotonic() - start, 0)
    seconds, memory = time.monotonic() - start, _most_taken(reader)
    first = read.readings[0]
    end = "form" if any(each.form for each in read.readings) else first.findings[0].code
    wrong = _wrong_words(read) or _wrong_to_keep(read)
    if end in FAILURES:
        wrong = first.findings[0].message
    if seconds > bounds.seconds + _WITHIN_SECONDS:
        wrong = f"{seconds:.1f} s"
    if memory > bounds.memory:
        wrong = f"{memory / 1e6:.0f} MB"
    return Outcome(seed, end, wrong, round(seconds, 4), memory)


def _wrong_words(read: FileReading) -> str:
    """A finding or a refusal that says nothing, or not in Portuguese."""
    for reading in read.readings:
        if reading.form is None and not reading.findings:
            return "refused without a word"
        for finding in reading.findings:
            # What a file says is quoted, and may be in any words.
            said = _QUOTED.sub("", finding.message)
            if not said.strip().endswith(".") or not _PORTUGUESE.search(said) or _FOREIGN.search(said):
                return f"words: {finding.message}"
    return ""


def _wrong_to_keep(read: FileReading) -> str:
    """What no database keeps: nulls, halves of letters, numbers that are none."""
    for reading in read.readings:
        said = {
            **reading.to_json(),
            "text": "",
            "unread": dict(reading.unread),
            "sheets": list(reading.sheets),
        }
        places = {name: [box.to_json() for box in boxes] for name, boxes in reading.places.items()}
        try:
            written = json.dumps([said, places], ensure_ascii=False, allow_nan=False)
            written.encode()
        except (ValueError, TypeError) as problem:
            return f"not to be kept: {problem}"
        if "\\u0000" in written:
            return "not to be kept: a null"
    return ""


def _most_taken(reader: FileReader) -> int:
    """Bytes of the reading process; 0 where none lives: text is read here, and one that ended says why."""
    child = reader._child
    if child is None:
        return 0
    try:
        told = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next((int(line.split()[1]) * 1024 for line in told if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--first", type=int, default=0, help="the first seed")
    arguments.add_argument("--kind", action="append", choices=list(MUTATIONS))
    arguments.add_argument("--seconds", type=int, default=60, help="that a file may take")
    arguments.add_argument("--log", type=Path, help="a folder in which a run is kept and gone on with")
    chosen = arguments.parse_args()
    if chosen.log:
        chosen.log.mkdir(parents=True, exist_ok=True)
    failed = False
    for kind in chosen.kind or MUTATIONS:
        seeds = range(chosen.first, chosen.first + chosen.count)
        fuzzed = fuzz(kind, seeds, Bounds(seconds=chosen.seconds), chosen.log)
        print(fuzzed.told(kind), flush=True)
        for line in fuzzed.failed[:_TOLD]:
            print(f"  {line}", flush=True)
        failed = failed or bool(fuzzed.failed)
    sys.exit(failed)


if __name__ == "__main__":
    main()
