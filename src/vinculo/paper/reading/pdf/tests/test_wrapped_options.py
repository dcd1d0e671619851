"""Options and labels that had no room on their line, in cells, in columns and in running lines."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of


def written(canvas: Canvas, *places: tuple[float, float, str]) -> None:
    """Words in the order in which a program writes them."""
    for x, top, words in places:
        at(canvas, x, top, words)


def test_the_label_of_a_list_that_an_older_edition_names_otherwise_opens_its_own_line():
    note = "Não tem interesse em treinamento, conhece bem o portal, e desligou."

    def page(canvas: Canvas) -> None:
        written(canvas, (40, 100, note), (40, 112, "Motivo Retenção"), (40, 124, "( ) Outros"))

    assert lines_of(page) == [note, "Motivo Retenção", "( ) Outros"]
