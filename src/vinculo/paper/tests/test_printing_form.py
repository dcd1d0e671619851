"""The print of the form: labels and order of its edition, boxes, foot, continuation sheet, tagged PDF."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.editions import Edition, LabelledField
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import (
    ContactDetail,
    FurtherDentist,
    OpenedProtocol,
    PrintExtras,
    Signature,
    print_blank,
    print_form,
)
from vinculo.paper.printing.glyphs import Ink
from vinculo.paper.printing.typed_text import Piece, pieces_of, whole_text
from vinculo.paper.printing.typesetter import ForkedAfterPrinting
from vinculo.paper.reading.pdf import PDFIUM, read_pdf
from vinculo.paper.tests.printed_forms import EDITIONS

FIRST, SECOND = EDITIONS
FORM = RetentionForm(
    edition=2,
    cro_count=1,
    staff_name="Patrícia Sá Nakamura",
    filled_on=dt.date(2024, 3, 14),
    operator="OdontoLife",
    cro="57720",
    cro_state="AL",
    dentist_name="Letícia Schneider da Estrela",
    cnpj="12ABC34501DE35",
    cpf="01940822106",
    lives=13444,
    us_value=Decimal("0.8670"),
    last_production_value=Decimal("2625.62"),
    duration_days=177,
    outcome="terminated",
    contacts=(ContactEntry(1, dt.date(2024, 1, 9), "Ligação feita às 08:45."),),
    actions=("new_fees",),
    termination_reasons=("fees", "migration"),
    protocol_required=False,
    general_note="Encerrado.",
    sectors=("commercial",),
    signed_by="Helena Carvalho Corrêa de Valença",
)


def pages(pdf: bytes) -> list[list[Piece]]:
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        return [_pieces(document, number) for number in range(len(document))]


def _pieces(document: pdfium.PdfDocument, number: int) -> list[Piece]:
    with closing(document[number]) as page:
        return list(pieces_of(page))


def said(pdf: bytes, ink: Ink) -> list[str]:
    return [piece.text for page in pages(pdf) for piece in page if piece.ink is ink and not piece.artifact]


def foots(pdf: bytes) -> list[str]:
    return ["".join(piece.text for piece in page if piece.artifact) for page in pages(pdf)]


def alternatives(pdf: bytes) -> list[str]:
    """What stands for the figures of a print in its structure, in reading order."""
    found: list[str] = []
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        for page in document:
            tree = raw.FPDF_StructTree_GetForPage(page)
            for place in range(raw.FPDF_StructTree_CountChildren(tree)):
                _collect(raw.FPDF_StructTree_GetChildAtIndex(tree, place), found)
            raw.FPDF_StructTree_Close(tree)
            page.close()
    return found


def _collect(element: Any, found: list[str]) -> None:
    room = ctypes.create_string_buffer(64)
    size = raw.FPDF_StructElement_GetAltText(element, room, 64)
    if size:
        found.append(room.raw[: size - 2].decode("utf-16-le"))
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            _collect(child, found)


def labels_on_paper(edition: Edition) -> Iterator[str]:
    yield edition.title
    for row in edition.head:
        yield from (item.label for item in row)
    yield edition.labels["outcome"]
    for number in range(1, 6):
        yield from (f"{number}º contato", "Data", "Obs.")
    for name in (
        "actions",
        "actions_note",
        "termination_reasons",
        "protocol_required",
        "general_note",
        "sectors",
    ):
        yield edition.labels[name]
    yield "Nome de quem assina"


@pytest.mark.parametrize("edition", EDITIONS, ids=["edition 1", "edition 2"])
def test_labels_and_options_stand_in_the_order_of_the_edition(edition: Edition):
    pdf = print_blank(edition)

    assert said(pdf, Ink.LABEL) == list(labels_on_paper(edition))
    printed = "|".join(said(pdf, Ink.PRINTED))
    options = [option.label for which in OptionList for option in edition.options[which]]
    assert all(label in printed for label in options)
    sectors = "|".join(option.label for option in edition.options[OptionList.SECTOR])
    assert sectors in printed
    assert (edition.labels["actions_instruction"] in printed) or edition.number == 1


@pytest.mark.parametrize("edition", EDITIONS, ids=["edition 1", "edition 2"])
def test_the_blank_form_takes_two_pages_and_reads_back_blank(edition: Edition):
    pdf = print_blank(edition)

    assert len(pages(pdf)) == 2
    assert set(said(pdf, Ink.BOX)) == {"☐"}
    assert read_pdf(pdf, EDITIONS).form == RetentionForm(edition=edition.number)


def test_values_are_written_as_brazilians_write_them():
    filled = said(print_form(FORM, edition=SECOND), Ink.FILLED)

    for value in (
        "14/03/2024",
        "12.ABC.345/01DE-35",
        "019.408.221-06",
        "13.444",
        "R$\xa00,8670",
        "177 dia(s)",
    ):
        assert value in filled


def test_ticks_are_glyphs_with_words_for_who_cannot_see_them():
    pdf = print_form(FORM, edition=SECOND)
    boxes = said(pdf, Ink.BOX)

    assert (boxes.count("☒"), len(set(boxes))) == (6, 2)
    assert alternatives(pdf) == [{"☒": "marcado", "☐": "não marcado"}[box] for box in boxes]


def test_the_foot_of_every_page_names_edition_case_and_page():
    long_note = "Falei com a clínica. " * 600
    pdf = print_form(
        replace(FORM, general_note=long_note.strip()),
        edition=SECOND,
        extras=PrintExtras(case_number="ODL-2026-000123"),
    )

    assert foots(pdf) == [f"Edição 2Processo ODL-2026-000123Página {number} de 3" for number in range(1, 4)]


def test_the_same_form_gives_the_same_bytes():
    assert print_form(FORM, edition=SECOND) == print_form(FORM, edition=SECOND)
    other_day = PrintExtras(issued_on=dt.date(2024, 3, 15))
    assert print_form(FORM, edition=SECOND, extras=other_day) != print_form(FORM, edition=SECOND)


def test_the_pdf_says_that_it_is_tagged_pdf_ua_and_pdf_a():
    pdf = print_form(FORM, edition=SECOND, extras=PrintExtras(case_number="ODL-2026-000123"))

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"/Lang(pt-BR)" in pdf.replace(b" ", b"")
    with PDFIUM, closing(pdfium.PdfDocument(pdf)) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "Formulário - Processo de Retenção – ODL-2026-000123"
        assert [item.get_title() for item in document.get_toc()][:3] == [
            "Formulário - Processo de Retenção",
            "Status retenção",
            "1º contato",
        ]


def test_a_draft_says_so_across_every_page_and_a_signed_form_does_not():
    draft = print_form(FORM, edition=SECOND, extras=PrintExtras(draft=True))

    assert all(foot.startswith("RASCUNHO") for foot in foots(draft))
    assert not any("RASCUNHO" in foot for foot in foots(print_form(FORM, edition=SECOND)))
    assert read_pdf(draft, EDITIONS).form == FORM


def test_what_the_head_cannot_hold_goes_on_a_continuation_sheet_and_disturbs_no_reading():
    form = replace(
        FORM,
        contacts=tuple(ContactEntry(number, None, f"contato {number}") for number in (1, 3, 6, 7, 12)),
    )
    extras = PrintExtras(
        case_number="ODL-2026-000123",
        further_dentists=tuple(FurtherDentist(f"Dentista {n}", str(1000 + n), "AL") for n in range(7)),
        contact_details=(ContactDetail(1, "WhatsApp · 14:30"), ContactDetail(7, "Obs. · carta")),
        protocols=(
            OpenedProtocol("Desligamento", "Letícia", "SAD1", dt.datetime(2024, 3, 14, 15, tzinfo=dt.UTC)),
            OpenedProtocol("Alteração de RT", "Clínica", "SAD2", None),
        ),
        signature=Signature("Outra pessoa", "Supervisora", dt.datetime(2024, 3, 14, 15, 2, tzinfo=dt.UTC)),
    )

    pdf = print_form(form, edition=SECOND, extras=extras)

    labels, filled, printed = (said(pdf, ink) for ink in (Ink.LABEL, Ink.FILLED, Ink.PRINTED))
    sheet = labels[labels.index("Folha de continuação") :]
    assert [label for label in sheet if "contato" in label] == ["6º contato", "7º contato", "12º contato"]
    assert [label for label in sheet if " " in label and label[0].isupper()][1:] == [
        "Demais CROs",
        "Nome dentista",
        "Protocolos abertos no processo",
        "Em nome de",
        "Nº do protocolo",
    ]
    assert {"Dentista 6", "1006", "14/03/2024 12:00"} <= set(filled)
    assert {"WhatsApp · 14:30", "Supervisora · assinado em 14/03/2024 12:02"} <= set(printed)
    assert read_pdf(pdf, EDITIONS).form == form


def test_the_signer_of_the_case_signs_where_the_form_names_none():
    signature = Signature("Helena Carvalho", "", None)
    pdf = print_form(replace(FORM, signed_by=None), edition=SECOND, extras=PrintExtras(signature=signature))

    assert read_pdf(pdf, EDITIONS).form == replace(FORM, signed_by="Helena Carvalho")


def test_an_edition_made_from_the_last_prints_and_reads_back():
    reasons = SECOND.options[OptionList.REASON]
    third = replace(
        SECOND.derive(3).with_options(
            OptionList.REASON,
            (
                Option("token", "Token demorado – “até 5 min” #1"),
                *(replace(reason, hidden=reason.code == "fees") for reason in reasons),
            ),
        ),
        title="Formulário de Retenção (nova edição)",
        head=((LabelledField("operator", "Operadora / plano"),), *SECOND.head[3:], *SECOND.head[:2]),
        labels={**SECOND.labels, "contact": "Contato nº {number}", "general_note": "Observações: *gerais*"},
    )
    form = replace(
        FORM,
        edition=3,
        cro=None,
        cro_state=None,
        dentist_name=None,
        contacts=(ContactEntry(2, None, "a"), ContactEntry(9, None, "b")),
        termination_reasons=("token", "fees"),
    )

    pdf = print_form(form, edition=third)

    assert "Contato nº 9" in said(pdf, Ink.LABEL)
    assert read_pdf(pdf, [*EDITIONS, third]).form == form
    assert "Valores" not in said(print_blank(third), Ink.PRINTED)


def test_a_tick_that_the_edition_does_not_have_is_shown_all_the_same():
    form = replace(FORM, edition=1, termination_reasons=("fees", "migration"))

    pdf = print_form(form, edition=FIRST)

    assert "migration" in said(pdf, Ink.PRINTED)
    assert read_pdf(pdf, EDITIONS).form == form


def test_nulls_of_a_damaged_font_are_no_text():
    assert whole_text("se\0gundo \ud83d\ude00") == "segundo 😀"


def test_threads_may_print_at_once():
    forms = [replace(FORM, general_note=f"nota {number}") for number in range(8)]

    with ThreadPoolExecutor(4) as pool:
        prints = list(pool.map(lambda form: print_form(form, edition=SECOND), forms))

    assert [read_pdf(pdf, EDITIONS).form for pdf in prints] == forms


def test_a_child_of_a_process_that_has_printed_refuses_instead_of_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
):
    print_blank(FIRST)
    monkeypatch.setattr(os, "getpid", lambda: -1)

    with pytest.raises(ForkedAfterPrinting):
        print_blank(FIRST)
