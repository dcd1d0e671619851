"""Files of many sheets: they cost little more than a few, and one that cannot be read costs itself alone."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pytest
from PIL import Image

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm

from ... import joined_sheets
from ...chosen_sheets import ChosenSheet
from ...joined_sheets import JoinedPart
from ...limits import LIMITS
from ...page import Box, Line
from ...result import Reading
from .. import reading
from ..opening import Picture, PictureRefusedError
from ..sheet import UprightSheet
from ..sheet_text import SeenSheet, SheetText

EDITIONS = [packaged_edition(2)]
FINE = (1754, 1240)
"""A4 at 150 dots an inch, in pixels."""
FORM = ("Formulário - Processo de Retenção", "Colaborador: Iara Camargo", "CPF: 478.405.983-07", "CRO: 90698")
TWO = ("Motivo desligamento", "Obs. Geral: Encerrado.", "Setor responsável")


def _read(
    monkeypatch: pytest.MonkeyPatch,
    pages: list[tuple[str, ...]],
    size: tuple[int, int] = (200, 200),
    fails: Callable[[int], Exception | None] = lambda number: None,
) -> reading.Sheets:
    """Sheets that hold these lines, without an engine."""

    def seen_sheet(picture: Picture, _: object) -> SeenSheet:
        clear = np.full(size, 255, np.uint8)
        upright = UprightSheet(picture.number, clear, 300)
        return SeenSheet(upright, clear.copy(), clear.copy(), None, [])  # type: ignore[arg-type]

    def text_of(seen: SeenSheet, *_: object) -> SheetText:
        number = seen.upright.number
        if problem := fails(number):
            raise problem
        lines = tuple(Line(text) for text in pages[number])
        return SheetText(seen.upright, seen.shown, seen.free.copy(), (), (), lines)

    monkeypatch.setattr(reading, "seen_sheet", seen_sheet)
    monkeypatch.setattr(reading, "text_of", text_of)
    monkeypatch.setattr(reading, "code_on", lambda *_: None)
    pictures = (Picture(number, np.full((9, 9), 255, np.uint8), 300.0) for number in range(len(pages)))
    monkeypatch.setattr(reading, "engine", nullcontext)
    return reading.read_sheets(pictures, EDITIONS, with_pictures=True)


def _most_memory(monkeypatch: pytest.MonkeyPatch, sheets: int) -> int:
    tracemalloc.start()
    try:
        _read(monkeypatch, [FORM] * sheets, FINE)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_many_sheets_take_hardly_more_memory_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (_most_memory(monkeypatch, sheets) for sheets in (4, 12))
    assert many - few < FINE[0] * FINE[1]


def test_a_sheet_that_fails_is_named_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(number: int) -> Exception | None:
        return {2: MemoryError(), 3: ZeroDivisionError("478.405.983-07")}.get(number)

    readings, shown = _read(monkeypatch, [FORM, TWO, FORM, TWO, FORM], fails=fails)
    assert [each.sheets for each in readings] == [(0, 1), (4,)]
    told = [finding.message for finding in readings[0].findings if finding.code == "sheet-not-read"]
    assert told == [
        "A folha 3 não pôde ser lida: ela pede memória demais.",
        "A folha 4 não pôde ser lida, por um motivo inesperado.",
    ]
    assert [sheet.number for sheet in shown] == [0, 1, 4]


def test_what_stands_on_a_sheet_that_may_be_of_another_form_is_not_sure() -> None:
    places = {"cro": (Box(0, 0, 0, 1, 1),), "sectors.it": (Box(3, 0, 0, 1, 1),)}
    read = Reading(RetentionForm(edition=2), {"cro": 0.9, "sectors": 0.9}, places=places)
    doubted = reading._doubted(read, {3})
    assert doubted.confidence == {"cro": 0.9, "sectors": 0.5}
    assert [finding.message for finding in doubted.findings] == [
        "As folhas de vários formulários estão misturadas no arquivo: confira se a folha 4 é deste."
    ]


def test_a_sheet_that_is_refused_among_joined_ones_leaves_the_others() -> None:
    page = io.BytesIO()
    Image.new("L", (300, 400), 255).save(page, "PNG")
    parts = [JoinedPart(name, data, [ChosenSheet(0)]) for name, data in (("a", b"?"), ("b", page.getvalue()))]
    pictures = joined_sheets._pictures(parts, LIMITS)
    with pytest.raises(PictureRefusedError):
        next(pictures)
    assert [each.number for each in pictures] == [1]


def test_where_no_sheet_can_be_read_the_reason_is_no_name_of_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (only,), _ = _read(monkeypatch, [FORM], fails=lambda number: ZeroDivisionError())
    (finding,) = only.findings
    assert (finding.code, finding.message) == (
        "sheet-not-read",
        "A folha 1 não pôde ser lida, por um motivo inesperado.",
    )
