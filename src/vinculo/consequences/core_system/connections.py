"""The connections of operators with their core systems, as this machine's folder has them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vinculo.accounts.models import Operator

from ..protocol_system.connection import path_of
from .connection import CoreConnection
from .connection_file import core_connection_of


def core_connection_for(operator: Operator) -> CoreConnection:
    """Read anew only when the file was written since."""
    folder: Path = settings.FILING_FOLDER
    path = path_of(operator.code, folder)
    try:
        stamp = path.stat() if path else None
    except OSError:
        # Not there, or not to be seen: reading it says which.
        return core_connection_of(operator.code, folder)
    return _read(operator.code, folder, (stamp.st_mtime_ns, stamp.st_size, stamp.st_ino) if stamp else None)


def core_name_of(operator: Operator) -> str:
    """By which the outbox knows the operator's core system."""
    return f"core/{operator.code}"


@lru_cache(maxsize=64)
def _read(code: str, folder: Path, stamp: tuple[int, int, int] | None) -> CoreConnection:
    return core_connection_of(code, folder)
