"""Whether what comes as a picture can be read on this machine: asked before anybody sends it."""

from __future__ import annotations

from importlib.util import find_spec


def reads_pictures() -> bool:
    """Looks for Tesseract and its Portuguese, and loads neither: the web server reads nothing itself."""
    from vinculo.paper.reading.scan.engine import tessdata_folder  # noqa: PLC0415 - the reader's libraries

    return find_spec("tesserocr") is not None and tessdata_folder() is not None
