"""What several looks at the same ink say it is, before anybody has decided between them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one piece of ink. `source`: which look gave it, as "sheet", "close" or "digits".

    `sure` is what the engine itself says, 0 to 1; looks that agree are told by their equal `text`.
    """

    text: str
    sure: float
    source: str
