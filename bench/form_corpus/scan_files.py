"""Filled forms as scans and photos: printed, ticked in print or by hand, and harmed on the way.

Word forms are drawn by LibreOffice, many in one run. Where each box stands on the finished picture is known.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from .content import FilledPaper, PrintedField, PrintedList, PrintedOption, invented_paper
from .degraded import Harm, Matrix, Picture, as_file, degraded, phone_harm, scanner_harm
from .hand_marks import (
    TICKS,
    VOIDS,
    MarkedBox,
    as_record,
    mark_box,
    random_pen,
    signature,
    stray_line,
)
from .word_files import look_of, word_file
from .word_look import WordLook, seen_on_paper

_BATCH = 24
_BOXES = "☐☒☑□■"
_SHAPES = ("glyph", "glyph", "square", "square", "square", "circle", "parens", "brackets")
_HAND_SHARE = 0.72


@dataclass(frozen=True, slots=True)
class ScannedForm:
    """A file of pictures. `made`: how, and under "boxes" where the corners of each lie on its sheet."""

    ending: str
    data: bytes
    paper: FilledPaper
    made: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn from a seed before anything is drawn on paper."""

    paper: FilledPaper
    look: WordLook
    mark: str  # "glyph" and its like for ticks in print, "hand-…" for one kind of pen tick, "hand-mixed".
    rng: Random


def scanned_forms(seeds: Sequence[int]) -> Iterator[ScannedForm]:
    """One form for each seed, the same for the same seed."""
    for at in range(0, len(seeds), _BATCH):
        plans = [_plan(seed) for seed in seeds[at : at + _BATCH]]
        with tempfile.TemporaryDirectory(prefix="forms-") as folder:
            for plan, pdf in zip(plans, _printed(plans, Path(folder)), strict=True):
                form = _scanned(plan, pdf)
                if form is None:
                    # Boxes that do not come out as characters: the same form in a plainer look.
                    look = plan.look.but(options="lines", blocks="open")
                    plainer = replace(plan, look=look, rng=Random(plan.paper.seed))
                    form = _scanned(plainer, next(_printed([plainer], Path(folder))))
                if form is None:
                    raise ValueError(f"not every option has its box: seed {plan.paper.seed}")
                yield form


def _plan(seed: int) -> _Plan:
    rng = Random(seed * 7 + 3)
    paper = invented_paper(seed)
    look = look_of(paper).but(
        fields="plain", tracked=False, noise=False, wrapped="", text_boxes=False, strict=False, breaks=False
    )
    # Most scans are of one or two sheets.
    look = seen_on_paper(look, seed).but(
        size=rng.choice((7.5, 8.0, 8.0, 9.0, 9.5, 10.0, 10.5)), margin=rng.choice((600, 800, 1000))
    )
    if look.boxes == "symbol-field":
        look = look.but(boxes="glyph")
    if rng.random() < _HAND_SHARE:
        mark = rng.choice(("hand-x", "hand-x", "hand-check", "hand-check", "hand-mixed", *TICKS))
        return _Plan(paper, look.but(boxes="glyph"), mark, rng)
    return _Plan(paper, look, look.boxes, rng)


def _printed(plans: Sequence[_Plan], folder: Path) -> Iterator[bytes]:
    names = []
    for number, plan in enumerate(plans):
        by_hand = plan.mark.startswith("hand")
        paper = without_ticks(plan.paper) if by_hand else plan.paper
        names.append(folder / f"{number}.docx")
        names[-1].write_bytes(word_file(paper, plan.look))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, names)], check=True, capture_output=True, timeout=600)
    for name in names:
        yield name.with_suffix(".pdf").read_bytes()


def without_ticks(paper: FilledPaper) -> FilledPaper:
    """The form as it leaves the printer, for a pen to tick."""

    def blank(option: PrintedOption) -> PrintedOption:
        return replace(option, ticked=False)

    def field(each: PrintedField) -> PrintedField:
        return replace(each, options=tuple(map(blank, each.options)))

    def block(each: PrintedList) -> PrintedList:
        return replace(each, rows=tuple(tuple(map(blank, row)) for row in each.rows))

    return replace(
        paper,
        head=tuple(tuple(map(field, row)) for row in paper.head),
        outcome=block(paper.outcome),
        actions=block(paper.actions),
        reasons=block(paper.reasons),
        protocol=block(paper.protocol),
        sectors=block(paper.sectors),
    )


def _options(paper: FilledPaper) -> list[tuple[str, bool]]:
    """Every option in the paper's order, and whether it is ticked."""
    found = [
        (f"{field.name}:{option.code}", option.ticked)
        for row in paper.head
        for field in row
        for option in field.options
    ]
    for block in (paper.outcome, paper.actions, paper.reasons, paper.protocol, paper.sectors):
        found += [(f"{block.name}:{option.code}", option.ticked) for option in block.options]
    return found


def _scanned(plan: _Plan, pdf: bytes) -> ScannedForm | None:
    rng = plan.rng
    photo = rng.random() < 0.18
    harm = phone_harm(rng) if photo else scanner_harm(rng, rough=rng.random() < 0.3)
    pages, boxes = _pages(pdf, harm.dpi)
    options = _options(plan.paper)
    shape = plan.mark
    if len(boxes) == len(options):
        boxes = [
            replace(box, code=code, ticked=ticked) for box, (code, ticked) in zip(boxes, options, strict=True)
        ]
        if plan.mark.startswith("hand"):
            shape = rng.choice(_SHAPES)
            boxes = [_reshaped(pages[box.sheet], box, shape, harm.dpi, rng.random()) for box in boxes]
            boxes = _by_hand(pages, boxes, plan.mark, harm, rng)
    elif plan.mark.startswith("hand"):
        return None
    else:
        boxes = []
    seen = [degraded(page, harm, rng) for page in pages]
    image = _image(len(pages), photo, rng)
    ending, data = as_file([picture for picture, _ in seen], image, harm)
    made = {
        "matrices": [matrix.round(8).tolist() for _, matrix in seen],
        "layout": plan.look.head, "image": image, "pages": len(pages), "marks": plan.mark, "box_shape": shape,
        "photo": photo, "options": plan.look.options, "font": plan.look.font, "size": plan.look.size,
        **{f"scan_{name}": value for name, value in asdict(harm).items()},
    }  # fmt: skip
    placed = [{**as_record(box), **_placed(box, seen[box.sheet][1])} for box in boxes]
    return ScannedForm(ending, data, plan.paper, {**made, "boxes": placed})


def _image(pages: int, photo: bool, rng: Random) -> str:
    if pages > 1:
        return rng.choice(("pdf", "pdf", "tiff"))
    return rng.choice(("jpg", "jpg", "heic")) if photo else rng.choice(("jpg", "png", "pdf", "tiff"))


def _pages(pdf: bytes, dpi: int) -> tuple[list[Picture], list[MarkedBox]]:
    pages: list[Picture] = []
    boxes: list[MarkedBox] = []
    scale = dpi / 72
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        for number, page in enumerate(document):
            drawn = page.render(scale=scale, rev_byteorder=True).to_numpy()
            pages.append(np.ascontiguousarray(drawn[:, :, :3]))
            text, height = page.get_textpage(), page.get_height()
            for index in range(text.count_chars()):
                if chr(pdfium.FPDFText_GetUnicode(text, index)) not in _BOXES:
                    continue
                left, bottom, right, top = text.get_charbox(index)
                boxes.append(
                    MarkedBox(
                        number,
                        left * scale,
                        (height - top) * scale,
                        right * scale,
                        (height - bottom) * scale,
                        "",
                        False,
                    )
                )
    return pages, boxes


def _reshaped(page: Picture, box: MarkedBox, shape: str, dpi: int, chance: float) -> MarkedBox:
    """The printed glyph as another shape of box, on the same ground."""
    if shape == "glyph":
        return box
    left, top, right, bottom = (round(each) for each in (box.left, box.top, box.right, box.bottom))
    ground = np.median(page[top - 3 : bottom + 4, left - 3 : right + 4].reshape(-1, 3), axis=0)
    page[top - 2 : bottom + 3, left - 2 : right + 3] = ground
    thick, ink = max(1, round(dpi / 150)), (25, 25, 25)
    side = round((bottom - top) * 1.05)
    middle = ((left + right) // 2, (top + bottom) // 2)
    left, top = middle[0] - side // 2, middle[1] - side // 2
    right, bottom = left + side, top + side
    if shape == "square":
        cv2.rectangle(page, (left, top), (right, bottom), ink, thick)
    elif shape == "circle":
        cv2.circle(page, middle, side // 2, ink, thick, cv2.LINE_AA)
    else:
        _brackets(page, (left, top, right, bottom), round_=shape == "parens", thick=thick)
    return replace(box, left=left, top=top, right=right, bottom=bottom)


def _brackets(page: Picture, sides: tuple[int, int, int, int], *, round_: bool, thick: int) -> None:
    left, top, right, bottom = sides
    deep, ink = (bottom - top) // 4, (25, 25, 25)
    top, bottom = top - 1, bottom + 1
    for at, inward in ((left, 1), (right, -1)):
        if round_:
            middle = (at + inward * deep, (top + bottom) // 2)
            axes = (deep, (bottom - top) // 2)
            begin = 110 if inward > 0 else -70
            cv2.ellipse(page, middle, axes, 0, begin, begin + 140, ink, thick, cv2.LINE_AA)
        else:
            corner = at + inward * deep
            line = np.array(((corner, top), (at, top), (at, bottom), (corner, bottom)))
            cv2.polylines(page, [line], False, ink, thick)


def _by_hand(
    pages: list[Picture], boxes: list[MarkedBox], mark: str, harm: Harm, rng: Random
) -> list[MarkedBox]:
    pen = random_pen(rng)
    marked = []
    voids = rng.random() < 0.15
    for box in boxes:
        made = ""
        if box.ticked:
            made = rng.choice(TICKS) if mark == "hand-mixed" else mark
        elif voids and rng.random() < 0.04:
            made = rng.choice(VOIDS)
        marked.append(replace(box, mark=made))
        mark_box(pages[box.sheet], marked[-1], pen, harm.dpi, rng)
    if rng.random() < 0.08:
        stray_line(rng.choice(pages), pen, harm.dpi, rng)
    if rng.random() < 0.25:
        foot = max(box.bottom for box in marked if box.sheet == marked[-1].sheet)
        low = foot + rng.uniform(0.35, 0.7) * harm.dpi
        signature(pages[marked[-1].sheet], (rng.uniform(0.8, 3) * harm.dpi, low), pen, harm.dpi, rng)
    return marked


def _placed(box: MarkedBox, matrix: Matrix) -> dict[str, Any]:
    corners: NDArray[np.float64] = np.array(
        [[(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]], float
    )
    moved = cv2.perspectiveTransform(corners, matrix)[0]
    return {"sheet": box.sheet, "corners": [[round(float(x), 1), round(float(y), 1)] for x, y in moved]}
