"""Values below labels that no ruling lines part: ten units to a letter's height, five to its width."""

from __future__ import annotations

from itertools import pairwise

import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.page import CELL
from vinculo.paper.reading.placed import Cell, Piece, compose_sheet
from vinculo.paper.reading.placed.compose import SheetSize
from vinculo.paper.reading.scan.scanned_labels import ScannedLabels

from .test_compose import tick, words

LABELS = ScannedLabels.of([packaged_edition(1), packaged_edition(2)])
INCH = 72.0
STOP = 36.0
SIZE = SheetSize(0, 600, 800, INCH)


def composed(*pieces: Piece) -> list[str]:
    return [line.text for line in compose_sheet(pieces, (), SIZE, LABELS)]


def in_columns(*texts: str, top: float) -> list[Piece]:
    """Texts in columns of a hundred units; blank ones are left out."""
    return [piece for at, text in enumerate(texts) if text for piece in words(text, 25 + 100 * at, top)]


def behind_tabs(*texts: str, top: float) -> list[Piece]:
    """Texts with a tab between each and the next, blank ones included."""
    pieces: list[Piece] = []
    at = 0.0
    for text in texts:
        own = words(text, 25 + at, top) if text else []
        pieces += own
        right = own[-1].right - 25 if own else at
        at = (right // STOP + 1) * STOP
    return pieces


DOCUMENTS = ("Data inclusão", "Tipo", "Demandado por?", "Nº do protocolo", "Dt. abertura protocolo")
WHO = ("Operadora", "CRO", "UF", "Nome dentista")


def test_a_lone_date_belongs_to_the_label_that_it_stands_under() -> None:
    labels = in_columns(*DOCUMENTS, top=100)
    for column in (0, 4):
        values = ["", "", "", "", ""]
        values[column] = "07/08/2020"
        assert composed(*labels, *in_columns(*values, top=120))[1] == CELL.join(values)


def test_values_that_were_wrapped_go_on_in_their_columns() -> None:
    pieces = in_columns(*WHO, top=100) + in_columns("", "67.701", "MG", "Natália Dias", top=116)
    pieces += in_columns("", "", "", "Bragança", top=130) + in_columns("CNPJ", "CPF", top=150)
    assert composed(*pieces)[1] == f"{CELL}67.701{CELL}MG{CELL}Natália Dias Bragança"


def test_a_row_is_known_though_two_of_its_labels_were_read_as_one_or_wrongly() -> None:
    labels = in_columns("Ur", "Ciclade", "nº de vidas", "nº CRO(S) únicos divulgados", top=100)
    run_together = [*words("UF", 25, 100), *words("Cidaden?", 61, 100), *words("de vidas", 106, 100)]
    run_together += words("nº CRO(S) únicos divulgados", 205, 100)
    for row in (labels, run_together):
        assert composed(*row)[0].split(CELL)[:3] == ["UF", "Cidade", "nº de vidas"]


def test_a_row_of_labels_and_values_is_no_row_of_labels() -> None:
    row = [*words("Data início: 10/09/2021", 25, 100), *words("Data final:", 200, 100)]
    row += words("Tempo finalização: 113", 400, 100)
    assert composed(*row)[0].startswith("Data início: 10/09/2021")


def test_a_heading_between_two_rows_is_nobodys_value() -> None:
    pieces = in_columns(*WHO, top=100) + in_columns("Vida", "93", "MG", "Lia", top=116)
    lines = composed(*pieces, *words("Dados", 25, 134), *in_columns("CNPJ", "CPF", top=150))
    assert lines[1:3] == [f"Vida{CELL}93{CELL}MG{CELL}Lia", "Dados"]


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        (("Colaborador", "Data"), ("Paulo Teixeira Fontenele", "14/02/2025")),
        (WHO, ("Dental Norte", "107.193", "ES", "Adriana Guimarães")),
        (WHO, ("Instituto Odontológico", "", "", "Adriana Guimarães")),
        (DOCUMENTS, ("", "", "Operadora", "SAD172459818000", "25/08/2024")),
        (("Cidade", "UF", "nº de vidas", "nº CRO(S) únicos divulgados"), ("Ubá", "", "", "9")),
        (("Moeda", "Última produç.", "Valor última prod."), ("R$ 1.002,44", "", "R$ 12.800,00")),
    ],
)
def test_behind_tabs_a_value_belongs_to_the_label_that_as_many_tabs_lead_to(
    labels: tuple[str, ...], values: tuple[str, ...]
) -> None:
    document = behind_tabs("Data início", "Data final", "Tempo finalização", top=60)
    document += behind_tabs("25/08/2024 ontem", "14/02/2025", "173 dias", top=76)
    lines = composed(*document, *behind_tabs(*labels, top=100), *behind_tabs(*values, top=116))
    assert lines[-1] == CELL.join(values)


def test_boxes_below_their_label_stay_together() -> None:
    pieces = in_columns("Atende outros", "", "Quais?", top=100) + words("convênios", 25, 114)
    pieces += [tick(25, 130, ticked=True), *words("Sim", 40, 130), tick(80, 130), *words("Não", 95, 130)]
    assert composed(*pieces, *words("Dental", 225, 130))[1].endswith(f"Não{CELL}Dental")


def test_a_label_and_its_value_are_cells_apart_if_those_beside_them_are() -> None:
    """Of the line between labels and values one piece was not found."""
    pieces = in_columns(*WHO, top=100) + in_columns("Amil Dental", "67701", "MG", "Natália Dias", top=120)
    lefts = [20.0, 120.0, 220.0, 320.0, 420.0]
    columns = list(pairwise(lefts))
    cells = [Cell(left, top, right, top + 20) for left, right in columns[1:] for top in (98.0, 118.0)]
    cells.append(Cell(20, 98, 120, 138))
    lines = [line.text for line in compose_sheet(pieces, cells, SIZE, LABELS)]
    assert lines == [CELL.join(WHO), CELL.join(("Amil Dental", "67701", "MG", "Natália Dias"))]


def test_a_heading_is_no_rest_of_the_note_above_it_and_a_sentence_that_begins_so_is() -> None:
    note = words("Dentista alega que a US de R$ 0,48 não cobre o material, e que não atende mais.", 25, 100)
    assert len(composed(*note, *words("Motivo desligamento", 25, 113))) == 2
    assert len(composed(*note, *words("Motivo desligamento informado", 25, 113))) == 1


def test_values_stand_beside_the_rest_of_labels_that_were_wrapped() -> None:
    pieces = in_columns("Data inclusão", "Tipo", "Demandado", "Nº do", "Dt. abertura", top=100)
    pieces += in_columns("30/11/21", "PF", "por?", "protocolo", "protocolo", top=114)
    pieces += in_columns("", "", "Operadora", "SAD17033437", "23/12/23", top=128)
    pieces += in_columns("", "", "", "8000", "", top=142)
    pieces += in_columns("Cidade", "UF", "nº de vidas", "nº CRO(S) únicos", top=160)
    pieces += in_columns("Natal", "RN", "579", "divulgados", top=174) + in_columns("", "", "", "25", top=188)
    pieces += in_columns("Atende outros convênios", "", "", "Quais? Quais:", top=204)
    assert composed(*pieces)[:4] == [
        CELL.join(DOCUMENTS),
        f"30/11/21{CELL}PF{CELL}Operadora{CELL}SAD17033437\v8000{CELL}23/12/23",
        CELL.join(("Cidade", "UF", "nº de vidas", "nº CRO(S) únicos divulgados")),
        f"Natal{CELL}RN{CELL}579{CELL}25",
    ]


def test_the_rest_of_a_lists_label_below_it_goes_back_to_it() -> None:
    pieces = [*words("Motivo", 25, 100), tick(120, 100), *words("Ofertado", 180, 100)]
    pieces += words("Retenção", 25, 114) + words("suporte", 180, 114)
    assert composed(*pieces) == ["Motivo Retenção   ☐   Ofertado suporte"]
    pieces = [*words("Setor responsável", 25, 100), tick(180, 100), *words("Ofertado", 194, 100)]
    assert composed(*pieces, *words("Rui Dias", 25, 114))[1] == "Rui Dias"


def test_options_side_by_side_that_begin_each_at_its_level_keep_their_words() -> None:
    pieces = [tick(300, 86), *words("Ofertado", 314, 86)]
    pieces += [tick(20, 93), *words("Ofertado novos", 34, 93), *words("treinamento ou", 314, 100)]
    pieces += [tick(160, 100), *words("Ofertado suporte", 174, 100), *words("valores", 34, 107)]
    pieces += words("reciclagem", 314, 114)
    assert composed(*pieces) == [
        "☐ Ofertado treinamento ou reciclagem",
        "☐ Ofertado novos valores",
        "☐ Ofertado suporte",
    ]


def test_labels_that_were_wrapped_at_the_margin_are_a_row_and_values_below_stay_so() -> None:
    pieces = behind_tabs(
        "Data inclusão", "Tipo", "Demandado por?", "Nº do protocolo", "Dt. abertura", top=100
    )
    pieces += words("protocolo", 25, 114) + behind_tabs("07/08/2020", "PF", top=130)
    assert composed(*pieces)[0] == CELL.join(DOCUMENTS)
    uneven = in_columns("Data inclusão", "Tipo", "Demandado", "Nº do", "Dt. abertura", top=100)
    uneven += in_columns("", "", "por?", "protocolo", "protocolo", top=114)
    uneven += in_columns("07/08/2020", "PF", "", "SAD1", "", top=140)
    assert composed(*uneven)[1] == f"07/08/2020{CELL}PF{CELL}{CELL}SAD1{CELL}"


def test_a_name_goes_on_below_itself_where_labels_without_colons_stand_beside_their_values() -> None:
    pieces = [*words("Colaborador", 25, 100), *words("MARCIO MENDONCA", 120, 100), *words("Data", 220, 100)]
    pieces += [*words("21-03-2022", 270, 100), *words("MAGALHAES", 120, 114), *words("x" * 40, 380, 400)]
    assert composed(*pieces)[0] == CELL.join(
        ("Colaborador", "MARCIO MENDONCA MAGALHAES", "Data", "21-03-2022")
    )


def test_a_value_right_above_a_row_of_labels_is_none_of_them() -> None:
    pieces = [
        *words("MOEDA", 25, 100),
        *words("ÚLTIMA PRODUÇ.", 125, 100),
        *words("VALOR ÚLTIMA PROD.", 225, 100),
    ]
    pieces += [*words("1,00", 25, 116), *words("DATA INÍCIO DATA FINAL TEMPO FINALIZAÇÃO", 25, 132)]
    assert composed(*pieces)[1] == f"1,00{CELL}{CELL}"


def test_labels_in_a_typewriters_letters_are_parted_by_more_than_its_blanks() -> None:
    order = [(25, "Data"), (56, "inclusão"), (125, "Tipo"), (225, "Demandado"), (281, "por?")]
    order += [(325, "Nº"), (346, "do"), (367, "protocolo"), (475, "Dt."), (501, "abertura")]
    pieces = [piece for left, text in order for piece in words(text, left, 100)]
    pieces += [*words("protocolo", 475, 114), *words("21/04/2024", 25, 140), *words("SAD1", 325, 140)]
    assert composed(*pieces)[:2] == [
        CELL.join(DOCUMENTS),
        f"21/04/2024{CELL}{CELL}{CELL}SAD1{CELL}",
    ]


def test_a_value_that_is_the_word_of_another_label_opens_no_row_of_labels() -> None:
    """The prestador asked through the operator: "Operadora" is written below "Demandado por?"."""
    labels = ("Data inclusão:", "Tipo: PJ", "Demandado por?", "Nº do protocolo:", "Dt. abertura protocolo:")
    values = ("30/07/2022", "", "Operadora", "SAD167967018000", "24/03/2023")
    pieces = in_columns(*labels, top=100) + in_columns(*values, top=114)
    whole = (f"{label} {value}".strip() for label, value in zip(labels, values, strict=True))
    assert composed(*pieces) == [CELL.join(whole)]


def test_a_label_cut_at_the_margin_goes_on_below_though_the_first_of_its_line_has_no_value() -> None:
    texts = ("Data inclusão:", "Tipo: PJ", "Demandado por? Dentista", "Nº do protocolo: SAD261796649783")
    pieces: list[Piece] = []
    for text in (*texts, "Dt. abertura"):
        pieces += words(text, pieces[-1].right + 20 if pieces else 25, 100)
    pieces += words("protocolo: 08/10/2025", 25, 114)
    assert composed(*pieces) == [CELL.join((*texts, "Dt. abertura protocolo: 08/10/2025"))]


def test_a_word_alone_below_a_label_without_a_value_is_its_value_where_labels_stand_in_columns() -> None:
    def row(*lefts: float) -> list[str]:
        texts = ("Operadora:", "CRO: 27918", "UF: AP", "Nome dentista: Odonto Boa Vista")
        pieces = [piece for left, text in zip(lefts, texts, strict=True) for piece in words(text, left, 100)]
        return composed(*pieces, *words("ODONTOLIFE", 25, 114))

    assert row(25, 180, 260, 350)[0].startswith(f"Operadora: ODONTOLIFE{CELL}CRO")
    # Where the pairs run, the name may go on.
    assert not row(25, 95, 165, 215)[0].startswith("Operadora: ODONTOLIFE")
