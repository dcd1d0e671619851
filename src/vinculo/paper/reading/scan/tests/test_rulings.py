"""Tables as scanners see them: pale and thin lines, letters close to them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import vinculo.paper.printing
from vinculo.paper.reading.scan.lighting import evened, inked, without_specks
from vinculo.paper.reading.scan.rulings import cells_of, find_rulings, without_rulings
from vinculo.paper.reading.scan.sheet import Grey

DPI = 200
FONT = Path(vinculo.paper.printing.__file__).parent / "fonts" / "VinculoPrinted-Regular.ttf"
COLUMNS, ROWS = (60, 400, 560, 900), (60, 96, 132, 168)


def table(ink: int) -> Grey:
    """Three rows of three cells, drawn at four times the size; its lines lean by a pixel or two."""
    sheet = Image.new("L", (4 * 960, 4 * 240), 240)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(FONT), 4 * 21)
    for row in ROWS:
        pen.line((4 * COLUMNS[0], 4 * row, 4 * COLUMNS[-1], 4 * row + 8), fill=ink, width=6)
    for column in COLUMNS:
        pen.line((4 * column, 4 * ROWS[0], 4 * column + 3, 4 * ROWS[-1] + 8), fill=ink, width=6)
    for row in ROWS[:-1]:
        for column, text in zip(COLUMNS[:-1], ("SAD296836983388", "83853", "Ouvidoria"), strict=True):
            pen.text((4 * column + 20, 4 * row + 20), text, 30, font)
    small = sheet.resize((960, 240), Image.Resampling.BOX)
    blurred = cv2.GaussianBlur(np.asarray(small), (0, 0), 0.6)
    return without_specks(evened(blurred.astype(np.uint8), DPI), DPI)


def test_pale_lines_close_cells_as_dark_ones_do() -> None:
    for ink in (30, 130, 150):
        assert len(cells_of(find_rulings(table(ink), DPI), (), DPI)) == 9, ink


def test_pale_lines_are_wiped_off_and_letters_stay_whole() -> None:
    lined = table(130)
    lines = find_rulings(lined, DPI)
    letters = inked(table(240))

    left = inked(without_rulings(lined, lines))

    around = cv2.dilate(letters, np.ones((3, 3), np.uint8))
    assert ((left > 0) & (around == 0)).sum() < 30
    assert ((left == 0) & (letters > 0)).sum() < 0.02 * (letters > 0).sum()


def test_a_row_of_round_digits_is_no_line() -> None:
    lines = find_rulings(table(240), DPI)

    assert not lines.across.any()
    assert not lines.down.any()


def test_dots_of_letters_are_no_specks_and_specks_are_gone() -> None:
    level = np.full((120, 200), 255, np.uint8)
    level[60:76, 50:53] = 20
    level[53:56, 50:53] = 190
    level[54, 51] = 120
    level[20, 150] = 120

    cleared = without_specks(level, DPI)

    assert cleared[54, 51] == 120
    assert cleared[20, 150] == 255


def test_an_accent_close_to_a_line_stays() -> None:
    level = np.full((120, 400), 255, np.uint8)
    level[40:42, 10:390] = 60
    level[42, 10:390] = 210
    level[43:49, 100:103] = 20
    level[52:68, 98:106] = 20

    left = without_rulings(level, find_rulings(level, DPI))

    assert (left[40:42] == 255).all()
    assert (left[43:49, 100:103] == 20).all()


def low_rows(down: int) -> Grey:
    """Two rows of two cells no higher than letters, whose lines across are dark."""
    level = np.full((160, 960), 255, np.uint8)
    for row in (60, 91, 122):
        level[row : row + 2, 60:900] = 40
    for column in (60, 480, 898):
        level[60:124, column : column + 2] = down
    return level


def test_a_stem_that_reaches_one_line_of_a_low_row_is_no_line() -> None:
    level = low_rows(40)
    level[64:92, 200:203] = 20
    level[91:117, 600:603] = 20

    lines = find_rulings(level, DPI)

    assert not lines.down[70:85, 190:210].any()
    assert not lines.down[95:113, 590:610].any()
    assert len(cells_of(lines, (), DPI)) == 4


def test_a_line_hardly_darker_than_paper_runs_from_one_line_to_the_next() -> None:
    pale = low_rows(236)
    noise = np.random.default_rng(5).normal(0, 3, pale.shape)
    level = np.clip(pale + noise, 0, 255).astype(np.uint8)

    assert len(cells_of(find_rulings(level, DPI), (), DPI)) == 4


def test_a_line_that_a_hole_interrupts_is_known_by_the_one_below_it() -> None:
    level = low_rows(40)
    level[60:64, 470:490] = 255

    assert find_rulings(level, DPI).down[70:85, 478:484].any()
