"""How surely paper of ours is known again, and what pen changed on it: `python bench/own_paper.py`.

Invented cases are printed, half of the sheets are ticked, struck and signed with a pen, and all are scanned
or photographed badly (`form_corpus.degraded`). Then the code is read and the sheet held against its print.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import cv2
import numpy as np
import pypdfium2 as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.form_corpus.content import invented_paper
from bench.form_corpus.degraded import as_file, degraded, phone_harm, scanner_harm
from bench.form_corpus.hand_marks import TICKS, MarkedBox, Pen, draw_stroke, mark_box, random_pen, signature
from numpy.typing import NDArray

from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import PrintExtras, PrintName, Signature
from vinculo.paper.printing.kept_print import digest_of, kept_form, print_again
from vinculo.paper.printing.paper_code import new_code
from vinculo.paper.printing.typesetter import page_count
from vinculo.paper.reading.limits import LIMITS
from vinculo.paper.reading.own_paper import ChangeKind, changes_on, reference_page
from vinculo.paper.reading.own_paper.reference import SIGNATURE, PrintedBox, ReferencePage
from vinculo.paper.reading.own_paper.returned import named_code
from vinculo.paper.reading.scan.opening import pictures_of
from vinculo.paper.reading.scan.shown import kept_picture
from vinculo.paper.reading.scan.straight import straightened

Told = tuple[str, str, str]
"""Kind, field and option of a change."""
KINDS = ("scan", "rough scan", "photo")
STRIKES = ("over", "through")


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet that came back: its file, the page that it is, and what pen did to it."""

    seed: int
    kind: str
    file: bytes
    name: PrintName
    number: int
    page: ReferencePage
    changes: frozenset[Told]
    hand: str


@dataclass
class Score:
    sheets: int = 0
    recognised: int = 0
    right_page: int = 0
    straight: int = 0
    clean: int = 0
    clean_with_change: int = 0
    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed_hands: Counter[str] = field(default_factory=Counter)
    code_seconds: list[float] = field(default_factory=list)
    change_seconds: list[float] = field(default_factory=list)


def returned_sheet(seed: int) -> Returned:
    rng = Random(f"own paper {seed}")
    form = invented_paper(seed).truth
    edition = packaged_edition(form.edition)
    signed = Signature(form.signed_by or "", "Supervisor", None) if form.signed_by else None
    kept = kept_form(form, PrintExtras(case_number="ODL-2026-000123", signature=signed, draft=signed is None))
    name = PrintName(new_code(), digest_of(kept, edition))
    pdf = print_again(kept, edition=edition, name=name)
    number = rng.randint(1, page_count(pdf))
    page = reference_page(kept, edition=edition, name=name, number=number)
    assert page is not None
    kind = KINDS[seed % len(KINDS)]
    harm = phone_harm(rng) if kind == "photo" else scanner_harm(rng, rough=kind == "rough scan")
    picture = _drawn(pdf, number, harm.dpi)
    done = dict(_by_pen(picture, page, harm.dpi, rng)) if rng.random() < 0.5 else {}
    seen, _ = degraded(picture, harm, rng)
    return Returned(
        seed,
        kind,
        as_file([seen], rng.choice(("jpg", "jpg", "png")), harm)[1],
        name,
        number,
        page,
        frozenset(done),
        " ".join(done.values()),
    )


def _drawn(pdf: bytes, number: int, dpi: int) -> NDArray[Any]:
    with closing(pdfium.PdfDocument(pdf)) as document:
        return np.ascontiguousarray(
            document[number - 1].render(scale=dpi / 72, rev_byteorder=True).to_numpy()
        )


def _by_pen(picture: NDArray[Any], page: ReferencePage, dpi: int, rng: Random) -> Iterator[tuple[Told, str]]:
    pen = random_pen(rng)
    boxes = list(page.boxes)
    rng.shuffle(boxes)
    for box in boxes[: rng.randint(0, 4)]:
        if box.ticked:
            hand = rng.choice(STRIKES)
            _strike(picture, box, hand, pen=pen, dpi=dpi, rng=rng)
            yield (ChangeKind.UNTICKED, box.field, box.option), hand
        else:
            hand = rng.choice(TICKS)
            mark_box(picture, _marked(picture, box, hand), pen, dpi, rng)
            yield (ChangeKind.TICKED, box.field, box.option), hand
    if _has(page, SIGNATURE) and rng.random() < 0.8:
        rows = np.nonzero((page.areas == page.fields.index(SIGNATURE)).any(axis=1))[0]
        down = (rows.min() + 20 / 25.4 * 200) / 200 * dpi
        signature(picture, (rng.uniform(0.3, 0.5) * picture.shape[1], down), pen, dpi, rng)
        yield (ChangeKind.WRITTEN, SIGNATURE, ""), "signature"
    blank = [
        name for name in page.fields if name.endswith(".note") and _has(page, name) and _is_blank(page, name)
    ]
    if blank and rng.random() < 0.5:
        name = rng.choice(blank)
        rows, columns = np.nonzero(page.areas == page.fields.index(name))
        at = ((columns.min() + rng.uniform(60, 600)) / 200 * dpi, (rows.max() - 22) / 200 * dpi)
        signature(picture, at, pen, dpi, rng)
        yield (ChangeKind.WRITTEN, name, ""), "note"


def _has(page: ReferencePage, name: str) -> bool:
    return name in page.fields and int((page.areas == page.fields.index(name)).sum()) > 20_000


def _is_blank(page: ReferencePage, name: str) -> bool:
    """Nothing printed in the lower half of the field, where there is room to write."""
    rows, columns = np.nonzero(page.areas == page.fields.index(name))
    lower = page.picture[(rows.min() + rows.max()) // 2 : rows.max(), columns.min() : columns.max()]
    return bool((lower > 200).all())


def _marked(picture: NDArray[Any], box: PrintedBox, hand: str) -> MarkedBox:
    height, width = picture.shape[:2]
    at = box.bounds
    sides = (at.left * width, at.top * height, at.right * width, at.bottom * height)
    return MarkedBox(0, *sides, code=box.option, ticked=False, mark=hand)


def _strike(picture: NDArray[Any], box: PrintedBox, hand: str, *, pen: Pen, dpi: int, rng: Random) -> None:
    """A printed tick made void: scribbled over, or struck through with two lines."""
    at = _marked(picture, box, "hand-x")
    middle, side = ((at.left + at.right) / 2, (at.top + at.bottom) / 2), at.side
    if hand == "over":
        to_and_fro = [(-0.9 + 1.8 * step / 9, 0.8 if step % 2 else -0.8) for step in range(10)]
        lines = [to_and_fro]
    else:
        lines = [[(-1.1, y), (1.2, y + rng.uniform(-0.15, 0.15))] for y in (-0.2, 0.2)]
    for line in lines:
        points = [(middle[0] + x * side, middle[1] + y * side) for x, y in line]
        draw_stroke(picture, points, pen, dpi, rng)


def judge(sheet: Returned, score: Score, *, codes_only: bool = False) -> list[str]:
    """Count one sheet; what went wrong in words."""
    score.sheets += 1
    [picture] = pictures_of(sheet.file, LIMITS)
    shown = straightened(picture.grey, picture.dpi).grey
    kept = kept_picture(shown, 0, 0).jpeg
    start = time.perf_counter()
    code = named_code((picture.grey, shown))
    score.code_seconds.append(time.perf_counter() - start)
    if code is None:
        return ["not recognised"]
    score.recognised += code.code == sheet.name.code
    score.right_page += code.page == sheet.number
    if codes_only:
        return []
    start = time.perf_counter()
    seen = cv2.imdecode(np.frombuffer(kept, np.uint8), cv2.IMREAD_COLOR)
    changes = changes_on(np.asarray(seen, np.uint8), sheet.page, sheet=0)
    score.change_seconds.append(time.perf_counter() - start)
    if changes is None:
        return ["not set straight"]
    score.straight += 1
    told = {(change.kind.value, change.field, change.option) for change in changes}
    for kind in ChangeKind:
        score.made[kind] += sum(made[0] == kind for made in sheet.changes)
        score.found[kind] += sum(made[0] == kind for made in sheet.changes & told)
        score.false[kind] += sum(made[0] == kind for made in told - sheet.changes)
    if not sheet.changes:
        score.clean += 1
        score.clean_with_change += bool(told)
    wrong = [f"missed {made}" for made in sheet.changes - told]
    return wrong + [f"false {made}" for made in told - sheet.changes]


def report(score: Score) -> None:
    print(f"sheets {score.sheets}: recognised {score.recognised}, page right {score.right_page}, ", end="")
    print(f"set straight {score.straight}")
    print(f"untouched sheets with a change {score.clean_with_change} of {score.clean}")
    for kind in ChangeKind:
        made, found, false = score.made[kind], score.found[kind], score.false[kind]
        recall, precision = found / max(made, 1), found / max(found + false, 1)
        print(f"{kind}: made {made}, found {found} ({recall:.1%}), false {false} (precision {precision:.1%})")
    for what, took in (("code", score.code_seconds), ("changes", score.change_seconds)):
        took.sort()
        if took:
            print(f"{what}: median {took[len(took) // 2] * 1000:.0f} ms, slowest {took[-1] * 1000:.0f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kept", type=Path, help="folder for the pictures of sheets that went wrong")
    parser.add_argument("--codes-only", action="store_true", help="leave the changes by pen aside")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    signal.signal(signal.SIGTERM, _ended)
    score = Score()
    try:
        for seed in range(arguments.first, arguments.first + arguments.sheets):
            sheet = returned_sheet(seed)
            wrong = judge(sheet, score, codes_only=arguments.codes_only)
            if wrong:
                where = f"page {sheet.number} [{sheet.hand}]"
                print(seed, sheet.kind, where, "; ".join(sorted(wrong)), flush=True)
                if arguments.kept:
                    (arguments.kept / f"sheet-{seed}").write_bytes(sheet.file)
    except KeyboardInterrupt:
        print("ended early")
    report(score)
    return 0 if score.recognised == score.right_page == score.sheets else 1


def _ended(_signal: int, _frame: object) -> NoReturn:
    """Ended from outside: what was measured until now is told all the same."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
