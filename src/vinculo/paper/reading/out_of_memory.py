"""Whether something failed for want of memory, in whichever library it was."""

from __future__ import annotations

_NO_MEMORY_OF_OPENCV = -4


def is_out_of_memory(problem: BaseException) -> bool:
    return isinstance(problem, MemoryError) or (
        # What the picture library raises is of a kind of its own; it is loaded by few files.
        type(problem).__module__.startswith("cv2") and getattr(problem, "code", 0) == _NO_MEMORY_OF_OPENCV
    )
