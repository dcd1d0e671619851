"""Sheets drawn as words with places: ten units to a letter's height, five to its width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vinculo.paper.reading.page import CELL, TICKED, UNTICKED
from vinculo.paper.reading.placed import Cell, Piece, compose_sheet
from vinculo.paper.reading.placed.compose import SheetSize

SIZE = SheetSize(0, 600, 800)


def words(text: str, left: float, top: float) -> list[Piece]:
    """A line of text: blanks between words are a letter wide."""
    pieces = []
    for word in text.split(" "):
        if word:
            pieces.append(Piece(word, left, top, left + 5 * len(word), top + 10))
        left += 5 * (len(word) + 1)
    return pieces


def tick(left: float, top: float, *, ticked: bool = False) -> Piece:
    return Piece(TICKED if ticked else UNTICKED, left, top, left + 10, top + 10)


def composed(pieces: Sequence[Piece], cells: Sequence[Cell] = ()) -> list[str]:
    return [line.text for line in compose_sheet(pieces, cells, SIZE)]


def test_a_row_of_a_table_is_one_line_with_its_blank_cells():
    cells = [Cell(20, 100, 200, 120), Cell(201, 100, 300, 120), Cell(301, 100, 580, 120)]
    cells += [Cell(cell.left, 121, cell.right, 141) for cell in cells]
    pieces = words("Operadora", 25, 105) + words("CRO", 206, 105) + words("Nome dentista", 306, 105)
    pieces += words("OdontoLife", 25, 126) + words("Iara Dias", 306, 126)
    assert composed(pieces, cells) == ["Operadora\tCRO\tNome dentista", "OdontoLife\t\tIara Dias"]


def test_a_label_above_its_value_in_one_cell_is_told_from_one_that_was_wrapped():
    cells = [Cell(20, 100, 110, 130), Cell(111, 100, 300, 130)]
    pieces = words("Atende outros", 25, 103) + words("convênios", 25, 116)
    pieces += words("CRO", 116, 103) + words("90698", 116, 116)
    assert composed(pieces, cells) == ["Atende outros convênios\tCRO\v90698"]


def test_a_note_in_one_cell_is_joined_where_it_was_wrapped():
    cells = [Cell(20, 100, 320, 160)]
    pieces = words("Obs.: Falei com Vanessa, do financeiro da clínica que", 25, 105)
    pieces += words("pediu a tabela.", 25, 120) + words("Sem retorno.", 25, 135)
    assert composed(pieces, cells) == [
        "Obs.: Falei com Vanessa, do financeiro da clínica que pediu a tabela.",
        "Sem retorno.",
    ]


def test_a_box_half_way_up_its_words_has_them_all():
    pieces = [tick(20, 107, ticked=True), *words("Encerramento de", 34, 100), *words("atividades", 34, 114)]
    pieces += [tick(200, 107), *words("Aposentou", 214, 107)]
    pieces += [tick(320, 107), *words("Alteração", 334, 93), *words("de responsável", 334, 107)]
    pieces += words("técnico", 334, 121)
    (line,) = composed(pieces)
    assert line == (
        f"{TICKED} Encerramento de atividades   {UNTICKED} Aposentou"
        f"   {UNTICKED} Alteração de responsável técnico"
    )


def test_lines_above_and_below_a_slim_box_are_none_of_its_words() -> None:
    pieces = [*words("Status retenção", 20, 100), *words("1º contato      Data:", 20, 130)]
    pieces += [Piece(UNTICKED, 20, 115, 26.5, 125), *words("Retenção", 26.5, 115), *words("Efetiva", 72, 115)]
    assert composed(pieces) == ["Status retenção", f"{UNTICKED} Retenção Efetiva", "1º contato\tData:"]


def test_running_lines_above_and_below_a_box_keep_words_that_begin_where_its_own_do() -> None:
    above, below = words("UF: SE Cidade: Natal nº de", 20, 94), words("Moeda: R$ 0,8670 produç.:", 20, 120)
    edge = 20 + 5 * 27
    boxes = [*words("Convênios:", 20, 107), tick(edge - 14, 107), *words("Não Quais?", edge, 107)]
    pieces = [*above, *words("vidas: 579", edge, 94), *boxes, *below, *words("02-08-2021", edge, 120)]
    lines = composed(pieces)
    assert "nº de vidas: 579" in lines[0]
    assert lines[1].endswith(f"{UNTICKED} Não Quais?")


def test_options_in_columns_keep_their_words_where_these_are_wrapped():
    pieces = [tick(20, 100, ticked=True), *words("Perda de Contato", 34, 100)]
    pieces += [tick(200, 100), *words("Dificuldade de Contato com", 214, 100)]
    pieces += words("a Central", 214, 113)
    pieces += [tick(20, 130), *words("Glosas", 34, 130)]
    assert composed(pieces) == [
        f"{TICKED} Perda de Contato   {UNTICKED} Dificuldade de Contato com a Central",
        f"{UNTICKED} Glosas",
    ]


def test_values_stand_in_the_columns_of_the_labels_above_them():
    pieces = (
        words("Moeda", 20, 100) + words("Última produç.", 200, 100) + words("Valor última prod.", 400, 100)
    )
    pieces += words("R$ 0,49", 20, 115) + words("R$ 3132,59", 400, 115)
    assert composed(pieces) == ["Moeda\tÚltima produç.\tValor última prod.", "R$ 0,49\t\tR$ 3132,59"]


def test_free_lines_that_were_wrapped_are_joined_and_tables_stand_between_them():
    cells = [Cell(20, 130, 580, 150)]
    pieces = words(
        "Obs. Geral: Caso resolvido com a troca do aparelho de token, a clínica segue na rede e libera",
        20,
        100,
    )
    pieces += words("na hora", 20, 113) + words("2º contato", 25, 135) + words("Obs.: nada.", 20, 160)
    assert composed(pieces, cells) == [
        "Obs. Geral: Caso resolvido com a troca do aparelho de token, a clínica segue na rede e libera "
        "na hora",
        "2º contato",
        "Obs.: nada.",
    ]


def test_each_word_knows_its_place_in_the_text_and_on_the_sheet():
    cells = [Cell(20, 100, 200, 120), Cell(201, 100, 300, 120)]
    (line,) = compose_sheet(words("Operadora", 25, 105) + words("CRO 1", 206, 105), cells, SIZE)
    assert [line.text[word.start : word.end] for word in line.words] == ["Operadora", "CRO", "1"]
    box = line.words[1].box
    assert (box.left * 600, box.top * 800, box.right * 600) == (206, 105, 221)


def test_a_sheet_with_nothing_on_it_has_no_lines():
    assert composed([], [Cell(20, 100, 200, 120)]) == []


_LABELS = ("nº de vidas", "tipo", "cidade", "dt. abertura protocolo")


class _Labels:
    def begins(self, text: str) -> bool:
        key = text.lower().replace(" ", "")
        return any(label.replace(" ", "").startswith(key) for label in _LABELS)

    def is_label(self, text: str) -> bool:
        return text.lower() in _LABELS

    def opens_block(self, text: str) -> bool:
        return text.startswith("Status")

    def row_of(self, text: str) -> None:
        return None

    def rows_of(self, count: int) -> tuple[()]:
        return ()

    def fit(self, label: str, text: str) -> float:
        raise AssertionError(label, text)


def hung(*pieces: Piece) -> list[str]:
    return [line.text for line in compose_sheet(pieces, (), SIZE, _Labels())]


def test_the_rest_of_a_label_in_a_narrow_column_goes_back_behind_its_beginning() -> None:
    row = [*words("nº de", 25, 100), *words("1.809", 200, 100), *words("Obs", 400, 100)]
    assert hung(*row, *words("vidas", 25, 116)) == [f"nº de vidas{CELL}1.809{CELL}Obs"]


def test_values_beside_the_rest_of_a_label_stay_where_they_are() -> None:
    labels = [*words("Tipo", 25, 100), *words("Dt. abertura", 200, 100)]
    values = [*words("PJ", 25, 116), *words("protocolo", 200, 116)]
    assert hung(*labels, *values) == [f"Tipo{CELL}Dt. abertura protocolo", f"PJ{CELL}"]


def test_a_value_below_a_label_is_no_rest_of_it() -> None:
    labels = [*words("nº de", 25, 100), *words("Dt. abertura", 200, 100)]
    assert len(hung(*labels, *words("1809", 25, 116))) == 2


def test_an_answer_that_had_no_room_beside_its_box_goes_behind_it() -> None:
    row = [
        *words("Tipo:", 25, 100),
        tick(54, 100),
        *words("Sim (X)", 66, 100),
        *words("Cidade: Natal", 200, 100),
    ]
    below = [*words("Não", 25, 116), *words("uma linha que vai mais longe", 400, 300)]
    assert hung(*row, *below)[0] == f"Tipo: {UNTICKED} Sim (X) Não   Cidade: Natal"


def test_words_left_of_a_row_are_a_cell_of_it_whose_line_was_not_found() -> None:
    cells = [Cell(200, 95, 400, 115), Cell(400, 95, 590, 115)]
    pieces = [*words("Operadora", 25, 100), *words("CRO", 206, 100), *words("UF", 406, 100)]
    (line,) = compose_sheet(pieces, cells, SIZE, _Labels())
    assert line.text == f"Operadora{CELL}CRO{CELL}UF"


def test_words_right_of_a_row_are_a_cell_of_it_whose_line_was_not_found() -> None:
    pieces = [*words("2º contato", 25, 100), *words("Data: 30/11/2022", 406, 98)]
    (line,) = compose_sheet(pieces, [Cell(20, 95, 400, 115)], SIZE, _Labels())
    assert line.text == f"2º contato{CELL}Data: 30/11/2022"


def test_columns_within_a_cell_whose_rulings_were_not_found_are_cells() -> None:
    cells = [Cell(20, 95, 250, 115), Cell(250, 95, 590, 115)]
    pieces = [*words("Odonto Vida", 25, 100), *words("139960", 170, 100)]
    pieces += [*words("AM", 260, 100), *words("Lucas da Rocha", 400, 100)]
    (line,) = compose_sheet(pieces, cells, SIZE, _Labels())
    assert line.text == f"Odonto Vida{CELL}139960{CELL}AM{CELL}Lucas da Rocha"


def test_values_below_a_row_of_labels_with_colons_go_behind_them() -> None:
    row = [*words("Tipo:", 25, 100), *words("nº de vidas: 7", 200, 100), *words("Cidade: Bom", 400, 100)]
    below = [*words("PJ", 25, 116), *words("Jesus", 400, 116)]
    assert hung(*row, *below) == [f"Tipo: PJ{CELL}nº de vidas: 7{CELL}Cidade: Bom Jesus"]


def test_a_heading_below_a_row_of_labels_stays_a_line_of_its_own() -> None:
    row = [*words("Tipo: PJ", 25, 100), *words("nº de vidas: 7", 200, 100)]
    assert hung(*row, *words("Status retenção", 25, 116))[1:] == ["Status retenção"]


def test_words_alone_at_the_left_that_had_no_room_above_go_on_with_the_value_there() -> None:
    row = [*words("Cidade: SÃO", 25, 100), *words("nº de vidas: 7", 100, 100)]
    further = words("12", 560, 300)
    assert hung(*row, *words("JOÃO", 25, 116), *further)[0] == f"Cidade: SÃO JOÃO{CELL}nº de vidas: 7"
    row += words("Tipo: Pessoa jurídica", 455, 100)
    assert hung(*row, *words("JOÃO", 25, 116), *further)[1] == "JOÃO"


def test_a_value_goes_on_beside_a_label_that_lost_its_colon() -> None:
    row = [*words("nº de vidas: 7", 25, 100), *words("Cidade: Bom", 200, 100), *words("Tipo", 400, 100)]
    row += words("Pessoa", 450, 100)
    (line,) = hung(*row, *words("física 2", 400, 116))
    assert line.endswith(f"Tipo{CELL}Pessoa física 2")


def test_a_label_cut_at_the_margin_is_whole_again_and_the_next_row_stands_apart() -> None:
    row = [*words("Cidade: Bom", 25, 100), *words("Tipo: PJ nº de vidas: 68 Dt. abertura", 380, 100)]
    row += [*words("protocolo: 15/11/2021", 25, 116), *words("Cidade: Bom Jesus Tipo: PJ", 25, 132)]
    assert hung(*row) == [
        f"Cidade: Bom{CELL}Tipo: PJ nº de vidas: 68 Dt. abertura protocolo: 15/11/2021",
        "Cidade: Bom Jesus Tipo: PJ",
    ]


def test_a_value_broken_in_the_last_column_goes_on_beside_the_rest_of_its_label() -> None:
    row = [*words("Tipo", 25, 100), *words("PJ", 100, 100), *words("Dt. abertur", 200, 100)]
    row += words("30/01/202", 300, 100)
    below = [*words("a", 200, 116), *words("6", 300, 116), *words("protocolo", 200, 130)]
    assert hung(*row, *below) == [f"Tipo{CELL}PJ{CELL}Dt. abertur a protocolo{CELL}30/01/202 6"]


def test_what_had_no_room_before_the_margin_goes_on_with_the_last_of_running_pairs() -> None:
    row = [*words("Cidade: Bom", 25, 100), *words("Tipo: PJ", 200, 100), *words("Dt. abertura", 460, 100)]
    (line,) = hung(*row, *words("protocolo: 05/02/2025", 25, 116))
    assert line == f"Cidade: Bom{CELL}Tipo: PJ{CELL}Dt. abertura protocolo: 05/02/2025"
    row = [*words("Cidade: Bom", 25, 100), *words("Dt. abertura protocolo:", 440, 100)]
    assert hung(*row, *words("05/02/2025", 25, 116))[0].endswith("Dt. abertura protocolo: 05/02/2025")


def test_a_value_in_the_first_column_goes_on_there_though_the_last_is_full() -> None:
    row = [
        *words("Tipo: PJ", 25, 100),
        *words("nº de vidas: 7", 200, 100),
        *words("Cidade: Foz do", 500, 100),
    ]
    assert hung(*row, *words("desde 2014", 25, 116))[0].startswith(f"Tipo: PJ desde 2014{CELL}")
    row = [*words("Tipo:", 25, 100), *words("Cidade: Foz", 200, 100), *words("nº de vidas:", 500, 100)]
    for below in (words("PJ 12", 25, 116), [*words("PJ 12", 25, 116), *words("7", 500, 116)]):
        assert hung(*row, *below)[0].startswith(f"Tipo: PJ 12{CELL}Cidade: Foz{CELL}nº de vidas:")


def test_a_word_whose_box_reaches_up_to_a_rule_moves_no_line() -> None:
    pieces = words("Enviada proposta até agora.", 25, 100)
    pieces[1] = Piece("proposta", 65, 104, 105, 114)
    pieces[3] = Piece("agora.", 130, 91, 160, 111)
    assert composed(pieces) == ["Enviada proposta até agora."]


def test_a_number_broken_in_a_narrow_cell_is_one_again() -> None:
    cells = [Cell(20, 95, 63, 140), Cell(63, 95, 106, 140), Cell(106, 95, 159, 140)]
    pieces = [*words("SAD1643", 25, 100), *words("6413800", 25, 113)]
    pieces += [*words("Respons", 68, 100), *words("ável", 68, 113)]
    pieces += [*words("Odonto", 111, 100), *words("Vidas", 111, 113)]
    (line,) = compose_sheet(pieces, cells, SIZE)
    assert line.text == f"SAD16436413800{CELL}Responsável{CELL}Odonto Vidas"


def test_a_date_of_which_a_narrow_cell_holds_all_but_the_last_digit_is_one_again() -> None:
    pieces = [*words("18/09/202", 25, 100), Piece("1", 26, 113, 28, 123), *words("PJ", 81, 100)]
    (line,) = compose_sheet(pieces, [Cell(20, 95, 81, 140), Cell(81, 95, 120, 140)], SIZE)
    assert line.text == f"18/09/2021{CELL}PJ"


def test_words_whose_boxes_reach_up_to_specks_make_no_line_of_their_own() -> None:
    pieces = words("Quais? Sorria Bem e Dental Capital Norte", 25, 100)
    pieces[1:3] = [replace(piece, top=piece.top - 14) for piece in pieces[1:3]]
    assert composed(pieces) == ["Quais? Sorria Bem e Dental Capital Norte"]
