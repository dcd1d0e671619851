"""Sound files of each kind, small and of many makes, for others to go wrong from."""

from __future__ import annotations

import io
from functools import lru_cache
from random import Random

import pypdfium2 as pdfium
from bench.form_corpus.content import invented_paper
from bench.form_corpus.word_files import word_file
from PIL import Image

from vinculo.paper.printing import print_form
from vinculo.paper.reading.tests.form_texts import write_form
from vinculo.paper.reading.tests.layouts import random_layout

FILES = 12
# So few that one is read in a moment.
_PICTURE_DPI = 60
_PICTURE_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")


@lru_cache(maxsize=4)
def sound_files(kind: str) -> tuple[bytes, ...]:
    make = {"docx": _word, "pdf": _pdf, "picture": _picture, "text": _text}[kind]
    return tuple(make(seed) for seed in range(FILES))


def _word(seed: int) -> bytes:
    return word_file(invented_paper(seed))


def _text(seed: int) -> bytes:
    paper, rng = invented_paper(seed), Random(seed)
    return write_form(paper.truth, paper.edition, random_layout(rng), rng).encode()


def _print(seed: int) -> bytes:
    paper = invented_paper(seed)
    return print_form(paper.truth, edition=paper.edition)


def _pdf(seed: int) -> bytes:
    # Every other one holds pictures of its pages alone, as a scanner makes it.
    return _print(seed) if seed % 2 else _saved(_picture_of(seed), "PDF")


def _picture(seed: int) -> bytes:
    return _saved(_picture_of(seed), _PICTURE_FORMATS[seed % len(_PICTURE_FORMATS)])


def _picture_of(seed: int) -> Image.Image:
    document = pdfium.PdfDocument(_print(seed))
    picture = document[0].render(scale=_PICTURE_DPI / 72).to_pil().convert("RGB")
    assert isinstance(picture, Image.Image)
    return picture


def _saved(picture: Image.Image, as_format: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, as_format)
    return buffer.getvalue()
