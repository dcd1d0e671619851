"""What is recognised in notes, and that recognising breaks nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.cases.note_marks import MarkKind, marks_in, pieces_of

ON = dt.date(2026, 3, 10)


def told(text: str, on: dt.date | None = ON, area: str | None = "11") -> list[tuple[str, str]]:
    return [(mark.kind.value, mark.value) for mark in marks_in(text, on, area)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ligar dia 15/03.", [("day", "2026-03-15")]),
        ("retorno em 5/4, sem falta", [("day", "2026-04-05")]),
        ("Falamos em 20/12", [("day", "2025-12-20")]),
        ("até 15 de março", [("day", "2026-03-15")]),
        ("em 1º de abril de 2026", [("day", "2026-04-01")]),
        ("desde 03/02/2026 e 04-02-26", [("day", "2026-02-03"), ("day", "2026-02-04")]),
        ("protocolo SAD177195600000 aberto", [("protocol", "SAD177195600000")]),
        ("falar no (19) 3232-1010 ou 99849-6368", [("phone", "1932321010"), ("phone", "11998496368")]),
        ("atende 24/7, 1/2 período", []),
        ("31/02 não existe", []),
        ("R$ 12/05,30 e 12.345/0001-95", []),
        ("guia 15/031234", []),
        ("versão 1.12/03", []),
        ("CNPJ 53.068.087/0013-39", []),
    ],
)
def test_what_is_recognised(text: str, expected: list[tuple[str, str]]):
    assert told(text) == expected


def test_a_day_without_a_year_needs_the_contacts_day():
    assert told("Ligar dia 15/03", on=None) == []
    assert told("Ligar dia 02/01", on=dt.date(2026, 12, 28)) == [("day", "2027-01-02")]
    assert told("em 29/02", on=ON) == []


WORDS = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            ["15/03", "15/03/2026", "SAD177195600000", "(11) 99849-6368", "3232-1010", " ", "/", "1º de maio"]
        ),
        st.from_regex(r"[0-9./,()-]{1,14}", fullmatch=True),
    ),
    max_size=8,
).map("".join)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_the_text_stays_whole_and_nothing_is_recognised_inside_a_number(text: str):
    marks = marks_in(text, ON, "11")
    pieces = [
        piece if isinstance(piece, str) else text[piece.start : piece.end] for piece in pieces_of(text, marks)
    ]
    assert "".join(pieces) == text
    place = 0
    for mark in marks:
        assert place <= mark.start < mark.end <= len(text)
        place = mark.end
        assert not text[mark.start - 1 : mark.start].isdecimal() or not text[mark.start].isdecimal()
        assert not text[mark.end : mark.end + 1].isascii() or not text[mark.end : mark.end + 1].isdigit()
        if mark.kind is MarkKind.DAY:
            assert mark.day
