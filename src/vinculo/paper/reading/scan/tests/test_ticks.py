"""Ticks read from drawn sheets: each kind of box and mark, at several resolutions, with noise; no OCR."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ..ink import ink_of
from ..sheet import Mark, PixelBox, ScannedWord, TickBox, UprightSheet
from ..ticks import find_ticks

_OPTIONS = (
    "Perda de contato", "Valores", "Franquia", "Glosas", "Estudos", "Aposentou", "Outros", "Desligamento",
)  # fmt: skip
_TICKED_AT, _VOID_AT = 2, 5
_MARKS = ("cross", "check", "slash", "filled", "dot", "circle")


@dataclass(frozen=True)
class _Drawing:
    """A column of options with a box before each, in millimetres until it is drawn."""

    dpi: int = 200
    shape: str = "square"
    mark: str = "cross"
    void: bool = False
    noise: float = 0.0
    pen: int = 40  # How dark, 0 black.

    def px(self, millimetres: float) -> int:
        return round(millimetres / 25.4 * self.dpi)

    def sheet(self) -> tuple[UprightSheet, list[ScannedWord]]:
        grey: NDArray[np.uint8] = np.full((self.px(80), self.px(90)), 255, np.uint8)
        words = []
        for number, option in enumerate(_OPTIONS):
            self._box(grey, *self.corner(number))
            words += self._words(grey, option, number)
        self._marked(grey, *self.corner(_TICKED_AT), self.mark)
        if self.void:
            self._marked(grey, *self.corner(_VOID_AT), "cross")
            self._marked(grey, *self.corner(_VOID_AT), "struck")
        grain = np.random.default_rng(5).normal(0, self.noise, grey.shape)
        noisy = np.clip(grey + grain, 0, 255).astype(np.uint8)
        return UprightSheet(0, noisy, float(self.dpi)), words

    def corner(self, number: int) -> tuple[int, int]:
        return self.px(12), self.px(8 + 8 * number)

    def _box(self, grey: NDArray[np.uint8], left: int, top: int) -> None:
        side, thick = self.px(3), max(1, self.dpi // 150)
        if self.shape == "square":
            cv2.rectangle(grey, (left, top), (left + side, top + side), 30, thick)
        elif self.shape == "circle":
            middle = (left + side // 2, top + side // 2)
            cv2.circle(grey, middle, side // 2, 30, thick, cv2.LINE_AA)
        else:
            deep = side // 4
            if self.shape == "typed" and top == self.corner(_TICKED_AT)[1]:
                # As near to the words as the others, and wider by the x.
                left, side_wide = left - self.px(1), side + self.px(1)
                for start in (top + deep, top + 3 * deep):
                    ends = (
                        (left + 2 * deep, start),
                        (left + side_wide - 2 * deep, 2 * top + 4 * deep - start),
                    )
                    cv2.line(grey, *ends, 30, thick, cv2.LINE_AA)
                right = left + side_wide
            else:
                right = left + side
            for at, inward in ((left, deep), (right, -deep)):
                points = np.array(
                    ((at + inward, top), (at, top), (at, top + side), (at + inward, top + side)), np.int32
                )
                cv2.polylines(grey, [points], False, 30, thick)

    def _words(self, grey: NDArray[np.uint8], option: str, number: int) -> list[ScannedWord]:
        """Words as bars of ink, told as OCR would tell them."""
        left, top = self.corner(number)
        at, words = left + self.px(5), []
        for word in option.split():
            right, lower = at + self.px(1.9) * len(word), top + self.px(3)
            for letter in range(len(word)):
                x = at + letter * self.px(1.9)
                cv2.line(grey, (x, top + self.px(0.4)), (x + self.px(1.2), lower), 30, max(1, self.px(0.25)))
            words.append(ScannedWord(word, PixelBox(at, top, right, lower), 0.95))
            at = right + self.px(1.5)
        return words

    def _marked(self, grey: NDArray[np.uint8], left: int, top: int, mark: str) -> None:
        side, thick = self.px(3), max(2, self.px(0.4))
        right, lower, middle = left + side, top + side, (left + side // 2, top + side // 2)
        lines: dict[str, list[tuple[tuple[int, int], tuple[int, int]]]] = {
            "cross": [((left, top), (right, lower)), ((right, top), (left, lower))],
            "check": [((left, middle[1]), (middle[0], lower)), ((middle[0], lower), (right + 4, top - 6))],
            "slash": [((left, lower), (right, top))],
            "filled": [((left, y), (right, y)) for y in range(top + 2, lower, thick)],
            "dot": [(middle, middle)],
            "speck": [((right - side // 4, middle[1]),) * 2],
            "dirt": [((middle[0] - 2, middle[1]), (middle[0] + 2, middle[1]))],
            "struck": [
                ((left - side, y), (right + side, y)) for y in range(top + side // 4, lower, side // 4)
            ],
        }
        if mark == "circle":
            cv2.circle(grey, middle, round(side * 0.95), self.pen, thick, cv2.LINE_AA)
        for start, end in lines.get(mark, ()):
            cv2.line(grey, start, end, self.pen, thick * (3 if mark == "dot" else 1), cv2.LINE_AA)

    def found(self) -> list[TickBox | None]:
        """The box found at each option's place; there must be no other."""
        ticks = find_ticks(*self.sheet())
        placed: list[TickBox | None] = []
        for number in range(len(_OPTIONS)):
            left, top = self.corner(number)
            near = [
                tick
                for tick in ticks
                if abs(tick.box.left - left) < self.px(1.5) and abs(tick.box.top - top) < self.px(1.5)
            ]
            assert len(near) <= 1
            placed += near or [None]
        assert sum(tick is not None for tick in placed) == len(ticks)
        return placed


def _marks(drawing: _Drawing) -> list[Mark | None]:
    return [tick.mark if tick else None for tick in drawing.found()]


def _only(mark: Mark) -> list[Mark]:
    return [mark if number == _TICKED_AT else Mark.EMPTY for number in range(len(_OPTIONS))]


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_each_mark_is_a_tick(mark: str, dpi: int) -> None:
    assert _marks(_Drawing(dpi=dpi, mark=mark, noise=4)) == _only(Mark.TICKED)


@pytest.mark.parametrize("shape", ["square", "circle", "brackets"])
def test_each_shape_of_box_is_found(shape: str) -> None:
    assert _marks(_Drawing(shape=shape, noise=3)) == _only(Mark.TICKED)


def test_brackets_about_a_typed_x_are_found_although_they_are_wider() -> None:
    assert _marks(_Drawing(shape="typed", mark="none")) == _only(Mark.TICKED)


def test_a_box_and_words_close_by_are_no_ring_about_a_box() -> None:
    drawing = _Drawing(mark="none")
    sheet, words = drawing.sheet()
    left, top = drawing.corner(_TICKED_AT)
    for above in (top - drawing.px(0.9), top + drawing.px(3.9)):
        cv2.line(sheet.grey, (left - 8, above), (left + drawing.px(3) + 8, above), 30, drawing.px(0.8))
    assert {tick.mark for tick in find_ticks(sheet, words)} <= {Mark.EMPTY, Mark.UNSURE}


def test_a_sign_in_the_place_of_a_box_is_a_tick() -> None:
    drawing = _Drawing(mark="none")
    sheet, words = drawing.sheet()
    wide = sheet.grey.shape[1]
    both = np.hstack([sheet.grey, sheet.grey])
    left, top = drawing.corner(len(_OPTIONS) - 1)
    left += wide
    both[top - 3 : top + drawing.px(3) + 4, left - 3 : left + drawing.px(3) + 4] = 255
    middle = (left + drawing.px(1.7), top + drawing.px(1.5))
    cv2.drawMarker(both, middle, 30, cv2.MARKER_TILTED_CROSS, drawing.px(2), 2)
    moved = [
        replace(word, box=replace(word.box, left=word.box.left + wide, right=word.box.right + wide))
        for word in words
    ]
    sign = ScannedWord("x", PixelBox(left + 8, top + 4, left + 22, top + 20), 0.8)
    ticks = find_ticks(UprightSheet(0, both, sheet.dpi), [*words, *moved, sign])
    assert [tick.mark for tick in ticks if tick.mark is not Mark.EMPTY] == [Mark.TICKED]
    assert len(ticks) == 2 * len(_OPTIONS)


def test_no_mark_leaves_every_box_empty() -> None:
    found = _Drawing(mark="none", noise=6).found()
    assert [tick and tick.mark for tick in found] == [Mark.EMPTY] * len(_OPTIONS)
    assert all(tick and tick.sure > 0.95 for tick in found)


@pytest.mark.parametrize("mark", ["speck", "dirt"])
def test_a_speck_in_a_box_is_no_tick(mark: str) -> None:
    assert _marks(_Drawing(mark=mark, dpi=200)) == _only(Mark.UNSURE)


def test_a_faint_pencil_is_not_passed_over() -> None:
    assert _marks(_Drawing(pen=150, noise=3))[_TICKED_AT] in {Mark.TICKED, Mark.UNSURE}


def test_a_tick_struck_through_is_void() -> None:
    marks = _marks(_Drawing(void=True, noise=3))
    assert marks[_TICKED_AT] is Mark.TICKED
    assert marks[_VOID_AT] is Mark.CROSSED_OUT


def test_words_of_options_without_boxes_give_none() -> None:
    drawing = _Drawing()
    sheet, words = drawing.sheet()
    bare = sheet.grey.copy()
    bare[:, : drawing.px(16)] = 255
    assert find_ticks(UprightSheet(0, bare, sheet.dpi), words) == ()


def test_a_blank_or_tiny_sheet_has_no_boxes() -> None:
    for size in ((1, 1), (20, 30), (400, 300)):
        assert find_ticks(UprightSheet(0, np.full(size, 255, np.uint8), 200.0), ()) == ()


@settings(max_examples=12, deadline=None)
@given(
    grey=st.integers(0, 2**32 - 1).map(
        lambda seed: np.random.default_rng(seed).integers(0, 256, (90, 120), dtype=np.uint8)
    ),
    dpi=st.sampled_from([1.0, 72.0, 200.0, 1200.0]),
)
def test_any_picture_is_read_to_boxes_on_it(grey: NDArray[np.uint8], dpi: float) -> None:
    words = [ScannedWord("Valores", PixelBox(40, 30, 90, 45), 0.9)]
    for tick in find_ticks(UprightSheet(0, grey, dpi), words):
        assert 0 <= tick.sure <= 1
        assert tick.box.left < tick.box.right
        assert tick.box.top < tick.box.bottom


def test_boxes_with_a_grey_ground_are_as_grey_on_a_sheet_with_hardly_any_ink() -> None:
    full: NDArray[np.uint8] = np.full((1400, 1000), 250, np.uint8)
    last = full.copy()
    for grey in (full, last):
        for top in range(60, 260, 25):
            cv2.rectangle(grey, (60, top), (80, top + 20), 215, -1)
            cv2.rectangle(grey, (60, top), (80, top + 20), 30, 2)
    full[300:1300, 60:400:4] = 30
    ink, alone = (ink_of(UprightSheet(0, grey, 200.0)).level for grey in (full, last))
    assert abs(float(ink[70, 70]) - float(alone[70, 70])) < 0.1
