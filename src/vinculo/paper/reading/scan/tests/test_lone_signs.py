"""What dirt and punched holes leave behind is no text."""

from __future__ import annotations

from dataclasses import replace

from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.reading.head_labels import find_labels
from vinculo.paper.reading.placed import Piece
from vinculo.paper.reading.scan.lone_signs import without_rests
from vinculo.paper.reading.vocabulary import vocabulary_of

LINES = [
    Piece("Palavra", left, top, left + 70, top + 16, 0.9)
    for top in range(100, 500, 40)
    for left in (100, 200, 300)
]


def texts(*pieces: Piece) -> list[str]:
    return [piece.text for piece in without_rests([*LINES, *pieces], 16) if piece.text != "Palavra"]


def test_what_stands_beyond_the_words_and_is_hardly_read_is_a_hole() -> None:
    assert not texts(Piece("Mm", 20, 200, 50, 216, 0.5))
    assert texts(Piece("Visto", 20, 200, 60, 216, 0.95)) == ["Visto"]
    assert texts(Piece("Mm", 100, 520, 130, 536, 0.5)) == ["Mm"]


def test_a_stroke_between_two_words_is_a_slash_but_not_where_strokes_part_what_stands_there() -> None:
    line = [
        Piece("Unimed", 100, 520, 160, 536),
        Piece("|", 164, 518, 168, 538),
        Piece("Oral", 172, 520, 210, 536),
    ]
    assert texts(*line) == ["Unimed", "/", "Oral"]
    lower = [
        replace(piece, top=piece.top + 40 * n, bottom=piece.bottom + 40 * n)
        for n in range(3)
        for piece in line
    ]
    assert "/" not in texts(*lower)


def test_a_dash_between_a_value_and_the_next_label_is_of_neither() -> None:
    vocabulary = vocabulary_of(packaged_edition(PACKAGED_EDITIONS[0]))

    (line,) = find_labels(["Cidade: Embu-Guaçu\t-UF: BA"], vocabulary)

    assert line.pieces == ["Embu-Guaçu", "BA"]


def test_a_label_whose_colon_was_lost_is_one_beside_others_of_its_row() -> None:
    vocabulary = vocabulary_of(packaged_edition(PACKAGED_EDITIONS[0]))
    above = "Operadora: Sul\tCRO: 1\tUF: BA\tNome dentista: Iara"

    _, line = find_labels([above, "Moeda 1,00\tÚltima produç.: 14/01/2022"], vocabulary)
    _, alone = find_labels([above, "Moeda corrente\tCidade: Bom Jesus"], vocabulary)

    assert line.pieces == ["1,00", "14/01/2022"]
    assert len(alone.labels) == 1
