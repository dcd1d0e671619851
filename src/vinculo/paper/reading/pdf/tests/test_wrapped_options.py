"""Options and labels that had no room on their line, in cells, in columns and in running lines."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of


def written(canvas: Canvas, *places: tuple[float, float, str]) -> None:
    """Words in the order in which a program writes them."""
    for x, top, words in places:
        at(canvas, x, top, words)


def test_the_label_of_a_list_that_an_older_edition_names_otherwise_opens_its_own_line():
    note = "Não tem interesse em treinamento, conhece bem o portal. Não volta atrás e desligou"

    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        written(canvas, (40, 100, note), (40, 112, "Motivo Retenção"), (40, 124, "( ) Outros"))

    assert lines_of(page) == [note, "Motivo Retenção", "( ) Outros"]


def test_options_in_columns_of_uneven_heights_keep_to_their_boxes():
    def page(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9.5)
        written(
            canvas,
            (68.7, 384.4, "( ) Perda de"), (92.5, 395.8, "Contato"), (421.1, 395.8, "( ) Valores"),
            (68.7, 436, "( ) Franquia"), (186.2, 413.2, "( ) Alteração"), (210, 424.6, "Responsável"),
            (210, 436, "Técnico"), (303.6, 424.6, "(X) Removido"), (327.4, 436, "Prestador"),
            (421.1, 424.6, "(X) Sem Local de"), (444.9, 436, "Atendimento"),
        )  # fmt: skip

    assert lines_of(page)[2:] == [
        "( ) Alteração Responsável Técnico",
        "(X) Removido Prestador\t(X) Sem Local de Atendimento",
        "( ) Franquia",
    ]


def test_an_option_that_a_narrow_column_cuts_is_whole():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "(X)"), (60, 100, "Encerrament"), (60, 112, "o de"), (60, 124, "Atividades"),
            (300, 100, "( )"), (320, 100, "Apenas"), (320, 112, "procediment"), (320, 124, "os estéticos"),
        )  # fmt: skip

    assert lines_of(page) == ["(X) Encerramento de Atividades\t( )\tApenas procedimentos estéticos"]


def test_words_of_a_note_that_are_an_option_stay_on_their_lines():
    def page(canvas: Canvas) -> None:
        written(canvas, (40, 100, "Disse: Perda de"), (40, 112, "contato com a central."))

    assert " ".join(lines_of(page)) == "Disse: Perda de contato com a central."


def test_an_option_in_running_lines_goes_on_before_the_next_box():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Setor responsável"), (200, 100, "[x] T.I."), (260, 100, "[ ] Análise"),
            (200, 112, "Técnica"), (240, 112, "[ ] Comercial"),
        )  # fmt: skip

    text = " ".join(" ".join(lines_of(page)).split())
    assert "[ ] Análise Técnica" in text
    assert text.endswith("[ ] Comercial")


def test_an_option_beside_its_own_box_is_of_none_above():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "(X)"), (120, 100, "Ofertado novos valores"),
            (250, 100, "( )"), (330, 100, "Ofertado suporte"),
            (40, 112, "( )"), (120, 112, "Ofertado divulgação"), (250, 112, "(X)"), (330, 112, "Outros"),
        )  # fmt: skip

    assert lines_of(page) == [
        "(X)\tOfertado novos valores\t( )\tOfertado suporte",
        "( )\tOfertado divulgação\t(X)\tOutros",
    ]


def test_a_box_within_running_lines_stays_on_its_own():
    def page(canvas: Canvas) -> None:
        # Blanks that are typed part a box from its words.
        for top, line in (
            (100, "[x] Ofertado novos valores"),
            (112, "suporte agora [ ] Ofertado"),
            (124, "[x] Outros"),
        ):
            at(canvas, 40, top, line + " ")

    assert [line.split() for line in lines_of(page)][1][-3:] == ["[", "]", "Ofertado"]


def test_a_drawn_box_beside_words_within_lines_stays_on_its_own_line():
    def page(canvas: Canvas) -> None:
        wide = canvas.stringWidth("UF: AL nº de ")
        at(canvas, 40, 100, "UF: AL nº de vidas: 12")
        at(canvas, 40 + wide, 112, "NÃO")
        at(canvas, 40, 124, "UF: AL nº de vidas: 12")
        canvas.rect(24 + wide, 842 - 112, 9, 9)

    assert lines_of(page)[1].strip() == "☐ NÃO"


def test_a_label_in_two_lines_is_no_value_of_the_label_above_it():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "nº de vidas:"), (200, 100, "9"),
            (40, 111, "Atende outros"), (40, 122, "convênios:"), (200, 111, "( ) SIM"), (260, 111, "(x) NÃO"),
        )  # fmt: skip

    assert lines_of(page)[0] == "nº de vidas:\t9"
