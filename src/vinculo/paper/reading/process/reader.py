"""Reads one file after the other, each within its bounds."""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TypeVar

from ...editions import Edition
from ..at_work import begin_file, in_words
from ..files import FileReading
from ..kinds import Kind, kind_of
from ..limits import BOUNDS, LIMITS, Bounds, Limits
from ..returned_paper import ComparedSheet, SheetToCompare
from .frames import (
    ANSWER,
    AT_SHEET,
    COMPARE,
    EDITIONS,
    FILE,
    HEAD,
    LAST_ANSWER,
    READY,
    frame,
    packed,
    unpacked_reading,
)
from .guarded import SheetGroups, read_guarded, refusal_of

Answer = TypeVar("Answer")

_UNFOLDED = {Kind.WORD, Kind.OFFICE, Kind.PDF, Kind.PICTURE, Kind.JOINED}
"""What is read in the child; of all else nothing is unfolded."""

CHILD = (sys.executable, "-I", "-m", f"{__package__}.child")
SECONDS_TO_START = 60
_PIECE = 1 << 16
_ONE_CORE = dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
_SURROUNDINGS = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
"""All that the child is told of the surroundings: passwords and keys of the deployment stand there, too."""
_TRIES = 2
"""A reader may be ended for what another process did to the machine; the second time it is the file."""


class ReaderStopped(Exception):
    """The child is gone without an answer; `sheet` is where it was, `too_slow` after so many seconds."""

    def __init__(self, sheet: int | None, *, too_slow: int = 0) -> None:
        super().__init__("the reading process stopped")
        self.sheet = sheet
        self.too_slow = too_slow


class FileReader:
    """For one thread at a time; `stop` alone may be called from another. Use as a context, or call `stop`."""

    def __init__(
        self, limits: Limits = LIMITS, bounds: Bounds = BOUNDS, *, child: Sequence[str] = CHILD
    ) -> None:
        self._limits, self._bounds, self._command = limits, bounds, child
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._editions = b""
        self._stopped = False

    def __enter__(self) -> FileReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def read(
        self,
        data: bytes,
        editions: Sequence[Edition],
        *,
        with_pictures: bool = False,
        groups: SheetGroups = (),
    ) -> FileReading:
        """What `read_file` gives; of `groups`, if there are any, a reading for each (`read_chosen_sheets`).

        Nothing is raised for what a file holds or costs.
        """
        if len(data) > self._limits.bytes or kind_of(data) not in _UNFOLDED:
            begin_file()
            return read_guarded(data, editions, self._limits, with_pictures=with_pictures, groups=groups)
        read, stopped_at = self._tried(data, editions, (with_pictures, groups, ()), tries=_TRIES)
        # Sheets that a person put together are counted otherwise than those of the files they came in.
        if stopped_at is None or groups or kind_of(data) is Kind.JOINED or self._stopped:
            return read
        # The other sheets may be worth reading.
        others, _ = self._tried(data, editions, (with_pictures, groups, (stopped_at,)), tries=1)
        return others if any(each.form is not None for each in others.readings) else read

    def _tried(
        self, data: bytes, editions: Sequence[Edition], how: tuple[object, ...], *, tries: int
    ) -> tuple[FileReading, int | None]:
        """The reading; else a refusal, and the sheet at which the reader stopped, where that is known."""
        sheet: int | None = None
        for _ in range(tries):
            try:
                return self._read_in_child(packed((data, self._limits, *how)), editions), None
            except ReaderStopped as stopped:
                self._end_child()
                sheet = stopped.sheet
                if stopped.too_slow:
                    return self._too_slow(data, stopped), sheet
                if self._stopped:
                    break
        sentence = (
            f"O leitor parou neste arquivo{in_words(sheet)}: ele pede memória demais ou está danificado."
        )
        return refusal_of(data, "reader-stopped", sentence), sheet

    def compare(self, paper: SheetToCompare) -> ComparedSheet:
        """What pen changed on a sheet of ours; without an answer where that costs too much."""
        for _ in range(_TRIES):
            try:
                child = self._child or self._begin_child()
                self._ask(child, frame(COMPARE, packed(paper)))
                return self._answer(child, ComparedSheet)
            except ReaderStopped as stopped:
                self._end_child()
                if stopped.too_slow or self._stopped:
                    break
        return ComparedSheet(paper.sheet, None)

    def stop(self) -> None:
        """Ends the child, whatever it is at."""
        self._stopped = True
        self._end_child()

    def _too_slow(self, data: bytes, stopped: ReaderStopped) -> FileReading:
        sentence = (
            f"A leitura passou de {stopped.too_slow} segundos e foi interrompida{in_words(stopped.sheet)}."
        )
        return refusal_of(data, "reading-too-slow", sentence)

    def _read_in_child(self, asked: bytes, editions: Sequence[Edition]) -> FileReading:
        child = self._child or self._begin_child()
        told = packed(tuple(editions))
        if told != self._editions:
            self._ask(child, frame(EDITIONS, told))
            self._editions = told
        self._ask(child, frame(FILE, asked))
        return self._answer(child, FileReading)

    def _ask(self, child: subprocess.Popen[bytes], asked: bytes) -> None:
        assert child.stdin is not None
        try:
            child.stdin.write(asked)
            child.stdin.flush()
        except OSError as problem:
            raise ReaderStopped(None) from problem

    def _answer(self, child: subprocess.Popen[bytes], wanted: type[Answer]) -> Answer:
        time_left = _TimeLeft(self._bounds, self._limits)
        heard = bytearray()
        sheet: int | None = None
        while True:
            kind, content = _next_frame(child, heard, time_left, sheet, most=self._bounds.memory)
            if kind == AT_SHEET:
                sheet = int(content) if content.isdigit() and len(content) < 6 else None
                time_left.at_sheet(sheet)
                continue
            if kind == LAST_ANSWER:
                self._end_child()
            try:
                answer = unpacked_reading(content)
            except pickle.UnpicklingError as problem:
                raise ReaderStopped(sheet) from problem
            if kind not in (ANSWER, LAST_ANSWER) or not isinstance(answer, wanted):
                raise ReaderStopped(sheet)
            return answer

    def _begin_child(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise ReaderStopped(None)
        self._folder = tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True)
        told = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ}
        self._child = subprocess.Popen(  # noqa: S603
            [*self._command, str(self._bounds.memory), str(self._bounds.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=told | _ONE_CORE | {"TMPDIR": self._folder.name},
        )
        self._editions = b""
        # A machine that is busy starts it slowly: that is no file's fault.
        to_start = _TimeLeft(Bounds(seconds=SECONDS_TO_START), self._limits)
        kind, _ = _next_frame(self._child, bytearray(), to_start, None, most=0)
        if kind != READY:
            raise ReaderStopped(None)
        return self._child

    def _end_child(self) -> None:
        child, self._child = self._child, None
        folder, self._folder = self._folder, None
        if child is not None:
            _kill(child)
        if folder is not None:
            # One that was killed has left there what it was at.
            folder.cleanup()


class _TimeLeft:
    """A file has so many seconds without coming to another sheet, and in all so many for its sheets."""

    def __init__(self, bounds: Bounds, limits: Limits) -> None:
        self._bounds, self._most_sheets = bounds, limits.sheets
        self._begun = self._last = time.monotonic()
        self._sheets = 0

    def at_sheet(self, sheet: int | None) -> None:
        self._last = time.monotonic()
        if sheet is not None:
            self._sheets = max(self._sheets, min(sheet + 1, self._most_sheets))

    def seconds(self) -> float:
        now = time.monotonic()
        return min(self._last + self._bounds.seconds - now, self._begun + self._in_all() - now)

    def passed(self) -> int:
        """The limit that was passed."""
        is_in_all = time.monotonic() - self._begun >= self._in_all()
        return self._in_all() if is_in_all else self._bounds.seconds

    def _in_all(self) -> int:
        return self._bounds.seconds_for(self._sheets)


def _kill(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                # What was still to be written to it goes with it.
                continue
    child.wait()


def _next_frame(
    child: subprocess.Popen[bytes], heard: bytearray, time_left: _TimeLeft, sheet: int | None, *, most: int
) -> tuple[bytes, bytes]:
    """`most` bytes, and no more are kept of what the child says.

    Raises:
        ReaderStopped: the child has died, has taken too long, or says too much.
    """
    assert child.stdout is not None
    length = HEAD.size
    while True:
        if len(heard) >= HEAD.size:
            kind, size = HEAD.unpack(heard[: HEAD.size])
            if size > most:
                raise ReaderStopped(sheet)
            length = HEAD.size + size
            if len(heard) >= length:
                content = bytes(heard[HEAD.size : length])
                del heard[:length]
                return kind, content
        left = time_left.seconds()
        if left <= 0:
            raise ReaderStopped(sheet, too_slow=time_left.passed())
        try:
            if not select.select([child.stdout], [], [], left)[0]:
                continue
            piece = os.read(child.stdout.fileno(), _PIECE)
        except (OSError, ValueError) as problem:
            # `stop` was called meanwhile.
            raise ReaderStopped(sheet) from problem
        if not piece:
            raise ReaderStopped(sheet)
        heard += piece
