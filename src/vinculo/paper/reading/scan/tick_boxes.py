"""Every tick box on a sheet: where empty ones look alike and words of options stand, the others are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from math import inf, isnan
from statistics import median

import cv2
import numpy as np

from .box_columns import boxes_within_columns
from .box_evidence import Evidence
from .box_grid import crossings
from .box_groups import (
    belongs,
    expected,
    in_line,
    is_nearer,
    largest_group,
    most_equal_squares,
    turned,
    usual_gap,
    without_letters_beside,
)
from .box_looks import (
    Beside,
    FoundBox,
    Look,
    Text,
    alike,
    crop_of,
    fitted,
    gap_between,
    look_of,
    with_known,
)
from .box_outlines import Outline, apart, empty_outlines
from .broken_lines import brackets_before_breaks, ends_row
from .hidden_boxes import READ_AS_ONE, box_within, boxes_beyond_columns, boxes_of_signs
from .ink import Ink, Level, without_rulings
from .sheet import PixelBox, ScannedWord
from .tick_labels import OptionWords, option_words

# From a box to its words, in sides of the box; a square is no letter, and may stand in a cell of its own.
_FARTHEST, _FARTHEST_SQUARE, _NEAR, _NEAREST = 22.0, 42.0, 4.0, -0.5
_FEWEST_ALIKE, _FEWEST_SQUARES, _FEWEST_SURE_SQUARES = 2, 4, 3
_MOST_LOOKS = 2
_A_BOX = 0.7
_MOST_SPOTS = 400
_RULING = 60
# Where the place is known and hardly any outline is seen.
_HIDDEN = 0.3
# How much of a look's outline must be inked where a box is found again, of what its empty ones have.
_SEEN_TYPED = 0.7
_SEEN_IN_LINE, _SEEN_ALONE, _SEEN_IN_GRID, _SEEN_MISREAD = 0.6, 0.82, 0.55, 0.7


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

    @property
    def about(self) -> Evidence:
        return Evidence(self.ink.level, self.texts, self.found)

    def boxes(self) -> list[FoundBox]:
        self.options = [self._option(each) for each in option_words(self.words)]
        self.texts = [
            replace(self._text(word.box), sure=word.sure)
            for word in self.words
            if sum(map(str.isalnum, word.text)) > 1
        ]
        outlines = self._outlines()
        looks = self.looks = self._looks(outlines)
        shapes = [outline for outline in outlines if outline.paired or self.about.is_cornered(outline)]
        if self.options:
            looks = with_known(looks, [self._as_drawn(look, outlines) for look in self.known])
        for look in looks:
            self._take_empty(look, [outline for outline in outlines if look.is_like(outline)])
        # In lines of answers alone.
        others = [*filter(None, (turned(look, shapes, self.found, self.options) for look in looks))]
        for look in others:
            self._take_empty(look, shapes, labelled=True)
        others += self._looks_of_answers(shapes)
        for option in self.options:
            if not any(belongs(box, option) for box in self.found):
                level = [box for box in self.found if option.top < box.level < option.bottom]
                theirs = [look for look in others if any(box.look is look for box in level)]
                self._find_beside(option, [*looks, *theirs])
        for look in looks:
            if look.square:
                self._find_again(look)
            for box in boxes_within_columns(look, self.about):
                self.found.append(box)
            self._find_in_grid(look)
            signs = boxes_of_signs(self.options, look, self.about)
            ends = brackets_before_breaks(self.options, look, self.about)
            for box in chain(boxes_beyond_columns(look, self.about), signs, ends):
                self.found.append(box)
        return sorted(without_letters_beside(self.found), key=lambda box: (box.top, box.left))

    def _outlines(self) -> list[Outline]:
        """Rulings and brackets shut in blanks that are no boxes; but a square may touch a ruling."""
        free = empty_outlines(without_rulings(self.ink.level, _RULING))
        touching = [outline for outline in empty_outlines(self.ink.level) if outline.square]
        return apart([*free, *touching])

    def _option(self, words: OptionWords) -> Text:
        option = replace(self._text(words.box), glued=words.glued, joined=words.joined, sure=words.sure)
        begin = words.by_width * self.ink.scale
        option = replace(option, plain=not isnan(begin))
        wider = words.glued or begin - option.left > _A_BOX * (option.bottom - option.top)
        if words.sure <= READ_AS_ONE and option.plain and wider:
            # The engine read a box with its mark as a part of the word.
            return replace(option, left=begin, glued=False, joined=False, plain=True)
        return option

    def _text(self, box: PixelBox) -> Text:
        scale = self.ink.scale
        return Text(box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)

    def _looks(self, outlines: Sequence[Outline]) -> list[Look]:
        """The kinds of empty boxes that stand beside the words of options, the commonest first."""
        alone = [outline for outline in outlines if not self._is_letter(outline)]
        looks: list[Look] = []
        options = list(self.options)
        while len(looks) < _MOST_LOOKS:
            # A square is no letter; letters that begin options look alike, and stand where boxes do.
            cornered = [each for each in alone if self.about.is_cornered(each)]
            group, behind = self._largest(cornered, options)
            if len(group) < _FEWEST_SURE_SQUARES:
                others, theirs = self._largest(alone, options)
                group, behind = (others, theirs) if len(others) > len(group) else (group, behind)
            squares = most_equal_squares([each for each in cornered if not self.about.is_well_read(each)])
            as_sure = len(group) < _FEWEST_SQUARES or (squares and alike(group[0][0], squares[0]))
            if not looks and as_sure and len(squares) >= _FEWEST_SQUARES and len(squares) > 2 * len(group):
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

    def _looks_of_answers(self, outlines: Sequence[Outline]) -> list[Look]:
        """Brackets of a line of answers on a sheet whose other boxes look otherwise: a blank pair before one
        option, a pair about something typed before another."""
        bare = [option for option in self.options if not any(belongs(box, option) for box in self.found)]
        for outline, option in self._beside([each for each in outlines if each.paired], bare, behind=False):
            others = [
                each for each in bare if each is not option and option.top < each.middle < option.bottom
            ]
            if option.joined or not others:
                continue
            look = look_of(self.ink.level, [outline], [(outline, option)], behind=False)
            if any(box for other in others for box in self._typed_between(other, look)):
                self._take_empty(look, [outline], labelled=True)
                return [look]
        return []

    def _as_drawn(self, look: Look, outlines: Sequence[Outline]) -> Look:
        """A look of a sheet before, as dark as its boxes are drawn on this one."""
        alike = [
            each
            for each in outlines
            if look.is_like(each) and (not look.square or self.about.is_cornered(each))
        ]
        seen = median(fitted(self.ink.level, each, look).seen for each in alike) if alike else 1.0
        return look.darker(seen) if seen > 1 else look

    def _largest(self, outlines: Sequence[Outline], options: Sequence[Text]) -> tuple[list[Beside], bool]:
        """Those alike that stand before their words, or behind them."""
        groups = [
            (largest_group(self._beside(outlines, options, behind=behind), behind=behind), behind)
            for behind in (False, True)
        ]
        # Before its words is where a box mostly stands, but for a file whose other sheets have them behind.
        usual = any(look.behind for look in self.known)
        groups.sort(key=lambda each: len(each[0]) - (each[1] is not usual), reverse=True)
        more, (fewer, behind) = groups
        return (fewer, behind) if is_nearer(fewer, more[0], behind=behind) else more

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
            farthest = _FARTHEST_SQUARE if outline.square else _FARTHEST if outline.paired else _NEAR
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

    def _take_empty(self, look: Look, outlines: Sequence[Outline], *, labelled: bool = False) -> None:
        """Those beside options, and, if not only these, those that stand in a row or a column with them."""
        boxes = [fitted(self.ink.level, outline, look) for outline in outlines]
        # A square nearest to an option is its box, however far the boxes of other tables are from theirs.
        alone = [option for option in self.options if look.square or not option.joined]
        pairs = self._beside(outlines, alone, behind=look.behind) if look.square or look.paired else []
        gaps = {id(pair[0]): gap_between(pair, behind=look.behind) for pair in pairs if not pair[1].glued}
        for box, outline in zip(boxes, outlines, strict=True):
            is_letter = look.square and self.about.is_letter(box)
            box.labelled = not is_letter and any(belongs(box, option) for option in self.options)
            gap = gaps.get(id(outline), inf)
            stands = gap < _NEAR * look.width if look.paired else gap < inf and self.about.has_sides(box)
            if not box.labelled and stands:
                box.labelled, box.gap = True, gap
        sure = [box for box in boxes if box.labelled]
        for box in boxes:
            stands = box.labelled or (
                not labelled
                and any(in_line(box, other) for other in (boxes if look.square else sure) if other is not box)
                and not self.about.is_in_word(box)
                and (self.about.has_sides(box) if look.square else self.about.is_beside_words(box))
            )
            if stands and self.about.is_free(box):
                self.found.append(box)

    def _find_beside(self, option: Text, looks: Sequence[Look]) -> None:
        """The box of an option that a mark hides, where its row, its column and its words lead to it."""
        places = [box for look in looks if (box := self._best_place(option, look, look))]
        if not places or max(box.seen for box in places) < _SEEN_ALONE or places[0].look.paired:
            # Where nothing may stand between the brackets, an x and one of them may look like both.
            places += [box for look in looks if look.paired for box in self._typed_between(option, look)]
        if not places:
            places = [box for look in looks if look.square and (box := box_within(option, look, self.about))]
        if places:
            self.found.append(max(places, key=lambda box: box.seen))

    def _typed_between(self, option: Text, look: Look) -> Iterator[FoundBox]:
        """Brackets about an x of its own width."""
        for typed in look.about_typed():
            box = self._best_place(option, typed, look)
            if box and box.seen >= _SEEN_TYPED and self.about.has_ink(box):
                yield box

    def _best_place(self, option: Text, look: Look, usual: Look) -> FoundBox | None:
        """`usual`: the look as it was learnt, of which others were found."""
        side = look.height
        level = option.middle + look.rise
        in_row = [box for box in self.found if abs(box.level - level) < 0.5 * side]
        row, gap = [box.level for box in in_row], usual_gap(option, in_row, self.found, usual)
        level, left = median(row) if row else level, expected(option, look, gap)
        columns = [box.left for box in self.found if box.look is usual]
        in_column = any(abs(column - left) < 0.4 * side for column in columns)
        # Where a row of boxes crosses a column of them, what was read as a letter is a sign for a box.
        crossing = bool(row) and in_column
        in_line = crossing or (not option.joined and (bool(row) or in_column))
        # What is typed between brackets moves their words, or, in the columns of a table, does not.
        wider = look.width - usual.width
        first, last = left - 0.8 * side, left + wider + (1.6 if option.glued else 0.6) * side
        reach = 0.15 * side if row else 0.45 * side
        x, y = round(first) - look.margin, round(level - reach - look.height / 2) - look.margin
        wide, tall = round(last - first) + look.kernel.shape[1], round(2 * reach) + look.kernel.shape[0] + 1
        area = crop_of(self.ink.level, x, y, wide, tall)
        fit = cv2.matchTemplate(area, look.kernel, cv2.TM_CCORR) / look.border
        off = np.arange(fit.shape[1]) + x + look.margin - left
        away = np.minimum(np.abs(off), np.abs(off - wider)) / side
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
        is_sign = is_typed or (crossing and not self.about.is_read(box))
        if option.joined and not is_sign and not (look.square and self.about.has_sides(box)):
            return None
        if seen < (_SEEN_IN_LINE if in_line else _SEEN_ALONE):
            if not in_line:
                return None
            near = [column for column in columns if abs(column - left) < 0.4 * side]
            place = round(median(near) if near else left)
            box = FoundBox(look, place, round(level - look.height / 2), _HIDDEN, labelled=True, gap=gap)
            inked = self.about.has_ink(box, at_all=crossing or (bool(row) and not option.joined))
            if not inked or (option.joined and self.about.is_read(box)):
                return None
        # What a mark hides is often read as letters of the word before.
        stands = in_line or look.square or not self.about.is_in_word(box)
        is_word = not option.glued and self.about.is_beyond_doubt_read(box)
        return box if stands and not is_word and self.about.is_free(box) else None

    def _find_again(self, look: Look) -> None:
        """The look's outline in a row or a column of boxes, where no option's words were read."""
        level, kernel = self.ink.level, look.kernel
        known = [box for box in self.found if box.look is look]
        if not known or level.shape[0] <= kernel.shape[0] or level.shape[1] <= kernel.shape[1]:
            return
        fit: Level = (cv2.matchTemplate(level, kernel, cv2.TM_CCORR) / look.border).astype(np.float32)
        peaks = (fit >= _SEEN_MISREAD) & (fit >= cv2.dilate(fit, np.ones((7, 7), np.uint8)))
        spots = sorted(zip(*np.nonzero(peaks), strict=True), key=lambda spot: -float(fit[spot]))
        for y, x in spots[:_MOST_SPOTS]:
            box = FoundBox(look, int(x) + look.margin, int(y) + look.margin, float(fit[y, x]))
            about = self.about
            stands = about.is_beside_words(box) or about.is_misread(box) or ends_row(box, self.options, about)
            if not stands or not about.is_free(box):
                continue
            alone = box.seen >= _SEEN_ALONE and not about.is_in_word(box) and about.has_sides(box)
            # The end of an option's words may have come to a line where no other box stands.
            wrapped = look.behind and about.follows_words(box) and not about.is_read(box)
            in_place = wrapped or any(in_line(box, other) for other in known)
            if in_place if alone else self._is_misread(box, known):
                self.found.append(box)

    def _is_misread(self, box: FoundBox, known: Sequence[FoundBox]) -> bool:
        """In a row of boxes, what the engine made of it and of its words is hardly sure."""
        in_row = any(abs(box.top - other.top) <= 2 for other in known)
        if not in_row or self.about.is_beside_box(box) or not self.about.is_misread(box):
            return False
        begins = self.about.bounds_word(box)
        sides = self.about.has_sides(box)
        return (sides and box.seen >= _SEEN_ALONE) or (begins and (sides or box.seen >= _SEEN_ALONE))

    def _find_in_grid(self, look: Look) -> None:
        """Boxes whose mark reaches into their words, so that these were not read, or not as an option's."""
        for left, level in crossings([box for box in self.found if box.look is look]):
            top = round(level - look.height / 2)
            # What is typed between brackets is as wide as it is.
            kinds = (look, *look.about_typed())
            outlines = ((kind, Outline(left, top, left + kind.width, top + kind.height)) for kind in kinds)
            places = (fitted(self.ink.level, outline, kind) for kind, outline in outlines)
            box = max(places, key=lambda box: box.seen)
            is_seen = (
                box.seen >= _SEEN_ALONE and look.square and self.about.has_sides(box)
                if self.about.is_read(box) or self.about.is_beyond_doubt_read(box)
                else box.seen >= _SEEN_IN_GRID
            )
            if is_seen and self.about.is_free(box) and self.about.has_ink(box):
                self.found.append(box)
