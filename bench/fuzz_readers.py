"""Mutated files over each reader: `python bench/fuzz_readers.py [--count 10000] [--kind pdf …]`.

Every file is read as in production, in a process of its own with its bounds. What must not be: the caller
fails, a reader throws, a file takes longer or more memory than it may. Each such file is told by its seed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.file_mutations import MUTATIONS, mutated
from bench.mutated_from import sound_files

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.limits import Bounds
from vinculo.paper.reading.process import FileReader

EDITIONS = [packaged_edition(1), packaged_edition(2)]
FAILURES = ("reader-failed", "reader-stopped", "reading-too-slow")
_TOLD = 20


@dataclass(slots=True)
class Fuzzed:
    """What became of the mutated files of one kind."""

    files: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def note(self, end: str, seed: int, seconds: float, message: str) -> None:
        self.files += 1
        self.ends[end] += 1
        self.slowest = max(self.slowest, seconds)
        if end in FAILURES or end.startswith("raised"):
            self.failed.append(f"seed {seed}: {end}: {message}")


def fuzz(kind: str, seeds: range, bounds: Bounds) -> Fuzzed:
    sound = sound_files(kind)
    fuzzed = Fuzzed()
    with FileReader(bounds=bounds) as reader:
        for seed in seeds:
            rng = Random(seed)
            data = mutated(kind, rng.choice(sound), rng)
            start = time.monotonic()
            try:
                reading = reader.read(data, EDITIONS).readings[0]
            except Exception as problem:
                end, message = f"raised {type(problem).__name__}", str(problem)
            else:
                end = "form" if reading.form else reading.findings[0].code
                message = "" if reading.form else reading.findings[0].message
            fuzzed.note(end, seed, time.monotonic() - start, message)
    return fuzzed


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--first", type=int, default=0, help="the first seed")
    arguments.add_argument("--kind", action="append", choices=list(MUTATIONS))
    arguments.add_argument("--seconds", type=int, default=60, help="that a file may take")
    chosen = arguments.parse_args()
    failed = False
    for kind in chosen.kind or MUTATIONS:
        seeds = range(chosen.first, chosen.first + chosen.count)
        fuzzed = fuzz(kind, seeds, Bounds(seconds=chosen.seconds))
        ends = ", ".join(f"{end} {times}" for end, times in fuzzed.ends.most_common())
        print(f"{kind}: {fuzzed.files} files, slowest {fuzzed.slowest:.1f} s; {ends}", flush=True)
        for line in fuzzed.failed[:_TOLD]:
            print(f"  {line}", flush=True)
        failed = failed or bool(fuzzed.failed)
    sys.exit(failed)


if __name__ == "__main__":
    main()
