"""Values that tabs of an even width give to their labels, wherever they come to stand."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of

_LEFT, _STEP = 40, 36


def tabbed(canvas: Canvas, top: float, *pieces: tuple[int, str]) -> None:
    for stop, words in pieces:
        at(canvas, _LEFT + stop * _STEP, top, words)


def test_tabs_are_counted_where_values_stand_under_other_labels():
    def page(canvas: Canvas) -> None:
        tabbed(canvas, 100, (0, "Operadora"), (2, "CRO"), (3, "UF"), (4, "Nome dentista"))
        tabbed(canvas, 112, (0, "OdontoLar Saúde"), (3, "23077"), (4, "AP"), (5, "Mariana Sampaio"))
        tabbed(canvas, 124, (0, "Data início"), (2, "Data final"), (4, "Tempo finalização"))
        tabbed(canvas, 136, (1, "18/12/2023"), (3, "111 dias"))

    assert lines_of(page) == [
        "Operadora\tCRO\tUF\tNome dentista",
        "OdontoLar Saúde\t23077\tAP\tMariana Sampaio",
        "Data início\tData final\tTempo finalização",
        "\t18/12/2023\t111 dias",
    ]


def test_columns_whose_values_stand_under_their_labels_stay_as_they_are():
    def page(canvas: Canvas) -> None:
        tabbed(canvas, 100, (0, "Operadora"), (4, "CRO"), (7, "UF"), (9, "Nome dentista"))
        tabbed(canvas, 112, (0, "Amil"), (7, "AP"), (9, "Mariana Sampaio"))

    assert lines_of(page) == ["Operadora\tCRO\tUF\tNome dentista", "Amil\t\tAP\tMariana Sampaio"]


def test_a_value_that_runs_up_to_the_next_label_is_parted_from_it():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "UF: RR")
        at(canvas, 40 + canvas.stringWidth("UF: RR"), 100, "Nome dentista: Jardim das Acácias")

    assert lines_of(page) == ["UF: RR Nome dentista: Jardim das Acácias"]


def test_fields_that_tabs_part_go_on_at_the_left_edge():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "Data inclusão: 11/05/2011")
        at(canvas, 260, 100, "Demandado por? Ouvidoria")
        at(canvas, 526, 100, "Nº do")
        at(canvas, 40, 112, "protocolo: SAD164770218000")
        at(canvas, 222, 112, "Dt. abertura protocolo: 19/03/2022")

    text = " ".join(lines_of(page))
    assert "Nº do protocolo: SAD164770218000\tDt. abertura" in text


def test_a_box_of_a_list_is_of_the_words_behind_its_tab():
    def page(canvas: Canvas) -> None:
        for top, sign, words in ((112, "✔", "Retenção efetiva"), (124, "❏", "Ofertado suporte")):
            canvas.setFont("ZapfDingbats", 10)
            at(canvas, 40, top, sign)
            canvas.setFont("Helvetica", 10)
            at(canvas, 81, top, words)

    assert lines_of(page) == ["☒ Retenção efetiva", "☐ Ofertado suporte"]


def test_labels_that_touch_at_a_tab_are_two_and_a_row_of_labels_holds_no_values():
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        for x, label in ((36, "UF"), (72, "Cidade"), (72 + canvas.stringWidth("Cidade"), "nº de vidas")):
            at(canvas, x, 100, label)
        at(canvas, 36, 112, "CE")
        at(canvas, 36, 124, "Data início")
        at(canvas, 180, 124, "Data final")

    assert lines_of(page)[0] == "UF\tCidade\tnº de vidas"
    assert lines_of(page)[-1] == "Data início\tData final"


def test_fields_a_little_beside_their_labels_stand_under_them():
    def page(canvas: Canvas) -> None:
        for x, words in ((40, "CNPJ"), (292, "CPF")):
            at(canvas, x, 100, words)
        for x, words in ((41, "84.537.939/0001-80"), (293, "425.292.458-86")):
            at(canvas, x, 112, words)

    assert lines_of(page)[-1] == "84.537.939/0001-80\t425.292.458-86"


def test_brackets_at_a_tab_stop_are_boxes_of_one_answer():
    def page(canvas: Canvas) -> None:
        for x, top, words in (
            (36, 100, "Atende outros convênios"), (180, 100, "Quais?"),
            (36, 112, "( ) Sim"), (72, 112, "(x) Não"), (108, 112, "MAIS DE 5 CONVÊNIOS"),
        ):  # fmt: skip
            at(canvas, x, top, words)

    assert lines_of(page) == ["Atende outros convênios\tQuais?", "( ) Sim (x) Não\tMAIS DE 5 CONVÊNIOS"]


def test_a_lone_digit_at_a_tab_stop_is_a_value_of_its_own():
    def page(canvas: Canvas) -> None:
        value = "25.000"
        for x, label in ((36, "nº de vidas:"), (144, "nº CRO(S) únicos divulgados:")):
            at(canvas, x, 100, label)
        at(canvas, 72 - canvas.stringWidth(value), 112, value)
        at(canvas, 72, 112, "9")

    assert lines_of(page)[1] == "25.000\t9"
