"""Cells that no lines part, and cells that hold tables: the words of each stay together, in their column."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from .test_foreign_pdfs import at, lines_of


def written(canvas: Canvas, *places: tuple[float, float, str]) -> None:
    """Words in the order in which a program writes them: cell by cell."""
    for x, top, words in places:
        at(canvas, x, top, words)


def test_a_value_wrapped_among_others_stays_in_its_cell():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Operadora: PREVDENTE"), (40, 112, "S/A"), (165, 100, "CRO: 150245"),
            (300, 100, "Nome dentista: Graziela do"), (300, 112, "Amaral Neto"),
            (40, 132, "CNPJ:"), (300, 132, "CPF: 643.020.045-09"),
        )  # fmt: skip

    assert lines_of(page) == [
        "Operadora: PREVDENTE S/A\tCRO: 150245\tNome dentista: Graziela do\vAmaral Neto",
        "CNPJ:\t\tCPF: 643.020.045-09",
    ]


def test_wrapped_labels_stay_above_their_values_blank_ones_too():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Cidade:"), (180, 100, "UF:"), (260, 100, "nº de vidas:"),
            (400, 100, "nº CRO(S) únicos"), (400, 112, "divulgados:"),
            (40, 124, "Rio Grande"), (260, 124, "5506"), (400, 124, "1104"),
        )  # fmt: skip

    assert lines_of(page) == [
        "Cidade:\tUF:\tnº de vidas:\tnº CRO(S) únicos divulgados:",
        "Rio Grande\t\t5506\t1104",
    ]


def test_a_question_beside_another_label_keeps_to_its_own_answer():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Atende outros convênios:"), (300, 100, "Quais?"),
            (40, 111, "( x ) Sim   ( ) Não"), (300, 111, "Mais de 5 convênios"),
        )  # fmt: skip

    text = " ".join(lines_of(page))
    assert text.index("Não") < text.index("Quais?") < text.index("Mais de 5")


def nested(canvas: Canvas, lefts: list[float], tops: list[float]) -> None:
    """A row whose cells each hold a small table, its sides within theirs, under the label."""
    canvas.grid([*lefts, 520], [842 - 100, 842 - 140])
    for left, right, top in zip(lefts, [*lefts[1:], 520], tops, strict=True):
        canvas.rect(left + 6, 842 - top - 12, right - left - 12, 12)


def test_tables_within_cells_are_values_of_a_row():
    def page(canvas: Canvas) -> None:
        nested(canvas, [40, 200, 360], [115, 115, 127])
        written(
            canvas,
            (46, 111, "Cidade"), (50, 124, "Jundiaí"), (206, 111, "UF"), (210, 124, "SP"),
            (366, 111, "nº CRO(S) únicos"), (366, 123, "divulgados"), (370, 136, "25"),
        )  # fmt: skip

    assert lines_of(page) == ["Cidade\vJundiaí\tUF\vSP\tnº CRO(S) únicos divulgados\v25"]


def test_the_room_beside_a_table_within_a_frame_is_no_cell():
    def page(canvas: Canvas) -> None:
        canvas.rect(34, 842 - 150, 492, 60)
        canvas.grid([40, 200, 360, 520], [842 - 100, 842 - 116, 842 - 132])
        for x, label in ((45, "Data início"), (205, "Data final"), (365, "Tempo finalização")):
            at(canvas, x, 112, label)
        at(canvas, 205, 128, "14/07/2023")

    assert lines_of(page) == ["Data início\tData final\tTempo finalização", "\t14/07/2023\t"]


def test_a_label_that_touches_the_value_beyond_a_line_is_parted_from_it():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 100, 300], [842 - 100, 842 - 118])
        width = canvas.stringWidth("OPERADORA", "Helvetica", 10)
        written(canvas, (100.5 - width, 112, "OPERADORA"), (101, 112, "OdontoMais"))

    assert lines_of(page) == ["OPERADORA\tOdontoMais"]


def test_a_line_of_labels_and_values_without_room_goes_on_at_its_left():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Data inclusão:"), (160, 100, "Tipo: PJ"), (250, 100, "Demandado por? Comercial"),
            (420, 100, "Nº do protocolo:"), (40, 112, "SAD916509802370 Dt. abertura protocolo: 09/01/2025"),
            (40, 132, "x" * 90),
        )  # fmt: skip

    text = " ".join(lines_of(page))
    assert text.index("Data inclusão:") < text.index("Nº do protocolo:") < text.index("SAD916509802370")


def test_a_row_that_opens_with_a_label_goes_on_with_none_above():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Demandado por?"), (300, 100, "Responsável financeiro da clínica inteira"),
            (40, 112, "Nº do protocolo"), (300, 112, "SAD168623658000"),
        )  # fmt: skip

    assert lines_of(page) == [
        "Demandado por?\tResponsável financeiro da clínica inteira",
        "Nº do protocolo\tSAD168623658000",
    ]


def test_brackets_in_a_sentence_stay_in_it():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "Falei com a gerente, que pediu a tabela vigente dos procedimentos deste ano.")
        left = 40 + canvas.stringWidth("Falei com a gerente, que pediu ", "Helvetica", 10)
        before = "Marcou (x) na ficha e deixou ( ) "
        at(canvas, left - canvas.stringWidth(before, "Helvetica", 10), 111, before + "no resto")

    assert [line for line in lines_of(page) if "( ) no resto" in line]


def test_a_shaded_row_of_labels_parts_them():
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.85)
        canvas.rect(40, 842 - 115, 500, 14, fill=1, stroke=0)
        canvas.setFillGray(0)
        written(
            canvas,
            (45, 112, "Cidade"), (200, 112, "UF"), (280, 112, "nº de vidas"), (400, 112, "Moeda"),
            (45, 126, "Maceió"), (280, 126, "1.250"),
        )  # fmt: skip

    assert lines_of(page)[0] == "Cidade\tUF\tnº de vidas\tMoeda"


def test_a_value_that_runs_over_its_cell_stays_whole():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 120, 200], [842 - 100, 842 - 116])
        written(canvas, (45, 112, "Nome dentista"), (125, 112, "Centro Odontológico Jacarandá"))

    assert lines_of(page) == ["Nome dentista\tCentro Odontológico Jacarandá"]


def narrow(canvas: Canvas, *lines: str) -> None:
    """A cell that is as wide as the first of its lines."""
    right = 45 + canvas.stringWidth(lines[0], "Helvetica", 10)
    canvas.grid([40, right + 5, right + 200], [842 - 100, 842 - 106 - 12 * len(lines)])
    written(canvas, *((45, 112 + 12 * place, line) for place, line in enumerate(lines)))
    at(canvas, right + 10, 112, "x")


def test_a_printed_option_is_put_together_as_it_is_printed():
    cut = lines_of(lambda canvas: narrow(canvas, "( ) OFERTADO NOVOS", "VALORES"))
    assert cut == ["( ) OFERTADO NOVOS VALORES\tx"]
    assert lines_of(lambda canvas: narrow(canvas, "Setor respons", "ável")) == ["Setor responsável\tx"]


def test_a_sentence_that_fills_its_cell_is_no_cut_word():
    found = lines_of(lambda canvas: narrow(canvas, "sem resposta até agora.", "Nova ligação combinada"))
    assert "agora.Nova" not in found[0]


def test_a_number_without_room_begins_a_line_lower_in_its_own_cell():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Tipo"), (120, 100, "Demandado por?"), (240, 100, "Nº do protocolo"),
            (340, 100, "Dt. abertura protocolo"),
            (40, 118, "PJ"), (120, 118, "Clínica"), (240, 130, "SAD166480938000"),
            (340, 118, "Clique ou toque aqui"), (340, 130, "para inserir uma data."),
        )  # fmt: skip

    assert lines_of(page) == [
        "Tipo\tDemandado por?\tNº do protocolo\tDt. abertura protocolo",
        "PJ\tClínica\tSAD166480938000\tClique ou toque aqui\vpara inserir uma data.",
    ]


def test_a_value_below_a_blank_line_is_still_of_the_label_above_it():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "Tipo"), (40, 124, "PJ"), (120, 100, "Demandado"), (120, 112, "por?"),
            (120, 124, "Prestador"), (240, 100, "Nº do protocolo"), (240, 124, "SAD166480938000"),
        )  # fmt: skip

    assert "Demandado por?\vPrestador\tNº do protocolo\vSAD166480938000" in " ".join(lines_of(page))


def test_a_small_table_below_one_label_alone_is_of_its_cell():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 200, 360], [842 - 100, 842 - 140])
        canvas.grid([206, 352], [842 - 116, 842 - 140])
        written(canvas, (46, 111, "Tipo"), (46, 124, "PJ"), (206, 111, "Nº do protocolo"), (212, 130, "SAD1"))

    assert lines_of(page) == ["Tipo\vPJ\tNº do protocolo\vSAD1"]


def test_a_protocol_number_that_was_cut_is_one():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 120, 200], [842 - 100, 842 - 140])
        written(
            canvas,
            (44, 112, "Nº do protocolo"), (124, 112, "SA"), (124, 124, "D171155178000"),
        )  # fmt: skip

    assert lines_of(page) == ["Nº do protocolo\tSAD171155178000"]


def test_an_answer_of_two_words_that_fill_their_cell_is_no_cut_word():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 40 + canvas.stringWidth("Responsável") + 4, 300], [842 - 90, 842 - 130])
        written(canvas, (42, 104, "Responsável"), (42, 116, "técnico"), (150, 104, "SAD171820458000"))

    assert lines_of(page) == ["Responsável técnico\tSAD171820458000"]


def test_rows_beside_a_tall_cell_stay_rows_where_the_first_has_blank_cells():
    def page(canvas: Canvas) -> None:
        for x in (40, 150, 200, 350):
            canvas.line(x, 842 - 90, x, 842 - 150)
        for top in (90, 150):
            canvas.line(40, 842 - top, 350, 842 - top)
        for top in (110, 130):
            canvas.line(150, 842 - top, 350, 842 - top)
        written(canvas, (210, 104, "Particular"))
        written(canvas, (155, 124, "( )"), (210, 124, "Óbito"), (155, 144, "(x)"), (210, 144, "Glosas"))

    assert [line.strip("\t") for line in lines_of(page)] == ["Particular", "( )\tÓbito", "(x)\tGlosas"]


def test_the_rest_of_an_option_at_the_left_edge_is_not_of_the_option_above_it():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 300], [842 - 90, 842 - 150])
        written(
            canvas,
            (42, 104, "( ) Ofertado novos valores"), (200, 104, "( )"),
            (42, 116, "Ofertado suporte"), (150, 116, "(x) Ofertado"), (42, 128, "divulgação"),
        )  # fmt: skip

    assert "suporte divulgação" not in " ".join(lines_of(page))


def test_a_colon_without_room_behind_its_label_is_the_labels():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 200, 300], [842 - 90, 842 - 140])
        written(canvas, (42, 104, "Nº DO PROTOCOLO"), (42, 116, ":"), (42, 128, "SAD171820458000"))
        written(canvas, (202, 104, "UF:"), (202, 116, "SP"))

    assert lines_of(page) == ["Nº DO PROTOCOLO:\vSAD171820458000\tUF:\vSP"]


def test_a_label_goes_on_with_no_blank_field_above_it():
    rows = ["UF", "__________", "Nome dentista", "Demandado por?", "Nº do protocolo"]

    def page(canvas: Canvas) -> None:
        for place, words in enumerate(rows):
            at(canvas, 40, 100 + 12 * place, words)

    assert lines_of(page) == rows


def test_the_last_digits_of_a_protocol_number_below_it_are_its_own():
    def page(canvas: Canvas) -> None:
        for x, label in ((40, "Tipo"), (160, "Demandado por?"), (300, "Nº do protocolo"), (420, "CPF")):
            at(canvas, x, 100, label)
        at(canvas, 300, 124, "SAD16516765800")
        at(canvas, 300, 136, "0")

    assert lines_of(page)[1] == "\t\tSAD165167658000\t"


def test_a_number_of_two_lines_that_begins_a_line_lower_has_its_own_cell():
    def page(canvas: Canvas) -> None:
        written(
            canvas,
            (40, 100, "18/05/14"), (140, 100, "Responsável"), (140, 112, "financeiro"),
            (230, 112, "SAD1690556580"), (230, 124, "00"), (340, 100, "28/07/23"),
        )  # fmt: skip

    (line,) = lines_of(page)
    assert line.replace("\v", "") == "18/05/14\tResponsável financeiro\tSAD169055658000\t28/07/23"
