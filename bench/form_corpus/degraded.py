"""Clean pages as people's scanners and phones give them back; each harm is drawn from a seed and told."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]
"""Rows of pixels, grey or RGB."""
Matrix = NDArray[Any]

_MARGIN = 0.12  # Of table shown about a photographed sheet, of its width.


@dataclass(frozen=True, slots=True)
class Harm:
    """What paper, scanner or phone did. Lengths are shares of the sheet's width."""

    dpi: int = 200
    mode: str = "grey"  # Or "colour", "binary".
    skew: float = 0.0
    shift: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    quality: int = 75
    paper: int = 250
    tint: tuple[int, int, int] = (0, 0, 0)  # Taken from the paper's white.
    ink: int = 30
    fading: float = 0.0  # How much lighter ink is at one side.
    shadow: float = 0.0
    specks: int = 0
    holes: bool = False
    border: bool = False
    folds: int = 0
    stain: bool = False
    turned: int = 0  # Degrees clockwise that the sheet lies off.
    perspective: float = 0.0  # Above 0 it is a photo, with a table behind the sheet.


def scanner_harm(rng: Random, *, rough: bool = False) -> Harm:
    """A flat-bed or a feeder; `rough`: an old one, or paper that has lain about."""
    return Harm(
        dpi=rng.choice((150, 200, 300)) if rough else rng.choice((150, 200, 200, 200, 300)),
        mode=rng.choice(("grey", "colour", "binary") if rough else ("grey", "grey", "grey", "colour")),
        skew=round(rng.uniform(-3, 3) if rough else rng.uniform(-1.8, 1.8), 3),
        shift=round(rng.uniform(-0.012, 0.012), 4),
        noise=round(rng.uniform(1, 9) if rough else rng.uniform(0.5, 4.5), 3),
        blur=round(rng.uniform(0.2, 1.1) if rough else rng.uniform(0.2, 0.75), 3),
        quality=rng.randrange(35, 70) if rough else rng.randrange(45, 91),
        paper=rng.randrange(215, 253) if rough else rng.randrange(232, 254),
        tint=rng.choice(((0, 0, 0), (0, 4, 16), (6, 2, 0))),
        ink=rng.randrange(20, 95) if rough else rng.randrange(20, 62),
        fading=round(rng.choice((0, rng.uniform(0, 0.45))) if rough else 0, 3),
        shadow=round(rng.choice((0, 0, rng.uniform(0.02, 0.3 if rough else 0.1))), 3),
        specks=rng.randrange(0, 160) if rough else rng.randrange(0, 45),
        holes=rng.random() < 0.3,
        border=rng.random() < (0.3 if rough else 0.12),
        folds=rng.choice((0, 0, 1, 2)) if rough else 0,
        stain=rough and rng.random() < 0.15,
        turned=rng.choice((90, 180, 270)) if rough and rng.random() < 0.3 else 0,
    )


def ordinary_harm(rng: Random) -> Harm:
    """An office's scanner in order, at its usual setting."""
    return Harm(
        mode=rng.choice(("grey", "grey", "colour")),
        skew=round(rng.uniform(-1.5, 1.5), 3),
        shift=round(rng.uniform(-0.006, 0.006), 4),
        noise=round(rng.uniform(1, 4), 3),
        blur=round(rng.uniform(0.3, 0.7), 3),
        quality=rng.randrange(50, 81),
        paper=rng.randrange(232, 254),
        tint=rng.choice(((0, 0, 0), (0, 0, 0), (0, 4, 15))),
        ink=rng.randrange(20, 60),
        shadow=round(rng.choice((0, rng.uniform(0.03, 0.15))), 3),
        specks=rng.randrange(0, 40),
        holes=rng.random() < 0.3,
    )


def phone_harm(rng: Random) -> Harm:
    """A photo by hand, of a sheet on a table."""
    return Harm(
        dpi=rng.choice((200, 230, 260, 300)),
        mode=rng.choice(("colour", "colour", "colour", "grey")),
        skew=round(rng.uniform(-4, 4), 3),
        noise=round(rng.uniform(1, 6), 3),
        blur=round(rng.uniform(0.3, 1.0), 3),
        quality=rng.randrange(55, 91),
        paper=rng.randrange(210, 250),
        tint=rng.choice(((0, 3, 14), (8, 3, 0), (0, 0, 0))),
        ink=rng.randrange(20, 75),
        shadow=round(rng.uniform(0.05, 0.4), 3),
        folds=rng.choice((0, 0, 0, 1, 2)),
        stain=rng.random() < 0.06,
        turned=rng.choice((0, 0, 0, 0, 90, 180, 270)),
        perspective=round(rng.uniform(0.008, 0.035), 4),
    )


def degraded(page: Picture, harm: Harm, rng: Random) -> tuple[Picture, Matrix]:
    """The page (RGB, drawn at the harm's dpi) as it comes in, and where its points went."""
    chance = np.random.default_rng(rng.getrandbits(32))
    sheet = _on_paper(page, harm)
    for _ in range(harm.folds):
        _fold(sheet, harm, rng)
    if harm.stain:
        _coffee(sheet, rng)
    _dust(sheet, harm, chance)
    if harm.holes:
        _punch(sheet, harm)
    seen, matrix = (_photographed if harm.perspective else _scanned)(sheet, harm, rng, chance)
    seen *= _shadow(seen.shape[:2], harm.shadow, rng)[..., None]
    if harm.blur:
        seen = cv2.GaussianBlur(seen, (0, 0), harm.blur * harm.dpi / 200)
    if harm.noise:
        seen += _grain(seen.shape[:2], harm.noise, chance)[..., None]
    result = np.clip(seen, 0, 255).astype(np.uint8)
    return _turned(_in_mode(result, harm), matrix, harm.turned)


def _on_paper(page: Picture, harm: Harm) -> NDArray[Any]:
    """Ink and paper as light as they are."""
    white = np.array([harm.paper - part for part in harm.tint], np.float32)
    scale = np.linspace(0, harm.fading, page.shape[1], dtype=np.float32)[None, :, None]
    black = harm.ink + (white - harm.ink) * scale
    return black + (white - black) * (page.astype(np.float32) / 255)


def _fold(sheet: NDArray[Any], harm: Harm, rng: Random) -> None:
    height, width = sheet.shape[:2]
    line: Picture = np.zeros((height, width), np.float32)
    if rng.random() < 0.7:
        at = round(height * rng.uniform(0.3, 0.7))
        cv2.line(line, (0, at), (width, at + rng.randrange(-9, 10)), 1.0, 2, cv2.LINE_AA)
    else:
        at = round(width * rng.uniform(0.4, 0.6))
        cv2.line(line, (at, 0), (at + rng.randrange(-9, 10), height), 1.0, 2, cv2.LINE_AA)
    line = cv2.GaussianBlur(line, (0, 0), harm.dpi / 130)
    sheet -= (line * rng.uniform(30, 75))[..., None]


def _coffee(sheet: NDArray[Any], rng: Random) -> None:
    height, width = sheet.shape[:2]
    ring: Picture = np.zeros((height, width), np.float32)
    middle = (round(width * rng.uniform(0.2, 0.8)), round(height * rng.uniform(0.2, 0.8)))
    radius = round(width * rng.uniform(0.1, 0.16))
    cv2.circle(ring, middle, radius, 0.35, -1, cv2.LINE_AA)
    cv2.circle(ring, middle, radius, 1.0, max(2, width // 200), cv2.LINE_AA)
    ring = cv2.GaussianBlur(ring, (0, 0), width / 500)
    sheet *= 1 - ring[..., None] * np.array((0.16, 0.26, 0.42), np.float32)


def _dust(sheet: NDArray[Any], harm: Harm, chance: np.random.Generator) -> None:
    height, width = sheet.shape[:2]
    for _ in range(harm.specks):
        middle = (int(chance.integers(0, width)), int(chance.integers(0, height)))
        level = float(chance.uniform(20, 150))
        cv2.circle(sheet, middle, int(chance.integers(0, 2)), (level,) * 3, -1, cv2.LINE_AA)


def _punch(sheet: NDArray[Any], harm: Harm) -> None:
    """Two holes at the left edge, 8 cm apart."""
    radius, apart, inset = (round(length / 25.4 * harm.dpi) for length in (3, 40, 9))
    middle = sheet.shape[0] // 2
    for at in (middle - apart, middle + apart):
        cv2.circle(sheet, (inset, at), radius, (95.0,) * 3, -1, cv2.LINE_AA)


def _scanned(
    sheet: NDArray[Any], harm: Harm, rng: Random, chance: np.random.Generator
) -> tuple[NDArray[Any], Matrix]:
    height, width = sheet.shape[:2]
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), harm.skew, 1.0)
    matrix[:2, 2] += harm.shift * width
    ground = (20.0,) * 3 if harm.border else tuple(float(level) for level in sheet[2, 2])
    seen = cv2.warpAffine(sheet, matrix[:2], (width, height), borderValue=ground)
    if harm.border:
        edge = max(3, round(width * rng.uniform(0.004, 0.015)))
        seen[:, :edge] = 22
        seen[-edge:] = 22
    return seen, matrix


def _photographed(
    sheet: NDArray[Any], harm: Harm, rng: Random, chance: np.random.Generator
) -> tuple[NDArray[Any], Matrix]:
    height, width = sheet.shape[:2]
    edge = round(width * _MARGIN)
    middle = np.array((width / 2, height / 2))
    turn = math.radians(-harm.skew)
    spin = np.array(((math.cos(turn), -math.sin(turn)), (math.sin(turn), math.cos(turn))))
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), float)
    away = harm.perspective * width
    moved = [
        spin @ (corner - middle) + middle + edge + [rng.uniform(-away, away) for _ in range(2)]
        for corner in corners
    ]
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), np.array(moved, np.float32))
    size = (width + 2 * edge, height + 2 * edge)
    table = np.array(rng.choice(((92, 66, 44), (60, 60, 64), (120, 112, 100), (40, 34, 30))), np.float32)
    seen = np.empty((size[1], size[0], 3), np.float32)
    seen[:] = table
    grain = cv2.GaussianBlur(chance.normal(0, 30, size[::-1]).astype(np.float32), (0, 0), 9, sigmaY=1.5)
    seen += grain[..., None]
    return cv2.warpPerspective(sheet, matrix, size, dst=seen, borderMode=cv2.BORDER_TRANSPARENT), matrix


def _shadow(shape: tuple[int, int], strength: float, rng: Random) -> NDArray[Any]:
    """Darker towards one side, or below a hand."""
    turn = rng.uniform(0, math.tau)
    rows = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] * math.sin(turn)
    columns = np.linspace(-1, 1, shape[1], dtype=np.float32)[None] * math.cos(turn)
    ramp = (rows + columns + 1.42) / 2.84
    if rng.random() < 0.3:
        ramp = 1 / (1 + np.exp(-(ramp - 0.5) * 14))
    return np.asarray(1 - strength * ramp, np.float32)


def _grain(shape: tuple[int, int], strength: float, chance: np.random.Generator) -> NDArray[Any]:
    return chance.standard_normal(shape, np.float32) * strength


def _in_mode(seen: Picture, harm: Harm) -> Picture:
    if harm.mode == "colour":
        return seen
    grey = cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)
    if harm.mode == "binary":
        level = (harm.paper + harm.ink) / 2 * (1 - harm.shadow / 2)
        grey = np.where(grey > level, 255, 0).astype(np.uint8)
    return grey


def _turned(seen: Picture, matrix: Matrix, degrees: int) -> tuple[Picture, Matrix]:
    height, width = seen.shape[:2]
    match degrees:
        case 90:
            turn = np.array(((0, -1, height - 1), (1, 0, 0), (0, 0, 1)), float)
        case 180:
            turn = np.array(((-1, 0, width - 1), (0, -1, height - 1), (0, 0, 1)), float)
        case 270:
            turn = np.array(((0, 1, 0), (-1, 0, width - 1), (0, 0, 1)), float)
        case _:
            return seen, matrix
    return np.ascontiguousarray(np.rot90(seen, -degrees // 90)), turn @ matrix


def as_file(pictures: Sequence[Picture], image: str, harm: Harm) -> tuple[str, bytes]:
    """The file's ending and its bytes; `image`: jpg, png, heic, or tiff and pdf, which take several."""
    if image in ("jpg", "png", "heic") and len(pictures) != 1:
        raise ValueError(f"one picture to a {image}")
    sheets = [Image.fromarray(picture) for picture in pictures]
    if harm.mode == "binary":
        sheets = [sheet.convert("1") for sheet in sheets]
    out, told = io.BytesIO(), (harm.dpi, harm.dpi)
    match image:
        case "jpg":
            sheets[0].convert("L" if harm.mode == "binary" else sheets[0].mode).save(
                out, "JPEG", quality=harm.quality, dpi=told
            )
        case "png":
            sheets[0].save(out, "PNG", dpi=told)
        case "heic":
            from pillow_heif import register_heif_opener

            register_heif_opener()
            sheets[0].convert("RGB").save(out, "HEIF", quality=harm.quality)
        case "tiff":
            packed = "group4" if harm.mode == "binary" else "tiff_lzw"
            sheets[0].save(out, "TIFF", compression=packed, dpi=told, save_all=True, append_images=sheets[1:])
        case _:
            how = {} if harm.mode == "binary" else {"quality": harm.quality}
            sheets[0].save(out, "PDF", resolution=harm.dpi, save_all=True, append_images=sheets[1:], **how)
            return "scan.pdf", out.getvalue()
    return image, out.getvalue()
