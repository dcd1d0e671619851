"""Addresses of many rows: one is found by its name, the others differ from it in their number alone."""

from __future__ import annotations

from functools import cache

from django.urls import reverse


def address_of(name: str, number: int) -> str:
    """What `reverse` gives for an address with one number in it, for a tenth of its time."""
    return _of_zero(name).replace("/0/", f"/{number}/", 1)


@cache
def _of_zero(name: str) -> str:
    return reverse(name, args=[0])
