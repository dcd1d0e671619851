"""Reading in a process that can be killed: what a file costs is bounded, and the next one is read."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vinculo.paper.editions import PACKAGED_EDITIONS, Edition, packaged_edition
from vinculo.paper.printing import PrintName, print_form
from vinculo.paper.reading.files import FileReading
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.limits import BOUNDS, LIMITS, Bounds, Limits, bounds_from, limits_from
from vinculo.paper.reading.process import FileReader, ReadingPool
from vinculo.paper.reading.process import reader as readers
from vinculo.paper.reading.process.frames import packed, unpacked_reading
from vinculo.paper.reading.returned_paper import ComparedSheet, SheetToCompare
from vinculo.paper.reading.tests.corpus import sample

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
EVIL = (sys.executable, str(Path(__file__).with_name("evil_child.py")))
BROKEN = b"%PDF-1.7 "


@pytest.fixture(scope="module")
def printed() -> bytes:
    return print_form(sample(edition=2).form, edition=packaged_edition(2))


@pytest.fixture
def evil():
    with FileReader(bounds=Bounds(seconds=2), child=EVIL) as reader:
        yield reader


def told(reading: FileReading) -> tuple[str, str]:
    (one,) = reading.readings
    assert one.form is None
    (finding,) = one.findings
    return finding.code, finding.message


@pytest.mark.parametrize(
    ("does", "code", "sentence"),
    [
        (b"hangs", "reading-too-slow", "A leitura passou de 2 segundos e foi interrompida na página 3."),
        (b"eats", "too-much-memory", "O arquivo pede memória demais na página 7 e não foi lido."),
        (b"dies", "reader-stopped", "O leitor parou neste arquivo na página 5: ele pede memória demais"),
        (b"stumbles", "reader-failed", "O leitor falhou neste arquivo na página 2, por um motivo inesperado"),
    ],
)
def test_a_file_costs_what_it_may_and_the_next_one_is_read(
    evil: FileReader, printed: bytes, does: bytes, code: str, sentence: str
) -> None:
    begun = time.monotonic()
    found = told(evil.read(BROKEN + does, EDITIONS))
    assert found[0] == code
    assert sentence in found[1]
    assert "529" not in found[1]
    assert time.monotonic() - begun < 20
    assert evil.read(printed, EDITIONS).readings[0].form is not None


@pytest.mark.parametrize("does", [b"hangs", b"dies", b"eats"])
def test_a_sheet_that_costs_too_much_is_not_compared(evil: FileReader, does: bytes) -> None:
    paper = SheetToCompare(3, does, {}, packaged_edition(2), PrintName("7K3MPQ9X2W", "0" * 64), 1)
    begun = time.monotonic()
    assert evil.compare(paper) == ComparedSheet(3, None)
    assert time.monotonic() - begun < 20


def test_what_a_library_prints_is_no_answer(evil: FileReader) -> None:
    assert told(evil.read(BROKEN + b"prints", EDITIONS))[0] == "pdf-damaged"


def test_a_child_that_was_killed_is_replaced(printed: bytes) -> None:
    with FileReader() as reader:
        assert reader.read(printed, EDITIONS).readings[0].form is not None
        # One that has had enough after a file has gone by itself.
        child = reader._child or reader._begin_child()
        os.kill(child.pid, signal.SIGKILL)
        assert reader.read(printed, EDITIONS).readings[0].form is not None


def test_text_needs_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_may_begin(reader: FileReader) -> None:
        raise AssertionError

    monkeypatch.setattr(FileReader, "_begin_child", none_may_begin)
    one = sample(edition=1)
    assert FileReader().read(one.text.encode(), EDITIONS).readings[0].form == one.form


def test_the_child_loads_no_django_and_ends_with_its_parent() -> None:
    program = (
        "import sys; from vinculo.paper.reading.process import child;"
        "child.main(['700000000', '5']); print('django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, check=True, timeout=20
    )
    assert done.stderr == b""
    probe = "import sys, vinculo.paper.reading.process.child; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


def test_an_answer_is_data_and_nothing_else() -> None:
    class Evil:
        def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
            return os.system, ("false",)

    for answer in (packed(Evil()), packed(packaged_edition)):
        with pytest.raises(pickle.UnpicklingError):
            unpacked_reading(answer)


@pytest.mark.parametrize(
    ("written", "shared"),
    [
        (b"cvinculo.paper.editions\nEdition\n(N(dS'number'\nI9\nstb.", Edition),
        (b"cvinculo.paper.reading.kinds\nKind\n(S'pdf'\ntR(dS'evil'\nI1\nsb.", Kind.PDF),
    ],
)
def test_an_answer_changes_nothing_that_the_next_one_is_made_of(written: bytes, shared: object) -> None:
    before = dict(vars(shared))
    with pytest.raises(pickle.UnpicklingError):
        unpacked_reading(written)
    assert dict(vars(shared)) == before


def test_the_child_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VINCULO_SECRET_KEY", "DATABASE_URL"):
        monkeypatch.setenv(name, "hidden")
    with FileReader(child=EVIL) as reader:
        assert told(reader.read(BROKEN + b"asks", EDITIONS))[0] == "pdf-damaged"


def test_what_a_killed_child_leaves_is_swept_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with FileReader(child=EVIL) as reader:
        assert told(reader.read(BROKEN + b"litters", EDITIONS))[0] == "reader-stopped"
        assert list(tmp_path.iterdir()) == []


def test_an_answer_without_end_is_not_kept() -> None:
    says = (
        "import sys; from vinculo.paper.reading.process.frames import ANSWER, HEAD, READY, frame;"
        "sys.stdout.buffer.write(frame(READY, b'') + HEAD.pack(ANSWER, 2**62) + b' ' * 100_000);"
        "sys.stdout.buffer.flush(); sys.stdin.buffer.read()"
    )
    with FileReader(bounds=Bounds(seconds=60), child=(sys.executable, "-c", says)) as reader:
        begun = time.monotonic()
        assert told(reader.read(BROKEN, EDITIONS))[0] == "reader-stopped"
        assert time.monotonic() - begun < 20


def test_several_at_once_each_with_a_reader_of_its_own(printed: bytes) -> None:
    with ReadingPool(2) as pool:
        coming = [pool.submit(lambda reader: reader.read(printed, EDITIONS)) for _ in range(6)]
        assert all(one.result().readings[0].form is not None for one in coming)
        assert len(pool._readers) == 2


def test_a_sheet_that_stops_the_reader_is_left_out_and_the_others_are_read(printed: bytes) -> None:
    with FileReader(child=EVIL) as reader:
        assert reader.read(printed + b" trips", EDITIONS).readings[0].form is not None


def test_a_file_of_many_sheets_has_time_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    left = readers._TimeLeft(Bounds(seconds=30), LIMITS)
    now += 25
    left.at_sheet(0)
    assert left.seconds() == 25
    now += 24
    for number in range(1, 1000):
        left.at_sheet(number)
    assert left.seconds() == 30
    now += 30
    assert (left.seconds(), left.passed()) == (0, 30)
    for _ in range(60):
        left.at_sheet(0)
        now += 29
    assert left.seconds() < 0
    assert left.passed() == Bounds(seconds=30).seconds_for(LIMITS.sheets)


def test_a_pool_that_is_stopped_waits_for_no_file() -> None:
    pool = ReadingPool(1, make_reader=lambda limits, bounds: FileReader(limits, bounds, child=EVIL))
    coming = pool.submit(lambda reader: reader.read(BROKEN + b"hangs", EDITIONS))
    time.sleep(0.3)
    begun = time.monotonic()
    pool.stop()
    assert time.monotonic() - begun < 3
    assert coming.done()


def test_a_deployment_sets_the_limits() -> None:
    told = {"VINCULO_READING_SECONDS": "9", "VINCULO_READING_MEMORY_MB": "300", "VINCULO_READING_JOBS": "3"}
    assert bounds_from(told) == Bounds(300_000_000, 9, 3)
    assert limits_from({"VINCULO_READING_SHEETS": "7", "VINCULO_READING_FILE_MB": "x"}).sheets == 7
    told = {"UNFOLDED_MB": "8", "MEGAPIXELS": "12", "CHARACTERS": "900", "FILE_MB": "5", "SHEETS": "3"}
    told = {f"VINCULO_READING_{name}": number for name, number in told.items()}
    assert limits_from(told) == Limits(5_000_000, 8_000_000, 3, 12_000_000, 900)
    assert limits_from({}) == LIMITS
    assert bounds_from({}).memory == BOUNDS.memory
