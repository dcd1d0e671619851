"""Tesseract, kept ready: words with their boxes, letter by letter, from a picture of a sheet."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .sheet import Grey, PixelBox

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

LANGUAGE = "por"
_USUAL_FOLDERS = ("/usr/share/tessdata", "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata")
_DEBIAN = Path("/usr/share/tesseract-ocr")

# As Tesseract counts its ways to look at a picture.
WHOLE_SHEET = 4
ONE_BLOCK = 6
ONE_LINE = 7
SCATTERED = 11


class EngineMissingError(Exception):
    """Tesseract, or its Portuguese, is not installed; the message says what to do."""


_MISSING = (
    "Falta o Tesseract em português, que lê digitalizações e fotos. Instale o pacote tesseract-ocr-por "
    "(no Debian e no Ubuntu: sudo apt install tesseract-ocr-por) e tente de novo."
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter, and where it stands across."""

    text: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word with its letters, as the engine has it; `sure` from 0 to 1."""

    text: str
    box: PixelBox
    sure: float
    symbols: tuple[Symbol, ...]


def tessdata_folder() -> Path | None:
    """Where the engine's Portuguese lies, if it does."""
    told = os.environ.get("TESSDATA_PREFIX")
    folders = [Path(told), Path(told) / "tessdata"] if told else []
    folders += sorted(_DEBIAN.glob("*/tessdata"), reverse=True)
    folders += map(Path, _USUAL_FOLDERS)
    return next((each for each in folders if (each / f"{LANGUAGE}.traineddata").is_file()), None)


def is_ready() -> bool:
    """Whether scans can be read on this machine."""
    try:
        import tesserocr  # noqa: F401, PLC0415 - asked for by who starts without it
    except ImportError:
        return False
    return tessdata_folder() is not None


class Engine:
    """One loaded engine. It serves one thread at a time."""

    def __init__(self, api: PyTessBaseAPI) -> None:
        self._api = api

    def words(self, grey: Grey, mode: int, *, dpi: float = 200, digits: str = "") -> list[OcrWord]:
        """The words of a picture in the engine's order; `digits`: no other signs are looked for."""
        height, width = grey.shape
        self._api.SetPageSegMode(mode)
        self._api.SetVariable("tessedit_char_whitelist", digits)
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(min(max(dpi, 70), 600)))
        try:
            if not self._api.Recognize():
                return []
            return list(self._found())
        finally:
            self._api.Clear()

    def _found(self) -> Iterator[OcrWord]:
        from tesserocr import RIL, iterate_level  # noqa: PLC0415 - see `engine`

        letters: list[Symbol] = []
        current: tuple[str, PixelBox, float] | None = None
        found = self._api.GetIterator()
        if found is None:
            return
        for place in iterate_level(found, RIL.SYMBOL):
            if current is None or place.IsAtBeginningOf(RIL.WORD):
                if current and current[0].strip():
                    yield OcrWord(*current, tuple(letters))
                letters = []
                current = self._word_at(place)
            box = place.BoundingBox(RIL.SYMBOL)
            text = _text_at(place)
            if box and text:
                letters.append(Symbol(text, box[0], box[2]))
        if current and current[0].strip():
            yield OcrWord(*current, tuple(letters))

    def _word_at(self, place: object) -> tuple[str, PixelBox, float] | None:
        from tesserocr import RIL  # noqa: PLC0415 - see `engine`

        try:
            text = place.GetUTF8Text(RIL.WORD)  # type: ignore[attr-defined]
        except RuntimeError:
            return None
        box = place.BoundingBox(RIL.WORD)  # type: ignore[attr-defined]
        if not text or not box:
            return None
        return text, PixelBox(*box), place.Confidence(RIL.WORD) / 100  # type: ignore[attr-defined]


def _text_at(place: object) -> str:
    """A letter; the engine fails where it has a place and no letter for it."""
    from tesserocr import RIL  # noqa: PLC0415 - see `engine`

    try:
        return place.GetUTF8Text(RIL.SYMBOL) or ""  # type: ignore[attr-defined]
    except RuntimeError:
        return ""


_lock = threading.RLock()
_loaded: list[Engine] = []


@contextmanager
def engine() -> Iterator[Engine]:
    """The engine of this process, loaded once.

    Raises:
        EngineMissingError: it is not installed.
    """
    with _lock:
        if not _loaded:
            _loaded.append(Engine(_load()))
        yield _loaded[0]


def _load() -> PyTessBaseAPI:
    # Read by the engine as it is loaded: a worker has one core.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    folder = tessdata_folder()
    if folder is None:
        raise EngineMissingError(_MISSING)
    try:
        import tesserocr  # noqa: PLC0415 - the product runs without it
    except ImportError as missing:
        raise EngineMissingError(_MISSING) from missing
    # What it says to itself about odd pictures is nobody's concern.
    tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
    try:
        return tesserocr.PyTessBaseAPI(path=f"{folder}/", lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)
    except RuntimeError as problem:
        raise EngineMissingError(_MISSING) from problem
