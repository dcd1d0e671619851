"""The child: reads the files that its parent sends, one after the other, and ends with its parent.

It takes no more memory than it is given, no core file is left of it, and each file has its seconds. What a
library prints goes nowhere: it may quote a file.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from vinculo.kernel.process_bounds import bound_memory, bound_seconds

from ..at_work import begin_file, page_at_work
from ..returned_paper import ComparedSheet
from .frames import ANSWER, AT_SHEET, COMPARE, EDITIONS, LAST_ANSWER, READY, frame, packed, read_frame
from .guarded import read_guarded, refusal_of

_WORN_OUT_FILES = 500
_WORN_OUT_SHARE = 0.6
"""Of the memory: a child that once took so much gives its place to a fresh one."""


def main(arguments: Sequence[str]) -> None:
    memory, seconds = map(int, arguments)
    # Ctrl-C is the parent's to deal with.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    questions, answers = _taken_from_libraries()
    bound_memory(memory)
    answers.write(frame(READY, b""))
    answers.flush()
    editions: Any = ()
    files = 0
    while True:
        asked = read_frame(questions.read)
        if asked is None:
            return
        kind, content = asked
        if kind == EDITIONS:
            editions = pickle.loads(content)  # noqa: S301, what the parent says is trusted
            continue
        files += 1
        bound_seconds(seconds)
        if kind == COMPARE:
            answer, fit = _compared(content)
        else:
            answer, fit = _answer(content, editions, answers, seconds)
        worn_out = not fit or files >= _WORN_OUT_FILES or _most_taken() > memory * _WORN_OUT_SHARE
        answers.write(frame(LAST_ANSWER if worn_out else ANSWER, answer))
        answers.flush()
        if worn_out:
            return


def _answer(content: bytes, editions: Any, answers: BinaryIO, seconds: int) -> tuple[bytes, bool]:
    """The packed reading, and whether this process is fit for another file."""
    data, limits, with_pictures, groups, left_out = pickle.loads(content)  # noqa: S301

    def tell(sheet: int | None) -> None:
        # For all of them together the parent has a limit.
        bound_seconds(seconds)
        answers.write(frame(AT_SHEET, b"" if sheet is None else str(sheet).encode()))
        answers.flush()

    begin_file(tell, left_out)
    try:
        read = read_guarded(data, editions, limits, with_pictures=with_pictures, groups=groups)
        return packed(read), True
    except MemoryError:
        sentence = f"O arquivo pede memória demais{page_at_work()} e não foi lido."
        return packed(refusal_of(data, "too-much-memory", sentence)), False


def _compared(content: bytes) -> tuple[bytes, bool]:
    """As `_answer`, of a sheet of ours that is held against its print."""
    from ..own_paper.comparing import compare  # noqa: PLC0415 - few files are paper of ours

    paper = pickle.loads(content)  # noqa: S301
    try:
        return packed(compare(paper)), True
    except MemoryError:
        return packed(ComparedSheet(paper.sheet, None)), False


def _most_taken() -> int:
    """Bytes. Where the system tells it, the child's own: usage counts what its parent had, too."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration, ValueError, IndexError):
        pass
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _taken_from_libraries() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the parent's pipes, in the place of which libraries find nothing to write to."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nowhere, descriptor)
    return questions, answers


if __name__ == "__main__":
    main(sys.argv[1:])
