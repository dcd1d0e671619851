"""Words of the form inside notes stay in the note, whatever line they stand on."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.reading import split_forms

from .corpus import EDITIONS, Sample, reread, sample
from .form_texts import INSTRUCTION, write_form

LOOKS: list[dict[str, Any]] = [
    {"head": "tabs", "contact_date": "same", "boxes": "glyph"},
    {"head": "colon", "contact_date": "own", "boxes": "brackets", "paragraphs": "newline", "bold_obs": ""},
    {"head": "boxed", "contact_date": "same", "boxes": "parens", "paragraphs": "<br>"},
    {"head": "below", "contact_date": "row", "boxes": "html", "label_end": ":", "obs": "same"},
]
# Each stands on a line of its own, as a paragraph of a note.
TRAPS = [
    "Setor responsável",
    "Setor responsável: Comercial",
    "Setor responsável ciente, CRO 11517 UF TO já conferido.",
    "Motivo desligamento",
    "Motivo desligamento: Glosas",
    "Motivo desligamento informado: valores.",
    "Desligamento só em último caso, segundo Dra Renata.",
    "Desligamento",
    "Status retenção",
    "Necessário abertura de protocolo",
    "Obs.:",
    "Obs.: não ligar no horário de almoço.",
    "Obs. Geral: tudo certo.",
    "Data: 12/06/2023",
    "Data",
    "Data limite 01/07.",
    "1º contato",
    "2º contato agendado",
    "5º contato",
    "4º contato: 20/12",
    "Outros",
    "Outros: prazo de 23 dias",
    "Valores pedidos: R$ 0,78 por US; Data limite 01/07.",
    "CNPJ",
    "CNPJ: 12.345.678/0001-99",
    "Colaborador: João",
    "(x) Glosas",
    "☒",
    "[x] feito, [ ] por fazer",
    "Sim ( ) Não (X)",
    "Formulário - Processo de Retenção",
    "Quais?",
    "Moeda",
    "<script>alert(1)</script>",
    '<input type="checkbox" checked> Glosas',
    "| a | b |",
    "- não atendeu",
    "12/06/2023 - nova tentativa",
    "página 1 de 2 do contrato",
    "R$ 1,02",
    "2023",
]


@pytest.mark.parametrize("look", range(len(LOOKS)))
@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_stays_in_the_note_of_a_contact(trap: str, look: int) -> None:
    if trap.startswith("|") and LOOKS[look]["head"] == "boxed":
        return  # There it is a row of the form's own table.
    base = sample(seed=5, **LOOKS[look])
    note = f"Ligação feita às 08:45.\n{trap}\nFicou de retornar."
    others = tuple(entry for entry in base.form.contacts if entry.number != 2)
    contacts = sorted([*others, ContactEntry(2, base.form.started_on, note)], key=lambda entry: entry.number)
    form = replace(base.form, contacts=tuple(contacts))
    assert_read_as_written(form, base)


@pytest.mark.parametrize("look", range(len(LOOKS)))
@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_stays_in_the_general_note_and_in_that_of_the_actions(trap: str, look: int) -> None:
    if trap.startswith("|") and LOOKS[look]["head"] == "boxed":
        return
    base = sample(seed=8, **LOOKS[look])
    note = f"Encerrado sem sucesso.\n{trap}\nSegue atendendo."
    assert_read_as_written(replace(base.form, general_note=note), base)
    assert_read_as_written(replace(base.form, actions_note=note), base)


def assert_read_as_written(form: RetentionForm, base: Sample) -> None:
    text = write_form(form, base.edition, base.layout, Random(base.seed))
    reading = reread(text)
    assert reading.form is not None
    assert reading.form.to_json() == form.to_json()
    assert len(split_forms(text, EDITIONS)) == 1


@pytest.mark.parametrize("place", ["same", "below", "above"])
@pytest.mark.parametrize("edition", [1, 2])
@pytest.mark.parametrize("note", [None, "Ofertado aumento de 9%.\nConversa no ticket 6188."])
def test_the_printed_instruction_is_never_part_of_a_note(place: str, edition: int, note: str | None) -> None:
    base = sample(seed=9, edition=edition, instruction=place)
    form = replace(base.form, actions_note=note)
    text = write_form(form, base.edition, base.layout, Random(9))
    assert INSTRUCTION in text
    reading = reread(text)
    assert reading.form is not None
    assert reading.form.actions_note == note


@pytest.mark.parametrize(
    "blank",
    [
        "Clique ou toque aqui para inserir o texto.",
        "Clique aqui para digitar texto.",
        "Escolher um item.",
        "Clique ou toque para inserir uma data.",
        "Clique ou toque aqui para inserir o\vtexto.",
        "________________",
        "....................",
        "__/__/____",
        "-",
        "—",
        "…………",
    ],
)
def test_what_is_printed_to_be_written_over_is_blank(blank: str) -> None:
    text = (
        f"Qtd CRO(s): {blank}\nColaborador: {blank}\nData: {blank}\nOperadora: {blank}\nCRO: {blank}\n"
        f"CNPJ: {blank}\nCPF: {blank}\nCidade: {blank}\nMoeda: {blank}\n\n"
        f"1º contato\nData: {blank}\nObs.: {blank}\n\n"
        f"Motivo Retenção\n☐ Outros\nObs.: {blank}\n\nObs. Geral: {blank}\n"
    )
    reading = reread(text)
    assert reading.form is not None
    assert {name: value for name, value in reading.form.to_json().items() if value} == {"edition": 1}
    assert [finding.code for finding in reading.findings] == ["half-form"]
