"""Files gone wrong never fail the one who asks: a form, or a sentence that says why there is none.

`bench/fuzz_readers.py` does the same with many thousands.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from bench.file_mutations import mutated
from bench.fuzz_readers import fuzz
from bench.mutated_from import sound_files

from vinculo.paper.reading.limits import Bounds

_BOUNDS = Bounds(seconds=30)
_KINDS = [("docx", 80), ("pdf", 24), ("text", 60), ("picture", 12), ("code", 6)]


@pytest.mark.parametrize(("kind", "count"), _KINDS)
def test_mutated_files_are_read_or_refused(kind: str, count: int) -> None:
    fuzzed = fuzz(kind, range(7_000, 7_000 + count), _BOUNDS)
    assert fuzzed.failed == []
    assert fuzzed.files == count
    if kind not in ("picture", "code"):
        assert fuzzed.ends["form"] > count / 10


def test_a_run_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    first = fuzz("text", range(5), _BOUNDS, tmp_path)
    both = fuzz("text", range(8), _BOUNDS, tmp_path)
    assert both.seconds[:5] == first.seconds
    assert len((tmp_path / "text.jsonl").read_text().splitlines()) == both.files == 8


def test_a_seed_makes_the_same_file() -> None:
    sound = sound_files("docx")[0]
    assert mutated("docx", sound, Random(3)) == mutated("docx", sound, Random(3))
    assert mutated("docx", sound, Random(3)) != mutated("docx", sound, Random(4))
