"""Where chance comes from: always the same for the same names."""

from __future__ import annotations

from random import Random


def lots(*names: object) -> Random:
    """A source of its own for whatever the names name; nothing here is a secret."""
    return Random("/".join(map(str, names)))  # noqa: S311 - a demonstration must repeat
