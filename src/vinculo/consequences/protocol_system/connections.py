"""The connections of operators, as this machine's folder has them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from vinculo.accounts.models import Operator

from .connection import Connection, path_of
from .connection_file import connection_of


def connection_for(operator: Operator) -> Connection:
    """Read anew only when the file was written since."""
    return _connection(operator.code)


def opens_protocols(code: str) -> bool:
    """Whether the operator with that code has a protocol system that needs no sector's help."""
    return _connection(code).system is not None


def name_of(operator: Operator) -> str:
    """By which the outbox knows the operator's protocol system."""
    return f"protocols/{operator.code}"


def _connection(code: str) -> Connection:
    folder: Path = settings.PROTOCOLS_FOLDER
    path = path_of(code, folder)
    try:
        stamp = path.stat() if path else None
    except OSError:
        # Not there, or not to be seen: reading it says which.
        return connection_of(code, folder)
    return _read(code, folder, (stamp.st_mtime_ns, stamp.st_size, stamp.st_ino) if stamp else None)


@lru_cache(maxsize=64)
def _read(code: str, folder: Path, stamp: tuple[int, int, int] | None) -> Connection:
    return connection_of(code, folder)
