"""Invented forms as Word documents, in every look of the corpus: what was written is what is read."""

from __future__ import annotations

from random import Random

import pytest
from bench.form_corpus.content import invented_paper, printed_paper
from bench.form_corpus.paper_style import random_style
from bench.form_corpus.word_files import look_of, word_file
from bench.form_corpus.word_look import BOXES, FIELDS, HEADS, WordLook

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading.files import read_file
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.limits import Limits
from vinculo.paper.reading.page import Line
from vinculo.paper.reading.vocabulary import vocabulary_of
from vinculo.paper.reading.word import read_word_forms
from vinculo.paper.reading.word.box_cells import with_boxes_of_cells

from .documents import cell, document, par, row, run, table

EDITIONS = (packaged_edition(1), packaged_edition(2))


def read_back(data: bytes) -> RetentionForm:
    (reading,) = read_word_forms(data, EDITIONS)
    assert reading.form is not None, reading.findings
    return reading.form


@pytest.mark.parametrize("head", HEADS)
def test_a_form_in_each_layout(head: str) -> None:
    paper = invented_paper(HEADS.index(head))
    assert read_back(word_file(paper, WordLook(head=head))) == paper.truth


@pytest.mark.parametrize("boxes", BOXES)
@pytest.mark.parametrize("options", ["lines", "table", "cells", "behind"])
def test_ticks_of_each_make(boxes: str, options: str) -> None:
    paper = invented_paper(40 + BOXES.index(boxes))
    assert read_back(word_file(paper, WordLook(boxes=boxes, options=options))) == paper.truth


@pytest.mark.parametrize("fields", FIELDS)
@pytest.mark.parametrize(
    "contact", ["table", "left", "inline", "row", "tabs", "merged", "one-cell", "columns"]
)
def test_contacts_and_fields_of_each_make(fields: str, contact: str) -> None:
    paper = invented_paper(60 + FIELDS.index(fields))
    look = WordLook(fields=fields, contact=contact, notes="cell", obs="below", underscores=True)
    assert read_back(word_file(paper, look)) == paper.truth


@pytest.mark.parametrize("seed", range(100, 140))
def test_forms_in_random_looks(seed: int) -> None:
    paper = invented_paper(seed)
    assert read_back(word_file(paper)) == paper.truth, look_of(paper)


@pytest.mark.parametrize("seed", range(12))
def test_a_form_that_nobody_filled_is_blank(seed: int) -> None:
    rng = Random(seed)
    edition = EDITIONS[seed % 2]
    blank = RetentionForm(edition=edition.number)
    paper = printed_paper(seed, blank, edition, random_style(rng), rng)
    (reading,) = read_word_forms(word_file(paper), EDITIONS)
    assert reading.form == blank
    assert reading.findings == ()


def test_several_forms_in_one_document_are_several_readings() -> None:
    texts = (
        "Formulário - Processo de Retenção",
        "Qtd CRO(s): 2",
        "Colaborador: Ana Prado",
        "Data: 02/05/2023",
    )
    lines = (
        "".join(par(run(text)) for text in texts) + par(run("Status retenção")) + par(run("☒ Desligamento"))
    )
    lines += par(run("Motivo desligamento")) + par(run("☒ Glosas ☐ Valores"))
    readings = read_word_forms(document(lines * 3), EDITIONS)
    assert [reading.form and reading.form.outcome for reading in readings] == ["terminated"] * 3


def test_a_form_in_a_document_is_read_as_any_file_is() -> None:
    paper = invented_paper(7)
    found = read_file(word_file(paper), EDITIONS)
    assert found.kind is Kind.WORD
    assert found.readings[0].form == paper.truth
    assert "Status" in found.readings[0].text or "STATUS" in found.readings[0].text


def test_what_stands_behind_the_bound_is_not_read_and_said() -> None:
    paper = invented_paper(8)
    (reading,) = read_word_forms(word_file(paper), EDITIONS, Limits(characters=1_500))
    assert "text-too-long" in {finding.code for finding in reading.findings}


def test_a_label_under_a_row_without_values_is_no_value() -> None:
    paper = invented_paper(143)
    assert read_back(word_file(paper, WordLook(head="left"))) == paper.truth


def test_a_heading_below_a_row_of_values_is_no_value() -> None:
    def cells(*texts: str) -> str:
        return row(*(cell(par(run(text))) for text in texts))

    head = table(
        cells("Data início", "Data final", "Tempo finalização"), cells("02/05/2023", "", "12 dias")
    ) + par(run("ACOMPANHAMENTO"))
    single = table(cells("Qtd CRO(s)"), cells("2")) + par(run("DADOS DO PRESTADOR"))
    boxes = par(run("Status retenção")) + par(run("☒ Desligamento"))
    reasons = par(run("Motivo desligamento")) + par(run("☒ Glosas ☐ Valores"))
    (reading,) = read_word_forms(document(single + head + boxes + reasons), EDITIONS)
    form = reading.form
    assert form is not None
    assert (form.cro_count, form.duration_days, form.ended_on) == (2, 12, None)
    assert str(form.started_on) == "2023-05-02"
    assert [finding.code for finding in reading.findings].count("unplaced-text") == 2


def rows_of(*rows: tuple[str, ...]) -> str:
    return table(*(row(*(cell(par(run(text))) for text in texts)) for texts in rows))


@pytest.mark.parametrize("before", [True, False])
def test_a_cell_beside_an_option_is_its_box(before: bool) -> None:
    def boxed(*options: tuple[str, str]) -> tuple[str, ...]:
        return tuple(text for x, words in options for text in ((x, words) if before else (words, x)))

    body = par(run("Status retenção"))
    body += rows_of(
        boxed(("", "Retenção efetiva")), boxed(("X", "Desligamento")), boxed(("", "Não se trata de retenção"))
    )
    body += par(run("Motivo desligamento")) + rows_of(
        boxed(("x", "Glosas"), ("", "Valores")), boxed(("", "Franquia"), ("x", "Estudos"))
    )
    body += par(run("Necessário abertura de protocolo")) + rows_of(boxed(("", "Sim"), ("x", "Não")))
    (reading,) = read_word_forms(document(body), EDITIONS)
    form = reading.form
    assert form is not None
    assert (form.outcome, form.protocol_required) == ("terminated", False)
    assert form.termination_reasons == ("claim_denials", "studies")


def test_without_any_x_blank_cells_are_no_boxes() -> None:
    lines = [Line("\tGlosas\t\tValores", True), Line("\tFranquia\t\tEstudos", True)]
    assert with_boxes_of_cells(lines, [vocabulary_of(edition) for edition in EDITIONS]) is lines
