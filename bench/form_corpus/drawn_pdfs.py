"""Filled forms as PDFs that a program draws: tables, tick boxes as lines, signs or form fields."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from .content import FilledPaper, PrintedField, PrintedList, PrintedOption, invented_paper

MARKS = ("vector-x", "vector-check", "filled", "glyph", "acroform", "parens", "brackets", "typed-x")
_HEADERS = ("", "", "FORM-REL-014 · Revisão 03", "Gestão de Rede Credenciada")
_WIDE = {"staff_name": 3, "operator": 2, "dentist_name": 3, "city": 3, "other_plans": 2, "published_cros": 2}


@dataclass(frozen=True, slots=True)
class DrawnLook:
    layout: str
    marks: str
    font: str
    value_font: str
    size: float
    columns: int  # Of the options; 0: as on paper.
    lines: float  # 0: none.
    shade: str
    margin: float  # In centimetres.
    header: str
    footer: bool
    obs: str
    bold: bool
    sign_line: bool
    box_options: bool
    title_bar: bool
    align: str
    form_text: bool  # Values in text fields.


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """Where a box or a field stands: points from the lower left corner of its sheet."""

    name: str
    sheet: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class DrawnPdf:
    data: bytes
    paper: FilledPaper
    made: dict[str, Any]
    boxes: tuple[DrawnBox, ...]


def random_drawn_look(rng: Random) -> DrawnLook:
    font = rng.choice(("Helvetica", "Times-Roman", "Helvetica", "Courier"))
    marks = rng.choice(MARKS)
    return DrawnLook(
        layout=rng.choice(("inline", "above", "left", "grid")),
        marks=marks,
        font=font,
        value_font=rng.choice((font, font, "Courier", "Times-Roman")),
        size=rng.choice((7.5, 8.0, 9.0, 9.5, 10.0)),
        columns=rng.choice((0, 0, 1, 2, 3, 4)),
        lines=rng.choice((0.0, 0.4, 0.6, 1.0)),
        shade=rng.choice(("", "", "#eef3e2", "#d9d9d9")),
        margin=rng.choice((1.1, 1.4, 2.0)),
        header=rng.choice(_HEADERS),
        footer=rng.random() < 0.4,
        obs=rng.choice(("same", "below")),
        bold=rng.random() < 0.7,
        sign_line=rng.random() < 0.4,
        box_options=rng.random() < 0.5,
        title_bar=rng.random() < 0.3,
        align=rng.choice(("LEFT", "CENTER")),
        form_text=marks == "acroform" and rng.random() < 0.5,
    )


def drawn_pdfs(seeds: Sequence[int]) -> Iterator[DrawnPdf]:
    for seed in seeds:
        yield drawn_pdf(invented_paper(seed), random_drawn_look(Random(seed * 11 + 5)))


def drawn_pdf(paper: FilledPaper, look: DrawnLook) -> DrawnPdf:
    draft = _Draft(paper, look)
    buffer = io.BytesIO()
    margin = look.margin * 72 / 2.54
    document = SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=margin + 8,
        bottomMargin=margin + 8, invariant=1,
    )  # fmt: skip
    document.build(draft.story(A4[0] - 2 * margin - 12), onFirstPage=draft.edges, onLaterPages=draft.edges)
    made = {"route": "drawn", **asdict(look)}
    return DrawnPdf(buffer.getvalue(), paper, made, tuple(draft.boxes))


class _Draft:
    def __init__(self, paper: FilledPaper, look: DrawnLook) -> None:
        self.paper, self.look = paper, look
        self.boxes: list[DrawnBox] = []
        bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Courier": "Courier-Bold"}
        self.label_font = bold[look.font] if look.bold else look.font
        style = partial(ParagraphStyle, fontSize=look.size, leading=look.size * 1.2)
        self.label = style("label", fontName=self.label_font)
        self.value = style("value", fontName=look.value_font)
        self.plain = style("plain", fontName=look.font)

    def story(self, width: float) -> list[Flowable]:
        paper, look = self.paper, self.look
        title = ParagraphStyle(
            "title", fontName=self.label_font, fontSize=look.size + 5, leading=look.size + 9,
            alignment=1 if look.align == "CENTER" else 0,
            backColor=colors.HexColor("#dde4ee") if look.title_bar else None,
        )  # fmt: skip
        story: list[Flowable] = [Paragraph(escape(paper.title), title), Spacer(1, 6)]
        story += [self._head_row(row, width) for row in paper.head]
        story += self._options(paper.outcome, width)
        for contact in paper.contacts:
            cells = [[self._text(contact.label, self.label), self._pair(contact.on_label, contact.on)]]
            story.append(Table(cells, colWidths=[width * 0.7, width * 0.3], style=self._style(grid=True)))
            story += self._note(contact.note_label, contact.note)
        story += self._options(paper.actions, width)
        story += self._note(paper.actions_note_label, paper.actions_note, paper.instruction)
        for block in (paper.reasons, paper.protocol):
            story += self._options(block, width)
        story += self._note(paper.general_note_label, paper.general_note)
        story += self._options(paper.sectors, width)
        if look.sign_line:
            story.append(self._text("_" * 36, self.plain))
        if paper.signature:
            story.append(self._text(paper.signature, self.plain))
        return story

    def edges(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(self.look.font, 7.5)
        if self.look.header:
            canvas.drawString(40, A4[1] - 22, self.look.header)
        if self.look.footer:
            canvas.drawCentredString(A4[0] / 2, 18, f"Página {document.page}")

    @staticmethod
    def _text(words: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(words), style)

    def _pair(self, label: str, value: str) -> Paragraph:
        colon = "" if label.endswith("?") else ":"
        markup = f'{escape(label)}{colon} <font name="{self.look.value_font}">{escape(value)}</font>'
        return Paragraph(markup, self.label)

    def _style(self, *, grid: bool) -> TableStyle:
        commands: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2)]
        if self.look.lines and grid:
            commands.append(("GRID", (0, 0), (-1, -1), self.look.lines, colors.grey))
        elif self.look.lines:
            commands.append(("LINEBELOW", (0, 0), (-1, -1), self.look.lines, colors.grey))
        return TableStyle(commands)

    def _value(self, field: PrintedField) -> Flowable:
        if field.options:
            return _Boxes(self, field.name, field.options)
        if self.look.form_text:
            return _TextField(self, field.name, field.text)
        return self._text(field.text, self.value)

    def _head_row(self, row: Sequence[PrintedField], width: float) -> Table:
        weights = [_WIDE.get(field.name, 1) + 1 for field in row]
        widths = [width * weight / sum(weights) for weight in weights]
        labels: list[Any] = [self._text(field.label, self.label) for field in row]
        match self.look.layout:
            case "above" | "grid":
                style = self._style(grid=True)
                if self.look.shade:
                    style.add("BACKGROUND", (0, 0), (-1, 0), colors.HexColor(self.look.shade))
                return Table([labels, list(map(self._value, row))], colWidths=widths, style=style)
            case "left":
                cells = [
                    cell
                    for field, label in zip(row, labels, strict=True)
                    for cell in (label, self._value(field))
                ]
                halves = [part for each in widths for part in (each * 0.45, each * 0.55)]
                return Table([cells], colWidths=halves, style=self._style(grid=True))
        inline: list[Any] = []
        for field in row:
            if field.options or self.look.form_text:
                inline.append([self._text(f"{field.label}:", self.label), self._value(field)])
            else:
                inline.append(self._pair(field.label, field.text))
        return Table([inline], colWidths=widths, style=self._style(grid=False))

    def _options(self, block: PrintedList, width: float) -> list[Flowable]:
        rows: list[Sequence[PrintedOption]] = list(block.rows)
        if self.look.columns and block.name in {"actions", "termination_reasons"}:
            step = self.look.columns
            rows = [block.options[at : at + step] for at in range(0, len(block.options), step)]
        count = max(map(len, rows))
        cells = [
            [_Boxes(self, block.name, (option,)) for option in row] + [""] * (count - len(row))
            for row in rows
        ]
        style = TableStyle([("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)])
        if self.look.box_options:
            style.add("BOX", (0, 0), (-1, -1), self.look.lines or 0.5, colors.grey)
        table = Table(cells, colWidths=[width / count] * count, style=style)
        return [Spacer(1, 3), self._text(block.label, self.label), Spacer(1, 2), table]

    def _note(self, label: str, note: Sequence[str], instruction: str = "") -> list[Flowable]:
        paragraphs = [self._text(paragraph, self.value) for paragraph in note]
        head = escape(label) + (f" {escape(instruction)}" if instruction else "")
        if self.look.obs == "same" and note and not instruction:
            first = f'{head} <font name="{self.look.value_font}">{escape(note[0])}</font>'
            return [Spacer(1, 2), Paragraph(first, self.label), *paragraphs[1:], Spacer(1, 3)]
        return [Spacer(1, 2), Paragraph(head, self.label), *paragraphs, Spacer(1, 3)]


class _TextField(Flowable):
    def __init__(self, draft: _Draft, name: str, value: str) -> None:
        super().__init__()
        self.draft, self.name, self.value = draft, name, value

    def wrap(self, wide: float, tall: float) -> tuple[float, float]:
        self.width, self.height = wide, self.draft.look.size + 6
        return self.width, self.height

    def draw(self) -> None:
        self.canv.acroForm.textfield(
            name=f"{self.name}-{id(self)}", value=self.value, width=round(self.width),
            height=round(self.height), fontSize=self.draft.look.size, borderWidth=0, relative=True,
            fontName="Helvetica",
        )  # fmt: skip


class _Boxes(Flowable):
    """Options side by side, each a box and its words; words without room go on below."""

    def __init__(self, draft: _Draft, name: str, options: Sequence[PrintedOption]) -> None:
        super().__init__()
        self.draft, self.name, self.options = draft, name, options

    def wrap(self, wide: float, tall: float) -> tuple[float, float]:
        look = self.draft.look
        self.step = wide / len(self.options)
        self.rows = [self._broken(option.label, self.step - look.size * 2) for option in self.options]
        self.width, self.height = wide, max(map(len, self.rows)) * look.size * 1.2 + 2
        return self.width, self.height

    def _broken(self, words: str, room: float) -> list[str]:
        rows = [""]
        for word in words.split(" "):
            longer = f"{rows[-1]} {word}".strip()
            if rows[-1] and pdfmetrics.stringWidth(longer, self.draft.look.font, self.draft.look.size) > room:
                rows.append(word)
            else:
                rows[-1] = longer
        return rows

    def draw(self) -> None:
        look, canvas = self.draft.look, self.canv
        for number, (option, rows) in enumerate(zip(self.options, self.rows, strict=True)):
            x, y = number * self.step, self.height - look.size
            left, bottom = canvas.absolutePosition(x, y)
            side = look.size * 0.85
            box = DrawnBox(
                f"{self.name}.{option.code}",
                canvas.getPageNumber() - 1,
                left,
                bottom,
                left + side,
                bottom + side,
            )
            self.draft.boxes.append(box)
            room = self._mark(option, x, y - 0.5, side)
            canvas.setFont(look.font, look.size)
            for place, row in enumerate(rows):
                canvas.drawString(x + room, y - place * look.size * 1.2, row)

    def _mark(self, option: PrintedOption, x: float, y: float, side: float) -> float:
        look, canvas = self.draft.look, self.canv
        canvas.setLineWidth(0.7)
        if look.marks in {"parens", "brackets"}:
            canvas.setFont(look.font, look.size)
            signs = ("(X)", "( )") if look.marks == "parens" else ("[x]", "[ ]")
            canvas.drawString(x, y + 0.5, signs[0] if option.ticked else signs[1])
            return pdfmetrics.stringWidth("(X) ", look.font, look.size) + 1
        if look.marks == "acroform":
            canvas.acroForm.checkbox(
                name=f"{self.name}-{option.code}-{x}-{id(self)}", x=round(x), y=round(y), size=round(side),
                checked=option.ticked, relative=True, buttonStyle="cross", borderWidth=1,
            )  # fmt: skip
        elif look.marks == "glyph":
            canvas.setFont("ZapfDingbats", look.size)
            canvas.drawString(x, y + 0.5, "\u2714" if option.ticked else "\u274f")
        else:
            canvas.rect(x, y, side, side)
            if option.ticked:
                self._ink(x, y, side)
        return side + 4

    def _ink(self, x: float, y: float, side: float) -> None:
        canvas, inner = self.canv, side * 0.2
        match self.draft.look.marks:
            case "vector-x":
                canvas.line(x + inner, y + inner, x + side - inner, y + side - inner)
                canvas.line(x + inner, y + side - inner, x + side - inner, y + inner)
            case "vector-check":
                path = canvas.beginPath()
                path.moveTo(x + inner, y + side / 2)
                path.lineTo(x + side * 0.45, y + inner)
                path.lineTo(x + side, y + side)
                canvas.drawPath(path)
            case "filled":
                canvas.rect(x + inner, y + inner, side - 2 * inner, side - 2 * inner, fill=1)
            case _:
                canvas.setFont("Helvetica-Bold", side * 0.95)
                canvas.drawCentredString(x + side / 2, y + side * 0.17, "X")
