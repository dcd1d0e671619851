"""What the two processes say to each other: a letter for the kind, a length, and so many bytes.

The child reads strangers' files in libraries that may have holes, so its answers are not trusted: they may
hold the data of a reading and nothing else.
"""

from __future__ import annotations

import dataclasses
import enum
import io
import pickle
import struct
from collections.abc import Callable
from typing import Any

EDITIONS = b"E"
FILE = b"F"
COMPARE = b"C"
"""A sheet of ours to be held against its print."""
READY = b"R"
"""The child has started: from here on its time counts."""
AT_SHEET = b"S"
ANSWER = b"A"
LAST_ANSWER = b"L"
"""An answer after which the child ends."""

HEAD = struct.Struct("!cQ")
_VALUES = {("datetime", "date"), ("decimal", "Decimal")}
_ROOMS = ("vinculo.paper.", "vinculo.kernel.")


def frame(kind: bytes, content: bytes) -> bytes:
    return HEAD.pack(kind, len(content)) + content


def read_frame(read: Callable[[int], bytes]) -> tuple[bytes, bytes] | None:
    """The next frame; None where the other side is gone. `read` gives all it is asked for, or the end."""
    head = read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    content = read(length)
    return (kind, content) if len(content) == length else None


def packed(thing: object) -> bytes:
    return pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL)


class _Readings(pickle.Unpickler):
    """Makes the data classes of a reading, dates and numbers; anything else is refused."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self._as_they_were: dict[Any, dict[str, Any]] = {}

    def changed_what_is_shared(self) -> bool:
        """Whether the answer wrote to a class or a member of an enumeration; they are put right again."""
        changed = [thing for thing, was in self._as_they_were.items() if dict(vars(thing)) != was]
        for thing in changed:
            _put_right(thing, self._as_they_were[thing])
        return bool(changed)

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _VALUES:
            return super().find_class(module, name)
        if module.startswith(_ROOMS):
            found = super().find_class(module, name)
            is_class = isinstance(found, type)
            if is_class and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                shared = (found, *found) if issubclass(found, enum.Enum) else (found,)
                for thing in shared:
                    self._as_they_were.setdefault(thing, dict(vars(thing)))
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")


def _put_right(thing: Any, was: dict[str, Any]) -> None:
    # Past what an enumeration or a frozen class forbids of itself.
    kind: Any = type if isinstance(thing, type) else object
    for name in set(vars(thing)) - set(was):
        kind.__delattr__(thing, name)
    for name, value in was.items():
        if vars(thing).get(name) != value:
            kind.__setattr__(thing, name, value)


def unpacked_reading(content: bytes) -> Any:
    """
    Raises:
        pickle.UnpicklingError: the answer is no reading.
    """
    readings = _Readings(content)
    try:
        answer = readings.load()
    except pickle.UnpicklingError:
        raise
    except Exception as problem:
        raise pickle.UnpicklingError("the answer is damaged") from problem
    finally:
        spoilt = readings.changed_what_is_shared()
    if spoilt:
        raise pickle.UnpicklingError("the answer changes what others read with")
    return answer
