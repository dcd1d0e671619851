"""Filled forms as an office's scanner gives them back: drawn or from Word, one or two sheets, little harm."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pypdfium2

from .degraded import Picture, as_file, degraded, ordinary_harm
from .drawn_pdfs import drawn_pdfs
from .office_pdfs import office_pdfs
from .scan_files import ScannedForm

_MOST_PAGES = 2


def ordinary_scans(seeds: range) -> Iterator[ScannedForm]:
    """For each seed a scan; half of them printed by LibreOffice. Those of more sheets are left out."""
    printed = office_pdfs([seed for seed in seeds if not seed % 2], on_paper=True)
    drawn = drawn_pdfs([seed for seed in seeds if seed % 2])
    for seed in seeds:
        form: Any = next(drawn if seed % 2 else printed)
        rng = Random(seed * 11 + 5)
        harm = ordinary_harm(rng)
        pages = _pages(form.data, harm.dpi)
        if len(pages) <= _MOST_PAGES:
            seen = [degraded(page, harm, rng)[0] for page in pages]
            image = rng.choice(("jpg", "png", "pdf")) if len(seen) == 1 else "pdf"
            ending, data = as_file(seen, image, harm)
            harms = {
                "scan_skew": harm.skew,
                "scan_blur": harm.blur,
                "scan_noise": harm.noise,
                "scan_quality": harm.quality,
            }
            yield ScannedForm(ending, data, form.paper, {"pages": len(seen), **form.made, **harms})


def _pages(pdf: bytes, dpi: int) -> list[Picture]:
    with pypdfium2.PdfDocument(pdf) as document:
        # What was filled in on a screen is printed too.
        document.init_forms()
        drawn = (page.render(scale=dpi / 72, rev_byteorder=True).to_numpy() for page in document)
        return [np.ascontiguousarray(page[:, :, :3]) for page in drawn]
