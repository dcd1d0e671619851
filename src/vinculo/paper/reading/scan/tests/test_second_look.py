"""What each look at a number saw is handed on, for whoever knows more than the file says."""

from __future__ import annotations

import numpy as np
import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading import Box, Line, Page, Reading, Word
from vinculo.paper.reading.scan import second_look
from vinculo.paper.reading.scan.engine import Engine, OcrWord
from vinculo.paper.reading.scan.kept_sheet import KeptSheet
from vinculo.paper.reading.scan.sheet import PixelBox

PLACE = Box(0, 0.1, 0.1, 0.3, 0.2)


WHOLE = (Word(0, 5, PLACE, 0.8),)
# As a narrow cell wraps it: the second row is shorter, and left of where the first ends.
WRAPPED = (
    Word(0, 4, Box(0, 0.1, 0.1, 0.3, 0.14), 0.8),
    Word(4, 5, Box(0, 0.1, 0.16, 0.15, 0.2), 0.8),
)


class _Seeing(Engine):
    """Reads one crop after the other as these texts, the last of them again and again."""

    def __init__(self, *texts: str) -> None:
        self._texts = list(texts)

    def words(self, grey: np.ndarray, mode: int, *, dpi: float = 200, digits: str = "") -> list[OcrWord]:
        text = self._texts.pop(0) if len(self._texts) > 1 else self._texts[0]
        return [OcrWord(text, PixelBox(0, 0, 10, 10), 0.7, ())]


def looks_at(*seen: str, monkeypatch: pytest.MonkeyPatch, words: tuple[Word, ...] = WHOLE) -> Reading:
    blank = np.full((200, 300), 255, np.uint8)
    line = Line("12846", words=words)
    sheet = KeptSheet.of(0, blank, (line,))
    reading = Reading(RetentionForm(edition=2, cro="12846"), places={"cro": (PLACE,)})
    monkeypatch.setattr(second_look, "read_page", lambda page, editions: reading)
    page = Page.of((line,), scanned=True)
    return second_look.with_second_look(page, [sheet], [packaged_edition(2)], _Seeing(*seen))


def test_looks_that_differ_are_told_and_those_that_agree_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks_at("12346", monkeypatch=monkeypatch).looks == {"cro": ("12846", "12346")}
    assert looks_at("12846", monkeypatch=monkeypatch).looks == {}


def test_a_value_over_two_rows_is_looked_at_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks_at("1284", "6", monkeypatch=monkeypatch, words=WRAPPED).looks == {}
    apart = looks_at("1234", "6", monkeypatch=monkeypatch, words=WRAPPED)
    assert apart.looks == {"cro": ("12846", "12346")}
