"""The form's own labels, for what only words tell: that a row begins a field and goes on with none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..flat import flat
from ..vocabulary import Vocabulary

_BEHIND_LABEL = re.compile(r"[ .*]*[:?]")
_NOTHING = re.compile(r"[ .:*?]*")


@dataclass(frozen=True, slots=True)
class Labels:
    vocabulary: Vocabulary

    def opens_field(self, text: str) -> bool:
        """Whether a label of the head stands first, with a colon."""
        plain = flat(text)
        found = self.vocabulary.head_label.match(plain)
        return found is not None and _BEHIND_LABEL.match(plain, found.end()) is not None

    def opens_block(self, text: str) -> bool:
        """Whether a label of a block stands alone, or with its colon."""
        plain = flat(text)
        found = self.vocabulary.block_label.match(plain)
        if found is None:
            return False
        behind = _NOTHING.fullmatch(plain, found.end()) or _BEHIND_LABEL.match(plain, found.end())
        return behind is not None
