"""A sheet of ours set straight: from the picture of paper that was skewed, photographed or curled to the
frame in which it was printed.

First by the code and the round marks near the corners; where those are covered, by whatever of the print can
be recognised. Then bit by bit: small parts of the print are looked for where they should stand, and a smooth
bend is laid through what they say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike as Mat
from numpy.typing import NDArray

from ...printing.paper_code import CODE_LEFT, CODE_SIDE, CODE_TOP, MARK_CENTRES
from ..scan.sheet import Grey
from .code_on_paper import CodeOnPaper, Points
from .marks import LIKE_A_MARK, MARK_PIXELS, MARK_ROOM, mark_picture
from .reference import PIXELS_PER_MM

Matrix = NDArray[np.float64]
Field = NDArray[np.float32]

_REACH = 0.11
"""How far off a mark may be, as a share of the way from what is known to it."""
_FEATURE_HEIGHT = 1100
_FEATURES_NEEDED = 25
_PATCH, _STRIDE = 56, 40
_FOUND = 0.55
_INK_IN_PATCH = 0.012
_STILL = 3.0
_FITS, _FITS_WELL = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class _Moved:
    """Parts of the print that were found: where they stand, and how far from there, in its pixels."""

    at: Points
    by: Points
    tried: int


@dataclass(frozen=True, slots=True)
class Straight:
    """`across` and `down` give, for each pixel of the print, where in the picture it stands."""

    across: Field
    down: Field

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture in the frame of the print; white beyond its edges."""
        white = (255,) * 3
        flat = cv2.remap(
            picture,
            self.across,
            self.down,
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=white,
        )
        return np.asarray(flat, np.uint8)

    def within(self, shape: Sequence[int]) -> NDArray[np.bool_]:
        """The pixels of the print that the picture shows."""
        height, width = shape[:2]
        beside = (self.across < 1) | (self.across > width - 2)
        return np.asarray(~(beside | (self.down < 1) | (self.down > height - 2)))


def straighten(grey: Grey, printed: Grey, code: CodeOnPaper | None) -> Straight | None:
    """How the sheet lies; None where too little of the print is recognised in it."""
    placed = _by_marks(grey, code) if code else None
    best = _fitted(grey, printed, placed)
    if best[0] < _FITS_WELL:
        best = max(best, _fitted(grey, printed, _by_features(grey, printed)), key=lambda fit: fit[0])
    return best[1] if best[0] >= _FITS else None


def _fitted(grey: Grey, printed: Grey, placed: Matrix | None) -> tuple[float, Straight | None]:
    """The frame, bent until it fits, and the share of the print's parts that then lie on themselves."""
    straight = _bent(grey, printed, _grid(placed, printed.shape)) if placed is not None else None
    if straight is None:
        return 0.0, None
    moved = _moved(straight.of(grey), printed, 0.5, 6)
    if moved is None:
        return 0.0, None
    still = np.linalg.norm(moved.by, axis=1) < _STILL
    return float(still.sum()) / moved.tried, straight


# By the marks.


def _by_marks(grey: Grey, code: CodeOnPaper) -> Matrix | None:
    """From pixels of the print to those of the sheet, by its code and three marks at least."""
    on_print = _on_print(
        [
            (CODE_LEFT, CODE_TOP),
            (CODE_LEFT + CODE_SIDE, CODE_TOP),
            (CODE_LEFT + CODE_SIDE, CODE_TOP + CODE_SIDE),
            (CODE_LEFT, CODE_TOP + CODE_SIDE),
        ]
    )
    known, seen = [on_print.mean(axis=0)], [code.corners.mean(axis=0)]
    similar = _similarity(on_print, code.corners)
    upper_left, upper_right, lower_left, lower_right = _on_print(MARK_CENTRES)
    for mark in (lower_right, lower_left, upper_right, upper_left):
        expected = _through(similar, mark)
        nearest = min(float(np.linalg.norm(mark - point)) for point in known)
        scale = float(np.sqrt(abs(np.linalg.det(similar[:, :2]))))
        found = _mark_near(grey, expected, similar, scale * (_REACH * nearest + 3 * PIXELS_PER_MM))
        if found is not None:
            known.append(mark)
            seen.append(found)
            similar = _similarity(np.array(known), np.array(seen))
    if len(known) < 4:
        return None
    # The centre of the code stands too near a mark to say anything of the perspective beside three others.
    return _placed(np.array(known), np.array(seen))


def _placed(known: Points, seen: Points) -> Matrix:
    """A perspective through five points; through four of which two stand together, an affine one."""
    if len(known) < 5:
        affine, _ = cv2.estimateAffine2D(known, seen)
        return np.vstack([affine, (0, 0, 1)])
    perspective, _ = cv2.findHomography(known[1:], seen[1:])
    return np.asarray(perspective, np.float64)


def _on_print(millimetres: Sequence[tuple[float, float]]) -> Points:
    return np.array(millimetres, np.float64) * PIXELS_PER_MM


def _similarity(known: Points, seen: Points) -> Matrix:
    if len(known) > 3:
        affine, _ = cv2.estimateAffine2D(known, seen, method=cv2.LMEDS)
        if affine is not None and len(known) > 4:
            return np.asarray(affine, np.float64)
    similar, _ = cv2.estimateAffinePartial2D(known, seen, method=cv2.LMEDS)
    return np.asarray(similar, np.float64)


def _through(affine: Matrix, point: Points) -> Points:
    return np.asarray(affine[:, :2] @ point + affine[:, 2])


def _mark_near(grey: Grey, expected: Points, similar: Matrix, reach: float) -> Points | None:
    """The centre of the mark nearest in looks within `reach` pixels of where it is expected."""
    size = 2 * MARK_ROOM * PIXELS_PER_MM * float(np.sqrt(abs(np.linalg.det(similar[:, :2]))))
    scale = MARK_PIXELS / size
    left, top = (max(int(value - reach), 0) for value in expected)
    part = grey[top : int(expected[1] + reach) + 1, left : int(expected[0] + reach) + 1]
    if min(part.shape) * scale < MARK_PIXELS + 2:
        return None
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=how), np.uint8)
    likeness = cv2.matchTemplate(part, mark_picture(), cv2.TM_CCOEFF_NORMED)
    _, best, _, (across, down) = cv2.minMaxLoc(likeness)
    if best < LIKE_A_MARK:
        return None
    at = np.array((across, down)) + _peak(likeness, across, down) + MARK_PIXELS / 2
    return np.asarray(at / scale + (left, top))


def _peak(likeness: Mat, across: int, down: int) -> Points:
    """How far beside the best pixel the best place is, by a parabola through its neighbours."""

    def beside(before: float, at: float, after: float) -> float:
        bend = before - 2 * at + after
        return 0.0 if abs(bend) < 1e-9 else float(np.clip((before - after) / (2 * bend), -0.5, 0.5))

    height, width = likeness.shape
    if not (0 < across < width - 1 and 0 < down < height - 1):
        return np.zeros(2)
    row, column = likeness[down, across - 1 : across + 2], likeness[down - 1 : down + 2, across]
    return np.array((beside(*row), beside(*column)))


# By whatever is printed.


def _by_features(grey: Grey, printed: Grey) -> Matrix | None:
    """By points that look alike on print and sheet, however it is turned."""
    finder = cv2.SIFT.create(nfeatures=2500)
    (points, marks), (print_points, print_marks) = (_features(finder, picture) for picture in (grey, printed))
    if marks is None or print_marks is None or len(marks) < 2:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(print_marks, marks, k=2)
    alike = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < 0.75 * pair[1].distance]
    if len(alike) < _FEATURES_NEEDED:
        return None
    known = print_points[[pair.queryIdx for pair in alike]]
    seen = points[[pair.trainIdx for pair in alike]]
    placed, fitting = cv2.findHomography(known, seen, cv2.RANSAC, 12.0)
    if placed is None or int(fitting.sum()) < _FEATURES_NEEDED:
        return None
    return np.asarray(placed, np.float64)


def _features(finder: cv2.SIFT, picture: Grey) -> tuple[Points, NDArray[np.float32] | None]:
    scale = min(_FEATURE_HEIGHT / max(picture.shape), 1.0)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    points, marks = finder.detectAndCompute(small, None)
    found = np.array([point.pt for point in points], np.float64).reshape(-1, 2) / scale
    return found, None if marks is None else np.asarray(marks, np.float32)


# Bit by bit.


def _grid(placed: Matrix, shape: Sequence[int]) -> Straight:
    height, width = shape[:2]
    down, across = np.mgrid[0:height, 0:width].astype(np.float64)
    depth = placed[2, 0] * across + placed[2, 1] * down + placed[2, 2]
    return Straight(
        np.asarray((placed[0, 0] * across + placed[0, 1] * down + placed[0, 2]) / depth, np.float32),
        np.asarray((placed[1, 0] * across + placed[1, 1] * down + placed[1, 2]) / depth, np.float32),
    )


def _bent(grey: Grey, printed: Grey, rough: Straight) -> Straight | None:
    """The rough frame, bent so that the parts of the print come to lie on themselves; None if they do not."""
    straight = rough
    for scale, reach, degree in ((0.5, 14, 2), (1.0, 9, 3)):
        moved = _moved(straight.of(grey), printed, scale, reach)
        if moved is None:
            return None
        straight = _shifted(straight, *_bend(moved.at, moved.by, printed.shape, degree))
    return straight


def _moved(flat: Grey, printed: Grey, scale: float, reach: int) -> _Moved | None:
    """Where parts of the print are in the sheet; None if hardly any is found."""
    scan, print_ = (_inked(picture, scale) for picture in (flat, printed))
    height, width = print_.shape
    at: list[tuple[float, float]] = []
    by: list[tuple[float, float]] = []
    tried = 0
    for top in range(reach, height - _PATCH - reach, _STRIDE):
        for left in range(reach, width - _PATCH - reach, _STRIDE):
            part = print_[top : top + _PATCH, left : left + _PATCH]
            if not _tells(part):
                continue
            tried += 1
            around = scan[top - reach : top + _PATCH + reach, left - reach : left + _PATCH + reach]
            likeness = cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED)
            _, best, _, (across, down) = cv2.minMaxLoc(likeness)
            if best < _FOUND or not (0 < across < 2 * reach and 0 < down < 2 * reach):
                continue
            move = np.array((across, down)) + _peak(likeness, across, down) - reach
            at.append(((left + _PATCH / 2) / scale, (top + _PATCH / 2) / scale))
            by.append((float(move[0]) / scale, float(move[1]) / scale))
    if len(at) < max(4, 0.3 * tried):
        return None
    return _Moved(np.array(at), np.array(by), tried)


def _inked(picture: Grey, scale: float) -> Field:
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(255 - cv2.GaussianBlur(small, (0, 0), 1.0), np.float32)


def _tells(part: Field) -> bool:
    """Whether a part of the print has ink that runs both ways, so that it fits in one place alone."""
    if float((part > 90).mean()) < _INK_IN_PATCH:
        return False
    across, down = cv2.Sobel(part, cv2.CV_32F, 1, 0), cv2.Sobel(part, cv2.CV_32F, 0, 1)
    xx, yy, xy = float((across**2).mean()), float((down**2).mean()), float((across * down).mean())
    weaker = (xx + yy) / 2 - float(np.hypot((xx - yy) / 2, xy))
    return weaker > 400


def _bend(at: Points, by: Points, shape: Sequence[int], degree: int) -> tuple[Field, Field]:
    """A smooth bend through what the parts say, those that say something else left out."""
    height, width = shape[:2]
    terms = _terms(at[:, 0] / width * 2 - 1, at[:, 1] / height * 2 - 1, degree if len(at) > 40 else 1)
    kept = np.ones(len(at), bool)
    solved: Points = np.zeros((terms.shape[1], 2))
    for _ in range(4):
        ridge = np.eye(terms.shape[1]) * 0.05
        weighed = terms[kept]
        solved = np.asarray(np.linalg.solve(weighed.T @ weighed + ridge, weighed.T @ by[kept]))
        beside = np.linalg.norm(terms @ solved - by, axis=1)
        limit = max(1.5, 2.5 * float(np.median(beside[kept])))
        kept = beside <= limit
        if kept.sum() < 4:
            return np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)
    nodes = (48, 34)
    down, across = np.meshgrid(*((np.arange(count) + 0.5) / count * 2 - 1 for count in nodes), indexing="ij")
    coarse = _terms(across.ravel(), down.ravel(), degree if len(at) > 40 else 1) @ solved
    fields = [
        np.asarray(
            cv2.resize(part.reshape(nodes), (width, height), interpolation=cv2.INTER_CUBIC), np.float32
        )
        for part in coarse.astype(np.float32).T
    ]
    return fields[0], fields[1]


def _terms(across: Points, down: Points, degree: int) -> Points:
    return np.stack([across**x * down**y for x in range(degree + 1) for y in range(degree + 1 - x)], axis=1)


def _shifted(straight: Straight, by_x: Field, by_y: Field) -> Straight:
    height, width = by_x.shape
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    at = (np.asarray(across + by_x, np.float32), np.asarray(down + by_y, np.float32))
    moved = [
        np.asarray(cv2.remap(part, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
        for part in (straight.across, straight.down)
    ]
    return Straight(moved[0], moved[1])
