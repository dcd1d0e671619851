"""The edition is told from its block names and options; a later one is data and reads too."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.editions import Edition, packaged_edition
from vinculo.paper.reading import read_text

from .corpus import EDITIONS, reread, sample
from .form_texts import write_form
from .invented_forms import invented_form
from .layouts import Layout


@pytest.mark.parametrize("number", [1, 2])
def test_the_block_names_tell_the_edition(number: int) -> None:
    reading = reread(sample(edition=number).text)
    assert reading.form is not None
    assert reading.form.edition == number
    assert reading.confidence["edition"] > 0.9


@pytest.mark.parametrize("number", [1, 2])
def test_options_tell_the_edition_where_the_block_is_missing(number: int) -> None:
    text = sample(edition=number, head="colon").text
    start, end = text.index(packaged_edition(number).labels["actions"]), text.index("Motivo desligamento")
    reading = reread(text[:start] + text[end:])
    assert reading.form is not None
    assert reading.form.edition == number


def test_where_nothing_tells_the_edition_a_finding_says_so() -> None:
    reading = reread("Qtd CRO(s): 1\nColaborador: Iara\nOperadora: Vida\nCRO: 1\nCPF: \nCidade: Bauru\n")
    assert "edition-unclear" in [finding.code for finding in reading.findings]
    assert reading.confidence["edition"] == 0.5


def third_edition() -> Edition:
    """Other names for blocks and fields, another option, one less."""
    second = packaged_edition(2)
    reasons = tuple(o for o in second.options[OptionList.REASON] if o.code != "franchise")
    edition = second.derive(3).with_options(
        OptionList.REASON, (*reasons, Option("telehealth", "Teleodontologia"))
    )
    labels = {"actions": "Ações de retenção", "outcome": "Resultado", "contact": "Contato nº {number}"}
    head = tuple(
        tuple(replace(item, label="Valor da US") if item.field == "us_value" else item for item in row)
        for row in edition.head
    )
    return replace(edition, head=head, labels={**edition.labels, **labels})


@pytest.mark.parametrize("head", ["tabs", "colon", "boxed", "below"])
def test_an_edition_made_as_data_reads_like_the_packaged_ones(head: str) -> None:
    edition = Edition.from_data(third_edition().to_data())
    for seed in range(12):
        rng = Random(seed)
        form = invented_form(rng, edition)
        text = write_form(form, edition, Layout(head=head), rng)
        reading = read_text(text, [*EDITIONS, edition])
        assert reading.form is not None
        assert reading.form.to_json() == form.to_json(), seed


def test_equal_editions_are_told_by_the_number_in_the_foot() -> None:
    third = packaged_edition(2).derive(3)
    text = sample(edition=2).text + "\n\nEdição 3 · ODL-2026-000123"
    reading = read_text(text, [*EDITIONS, third])
    assert reading.form is not None
    assert reading.form.edition == 3


def test_at_least_one_edition_is_needed() -> None:
    with pytest.raises(ValueError, match="edition"):
        read_text("x", [])
