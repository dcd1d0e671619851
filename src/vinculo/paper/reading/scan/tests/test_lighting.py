"""Holes that were punched into a sheet, on drawn ones."""

from __future__ import annotations

import cv2
import numpy as np

from ..lighting import evened, inked, without_holes, without_specks
from ..sheet import Grey


def test_a_punched_hole_leaves_nothing_and_ticks_and_marks_within_the_sheet_stay() -> None:
    sheet: Grey = np.full((1200, 1600), 238, np.uint8)
    cv2.putText(sheet, "Obs. Geral:", (130, 610), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 30, 3)
    cv2.rectangle(sheet, (130, 640), (164, 674), 30, -1)
    cv2.circle(sheet, (800, 300), 24, 60, -1)
    alone = sheet.copy()
    cv2.circle(sheet, (75, 600), 24, 100, -1)
    assert np.array_equal(without_holes(alone, 200), alone)
    level = without_specks(evened(without_holes(sheet, 200), 200), 200)
    assert not inked(level)[560:640, 40:110].any()
    assert inked(level)[580:615, 130:300].any()
