"""Personal numbers that somebody searches for stay out of every address.

The address carries a key of the person's own session instead, so that the search survives going back,
reloading and sorting, and says nothing to anybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.sessions.backends.base import SessionBase

from vinculo.cases.queries.filters import Parameters
from vinculo.cases.queries.listing import FILTER_OF_PARAMETER
from vinculo.cases.queries.search import is_private_query

SESSION_KEY = "private_searches"
MOST_KEPT = 20
KEY_SUFFIX = "_key"


def is_private(parameter: str, value: str) -> bool:
    """Whether a value of the list must not stand in an address."""
    if not value.strip():
        return False
    if parameter == "q":
        return is_private_query(value)
    item = FILTER_OF_PARAMETER.get(parameter)
    return item is not None and item.private


def hidden(session: SessionBase, parameters: Parameters) -> dict[str, Sequence[str]]:
    """The parameters as an address may carry them: private ones are kept, and named by their keys."""
    shown: dict[str, Sequence[str]] = {}
    for name, values in parameters.items():
        value = values[-1] if values else ""
        if is_private(name, value):
            shown[f"{name}{KEY_SUFFIX}"] = [_keep(session, name, value)]
        else:
            shown[name] = values
    return shown


def revealed(session: SessionBase, parameters: Parameters) -> tuple[dict[str, Sequence[str]], bool]:
    """The parameters with the values behind their keys, and whether one is kept no longer."""
    kept: Mapping[str, Sequence[str]] = session.get(SESSION_KEY, {})
    found: dict[str, Sequence[str]] = {}
    is_lost = False
    for name, values in parameters.items():
        if not name.endswith(KEY_SUFFIX):
            found[name] = values
            continue
        plain = name.removesuffix(KEY_SUFFIX)
        entry = kept.get(values[-1] if values else "")
        if entry is None or entry[0] != plain:
            is_lost = True
        else:
            found[plain] = [entry[1]]
    return found, is_lost


def _keep(session: SessionBase, name: str, value: str) -> str:
    """The key of a value: the one that it already has, else a new one; the oldest makes room."""
    kept: dict[str, Sequence[str]] = dict(session.get(SESSION_KEY, {}))
    for key, entry in kept.items():
        if list(entry) == [name, value]:
            return key
    for old in _surplus(kept):
        del kept[old]
    key = secrets.token_urlsafe(6)
    kept[key] = [name, value]
    session[SESSION_KEY] = kept
    return key


def _surplus(kept: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return list(kept)[: max(0, len(kept) - MOST_KEPT + 1)]
