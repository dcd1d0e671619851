"""What went wrong around a field makes it doubtful: lost rows, words in odd places, ink nobody read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from vinculo.paper.reading import Box, Line, Page, Reading, read_page, reader
from vinculo.paper.reading.odd_values import is_odd, is_odd_note

from .corpus import EDITIONS, sample
from .test_places import on_paper


@pytest.fixture(autouse=True)
def _as_before_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "calibrated", lambda form, sure: dict(sure))


def _lines() -> list[Line]:
    return list(on_paper(sample(5, edition=2)).lines)


def _read(lines: Sequence[Line], unread: Sequence[Box] = ()) -> Reading:
    return read_page(Page.of(lines, scanned=True, unread=unread), EDITIONS)


def _blank_in_head(reading: Reading) -> str:
    assert reading.form
    names = ("cnpj", "cpf", "joined_on", "requested_by", "state", "other_plans", "us_value", "cro_count")
    return next(name for name in names if getattr(reading.form, name) is None)


def test_a_blank_is_doubtful_where_ink_of_the_head_was_not_read() -> None:
    lines = _lines()
    whole = _read(lines)
    name = _blank_in_head(whole)
    place = whole.places["dentist_name"][0]
    ink = Box(place.sheet, 0.6, place.top, 0.65, place.bottom)
    assert _read(lines, [ink]).confidence[name] < 0.6 * whole.confidence[name]
    below = Box(place.sheet, 0.6, 0.98, 0.65, 0.99)
    assert _read(lines, [below]).confidence[name] == whole.confidence[name]


def test_ink_within_words_makes_them_doubtful() -> None:
    lines = _lines()
    whole = _read(lines)
    place = whole.places["dentist_name"][0]
    middle = (place.left + place.right) / 2
    ink = Box(place.sheet, middle, place.top, middle + 0.01, place.bottom)
    doubted = _read(lines, [ink])
    assert doubted.confidence["dentist_name"] < 0.8 * whole.confidence["dentist_name"]


def test_words_of_the_head_that_nobody_claims_make_its_blanks_doubtful() -> None:
    lines = _lines()
    whole = _read(lines)
    name = _blank_in_head(whole)
    row = next(at for at, line in enumerate(lines) if "Nome dentista" in line.text)
    sheet = whole.places["dentist_name"][0].sheet
    box = Box(sheet, 0.1, 0.1, 0.2, 0.11)
    stray = Line("zzz 25/04/2016 yyy", words=(replace(lines[row].words[0], start=0, end=18, box=box),))
    doubted = _read([*lines[: row + 4], stray, *lines[row + 4 :]])
    assert doubted.confidence[name] < 0.6 * whole.confidence[name]


@pytest.mark.parametrize(
    ("name", "text", "odd"),
    [
        ("city", "Bom jesus", True),
        ("city", "Bom Jesus", False),
        ("city", "JUNDIAÍ", False),
        ("city", "undiaí", True),
        ("dentist_name", "Túlio Ourique de Sá", False),
        ("dentist_name", "úlio Ourique", True),
        ("dentist_name", "ADRIANA D'ÁVILA", False),
        ("staff_name", "Adriana 4vila", True),
        ("operator", "OdontoMais -", True),
        ("operator", "OdontoMais - Sul", False),
        ("other_plans", "☒ “ NÃO", True),
        ("other_plans", "Amil, Bradesco e SulAmérica", False),
        ("requested_by", "Responsável técnico Nº DO", True),
        ("cnpj", "10TK06GP000124", True),
        ("cnpj", "14686772000133", False),
        ("cro", "2", True),
        ("cro", "135463", False),
        ("protocol_number", "00", True),
        ("protocol_number", "SAD164804778000", False),
        ("us_value", Decimal(244), True),
        ("us_value", Decimal("2.44"), False),
        ("us_value", Decimal("244.00"), False),
        ("joined_on", dt.date(1902, 1, 4), True),
        ("joined_on", dt.date(2012, 1, 4), False),
    ],
)
def test_values_that_lost_a_sign_look_odd(name: str, text: object, odd: bool) -> None:
    assert is_odd(name, text) == odd


def test_a_note_that_is_the_rest_of_a_label_is_odd() -> None:
    assert is_odd_note("☐ bs")
    assert is_odd_note("Ob.")
    assert is_odd_note("Pediu retorno.\nSetor responsável: T.I ☐ Comercial")
    assert is_odd_note("Pediu retorno. Motivo Retenção:")
    assert not is_odd_note("Setor responsável avisado pelo protocolo.")
    assert not is_odd_note("Ok, vai voltar")
