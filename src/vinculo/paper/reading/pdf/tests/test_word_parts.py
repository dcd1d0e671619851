"""Words that a narrow cell cut, and words that only fill it."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from vinculo.paper.reading.pdf.word_parts import are_no_words, may_be_one

from .test_foreign_pdfs import lines_of
from .test_wrapped_options import written


@pytest.mark.parametrize(("before", "rest"), [("ODO", "NTOLÓGICO"), ("SECRET", "ÁRIA"), ("CLÍ", "NICA")])
def test_parts_that_are_no_words_are_of_one(before: str, rest: str):
    assert may_be_one(before, rest)
    assert are_no_words(before, rest)


@pytest.mark.parametrize(
    ("before", "rest"),
    [("SECRETÁRIA", "DA"), ("ODONTOLÓGICA", "SORRISO"), ("CLARO", "LTDA."), ("SORRISO", "S/A")],
)
def test_words_side_by_side_are_two(before: str, rest: str):
    assert not may_be_one(before, rest) or not are_no_words(before, rest)


def test_a_full_line_before_a_little_word_has_no_cut_word():
    def page(canvas: Canvas) -> None:
        width = canvas.stringWidth("SECRETÁRIA")
        canvas.grid([40, 44 + width, 300], [842 - 90, 842 - 130])
        written(canvas, (42, 104, "SECRETÁRIA"), (42, 116, "DA CLÍNICA"), (150, 104, "PF"))

    assert lines_of(page) == ["SECRETÁRIA DA CLÍNICA\tPF"]


def test_capitals_that_a_cell_cut_are_one_word():
    def page(canvas: Canvas) -> None:
        width = canvas.stringWidth("INSTITUTO ODO")
        canvas.grid([40, 44 + width, 300], [842 - 90, 842 - 130])
        written(canvas, (42, 104, "INSTITUTO ODO"), (42, 116, "NTOLÓGICO"), (200, 104, "PF"))

    assert lines_of(page) == ["INSTITUTO ODONTOLÓGICO\tPF"]


def test_a_last_letter_that_a_cell_cut_is_of_its_word():
    def page(canvas: Canvas) -> None:
        width = canvas.stringWidth("ODONTOLIF")
        canvas.grid([40, 44 + width, 300], [842 - 90, 842 - 130])
        written(canvas, (42, 104, "ODONTOLIF"), (42, 116, "E"), (200, 104, "PF"))

    assert lines_of(page) == ["ODONTOLIFE\tPF"]
