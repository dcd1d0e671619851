"""What several looks at the same ink say it is, before anybody has decided between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one piece of ink. `source`: which look gave it, as "sheet", "close" or "digits".

    `sure` is what the engine itself says, 0 to 1; looks that agree are told by their equal `text`.
    """

    text: str
    sure: float
    source: str


class Deciding(Protocol):
    """Chooses between the candidates for one field: the text to take, and how sure it is.

    `field` is a field of the form, or "contacts.on". The text may be one that no candidate has, where
    something beyond ink (check digits, the city list, the time within a protocol number) points to it.
    """

    def __call__(self, field: str, candidates: tuple[Candidate, ...], /) -> tuple[str, float]: ...
