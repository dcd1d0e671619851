"""Rows that go on over the end of a sheet, and rows that begin at the head of the next."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from vinculo.paper.reading.pdf import read_pdf_file

from .test_foreign_pdfs import EDITIONS, at, drawn, lines_of

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


def test_options_in_open_columns_go_on_over_the_sheet():
    def first(canvas: Canvas) -> None:
        for x, words in ((40, "[ ]"), (120, "Ofertado"), (220, "[X]"), (300, "Ofertado")):
            at(canvas, x, 800, words)

    def second(canvas: Canvas) -> None:
        for x, words in ((120, "Novos Valores"), (300, "Suporte")):
            at(canvas, x, 50, words)
        for x, words in ((40, "[ ]"), (120, "Outros")):
            at(canvas, x, 62, words)

    assert lines_of(first, second) == ["[ ]\tOfertado Novos Valores\t[X]\tOfertado Suporte", "[ ]\tOutros"]


def test_options_wrapped_below_their_boxes_go_on_over_the_sheet():
    def first(canvas: Canvas) -> None:
        canvas.grid((40, 130, 220), [842 - 785, 842 - 800])
        at(canvas, 43, 796, "( x ) Negativa de")
        at(canvas, 133, 796, "[ ] Ameaça de")

    def second(canvas: Canvas) -> None:
        canvas.grid((40, 130, 220), [842 - 50, 842 - 65])
        at(canvas, 43, 61, "atendimento")
        at(canvas, 133, 61, "judicialização")

    assert lines_of(first, second) == ["( x ) Negativa de atendimento\t[ ] Ameaça de judicialização"]


def test_the_end_of_an_option_stands_on_its_own_sheet():
    pages = drawn(
        lambda canvas: at(canvas, 40, 800, "[x] Central de"), lambda canvas: at(canvas, 53, 50, "atendimento")
    )
    reading = read_pdf_file(pages, EDITIONS)

    assert [word.box.sheet for word in reading.lines[0].words] == [0, 0, 0, 1]


def test_the_number_of_a_sheet_is_not_of_the_note_above_it():
    note = "Atende ainda 23 pacientes em tratamento, que serão concluídos, e voltou a"

    def first(canvas: Canvas) -> None:
        at(canvas, 40, 788, note)
        at(canvas, 40, 800, "Página 1")

    assert lines_of(first, lambda canvas: at(canvas, 40, 50, "funcionar.")) == [f"{note} funcionar."]


def test_a_label_and_a_cut_option_go_on_over_the_sheet():
    def first(canvas: Canvas) -> None:
        canvas.grid((40, 130, 220, 330), [842 - 785, 842 - 800])
        for x, words in ((43, "Ação"), (133, "( )"), (223, "Central")):
            at(canvas, x, 796, words)

    def second(canvas: Canvas) -> None:
        canvas.grid((40, 130, 220, 330), [842 - 50, 842 - 90])
        for x, top, words in ((43, 61, "Retenção"), (223, 61, "de atendime"), (223, 73, "nto")):
            at(canvas, x, top, words)

    assert lines_of(first, second) == ["Ação Retenção\t( )\tCentral de atendimento"]
