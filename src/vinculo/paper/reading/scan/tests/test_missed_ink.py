"""Ink that the engine passed over: drawn as blocks, read by an engine that tells them by their width."""

from __future__ import annotations

import numpy as np

from vinculo.paper.reading.scan.engine import Engine, OcrWord
from vinculo.paper.reading.scan.missed_ink import with_missed_words
from vinculo.paper.reading.scan.sheet import PixelBox

TALL = 20


class _TellingByWidth(Engine):
    """Wide ink is a word, narrow ink a digit."""

    def __init__(self) -> None:
        pass

    def words(self, grey: np.ndarray, mode: int, *, dpi: float = 200, digits: str = "") -> list[OcrWord]:
        dark = np.flatnonzero((grey < 128).any(axis=0))
        wide = int(dark[-1] - dark[0]) > 3 * TALL
        return [OcrWord("Qtd" if wide else "1", PixelBox(0, 0, 9, 9), 0.9, ())]


def test_a_digit_that_was_taken_into_the_label_above_it_is_read_by_itself() -> None:
    clear = np.full((200, 300), 255, np.uint8)
    clear[50 : 50 + TALL, 40:100] = 0
    clear[80 : 80 + TALL, 40:48] = 0
    words = [OcrWord("label", PixelBox(150, top, 220, top + TALL), 0.9, ()) for top in range(0, 180, 30)]
    both = OcrWord("oro", PixelBox(38, 48, 102, 102), 0.5, ())
    found = with_missed_words([*words, both], clear, 200, _TellingByWidth())[len(words) :]
    assert [(word.text, word.box) for word in found] == [
        ("Qtd", PixelBox(40, 50, 100, 70)),
        ("1", PixelBox(40, 80, 48, 100)),
    ]


def test_a_word_that_took_in_another_above_it_is_read_without_that() -> None:
    clear = np.full((200, 300), 255, np.uint8)
    clear[50 : 50 + TALL, 40:110] = 0
    clear[80 : 80 + TALL, 40:120] = 0
    words = [OcrWord("label", PixelBox(150, top, 220, top + TALL), 0.9, ()) for top in range(0, 180, 30)]
    words.append(OcrWord("Quais?", PixelBox(40, 50, 110, 70), 0.9, ()))
    both = OcrWord("Qtd", PixelBox(40, 48, 122, 102), 0.9, ())
    found = with_missed_words([*words, both], clear, 200, _TellingByWidth())[len(words) :]
    assert [word.box.top for word in found] == [80]
