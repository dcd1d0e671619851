# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools[woff]>=4.60"]
# ///
"""Cut the fonts of the official print from their sources: `uv run scripts/build_fonts.py`.

Sources are the npm packages below, fetched with `npm pack`. Each cut gets a family name of its own, since
the reader of our prints tells what was filled in from what was printed by the name of the font. Beside the
fonts goes `metrics.json`: which characters each cut holds, and how wide the frequent ones are.
"""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "src/vinculo/paper/printing/fonts"
PACKAGES = {
    "inter": "@expo-google-fonts/inter@0.4.2",
    "emoji": "@expo-google-fonts/noto-emoji@0.4.7",
    "symbols": "@fontsource/noto-sans-symbols-2@5.3.0",
}
INTER_REGULAR = "inter:package/400Regular/Inter_400Regular.ttf"
INTER_SEMIBOLD = "inter:package/600SemiBold/Inter_600SemiBold.ttf"
NOTO_EMOJI = "emoji:package/400Regular/NotoEmoji_400Regular.ttf"
NOTO_SYMBOLS = "symbols:package/files/noto-sans-symbols-2-symbols-400-normal.woff2"

LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2028))
CURRENCY_AND_SIGNS = (*range(0x2030, 0x2060), *range(0x20A0, 0x20C1), *range(0x2100, 0x2190))
LETTERS = (*LATIN, *range(0x250, 0x530), *range(0x2070, 0x20A0), *CURRENCY_AND_SIGNS)
MARKS_AND_SHAPES = range(0x2190, 0x2C00)
PRINTED = (*LATIN, *CURRENCY_AND_SIGNS)
SYMBOLS = (*range(0x2190, 0x2C00), *range(0x1F650, 0x1F680), *range(0x1F780, 0x1F900))
BOXES = (0x2610, 0x2612)
REPLACEMENT = 0xFFFD
BRAILLE_BLANK = 0x2800
MEASURED = range(0x20, 0x250)
# Ligatures and alternates would print other signs than were written ("->" as an arrow).
LAYOUT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]


@dataclass(frozen=True)
class Cut:
    """One font file: from which source, under which family name, with which characters."""

    family: str
    style: str
    source: str
    code_points: Iterable[int] | None


CUTS = (
    Cut("Vinculo Filled", "Regular", INTER_REGULAR, (*LETTERS, *MARKS_AND_SHAPES)),
    Cut("Vinculo Printed", "Regular", INTER_REGULAR, PRINTED),
    Cut("Vinculo Label", "SemiBold", INTER_SEMIBOLD, PRINTED),
    Cut("Vinculo Emoji", "Regular", NOTO_EMOJI, None),
    Cut("Vinculo Symbols", "Regular", NOTO_SYMBOLS, SYMBOLS),
    Cut("Vinculo Boxes", "Regular", NOTO_SYMBOLS, BOXES),
)
LICENCES = {"inter": "Inter", "emoji": "NotoEmoji", "symbols": "NotoSansSymbols2"}


def fetch(folder: Path) -> None:
    """Download and unpack every source package into a folder of its key."""
    for key, package in PACKAGES.items():
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
            archive.extractall(folder / key, filter="data")


def cut_font(cut: Cut, sources: Path) -> TTFont:
    """Write one cut, and return it."""
    key, _, path = cut.source.partition(":")
    font = TTFont(sources / key / path, recalcTimestamp=False)
    options = Options()
    options.layout_features = LAYOUT_FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    wanted = set(font.getBestCmap()) if cut.code_points is None else set(cut.code_points)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font, cut)
    if cut.source.startswith("inter:"):
        add_replacement(font)
    font.flavor = None
    font.save(TARGET / f"{cut.family.replace(' ', '')}-{cut.style}.ttf")
    return font


def add_replacement(font: TTFont) -> None:
    """Draw U+FFFD as the box of `.notdef`, which itself may not stand in a PDF/A."""
    name = "replacement"
    font["glyf"][name] = copy.deepcopy(font["glyf"][".notdef"])
    font["hmtx"][name] = font["hmtx"][".notdef"]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[REPLACEMENT] = name


def rename(font: TTFont, cut: Cut) -> None:
    """Give a font our family name; its copyright and licence entries stay."""
    names = font["name"]
    for name_id in (3, 16, 17, 21, 22, 25):
        names.removeNames(nameID=name_id)
    postscript = f"{cut.family.replace(' ', '')}-{cut.style}"
    for name_id, text in ((1, cut.family), (2, "Regular"), (4, cut.family), (6, postscript)):
        names.removeNames(nameID=name_id)
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    if "STAT" in font:
        del font["STAT"]


def as_ranges(code_points: Iterable[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for point in sorted(code_points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def metrics_of(font: TTFont) -> dict[str, object]:
    """What the product must know of a cut; private and invisible characters are left out."""
    held = font.getBestCmap()
    shown = [
        point
        for point in held
        if unicodedata.category(chr(point)) not in {"Cc", "Cf", "Co"} and point != BRAILLE_BLANK
    ]
    em = font["head"].unitsPerEm
    widths = [round(font["hmtx"][held[point]][0] / em, 3) if point in held else 1 for point in MEASURED]
    return {"characters": as_ranges(shown), "widths_from": MEASURED[0], "widths": widths}


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder)
        fetch(sources)
        metrics = {cut.family: metrics_of(cut_font(cut, sources)) for cut in CUTS}
        for key, name in LICENCES.items():
            package = sources / key / "package"
            licence = package / "LICENSE_FONT"
            shutil.copyfile(
                licence if licence.exists() else package / "LICENSE", TARGET / f"LICENSE-{name}.txt"
            )
    (TARGET / "metrics.json").write_text(json.dumps(metrics) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
