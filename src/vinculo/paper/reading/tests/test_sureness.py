"""How sure each field on paper is: by its own words, its boxes, and what agrees with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest

from vinculo.paper.form import LIST_FIELDS
from vinculo.paper.reading import Box, Line, Page, Reading, Word, read_page
from vinculo.paper.reading.calibration import step_of
from vinculo.paper.reading.places import Paper
from vinculo.paper.reading.sureness import sure_on_paper

from .corpus import EDITIONS, sample
from .test_places import on_paper

_SURE = 0.97


def _read(text: str = "", sure: float = 1.0, *, seed: int = 5, scanned: bool = True) -> Reading:
    """The sample on paper, where the words of `text` are only so sure."""
    page = on_paper(sample(seed, edition=2))
    lines = [
        replace(
            line,
            words=tuple(
                replace(
                    word, sure=sure if text and line.text[word.start : word.end] in text.split() else _SURE
                )
                for word in line.words
            ),
        )
        for line in page.lines
    ]
    return read_page(Page.of(lines, scanned=scanned), EDITIONS)


read_digital = partial(_read, scanned=False)


def test_a_word_that_is_unsure_makes_its_own_field_unsure() -> None:
    form = _read().form
    assert form
    assert form.dentist_name
    clear, smudged = read_digital(), read_digital(form.dentist_name, 0.3)
    assert smudged.confidence["dentist_name"] < 0.35
    others = [name for name in clear.confidence if name not in ("dentist_name", "signed_by", "contacts")]
    for name in others:
        assert smudged.confidence[name] == pytest.approx(clear.confidence[name], abs=0.1), name


def test_a_box_that_is_unsure_makes_its_list_unsure() -> None:
    clear, smudged = read_digital(), read_digital("☒", 0.5)
    for name in (*LIST_FIELDS, "outcome", "protocol_required", "serves_other_plans"):
        value = getattr(clear.form, name)
        is_ticked = value not in (None, ())
        assert (smudged.confidence[name] < clear.confidence[name] - 0.3) == is_ticked, name
        said = [each.field for each in smudged.findings if each.code == "unclear-tick"]
        assert (name in said) == is_ticked


def test_an_option_whose_box_was_not_found_on_a_scan_is_told_and_makes_its_list_unsure() -> None:
    lost = {"serves_other_plans": "☐ Não", "sectors": "☐ Comercial", "termination_reasons": "☐ Aposentou"}
    page = on_paper(sample(5, edition=2))
    lines = [replace(line, text=_without(line.text, lost.values()), words=()) for line in page.lines]
    lines[0] = page.lines[0]
    scanned, typed = (read_page(Page.of(lines, scanned=each), EDITIONS) for each in (True, False))
    said = {each.field: each.message for each in scanned.findings if each.code == "box-not-found"}
    assert said.keys() == lost.keys()
    for name, option in lost.items():
        assert option[2:] in said[name]
        assert scanned.confidence[name] <= 0.5 < typed.confidence[name]


def test_an_answer_whose_boxes_were_both_lost_is_told() -> None:
    page = on_paper(sample(5, edition=2))
    for read in ("O Sim\tNão\t", "Y im", ""):
        lines = [
            replace(line, text=read, words=line.words[:1]) if line.text.startswith("☒ Sim ☐ Não\t") else line
            for line in page.lines
        ]
        reading = read_page(Page.of(lines, scanned=True), EDITIONS)
        assert reading.form
        if reading.form.serves_other_plans is None:
            assert "serves_other_plans" in [each.field for each in reading.findings], read
        assert reading.confidence["serves_other_plans"] <= 0.5, read


def _without(text: str, parts: Iterable[str]) -> str:
    for part in parts:
        if part != "☐ Não" or text.startswith("☒ Sim ☐ Não\t"):
            text = text.replace(part, "")
    return text


def test_what_the_form_says_twice_is_surer() -> None:
    reading = read_digital()
    form = reading.form
    assert form
    assert form.started_on
    assert form.ended_on
    assert form.duration_days == (form.ended_on - form.started_on).days
    assert reading.confidence["duration_days"] > _SURE
    assert reading.confidence["joined_on"] <= _SURE


def test_no_digit_of_a_number_with_check_digits_is_unsure() -> None:
    form = _read().form
    assert form
    number = form.cpf or form.cnpj
    assert number
    name = "cpf" if form.cpf else "cnpj"
    assert read_digital().confidence[name] > _SURE


def test_a_field_is_never_surer_than_what_was_measured() -> None:
    steps = [(0.5, 0.7), (0.9, 0.96), (0.97, 0.999)]
    assert step_of(steps, 0.3) == 0.3
    assert step_of(steps, 0.6) == 0.7
    assert step_of(steps, 0.95) == 0.96
    assert step_of(steps, 1.0) == 0.999
    assert step_of((), 1.0) == 0.9


def test_what_the_reader_doubts_stays_doubted_however_often_it_is_right() -> None:
    assert step_of([(0.1, 0.9), (0.8, 0.99)], 0.4) == 0.4
    assert step_of([(0.1, 0.9), (0.8, 0.99)], 0.6) == 0.9


def test_a_number_of_days_that_its_two_ends_contradict_is_unsure_however_well_it_was_read() -> None:
    reading = read_digital()
    assert reading.form
    paper = Paper([Line("115", words=(Word(0, 3, Box(0, 0, 0, 1, 1), 0.98),))], [0])
    days = reading.form.duration_days
    for said, most in ((days, 1.0), ((days or 0) + 100, 0.85)):
        form = replace(reading.form, duration_days=said)
        sure = sure_on_paper(form, {"duration_days": 1.0}, paper, {"duration_days": [(0, 3)]})
        assert most - 0.15 < sure["duration_days"] <= most
