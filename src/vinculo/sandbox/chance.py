"""Chance that can be asked for any place of a long list without walking there."""

from __future__ import annotations

_BITS = (1 << 64) - 1
_FACTOR = 48_271_301


def chance(seed: int, stream: int, place: int) -> int:
    """64 bits that look random and are always the same (splitmix64). `stream` is what they are for."""
    mixed = (seed * 0x9E3779B97F4A7C15 + stream * 0xD1B54A32D192ED03 + place * 0x8CB92BA72F3D8DD7) & _BITS
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _BITS
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _BITS
    return mixed ^ (mixed >> 31)


def never_twice(seed: int, stream: int, place: int, prime: int) -> int:
    """A number below `prime` that no other place below it gets: identifiers may not repeat."""
    return (place * _FACTOR + chance(seed, stream, 0)) % prime
