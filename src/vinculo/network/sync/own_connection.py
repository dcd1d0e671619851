"""Connections of a run beside the one that Django keeps: for what is done at the same time as its writes."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection

_OF_DJANGO = frozenset({"context", "cursor_factory"})


def connection_settings() -> dict[str, Any]:
    """By which a thread or a forked process opens one to the same database."""
    settings = connection.get_connection_params()
    return {name: value for name, value in settings.items() if name not in _OF_DJANGO}


def open_own(settings: dict[str, Any]) -> psycopg.Connection:
    return psycopg.connect(**settings, autocommit=True)
