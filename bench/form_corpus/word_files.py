"""Filled forms as Word documents, in the ways that people's Word forms are made."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from vinculo.paper.form import DATE_FIELDS

from .content import FilledPaper, PrintedContact, PrintedField, PrintedList, PrintedOption
from .word_look import WordLook, random_look
from .word_xml import MERGED_FROM, MERGED_ON, Xml, zipped

_COLUMNS = 12
_MOST_BESIDE = 3


def word_file(paper: FilledPaper, look: WordLook | None = None) -> bytes:
    """The form as a .docx; without a look, one that the paper's seed gives."""
    rng = Random(paper.seed * 7919 + 1)
    look = look or random_look(rng)
    return zipped(_WordForm(paper, look, rng).body(), look)


def look_of(paper: FilledPaper) -> WordLook:
    """The look that `word_file` gives a paper by itself."""
    return random_look(Random(paper.seed * 7919 + 1))


class _WordForm:
    def __init__(self, paper: FilledPaper, look: WordLook, rng: Random) -> None:
        self.paper = paper
        self.look = look
        self.rng = rng
        self.xml = Xml(look, rng)

    def body(self) -> str:
        paper, look = self.paper, self.look
        title = self.xml.paragraph(self.xml.run(paper.title, bold=True), style='<w:jc w:val="center"/>')
        head = self.head()
        blocks = [
            self.listed(paper.outcome),
            *map(self.contact, paper.contacts),
            self.listed(paper.actions),
            self.actions_note(),
            self.listed(paper.reasons),
            self.listed(paper.protocol),
            self.note(
                paper.general_note_label + ("" if paper.general_note_label.endswith(":") else ":"),
                paper.general_note,
            ),
            self.listed(paper.sectors),
            self.signature(),
        ]
        joint = self.xml.paragraph() if look.blank_line else ""
        if look.text_boxes:
            title = self.xml.text_box(title)
            at = self.rng.randrange(len(blocks) - 1)
            blocks[at] = self.xml.text_box(blocks[at] + self.xml.paragraph())
        whole = joint.join(
            block + ("" if block.endswith("</w:p>") else self.xml.paragraph()) for block in (head, *blocks)
        )
        if look.head == "framed":
            return title + self.xml.table([[(whole, 1)]], 1)
        return title + whole

    # Words

    def label(self, words: str, *, colon: bool | None = None) -> str:
        colon = self.look.label_colon if colon is None else colon
        if colon and not words.endswith((":", "?")):
            words += ":"
        return self.xml.run(words, bold=self.look.bold == "labels")

    def value(self, field: PrintedField) -> str:
        if field.options:
            return self.boxes(field.options, " " * 4 if self.look.gap == "\t" else self.look.gap)
        kind = "date" if field.name in DATE_FIELDS else "list" if field.name == "provider_type" else "text"
        return self.xml.value(field.text, kind, bold=self.look.bold == "values")

    def boxes(self, options: Sequence[PrintedOption], gap: str) -> str:
        parts = [self.xml.box(option.ticked) + self.xml.run(f" {option.label}") for option in options]
        return self.xml.run(gap).join(parts)

    def p(self, *content: str) -> str:
        return self.xml.paragraph("".join(content))

    # The head

    def head(self) -> str:
        look = self.look.head
        rows = self.paper.head
        if look in {"grid", "grid-br", "one-table"}:
            return self.xml.table([row for fields in rows for row in self.grid_rows(fields, look)], _COLUMNS)
        one = {
            "left": self.left,
            "left-rows": self.left_rows,
            "inline": self.inline,
            "inline-tabs": self.inline,
            "lines": self.lines,
            "cell-br": self.in_cells,
            "cell-colon": self.in_cells,
            "nested-cells": self.nested_cells,
            "tabs": self.tabs,
            "below": self.below,
        }.get(look, self.above)
        parted = look in {"inline", "inline-tabs", "lines", "tabs", "below"} or not self.look.blank_line
        joint = "" if parted and look not in {"above", "left"} else self.p()
        head = joint.join(one(fields) for fields in rows)
        return self.xml.table([[(head + self.p(), 1)]], 1) if look == "nested" else head

    def cell(self, content: str) -> str:
        return self.p(content)

    def above(self, fields: Sequence[PrintedField]) -> str:
        labels = [(self.cell(self.label(field.label)), 1) for field in fields]
        return self.xml.table([labels, [(self.cell(self.value(field)), 1) for field in fields]], len(fields))

    def left(self, fields: Sequence[PrintedField]) -> str:
        if len(fields) > _MOST_BESIDE:
            return self.left_rows(fields)
        cells = [
            (cell, 1)
            for field in fields
            for cell in (self.cell(self.label(field.label)), self.cell(self.value(field)))
        ]
        return self.xml.table([cells], len(cells))

    def left_rows(self, fields: Sequence[PrintedField]) -> str:
        rows = [
            [(self.cell(self.label(field.label)), 1), (self.cell(self.value(field)), 1)] for field in fields
        ]
        return self.xml.table(rows, 2)

    def inline(self, fields: Sequence[PrintedField]) -> str:
        gap = "\t" if self.look.head == "inline-tabs" else "     "
        pairs = [
            self.label(field.label, colon=True) + self.xml.run(" ") + self.value(field) for field in fields
        ]
        return self.p(self.xml.run(gap).join(pairs))

    def lines(self, fields: Sequence[PrintedField]) -> str:
        return "".join(
            self.p(self.label(field.label, colon=True), self.xml.run(" "), self.value(field))
            for field in fields
        )

    def below(self, fields: Sequence[PrintedField]) -> str:
        return "".join(self.p(self.label(field.label)) + self.p(self.value(field)) for field in fields)

    def tabs(self, fields: Sequence[PrintedField]) -> str:
        tab = self.xml.run("\t")
        labels = tab.join(self.label(field.label) for field in fields)
        return self.p(labels) + self.p(tab.join(self.value(field) for field in fields))

    def in_cell(self, field: PrintedField, how: str) -> str:
        if how == "cell-colon":
            return self.p(self.label(field.label, colon=True), self.xml.run(" "), self.value(field))
        if self.look.breaks:
            return self.p(self.label(field.label), self.xml.run("\n"), self.value(field))
        return self.p(self.label(field.label)) + self.p(self.value(field))

    def in_cells(self, fields: Sequence[PrintedField]) -> str:
        return self.xml.table([[(self.in_cell(field, self.look.head), 1) for field in fields]], len(fields))

    def nested_cells(self, fields: Sequence[PrintedField]) -> str:
        """Each value in a small table of its own, under its label."""
        cells = []
        for field in fields:
            inner = self.xml.table([[(self.cell(self.value(field)), 1)]], 1)
            cells.append((self.p(self.label(field.label)) + inner + self.p(), 1))
        return self.xml.table([cells], len(fields))

    def grid_rows(self, fields: Sequence[PrintedField], how: str) -> list[list[tuple[str, int]]]:
        spans = _spans(len(fields))
        if how == "grid-br":
            return [
                [(self.in_cell(field, "cell-br"), span) for field, span in zip(fields, spans, strict=True)]
            ]
        labels = [
            (self.cell(self.label(field.label)), span) for field, span in zip(fields, spans, strict=True)
        ]
        values = [(self.cell(self.value(field)), span) for field, span in zip(fields, spans, strict=True)]
        return [labels, values]

    # Blocks

    def listed(self, block: PrintedList) -> str:
        look = self.look
        rows = [list(row) for row in block.rows]
        if look.per_line:
            options, step = block.options, look.per_line
            rows = [list(options[at : at + step]) for at in range(0, len(options), step)]
        label = self.p(self.label(block.label))
        if look.options == "table":
            width = max(map(len, rows))
            cells = [[(self.p(self.boxes([option], "")), 1) for option in row] for row in rows]
            cells = [row + [(self.p(), 1)] * (width - len(row)) for row in cells]
            if look.blocks == "cell" and width == 1:
                marked = [
                    [((MERGED_ON if at else MERGED_FROM + label), 1), *row] for at, row in enumerate(cells)
                ]
                return self.xml.table(marked, 2)
            if look.blocks == "cell":
                return self.xml.table([[(label, width)], *cells], width)
            return label + self.xml.table(cells, width)
        gap = "\t" if look.options == "tabs" else look.gap
        lines = "".join(self.p(self.boxes(row, gap)) for row in rows)
        if look.options == "cell":
            return self.xml.table([[(label + lines, 1)]], 1)
        return label + (self.xml.table([[(lines, 1)]], 1) if look.blocks == "cell" else lines)

    def contact(self, contact: PrintedContact) -> str:
        colon = self.look.contact_colon
        day = self.xml.value(contact.on, "date", bold=self.look.bold == "values")
        first, on = self.label(contact.label, colon=False), self.label(contact.on_label, colon=colon)
        match self.look.contact:
            case "table":
                head = self.xml.table(
                    [[(self.p(first), 1), (self.p(on), 1)], [(self.p(), 1), (self.p(day), 1)]], 2
                )
            case "left":
                head = self.xml.table([[(self.p(first), 1), (self.p(on, self.xml.run(" "), day), 1)]], 2)
            case "row":
                head = self.xml.table([[(self.p(first), 1), (self.p(on), 1), (self.p(day), 1)]], 3)
            case "tabs":
                head = self.p(
                    first,
                    self.xml.run("\t"),
                    self.label(contact.on_label, colon=True),
                    self.xml.run(" "),
                    day,
                )
            case _:
                on = self.label(contact.on_label, colon=True)
                head = self.p(first, self.xml.run("     "), on, self.xml.run(" "), day)
        return head + self.note(contact.note_label, contact.note)

    def actions_note(self) -> str:
        paper, where = self.paper, self.look.instruction_at
        printed = self.p(self.xml.run(paper.instruction, bold=True)) if paper.instruction else ""
        if printed and where == "same":
            # Between the label and what is written.
            return self.note(
                f"{paper.actions_note_label} {paper.instruction}", paper.actions_note, below=True
            )
        note = self.note(paper.actions_note_label, paper.actions_note)
        note = note if note.endswith("</w:p>") or not printed else note + self.p()
        return printed + note if where == "above" else note + printed

    def note(self, label: str, paragraphs: Sequence[str], *, below: bool = False) -> str:
        look = self.look
        words = self.xml.run(label, bold=look.bold == "labels")
        if look.breaks or look.fields != "plain" or not paragraphs:
            written = [self.xml.value("\n".join(paragraphs))]
        else:
            written = [self.xml.written(paragraph) for paragraph in paragraphs]
        if look.obs == "same" and not below:
            parts = [self.p(words, self.xml.run(" "), written[0]), *map(self.p, written[1:])]
        else:
            parts = [self.p(words), *map(self.p, written)]
        whole = "".join(parts)
        return self.xml.table([[(whole, 1)]], 1) if look.notes == "cell" else whole

    def signature(self) -> str:
        name = self.paper.signature
        if self.look.sign_line:
            return self.p(self.xml.run("_" * 32 + "\n" + name))
        return self.p(self.xml.run(name)) if name else ""


def _spans(count: int) -> list[int]:
    """Columns of a grid of twelve, the first cells wider."""
    whole, rest = divmod(_COLUMNS, count)
    return [whole + (place < rest) for place in range(count)]
