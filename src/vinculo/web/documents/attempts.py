"""How often one address may guess codes and send files to the public page: counted, nothing else is kept."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from ..account.visits import network_address

MOST = 40
"""Codes that nobody issued, and files, in one span; a code that exists costs nothing."""
SPAN_SECONDS = 600


def has_tried_too_often(request: HttpRequest) -> bool:
    return int(cache.get(_key(request), 0)) >= MOST


def count_attempt(request: HttpRequest) -> None:
    key = _key(request)
    if not cache.add(key, 1, SPAN_SECONDS):
        try:
            cache.incr(key)
        except ValueError:
            # The span has just ended.
            cache.set(key, 1, SPAN_SECONDS)


def _key(request: HttpRequest) -> str:
    return f"verify-{hashlib.sha256(network_address(request).encode()).hexdigest()[:24]}"
