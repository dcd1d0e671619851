"""Every tick box on a sheet: where empty ones look alike and words of options stand, the others are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from .box_grid import crossings
from .box_groups import belongs, expected, in_line, largest_group, most_equal_squares, usual_gap
from .box_looks import (
    Beside,
    FoundBox,
    Look,
    Text,
    alike,
    crop_at,
    crop_of,
    gap_between,
    look_of,
    with_known,
)
from .box_outlines import Outline, empty_outlines
from .ink import INKED, Ink, Level, without_rulings
from .sheet import PixelBox, ScannedWord
from .tick_labels import option_words

# From a box to its words, in sides of the box; a square is no letter, and may stand in a cell of its own.
_FARTHEST, _NEAR, _NEAREST = 22.0, 4.0, -0.5
_FEWEST_ALIKE, _FEWEST_SQUARES, _FEWEST_SURE_SQUARES = 2, 4, 3
_MOST_LOOKS = 2
_MOST_SPOTS = 400
_RULING = 60
_WHOLE_SIDE, _INKED_CORNER, _CLEAR = 0.85, 0.2, 0.1
_MARKED_INSIDE = 0.3
# Where the place is known and hardly any outline is seen.
_HIDDEN = 0.3
_LEAST_INK = 0.12
_FEWEST_IN_COLUMN, _MISSING_ROWS = 3, 2.6
_READ_WELL = 0.6
# How much of a look's outline must be inked where a box is found again, of what its empty ones have.
_SEEN_TYPED, _WIDEST_TYPED = 0.7, 0.5
_SEEN_IN_LINE, _SEEN_ALONE, _SEEN_IN_GRID = 0.6, 0.82, 0.55


@dataclass(slots=True)
class BoxFinder:
    """Looks for the boxes of one sheet. `known` are the looks of sheets before it."""

    ink: Ink
    words: Sequence[ScannedWord]
    known: Sequence[Look] = ()
    looks: list[Look] = field(default_factory=list)
    found: list[FoundBox] = field(default_factory=list)
    options: list[Text] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def boxes(self) -> list[FoundBox]:
        self.options = [
            self._text(each.box, glued=each.glued, joined=each.joined) for each in option_words(self.words)
        ]
        self.texts = [
            replace(self._text(word.box), sure=word.sure)
            for word in self.words
            if sum(map(str.isalnum, word.text)) > 1
        ]
        # Rulings and brackets shut in blanks that are no boxes.
        outlines = empty_outlines(without_rulings(self.ink.level, _RULING))
        looks = self.looks = self._looks(outlines)
        if self.options:
            looks = with_known(looks, self.known)
        for look in looks:
            self._take_empty(look, [outline for outline in outlines if look.is_like(outline)])
        for option in self.options:
            if not any(belongs(box, option) for box in self.found):
                self._find_beside(option, looks)
        for look in looks:
            if look.square:
                self._find_again(look)
            self._complete_columns(look)
            self._find_in_grid(look)
        return sorted(self.found, key=lambda box: (box.top, box.left))

    def _text(self, box: PixelBox, *, glued: bool = False, joined: bool = False) -> Text:
        scale = self.ink.scale
        return Text(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale, glued, joined)

    def _looks(self, outlines: Sequence[Outline]) -> list[Look]:
        """The kinds of empty boxes that stand beside the words of options, the commonest first."""
        alone = [outline for outline in outlines if not self._is_letter(outline)]
        looks: list[Look] = []
        options = list(self.options)
        while len(looks) < _MOST_LOOKS:
            # A square is no letter; letters that begin options look alike, and stand where boxes do.
            group, behind = self._largest([each for each in alone if self._is_cornered(each)], options)
            if len(group) < _FEWEST_SURE_SQUARES:
                group, behind = self._largest(alone, options)
            squares = [] if looks else most_equal_squares(alone)
            as_sure = len(group) < _FEWEST_SQUARES or (squares and alike(group[0][0], squares[0]))
            if as_sure and len(squares) >= _FEWEST_SQUARES and len(squares) > 2 * len(group):
                # Where words are hardly read, squares in rows and columns are boxes still.
                group = [pair for pair in group if alike(pair[0], squares[0])]
                looks.append(look_of(self.ink.level, squares, group, behind=behind))
                break
            if len(group) < (2 * _FEWEST_ALIKE if looks else _FEWEST_ALIKE):
                break
            like = group[0][0]
            kin = [outline for outline, _ in group]
            looks.append(look_of(self.ink.level, kin, group, behind=behind))
            # Another look is that of other options' boxes.
            having = {id(option) for _, option in self._beside(kin, options, behind=behind)}
            options = [option for option in options if id(option) not in having]
            alone = [outline for outline in alone if outline.square and not alike(outline, like)]
        return looks

    def _is_cornered(self, outline: Outline) -> bool:
        """A square whose lines meet: an O, as square as it may be, is round."""
        if not outline.square:
            return False
        crop = crop_of(self.ink.level, outline.left, outline.top, outline.width, outline.height)
        corners = (crop[:3, :3], crop[:3, -3:], crop[-3:, :3], crop[-3:, -3:])
        return all(float(corner.mean()) > _INKED_CORNER for corner in corners)

    def _largest(self, outlines: Sequence[Outline], options: Sequence[Text]) -> tuple[list[Beside], bool]:
        """Those alike that stand before their words, or behind them."""
        groups = [
            (largest_group(self._beside(outlines, options, behind=behind), behind=behind), behind)
            for behind in (False, True)
        ]
        # Before its words is where a box mostly stands; between columns it may be behind others.
        return max(groups, key=lambda each: len(each[0]) - each[1])

    def _beside(self, outlines: Sequence[Outline], options: Sequence[Text], *, behind: bool) -> list[Beside]:
        return [
            (outline, option)
            for option in options
            if (outline := self._nearest(outlines, option, behind=behind)) is not None
        ]

    def _is_letter(self, outline: Outline) -> bool:
        """It stands within a word, not at its beginning."""
        level = (outline.top + outline.bottom) / 2
        return not outline.square and any(
            text.top < level < text.bottom
            and text.left < outline.left - 0.5 * outline.width
            and text.right > outline.left + 0.5 * outline.width
            for text in self.texts
        )

    def _nearest(self, outlines: Iterable[Outline], option: Text, *, behind: bool) -> Outline | None:
        """The outline beside an option's words, none other between."""
        nearest: tuple[float, Outline] | None = None
        for outline in outlines:
            slack, apart = 0.4 * outline.height, gap_between((outline, option), behind=behind)
            if not option.top - slack < (outline.top + outline.bottom) / 2 < option.bottom + slack:
                continue
            closest = _NEAREST - (1.6 if option.glued else 0)
            farthest = _FARTHEST if outline.square or outline.paired else _NEAR
            if closest * outline.width < apart < farthest * outline.width and (
                nearest is None or apart < nearest[0]
            ):
                nearest = (apart, outline)
        if nearest is None:
            return None
        outline = nearest[1]
        first, last = (option.right, outline.left) if behind else (outline.right, option.left)
        between = any(
            first - 2 < text.left < text.right < last + 2 and text.top < option.middle < text.bottom
            for text in self.texts
        )
        return None if between else outline

    def _take_empty(self, look: Look, outlines: Sequence[Outline]) -> None:
        """Those beside options, and those that stand in a row or a column with them."""
        boxes = [self._fitted(outline, look) for outline in outlines]
        # A square nearest to an option is its box, however far the boxes of other tables are from theirs.
        pairs = self._beside(outlines, self.options, behind=look.behind) if look.square else []
        gaps = {id(pair[0]): gap_between(pair, behind=look.behind) for pair in pairs if not pair[1].glued}
        for box, outline in zip(boxes, outlines, strict=True):
            box.labelled = any(belongs(box, option) for option in self.options)
            if not box.labelled and id(outline) in gaps and self._has_sides(box):
                box.labelled, box.gap = True, gaps[id(outline)]
        sure = [box for box in boxes if box.labelled]
        for box in boxes:
            stands = box.labelled or (
                any(in_line(box, other) for other in (boxes if look.square else sure) if other is not box)
                and not self._is_in_word(box)
                and (self._has_sides(box) if look.square else self._is_before_words(box))
            )
            if stands and self._is_free(box):
                self.found.append(box)

    def _fitted(self, outline: Outline, look: Look) -> FoundBox:
        """The box of an outline, where it lies best over the look."""
        left = round((outline.left + outline.right - look.width) / 2)
        top = round((outline.top + outline.bottom - look.height) / 2)
        area = crop_at(self.ink.level, left, top, look.size, look.margin + 2)
        fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR)
        _, most, _, (along, down) = cv2.minMaxLoc(fit)
        return FoundBox(look, left + along - 2, top + down - 2, most / look.border)

    def _find_beside(self, option: Text, looks: Sequence[Look]) -> None:
        """The box of an option that a mark hides, where its row, its column and its words lead to it."""
        places = [box for look in looks if (box := self._best_place(option, look, look))]
        if not places or max(box.seen for box in places) < _SEEN_ALONE:
            places += [box for look in looks if look.paired for box in self._typed_between(option, look)]
        if places:
            self.found.append(max(places, key=lambda box: box.seen))

    def _typed_between(self, option: Text, look: Look) -> Iterator[FoundBox]:
        """Brackets about an x of its own width."""
        for wider in range(2, round(_WIDEST_TYPED * look.height) + 1, 2):
            box = self._best_place(option, look.stretched(wider), look)
            if box and box.seen >= _SEEN_TYPED and self._has_ink(box):
                yield box

    def _best_place(self, option: Text, look: Look, usual: Look) -> FoundBox | None:
        """`usual`: the look as it was learnt, of which others were found."""
        side = look.height
        level = option.middle + look.rise
        in_row = [box for box in self.found if abs(box.level - level) < 0.5 * side]
        row, gap = [box.level for box in in_row], usual_gap(in_row, usual)
        level, left = median(row) if row else level, expected(option, look, gap)
        columns = [box.left for box in self.found if box.look is usual]
        in_column = any(abs(column - left) < 0.4 * side for column in columns)
        # Where a row of boxes crosses a column of them, what was read as a letter is a sign for a box.
        crossing = bool(row) and in_column
        in_line = crossing or (not option.joined and (bool(row) or in_column))
        first, last = left - 0.8 * side, left + (1.6 if option.glued else 0.6) * side
        reach = 0.15 * side if row else 0.45 * side
        x, y = round(first) - look.margin, round(level - reach - look.height / 2) - look.margin
        wide, tall = round(last - first) + look.kernel.shape[1], round(2 * reach) + look.kernel.shape[0] + 1
        area = crop_of(self.ink.level, x, y, wide, tall)
        fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR) / look.border
        away = np.abs(np.arange(fit.shape[1]) + x + look.margin - left) / side
        likely = fit - 0.15 * away[None, :]
        for column in set(columns):
            along = column - x - look.margin
            if 0 <= along < fit.shape[1] and columns.count(column) > 1:
                likely[:, max(0, along - 1) : along + 2] += 0.08
        _, _, _, (along, down) = cv2.minMaxLoc(likely.astype(np.float32))
        seen = float(fit[down, along])
        box = FoundBox(look, x + along + look.margin, y + down + look.margin, seen, labelled=True, gap=gap)
        # An x between brackets may be read as a word before the option's.
        is_typed = look is not usual and seen >= _SEEN_ALONE
        if option.joined and not (crossing or is_typed) and not (look.square and self._has_sides(box)):
            return None
        if seen < (_SEEN_IN_LINE if in_line else _SEEN_ALONE):
            if not in_line:
                return None
            near = [column for column in columns if abs(column - left) < 0.4 * side]
            place = round(median(near) if near else left)
            box = FoundBox(look, place, round(level - look.height / 2), _HIDDEN, labelled=True, gap=gap)
            if not self._has_ink(box, at_all=crossing or (bool(row) and not option.joined)):
                return None
        # What a mark hides is often read as letters of the word before.
        return box if self._is_free(box) and (in_line or look.square or not self._is_in_word(box)) else None

    def _find_again(self, look: Look) -> None:
        """The look's outline in a row or a column of boxes, where no option's words were read."""
        level, kernel = self.ink.level, look.kernel
        known = [box for box in self.found if box.look is look]
        if not known or level.shape[0] <= kernel.shape[0] or level.shape[1] <= kernel.shape[1]:
            return
        fit: Level = (cv2.matchTemplate(level, kernel, cv2.TM_CCORR) / look.border).astype(np.float32)
        peaks = (fit >= _SEEN_ALONE) & (fit >= cv2.dilate(fit, np.ones((7, 7), np.uint8)))
        spots = sorted(zip(*np.nonzero(peaks), strict=True), key=lambda spot: -float(fit[spot]))
        for y, x in spots[:_MOST_SPOTS]:
            box = FoundBox(look, int(x) + look.margin, int(y) + look.margin, float(fit[y, x]))
            if (
                any(in_line(box, other) for other in known)
                and self._is_free(box)
                and self._is_before_words(box)
                and not self._is_in_word(box)
                and self._has_sides(box)
            ):
                self.found.append(box)

    def _complete_columns(self, look: Look) -> None:
        """Boxes that a mark hides, of options that were not read: in a column, before words."""
        if look.behind:
            return
        known = [box for box in self.found if box.look is look]
        for column in {box.left for box in known}:
            levels = sorted(box.level for box in known if abs(box.left - column) <= 2)
            if len(levels) < _FEWEST_IN_COLUMN:
                continue
            pitches = sorted(after - before for before, after in pairwise(levels))
            apart = _MISSING_ROWS * pitches[len(pitches) // 4]
            begin = column + look.width + look.gap
            for text in self.texts:
                level = text.middle + look.rise
                if abs(text.left - begin) > 0.4 * look.height:
                    continue
                if not any(
                    before < level < after and after - before < apart for before, after in pairwise(levels)
                ):
                    continue
                box = FoundBox(look, column, round(level - look.height / 2), _HIDDEN)
                if self._is_free(box) and self._has_ink(box) and not self._is_in_word(box):
                    self.found.append(box)

    def _find_in_grid(self, look: Look) -> None:
        """Boxes whose mark reaches into their words, so that these were not read, or not as an option's."""
        for left, level in crossings([box for box in self.found if box.look is look]):
            top = round(level - look.height / 2)
            box = self._fitted(Outline(left, top, left + look.width, top + look.height), look)
            is_seen = (
                box.seen >= _SEEN_ALONE and look.square and self._has_sides(box)
                if self._is_read(box)
                else box.seen >= _SEEN_IN_GRID
            )
            if is_seen and self._is_free(box) and self._has_ink(box):
                self.found.append(box)

    def _is_read(self, box: FoundBox) -> bool:
        """A word was read where it would stand; what a mark was read as is hardly sure."""
        middle = (box.left + box.right) / 2
        sure = [text for text in self.texts if text.sure >= _READ_WELL]
        return any(text.left < middle < text.right and text.top < box.level < text.bottom for text in sure)

    def _has_ink(self, box: FoundBox, *, at_all: bool = False) -> bool:
        inside = crop_of(self.ink.level, box.left, box.top, box.look.width, box.look.height)
        return float(inside.mean()) > max(_LEAST_INK, 0.0 if at_all else 0.8 * box.look.mass)

    def _is_free(self, box: FoundBox) -> bool:
        return all(
            abs(other.left + other.right - box.left - box.right) > 1.4 * box.look.width
            or abs(other.level - box.level) > 0.7 * box.look.height
            for other in self.found
        )

    def _is_in_word(self, box: FoundBox) -> bool:
        width = box.look.width
        return any(
            text.top < box.level < text.bottom
            and text.left < box.left - 0.3 * width
            and text.right > box.left + 0.5 * width
            for text in self.texts
        )

    def _has_sides(self, box: FoundBox) -> bool:
        """All four sides of a square are drawn, each nearly whole: of no letter they are."""
        look = box.look
        crop: Level = (crop_at(self.ink.level, box.left, box.top, look.size, 1) > INKED * 0.8).astype(
            np.uint8
        )
        sides = (
            crop[:3].any(axis=0),
            crop[-3:].any(axis=0),
            crop[:, :3].any(axis=1),
            crop[:, -3:].any(axis=1),
        )
        drawn = all(float(np.asarray(side)[3:-3].mean()) >= _WHOLE_SIDE for side in sides)
        if not drawn or not self._has_corners(crop):
            return False
        # A letter is hollow; a mark that reaches over its box is not.
        return self._is_clear_about(box) or float(crop[4:-4, 4:-4].mean()) > _MARKED_INSIDE

    def _is_clear_about(self, box: FoundBox) -> bool:
        """No letter stands as near as within a word."""
        look, near = box.look, max(2, round(0.25 * box.look.height))
        left = crop_of(self.ink.level, box.left - near - 1, box.top, near, look.height)
        behind = min(near, round(0.6 * look.gap))
        right = crop_of(self.ink.level, box.right + 1, box.top, max(1, behind), look.height)
        return float(left.mean()) < _CLEAR and (behind < 2 or float(right.mean()) < _CLEAR)

    @staticmethod
    def _has_corners(crop: Level) -> bool:
        corners = (crop[:5, :5], crop[:5, -5:], crop[-5:, :5], crop[-5:, -5:])
        return sum(bool(corner.mean() > _INKED_CORNER) for corner in corners) >= len(corners)

    def _is_before_words(self, box: FoundBox) -> bool:
        """Words follow, as they follow the look's other boxes."""
        side, gap = box.look.height, box.look.gap
        for text in self.texts:
            if not text.top - 0.3 * side < box.level < text.bottom + 0.3 * side:
                continue
            apart = box.left - text.right if box.look.behind else text.left - box.right
            if abs(apart - gap) < 0.6 * side:
                return True
            # Read as one with the box.
            if box.left - 0.7 * side < text.left < box.right and text.right > box.right + gap + 0.4 * side:
                return True
        return False
