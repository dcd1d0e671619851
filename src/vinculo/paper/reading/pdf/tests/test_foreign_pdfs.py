"""PDFs that we did not print, drawn in the test: cells, boxes, wrapped text, sheets, what cannot be read."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from vinculo.paper.editions import PACKAGED_EDITIONS, packaged_edition
from vinculo.paper.reading.limits import Limits
from vinculo.paper.reading.pdf import read_pdf_file

EDITIONS = [packaged_edition(number) for number in PACKAGED_EDITIONS]
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_of(*pages: Draw) -> list[str]:
    return [line.text for line in read_pdf_file(drawn(*pages), EDITIONS).lines]


def at(canvas: Canvas, x: float, top: float, words: str) -> None:
    canvas.drawString(x, 842 - top, words)


def test_cells_of_a_ruled_row_are_parted_and_blank_ones_kept():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 200, 300, 550], [842 - 100, 842 - 120, 842 - 140])
        for x, label in ((45, "Operadora"), (205, "CRO"), (305, "UF")):
            at(canvas, x, 114, label)
        at(canvas, 45, 134, "Dental Norte")
        at(canvas, 305, 134, "SP")

    assert lines_of(page) == ["Operadora\tCRO\tUF", "Dental Norte\t\tSP"]


def test_a_label_wrapped_within_its_cell_is_one():
    def page(canvas: Canvas) -> None:
        canvas.grid([40, 120, 300], [842 - 100, 842 - 130])
        at(canvas, 45, 112, "Dt. abertura")
        at(canvas, 45, 124, "protocolo")
        at(canvas, 125, 112, "11/04/2024")

    assert lines_of(page) == ["Dt. abertura protocolo\t11/04/2024"]


def test_every_word_knows_where_it_stands():
    reading = read_pdf_file(drawn(lambda canvas: at(canvas, 59.5, 84.2, "Obs. Geral")), EDITIONS)
    (line,) = reading.lines
    first, second = line.words

    assert (line.text[first.start : first.end], line.text[second.start : second.end]) == ("Obs.", "Geral")
    assert (first.box.sheet, round(first.box.left, 3)) == (0, 0.1)
    assert first.box.top < 0.1 < first.box.bottom < 0.105


def cross(canvas: Canvas) -> None:
    canvas.line(102, 702, 108, 708)
    canvas.line(102, 708, 108, 702)


def check(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(101, 705)
    path.lineTo(104, 702)
    path.lineTo(111, 711)
    canvas.drawPath(path)


def filled(canvas: Canvas) -> None:
    canvas.rect(102, 702, 6, 6, fill=1, stroke=0)


def letter(canvas: Canvas) -> None:
    canvas.drawString(101.7, 701.8, "X")


def nothing(canvas: Canvas) -> None:
    """An empty box."""


@pytest.mark.parametrize(
    ("mark", "sign"), [(cross, "☒"), (check, "☒"), (filled, "☒"), (letter, "☒"), (nothing, "☐")]
)
def test_a_drawn_box_is_ticked_by_what_is_in_it(mark: Draw, sign: str):
    def page(canvas: Canvas) -> None:
        canvas.rect(100, 700, 10, 10)
        mark(canvas)
        canvas.drawString(114, 701.5, "Desligamento")

    assert lines_of(page) == [f"{sign} Desligamento"]


@pytest.mark.parametrize(("ticked", "sign"), [(True, "☒"), (False, "☐")])
def test_a_box_of_an_interactive_form_says_whether_it_is_ticked(ticked: bool, sign: str):
    def page(canvas: Canvas) -> None:
        canvas.acroForm.checkbox(name="box", x=100, y=700, size=10, checked=ticked)
        canvas.drawString(114, 701.5, "Desligamento")

    assert lines_of(page) == [f"{sign} Desligamento"]


@pytest.mark.parametrize(("sign", "read"), [("✔", "☒"), ("❏", "☐")])
def test_signs_of_a_symbol_font_are_boxes(sign: str, read: str):
    def page(canvas: Canvas) -> None:
        canvas.setFont("ZapfDingbats", 10)
        canvas.drawString(100, 700, sign)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(114, 700, "Desligamento")

    assert lines_of(page) == [f"{read} Desligamento"]


LONG = "A gerente pediu a tabela vigente dos procedimentos e vai falar com o contador da clínica antes de"


def test_a_wrapped_row_goes_on_and_a_short_one_ends_its_paragraph():
    def page(canvas: Canvas) -> None:
        at(canvas, 60, 100, LONG)
        at(canvas, 60, 112, "responder ao pedido.")
        at(canvas, 60, 124, "Nova ligação combinada.")

    assert lines_of(page) == [f"{LONG} responder ao pedido.", "Nova ligação combinada."]


def test_heads_and_feet_go_and_a_note_goes_on_over_the_sheet():
    def head(canvas: Canvas, number: int) -> None:
        at(canvas, 60, 30, "Gestão de Rede Credenciada")
        at(canvas, 270, 825, f"Página {number} de 2")

    def first(canvas: Canvas) -> None:
        head(canvas, 1)
        at(canvas, 60, 780, LONG)

    def second(canvas: Canvas) -> None:
        head(canvas, 2)
        at(canvas, 60, 60, "responder ao pedido.")

    assert lines_of(first, second) == [f"{LONG} responder ao pedido."]


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def test_pages_that_are_pictures_are_told():
    def text(canvas: Canvas) -> None:
        at(canvas, 60, 100, "Formulário - Processo de Retenção, com muito texto para ser uma página.")

    assert read_pdf_file(drawn(text, picture), EDITIONS).pictures == (1,)
    assert read_pdf_file(drawn(picture), EDITIONS).pictures == (0,)


BLANK = drawn(nothing)


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"", Limits(), "empty-file"),
        (b"%PDF-1.7\n%%EOF", Limits(), "pdf-damaged"),
        (BLANK[: len(BLANK) // 3], Limits(), "pdf-damaged"),
        (BLANK, Limits(), "pdf-without-text"),
        (BLANK, Limits(bytes=100), "file-too-large"),
        (drawn(*[nothing] * 4), Limits(sheets=3), "pdf-too-long"),
        (drawn(lambda canvas: at(canvas, 60, 100, "texto " * 30)), Limits(characters=50), "pdf-too-long"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, limits: Limits, code: str):
    (reading,) = read_pdf_file(data, EDITIONS, limits).readings

    assert reading.form is None
    assert [finding.code for finding in reading.findings] == [code]
    assert reading.findings[0].message.endswith(".")


def test_shaded_labels_part_a_row_that_no_line_parts():
    def page(canvas: Canvas) -> None:
        for top, shaded in ((100, ((40, 100), (200, 60))), (118, ((40, 80),))):
            canvas.setFillGray(0.85)
            for left, width in shaded:
                canvas.rect(left, 842 - top - 16, width, 16, fill=1, stroke=0)
            canvas.setFillGray(0)
        at(canvas, 44, 112, "Nº do protocolo")
        at(canvas, 204, 112, "Cidade")
        at(canvas, 264, 112, "Rio Branco")
        at(canvas, 44, 130, "Tipo")
        at(canvas, 124, 130, "PJ")

    assert lines_of(page) == ["Nº do protocolo\t\tCidade\tRio Branco", "Tipo\tPJ"]


def test_a_box_in_the_middle_of_wrapped_words_is_theirs():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 106, "( )")
        at(canvas, 54, 106, "T.I.")
        at(canvas, 140, 106, "(X)")
        at(canvas, 156, 100, "Central de")
        at(canvas, 156, 112, "atendimento")
        at(canvas, 240, 106, "( )")
        at(canvas, 254, 106, "Comercial")

    text = "\n".join(lines_of(page))

    assert "(X) Central de atendimento" in text
    assert "( ) T.I." in text
    assert "( ) Comercial" in text


def test_values_stand_in_the_columns_of_the_shaded_row_above():
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.85)
        for left, right in ((40, 140), (140, 240), (240, 400)):
            canvas.rect(left, 842 - 116, right - left, 16, fill=1, stroke=0)
        canvas.setFillGray(0)
        for left, label in ((44, "Moeda"), (144, "Última produç."), (244, "Valor última prod.")):
            at(canvas, left, 112, label)
        at(canvas, 44, 128, "0,53")
        at(canvas, 244, 128, "357,17")

    assert lines_of(page) == ["Moeda\tÚltima produç.\tValor última prod.", "0,53\t\t357,17"]


def test_a_note_below_a_contact_goes_on_with_no_date_at_the_right():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "1º contato")
        at(canvas, 480, 100, "Data: 12/02/2025")
        at(canvas, 40, 112, "Obs.: Retorno na semana seguinte")

    assert lines_of(page) == ["1º contato\tData: 12/02/2025", "Obs.: Retorno na semana seguinte"]


def test_a_value_that_had_no_room_behind_its_label_goes_back_to_it():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "Data inclusão: 07/01/2015")
        at(canvas, 240, 100, "Tipo: PJ")
        at(canvas, 460, 100, "Nº do protocolo:")
        at(canvas, 40, 112, "SAD255700952237000")
        at(canvas, 240, 112, "Dt. abertura protocolo: 08/02/2015")

    assert "Nº do protocolo: SAD255700952237000" in "\n".join(lines_of(page))


def test_a_question_among_labels_has_its_value_in_its_column():
    def page(canvas: Canvas) -> None:
        for x, label in ((40, "Tipo"), (160, "Demandado por?"), (300, "Nº do protocolo")):
            at(canvas, x, 100, label)
        for x, value in ((40, "PF"), (160, "Dentista"), (300, "SAD255700952237000")):
            at(canvas, x, 112, value)

    assert lines_of(page) == ["Tipo\tDemandado por?\tNº do protocolo", "PF\tDentista\tSAD255700952237000"]


def test_answers_that_were_wrapped_go_back_to_their_question():
    def page(canvas: Canvas) -> None:
        at(canvas, 40, 100, "Atende outros convênios: [ ]")
        at(canvas, 40, 112, "SIM")
        at(canvas, 80, 112, "[x] NÃO")
        at(canvas, 300, 100, "Quais? 4 convênios")

    assert lines_of(page) == ["Atende outros convênios: [ ] SIM [x] NÃO\tQuais? 4 convênios"]


def test_the_page_that_is_damaged_is_named():
    whole = drawn(*[lambda canvas: at(canvas, 60, 100, "Formulário - Processo de Retenção")] * 2)
    first, last = whole.index(b"/Kids ["), whole.index(b" R ]")
    lost = whole[: whole.rindex(b" ", first, last - 3)] + b" 99 0" + whole[last:]

    (reading,) = read_pdf_file(lost, EDITIONS).readings

    assert reading.findings[0].code == "pdf-damaged"
    assert "página 2 de 2" in reading.findings[0].message
