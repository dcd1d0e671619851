"""Rows that go on over the end of a sheet, and rows that begin at the head of the next."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of

LEFTS = (40, 70, 160, 190, 300)


def row(canvas: Canvas, top: float, bottom: float) -> None:
    canvas.grid(LEFTS, [842 - top, 842 - bottom])


def test_options_wrapped_within_their_cells_go_on_over_the_sheet():
    def first(canvas: Canvas) -> None:
        row(canvas, 785, 800)
        for x, words in zip(LEFTS, ("( )", "Ofertado novos", "(x)", "Ofertado"), strict=False):
            at(canvas, x + 3, 796, words)

    def second(canvas: Canvas) -> None:
        row(canvas, 50, 65)
        at(canvas, 73, 61, "valores")
        at(canvas, 193, 61, "divulgação")

    assert lines_of(first, second) == ["( )\tOfertado novos valores\t(x)\tOfertado divulgação"]


def test_cells_of_other_words_at_the_head_of_a_sheet_are_a_row_of_their_own():
    def first(canvas: Canvas) -> None:
        row(canvas, 785, 800)
        for x, words in zip(LEFTS, ("( )", "Glosas", "(x)", "Franquia"), strict=False):
            at(canvas, x + 3, 796, words)

    def second(canvas: Canvas) -> None:
        row(canvas, 50, 65)
        at(canvas, 193, 61, "divulgação")

    assert lines_of(first, second) == ["( )\tGlosas\t(x)\tFranquia", "\t\t\tdivulgação"]


def test_options_go_on_over_the_sheet_beside_the_cell_of_their_label():
    def first(canvas: Canvas) -> None:
        canvas.grid((70, 100, 200, 300), [842 - 785, 842 - 800])
        at(canvas, 73, 796, "( )")
        at(canvas, 103, 796, "Central de")

    def second(canvas: Canvas) -> None:
        canvas.grid((20, 70, 100, 200, 300), [842 - 50, 842 - 65])
        at(canvas, 103, 61, "atendimento")

    assert lines_of(first, second) == ["( )\tCentral de atendimento\t"]
