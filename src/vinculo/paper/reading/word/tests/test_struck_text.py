"""Text struck through in Word: no longer there, a struck tick no tick, and both are told."""

from __future__ import annotations

import pytest

from vinculo.paper.editions import packaged_edition
from vinculo.paper.reading.word import lines_of_word, read_word_forms

from .documents import checkbox, control, document, legacy, par, run

EDITIONS = (packaged_edition(1), packaged_edition(2))
STRUCK, TWICE, NOT = "<w:strike/>", "<w:dstrike/>", '<w:strike w:val="0"/>'
STYLED = '<w:rStyle w:val="Riscado"/>'
STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="character" w:styleId="Riscado"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
)
TICKED = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
LEGACY = legacy('<w:checkBox><w:checked w:val="1"/></w:checkBox>')


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (run("Quais? ") + run("Oral Mais", STRUCK) + run(" Dental Sul"), "Quais?  Dental Sul"),
        (run("Quais? ") + run("Oral ", TWICE) + run("Mais", STRUCK), "Quais? "),
        (run("Quais? ") + run("Oral Mais", NOT), "Quais? Oral Mais"),
        (run("Quais? ") + run("Oral Mais", STYLED), "Quais? "),
        (run("Quais? ") + run("Oral Mais", STYLED + NOT), "Quais? Oral Mais"),
        (run("☒", STRUCK) + run(" Sim ☒ Não"), "☐ Sim ☒ Não"),
        (run("☒ Sim", STRUCK) + run(" ☒ Não"), "☐ Sim ☒ Não"),
        (run("☒ ") + run("Sim", STRUCK) + run(" ☒ Não"), "☐ Sim ☒ Não"),
        (run("(") + run("x", STRUCK) + run(") Sim (x) Não"), "( ) Sim (x) Não"),
        (run("(x) Sim", STRUCK) + run(" (x) Não"), "☐ Sim (x) Não"),
        (control(run("☒", STRUCK), TICKED) + run(" Sim"), "☐ Sim"),
        (checkbox("1", "☒") + run(" Sim"), "☒ Sim"),
        (LEGACY.replace("<w:r><w:fldChar", f"<w:r><w:rPr>{STRUCK}</w:rPr><w:fldChar") + run(" Sim"), "☐ Sim"),
    ],
)
def test_what_is_struck_is_left_out_and_its_boxes_are_empty(content: str, left: str) -> None:
    lines = lines_of_word(document(par(content), parts={"word/styles.xml": STYLES}))
    assert [line.text for line in lines] == [left]


def test_a_form_tells_what_was_struck() -> None:
    rows = ("Formulário - Processo de Retenção", "Colaborador: Iara Camargo", "CRO: 90698", "Cidade: NATAL")
    head = "".join(par(run(text)) for text in rows)
    status = par(run("Status retenção: ") + run("☒", STRUCK) + run(" Retenção efetiva ☒ Desligamento"))
    note = par(run("Motivo desligamento: ☐ Valores ☒ Óbito")) + par(
        run("Obs. Geral: ") + run("Anulado", STRUCK)
    )

    (reading,) = read_word_forms(document(head + status + note), EDITIONS)

    assert reading.form is not None
    assert (reading.form.outcome, reading.form.general_note) == ("terminated", None)
    (told,) = [finding.message for finding in reading.findings if finding.code == "struck-text"]
    assert told == "Está riscado no documento e não foi considerado: “☒”, “Anulado”."


def test_a_document_struck_through_from_end_to_end_says_so() -> None:
    (reading,) = read_word_forms(document(par(run("Colaborador: Iara Camargo", STRUCK))), EDITIONS)
    assert reading.form is None
    assert "riscado" in reading.findings[0].message
