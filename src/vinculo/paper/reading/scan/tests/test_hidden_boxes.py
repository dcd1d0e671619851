"""Boxes whose mark hides them from the engine, or joins them to words, from drawn sheets; no OCR."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from .. import reading
from ..box_looks import KnownLooks, Look
from ..opening import Picture
from ..sheet import Grey, Mark, PixelBox, ScannedWord, TickBox, UprightSheet
from ..sheet_text import SeenSheet, SheetText
from ..tick_labels import option_words
from ..ticks import find_ticks

_SIDE, _GAP, _LETTER = 24, 10, 15


class Drawn:
    """A sheet on which boxes and words are drawn, and what the engine reads of them."""

    def __init__(self) -> None:
        self.grey: Grey = np.full((500, 900), 255, np.uint8)
        self.words: list[ScannedWord] = []

    def box(self, left: int, top: int, *, marked: bool = False, ink: int = 30, side: int = _SIDE) -> None:
        right, lower = left + side, top + side
        cv2.rectangle(self.grey, (left, top), (right, lower), ink, 2)
        if marked:
            cv2.line(self.grey, (left - 6, top - 6), (right + 6, lower + 6), 30, 4, cv2.LINE_AA)
            cv2.line(self.grey, (right + 6, top - 6), (left - 6, lower + 6), 30, 4, cv2.LINE_AA)

    def word(
        self, text: str, left: int, top: int, *, read: str = "", since: int = 0, sure: float = 0.95
    ) -> None:
        """Strokes for letters; the engine reads `read`, beginning at `since`."""
        end = left + _LETTER * len(text)
        for x in range(left, end, _LETTER):
            cv2.line(self.grey, (x, top + 3), (x + 9, top + _SIDE), 30, 2)
        self.words.append(ScannedWord(read or text, PixelBox(since or left, top, end - 6, top + _SIDE), sure))

    def option(self, text: str, left: int, top: int) -> None:
        self.box(left, top)
        self.word(text, left + _SIDE + _GAP, top)

    def ticks(self, known: KnownLooks | None = None) -> tuple[TickBox, ...]:
        return find_ticks(UprightSheet(0, self.grey, 200.0), self.words, known)


def _ticked(ticks: Sequence[TickBox]) -> list[tuple[int, int]]:
    return [(tick.box.left, tick.box.top) for tick in ticks if tick.mark is Mark.TICKED]


def _near(found: Sequence[tuple[int, int]], left: int, top: int) -> bool:
    return len(found) == 1 and abs(found[0][0] - left) < 6 and abs(found[0][1] - top) < 6


def test_a_box_that_was_read_as_a_part_of_its_word_is_found() -> None:
    """In a running row, where no column tells its place; the letters' width tells where the words begin."""
    for others in (("Glosas", "Estudos"), ("Glosas", "Estudos", "Valores", "Outros", "Comercial")):
        sheet = Drawn()
        for at, text in enumerate(others):
            sheet.option(text, 60 + 260 * (at % 2), 160 + 70 * (at // 2))
        for at, text in enumerate(("Franquia", "Aposentou")):
            sheet.option(text, 60 + 230 * at, 60)
        sheet.box(590, 60, marked=True)
        sheet.word("Burocracia", 590 + _SIDE + _GAP, 60, since=578, sure=0.4)
        assert _near(_ticked(sheet.ticks()), 590, 60), others


def test_another_sign_in_the_stead_of_a_box_is_a_tick() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou")):
        sheet.option(text, 60 + 230 * at, 60)
    cv2.circle(sheet.grey, (598, 74), 6, 30, 3)
    sheet.words.append(ScannedWord("a", PixelBox(590, 67, 607, 82), 0.8))
    sheet.word("Burocracia", 618, 60)
    assert _near(_ticked(sheet.ticks()), 590, 60)


def test_a_word_alone_before_an_option_in_a_note_is_no_tick() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas")):
        sheet.option(text, 60, 60 + 50 * at)
    sheet.word("o", 64, 400)
    sheet.word("Burocracia", 64 + 2 * _LETTER, 400)
    assert len(sheet.ticks()) == 3


def test_a_box_between_two_answers_that_were_read_as_one_word_is_found() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Glosas", "Estudos")):
        sheet.option(text, 60 + 260 * at, 160)
    sheet.box(60, 60)
    sheet.word("Sim", 94, 60, read="SIMMINÃO", sure=0.3)
    sheet.words[-1] = ScannedWord("SIMMINÃO", PixelBox(94, 54, 226, 90), 0.3)
    sheet.box(150, 60, marked=True)
    cv2.putText(sheet.grey, "NAO", (186, 84), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    assert _near(_ticked(sheet.ticks()), 150, 60)


def test_a_box_at_the_end_of_a_row_belongs_to_words_on_the_next_line() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos")):
        sheet.option(text, 60 + 260 * (at % 2), 60 + 120 * (at // 2))
    sheet.box(620, 60)
    cv2.line(sheet.grey, (625, 65), (639, 79), 30, 2)
    cv2.line(sheet.grey, (639, 65), (625, 79), 30, 2)
    sheet.word("Burocracia", 60, 100)
    assert _near(_ticked(sheet.ticks()), 620, 60)


def test_a_box_whose_word_lost_its_first_letter_is_known_by_the_others_of_its_column() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "", "Estudos", "Valores")):
        if text:
            sheet.option(text, 60, 60 + 60 * at)
    sheet.box(60, 240, marked=True)
    sheet.word("xqzwcracia", 125, 240, sure=0.9)
    assert _near(_ticked(sheet.ticks()), 60, 240)


def test_boxes_drawn_darker_than_on_the_sheet_before_are_not_ticked() -> None:
    known, first, second = KnownLooks(), Drawn(), Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Valores", "Outros")):
        first.box(60, 60 + 60 * at, ink=150)
        first.word(text, 60 + _SIDE + _GAP, 60 + 60 * at)
    cv2.rectangle(first.grey, (400, 100), (700, 400), 0, -1)
    first.ticks(known)
    assert len(known) == 1
    for at, text in enumerate(("Franquia", "Aposentou")):
        second.box(60 + 260 * at, 60, ink=0, side=_SIDE - 1)
        second.word(text, 60 + _SIDE + _GAP + 260 * at, 60)
    assert [tick.mark for tick in second.ticks(known)] == [Mark.EMPTY, Mark.EMPTY]


def test_a_later_sheet_shows_how_the_boxes_of_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    full = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Valores", "Outros")):
        full.option(text, 60, 60 + 60 * at)
    told = KnownLooks()
    full.ticks(told)
    read: list[tuple[int, int]] = []

    def text_of(seen: SeenSheet, _: object, __: object, known: KnownLooks) -> SheetText:
        number = seen.upright.number
        own: list[Look] = list(told) if number else []
        known.learn(own)
        read.append((number, len(known)))
        return SheetText(seen.upright, seen.shown, seen.free, (), (), ())

    def seen_sheet(picture: Picture, _: object) -> SeenSheet:
        upright = UprightSheet(picture.number, picture.grey, picture.dpi)
        return SeenSheet(upright, picture.grey, picture.grey, None, [])  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "seen_sheet", seen_sheet)
    monkeypatch.setattr(reading, "text_of", text_of)
    monkeypatch.setattr(reading, "forms_of", lambda *_: [])
    pictures = [Picture(number, full.grey, 200.0) for number in range(3)]
    reading._read(pictures, (), None, with_pictures=False)  # type: ignore[arg-type]
    assert read == [(0, 0), (1, 1), (0, 1), (2, 1)]


def test_an_option_behind_a_colon_or_a_hardly_read_mark_is_one() -> None:
    together = [ScannedWord("CONVÊNIOS:X(SIM", PixelBox(10, 10, 260, 30), 0.4)]
    assert [option.glued for option in option_words(together)] == [True]
    mark = ScannedWord("DA", PixelBox(10, 10, 34, 30), 0.2)
    words = [mark, ScannedWord("Ofertado", PixelBox(40, 10, 140, 30), 0.9)]
    words.append(ScannedWord("suporte", PixelBox(150, 10, 230, 30), 0.9))
    assert [option.joined for option in option_words(words)] == [False]


def _row(*words: tuple[str, int, int, float], down: int = 0) -> list[ScannedWord]:
    top, bottom = 10 + down, 28 + down
    return [ScannedWord(text, PixelBox(left, top, right, bottom), sure) for text, left, right, sure in words]


_SECTORS = _row(
    ("Central", 228, 300, 0.97),
    ("de", 307, 330, 0.95),
    ("atendimento", 337, 459, 0.97),
    ("Técnica", 609, 687, 0.97),
    ("Comercial", 742, 840, 0.95),
)


@pytest.mark.parametrize(
    ("read", "left", "right", "begins"),
    [pytest.param("TI", 96, 159, 128, id="initials"), pytest.param("ONnÃo", 10, 90, 36, id="capitals")],
)
def test_short_words_in_capitals_are_as_wide_as_they_are_printed(
    read: str, left: int, right: int, begins: int
) -> None:
    """A box was read as a part of them: were they narrower, another would be sought over their letters."""
    options = option_words([*_row((read, left, right, 0.2)), *_SECTORS])
    assert abs(min(option.by_width for option in options) - begins) < 9


@pytest.mark.parametrize(
    ("read", "sure", "others", "found"),
    [
        pytest.param("T.", 0.14, _SECTORS, True, id="a dot behind its first letter"),
        pytest.param("oT.", 0.3, _SECTORS, True, id="its box as a letter"),
        pytest.param("ﬁT.", 0.3, _SECTORS, True, id="its box as a ligature"),
        pytest.param("OT", 0.0, _SECTORS, True, id="no dot"),
        pytest.param("T..", 0.38, _row(("Central", 131, 213, 0.9), down=34), True, id="in a column"),
        pytest.param("oT..", 0.38, _row(("Central", 148, 213, 0.9), down=34), True, id="behind a box, too"),
        pytest.param("T..", 0.38, _row(("Central", 131, 213, 0.9), down=90), False, id="far above"),
        pytest.param("Dt.", 0.97, _SECTORS, False, id="another word"),
        pytest.param("T.", 0.14, (), False, id="no other of the list beside it"),
    ],
)
def test_initials_that_were_hardly_read_are_an_option_beside_others_of_their_list(
    read: str, sure: float, others: Sequence[ScannedWord], *, found: bool
) -> None:
    options = option_words([*_row((read, 131, 163, sure)), *others])
    assert any(option.box.right == 163 for option in options) is found


def test_a_sign_above_the_other_boxes_of_a_list_in_a_frame_is_a_tick() -> None:
    """The frame is near; the word that a check sign was read as makes the option seem to go on."""
    sheet = Drawn()
    cv2.rectangle(sheet.grey, (48, 40), (840, 300), 30, 2)
    for at, text in enumerate(("Glosas", "Estudos")):
        sheet.option(text, 60, 130 + 66 * at)
    cv2.circle(sheet.grey, (72, 76), 6, 30, 3)
    sheet.words.append(ScannedWord("w", PixelBox(64, 66, 81, 84), 0.8))
    sheet.word("Franquia", 60 + _SIDE + _GAP, 64)
    assert _near(_ticked(sheet.ticks()), 60, 64)


def test_boxes_of_one_table_are_farther_from_their_words_than_those_of_another() -> None:
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Valores")):
        sheet.option(text, 60, 40 + 50 * at)
    for at, text in enumerate(("Sim", "Outros", "Comercial")):
        sheet.box(200, 320 + 50 * at, marked=at == 2)
        sheet.word(text, 740, 320 + 50 * at)
    assert _near(_ticked(sheet.ticks()), 200, 420)


def test_a_word_read_beyond_doubt_is_no_box() -> None:
    """As the "de" of "Não se trata de Retenção", where letters stand wide and "Retenção" begins an option."""
    sheet = Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas")):
        sheet.option(text, 60 + 260 * at, 60)
    for left, text in ((60, "trata"), (160, "de"), (205, "Glosas")):
        sheet.word(text, left, 160)
    sheet.option("Estudos", 171, 220)
    assert not _ticked(sheet.ticks())


def test_brackets_about_an_x_begin_where_the_blank_ones_of_their_column_do() -> None:
    sheet = Drawn()

    def brackets(left: int, top: int, wide: int) -> None:
        for x, start in ((left + 9, 110), (left + wide - 9, -70)):
            cv2.ellipse(sheet.grey, (x, top + 13), (8, 13), 0, start, start + 140, 30, 2)

    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Valores")):
        brackets(60, 40 + 60 * at, 34 if at == 2 else 18)
        sheet.word(text, 290, 40 + 60 * at)
    cv2.putText(sheet.grey, "x", (70, 180), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    assert _near(_ticked(sheet.ticks()), 60, 160)


def test_boxes_of_answers_do_not_tell_where_those_of_the_lists_stand_if_other_sheets_do() -> None:
    known, first, second = KnownLooks(), Drawn(), Drawn()
    for at, text in enumerate(("Franquia", "Aposentou", "Glosas", "Estudos", "Valores", "Outros")):
        second.word(text, 60, 40 + 60 * at)
        second.box(60 + _LETTER * len(text) + _GAP, 40 + 60 * at)
    second.ticks(known)
    for at, text in enumerate(("Sim", "Não", "Sim")):
        first.option(text, 60 + 200 * at, 40)
    for at, text in enumerate(("Franquia", "Glosas", "Estudos")):
        first.word(text, 60, 160 + 60 * at)
        first.box(60 + _LETTER * len(text) + _GAP, 160 + 60 * at, marked=at == 1)
    own = KnownLooks()
    first.ticks(own)
    assert known.tells_better(own.last)
    assert _near(_ticked(first.ticks(known)), 60 + _LETTER * 6 + _GAP, 220)
