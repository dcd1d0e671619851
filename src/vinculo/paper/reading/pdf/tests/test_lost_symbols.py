"""Boxes that are letters, since the font of symbols was not there when the file was printed."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of

OPTIONS = ("Sim", "Não", "Perda de Contato", "Glosas", "Franquia")


@pytest.mark.parametrize(("blank", "ticked"), [("¨", "ý"), ("¨", "þ"), ("o", "x")])
def test_letters_before_options_are_their_boxes(blank: str, ticked: str):
    def page(canvas: Canvas) -> None:
        for place, option in enumerate(OPTIONS):
            at(canvas, 60, 100 + 30 * place, f"{ticked if option == 'Glosas' else blank} {option}")

    signs = ["☐", "☐", "☐", "☒", "☐"]
    assert lines_of(page) == [f"{sign} {option}" for sign, option in zip(signs, OPTIONS, strict=True)]


def test_an_article_before_words_of_an_option_stays_a_word():
    note = "Falou com o sócio: o não pagamento de glosas."

    assert lines_of(lambda canvas: at(canvas, 60, 100, note)) == [note]


def test_letters_behind_options_are_their_boxes_too():
    def page(canvas: Canvas) -> None:
        for place, option in enumerate(("T.I.", *OPTIONS[1:])):
            at(canvas, 60, 100 + 30 * place, f"{option} {'x' if option == 'T.I.' else 'o'}")

    assert lines_of(page)[:2] == ["T.I. ☒", "Não ☐"]


def test_options_of_an_older_edition_have_boxes_too():
    def page(canvas: Canvas) -> None:
        for place, option in enumerate(("Motivos Particulares", *OPTIONS[1:])):
            at(canvas, 60, 100 + 30 * place, f"{option} {'x' if not place else 'o'}")

    assert lines_of(page)[0] == "Motivos Particulares ☒"


def test_a_sign_that_touches_the_word_before_it_is_the_next_ones_box():
    def page(canvas: Canvas) -> None:
        at(canvas, 60, 100, "¨ Óbito")
        at(canvas, 60 + canvas.stringWidth("¨ Óbito") + 0.5, 100, "þ Glosas")

    assert lines_of(page) == ["☐ Óbito ☒ Glosas"]


def test_letters_in_cells_of_their_own_are_boxes():
    def page(canvas: Canvas) -> None:
        for place, option in enumerate(OPTIONS):
            at(canvas, 60, 100 + 30 * place, "x" if option == "Glosas" else "o")
            at(canvas, 300, 100 + 30 * place, option)

    assert lines_of(page)[2:4] == ["☐\tPerda de Contato", "☒\tGlosas"]


def test_letters_in_cells_between_others_are_boxes():
    def page(canvas: Canvas) -> None:
        for place, option in enumerate(OPTIONS[:4]):
            at(canvas, 60 + 240 * (place % 2), 100 + 30 * (place // 2), "x" if option == "Glosas" else "o")
            at(canvas, 120 + 240 * (place % 2), 100 + 30 * (place // 2), option)

    assert lines_of(page) == ["☐\tSim\t☐\tNão", "☐\tPerda de Contato\t☒\tGlosas"]


def test_two_letters_before_an_answer_are_its_boxes():
    assert lines_of(lambda canvas: at(canvas, 60, 100, "Atende outros convênios: o Sim x Não")) == [
        "Atende outros convênios: ☐ Sim ☒ Não"
    ]


def test_letters_before_options_that_their_cells_cut_are_boxes():
    def page(canvas: Canvas) -> None:
        for place, (sign, option, rest) in enumerate(
            (
                ("o", "Glosas", ""),
                ("x", "Ameaça Judicializa", "ção"),
                ("o", "Estudos", ""),
                ("o", "Óbito", ""),
            )
        ):
            at(canvas, 60, 100 + 30 * place, sign)
            at(canvas, 90, 100 + 30 * place, option)
            at(canvas, 90, 111 + 30 * place, rest)

    assert lines_of(page)[1] == "☒ Ameaça Judicialização"
