"""The reading child with a reader that does what a file's last word says: hangs, eats memory, dies."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from types import SimpleNamespace
from typing import Any, NoReturn

from vinculo.paper.reading import at_work, files
from vinculo.paper.reading.process import child, guarded
from vinculo.paper.reading.returned_paper import SheetToCompare

COMPARING = "vinculo.paper.reading.own_paper.comparing"


def read_as_told(data: bytes, *told: Any, **more: Any) -> files.FileReading:
    match data.split()[-1]:
        case b"hangs" if not at_work.is_left_out(2):
            at_work.at_sheet(2)
            time.sleep(60)
        case b"eats":
            at_work.at_sheet(6)
            bytearray(800_000_000)
        case b"dies" if not at_work.is_left_out(4):
            at_work.at_sheet(4)
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"stumbles":
            at_work.at_sheet(1)
            raise ZeroDivisionError("529.982.247-25")
        case b"litters":
            tempfile.mkdtemp(prefix="litter-")
            os.kill(os.getpid(), signal.SIGKILL)
        case b"asks" if "VINCULO_SECRET_KEY" in os.environ or "DATABASE_URL" in os.environ:
            raise PermissionError
        case b"trips" if not at_work.is_left_out(1):
            at_work.at_sheet(1)
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"prints":
            os.write(1, b"what a library prints")
    return files.read_file(data, *told, **more)


def compare_as_told(paper: SheetToCompare) -> NoReturn:
    match paper.jpeg:
        case b"hangs":
            time.sleep(60)
        case b"dies":
            os.kill(os.getpid(), signal.SIGSEGV)
    raise MemoryError


if __name__ == "__main__":
    sys.modules[COMPARING] = SimpleNamespace(compare=compare_as_told)  # type: ignore[assignment]
    setattr(guarded, "read_file", read_as_told)  # noqa: B010
    child.main(sys.argv[1:])
