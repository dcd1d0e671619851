"""Our own print on paper again: a pen's marks are changes, folds and stains are none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import cache
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from vinculo.paper.printing import PrintExtras, PrintName
from vinculo.paper.printing.kept_print import digest_of, kept_form, print_again
from vinculo.paper.printing.paper_code import new_code
from vinculo.paper.reading.own_paper import ChangeKind, ReferencePage, changes_on, reference_page
from vinculo.paper.reading.own_paper.reference import PrintedBox
from vinculo.paper.reading.process import FileReader
from vinculo.paper.reading.returned_paper import SheetToCompare

from .test_chosen_sheets import EDITION, FILLED

DPI = 150
Picture = NDArray[np.uint8]


@cache
def kept_and_name() -> tuple[Mapping[str, Any], PrintName]:
    kept = kept_form(FILLED, PrintExtras(case_number="ODL-2026-000123"))
    return kept, PrintName(new_code(), digest_of(kept, EDITION))


@cache
def print_and_page() -> tuple[Picture, ReferencePage]:
    kept, name = kept_and_name()
    page = reference_page(kept, edition=EDITION, name=name, number=1)
    assert page is not None
    with closing(pdfium.PdfDocument(print_again(kept, edition=EDITION, name=name))) as document:
        grey = document[0].render(scale=DPI / 72, grayscale=True).to_numpy()
    return np.ascontiguousarray(grey), page


def told(picture: Picture) -> set[tuple[str, str, str]]:
    changes = changes_on(picture, print_and_page()[1], sheet=0)
    assert changes is not None
    return {(change.kind.value, change.field, change.option) for change in changes}


def filled(picture: Picture, box: PrintedBox, *, beyond: float) -> None:
    """Scribbled over, all of it."""
    height, width = picture.shape
    at = box.bounds
    beyond *= (at.right - at.left) * width
    upper_left = (round(at.left * width - beyond), round(at.top * height - beyond))
    lower_right = (round(at.right * width + beyond), round(at.bottom * height + beyond))
    cv2.rectangle(picture, upper_left, lower_right, 70, -1)


def a_box(*, ticked: bool) -> PrintedBox:
    return next(box for box in print_and_page()[1].boxes if box.ticked is ticked)


def test_a_box_filled_all_over_is_ticked():
    picture, box = print_and_page()[0].copy(), a_box(ticked=False)
    filled(picture, box, beyond=0.0)
    assert told(picture) == {("ticked", box.field, box.option)}


def test_a_printed_tick_scribbled_over_is_struck():
    picture, box = print_and_page()[0].copy(), a_box(ticked=True)
    filled(picture, box, beyond=0.25)
    assert told(picture) == {("unticked", box.field, box.option)}


def test_a_dot_in_a_box_is_a_tick_and_a_grain_of_dust_is_none():
    box = a_box(ticked=False)
    at, (height, width) = box.bounds, print_and_page()[0].shape
    middle = (round((at.left + at.right) / 2 * width), round((at.top + at.bottom) / 2 * height))
    for radius, changes in ((1, set()), (2, {("ticked", box.field, box.option)})):
        picture = print_and_page()[0].copy()
        cv2.circle(picture, middle, radius, 60, -1, cv2.LINE_AA)
        assert told(picture) == changes


def test_faint_writing_is_told_where_there_is_much_of_it():
    picture = print_and_page()[0].copy()
    points = [(700 + 9 * step, round(picture.shape[0] / 2 + 18 * np.sin(step * 1.9))) for step in range(16)]
    cv2.polylines(picture, [np.array(points, np.int32)], False, 221, 3, cv2.LINE_AA)
    assert told(picture) == {("written", "contacts.4.note", "")}


def test_what_reaches_in_from_the_edge_of_the_sheet_is_no_writing():
    """What lies under the sheet, drawn out by setting it straight."""
    picture = print_and_page()[0].copy()
    height = picture.shape[0]
    for across in range(70, 150, 6):
        cv2.line(picture, (across, height - 42), (across, height), 110, 2)
    assert told(picture) == set()


def test_print_of_the_foot_that_is_out_of_its_place_is_no_writing():
    picture = print_and_page()[0].copy()
    height, width = picture.shape
    foot = picture[int(0.952 * height) : int(0.985 * height), int(0.065 * width) : int(0.3 * width)]
    assert (foot < 128).any()
    foot[:] = np.roll(foot, 7, axis=0)
    assert told(picture) == set()
    cv2.ellipse(picture, (400, height - 60), (60, 14), 0, 0, 360, 60, 2, cv2.LINE_AA)
    assert told(picture) == {("written", "", "")}


def test_folds_are_no_writing():
    picture = print_and_page()[0].copy()
    height, width = picture.shape
    cv2.line(picture, (0, height // 2), (width, height // 2 + 9), 205, 2, cv2.LINE_AA)
    cv2.line(picture, (width // 2 + 40, 0), (width // 2 + 44, height), 205, 2, cv2.LINE_AA)
    assert told(picture) == set()


def test_a_sheet_is_compared_in_the_process_that_reads():
    picture, box = print_and_page()[0].copy(), a_box(ticked=False)
    filled(picture, box, beyond=0.0)
    kept, name = kept_and_name()
    paper = SheetToCompare(4, cv2.imencode(".jpg", picture)[1].tobytes(), kept, EDITION, name, 1)
    with FileReader() as reader:
        [change] = reader.compare(paper).changes or ()
    assert (change.kind, change.field, change.option) == (ChangeKind.TICKED, box.field, box.option)
    assert change.box.sheet == 4
