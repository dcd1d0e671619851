"""Complex fields of a paragraph: their codes are no text, what they show is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .controls import legacy_mark
from .names import Element, child, value_of
from .symbols import symbol

_SYMBOL = re.compile(
    r"\s*SYMBOL\s+(?P<code>0x[0-9a-f]{1,4}|[0-9]{1,5})(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_FONT = re.compile(r"\\f\s*\"?([^\"\\]{1,60}?)\"?\s*(?:\\|$)", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    shows: bool = False  # What comes now is its result.
    silent: bool = False  # It has said all it says.
    code: list[str] = field(default_factory=list)


class Fields:
    """The fields open at a place within one paragraph; one that never ends hides no more than that."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._hiding = 0  # How many of them hide what stands in them.

    @property
    def hides(self) -> bool:
        return self._hiding > 0

    def note_code(self, text: str) -> None:
        if self._open and not self._open[-1].shows:
            self._open[-1].code.append(text)

    def meet(self, mark: Element) -> str:
        """Go over a field's beginning, middle or end; the text that it shows of itself."""
        match value_of(mark, "fldCharType"):
            case "begin":
                return self._begin(child(mark, "ffData"))
            case "separate" if self._open:
                self._show(self._open[-1])
            case "end" if self._open:
                return self._end()
        return ""

    def _begin(self, data: Element | None) -> str:
        hidden = self.hides
        shown = legacy_mark(data) if data is not None else None
        self._open.append(_Field(silent=shown is not None))
        self._hiding += 1
        return "" if hidden or shown is None else shown

    def _show(self, each: _Field) -> None:
        if not each.shows and not each.silent:
            self._hiding -= 1
        each.shows = True

    def _end(self) -> str:
        ended = self._open.pop()
        if ended.silent or not ended.shows:
            self._hiding -= 1
        return "" if self.hides or ended.silent else _drawn("".join(ended.code))


def _drawn(code: str) -> str:
    """What a SYMBOL field draws."""
    found = _SYMBOL.match(code)
    if found is None:
        return ""
    number = found["code"].lower()
    font = _FONT.search(found["rest"])
    return symbol(int(number, 16 if number.startswith("0x") else 10), font[1].strip() if font else None)
