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
        title = self.title()
        if self.look.head == "framed":
            with self.xml.in_cell_of(1):
                whole = self.below_title()
            whole = self.xml.table([[(whole, 1)]], 1)
        else:
            whole = self.below_title()
        return (self.xml.text_box(title) if title and self.look.text_boxes else title) + whole

    def below_title(self) -> str:
        paper, look = self.paper, self.look
        head = self.head()
        blocks = [
            self.listed(paper.outcome),
            *self.contacts(),
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
            at = self.rng.randrange(len(blocks) - 1)
            blocks[at] = self.xml.text_box(blocks[at] + self.xml.paragraph())
        return joint.join(
            block + ("" if block.endswith("</w:p>") else self.xml.paragraph()) for block in (head, *blocks)
        )

    def title(self) -> str:
        words = self.xml.paragraph(self.xml.run(self.paper.title, bold=True), style='<w:jc w:val="center"/>')
        if self.look.title == "none":
            return ""
        if self.look.title == "table":
            beside = self.p(self.xml.run("FORM-REL-014\nRevisão 03"))
            return self.xml.table([[(self.p(), 1), (words, 1), (beside, 1)]], 3) + self.p()
        return words

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
        if self.look.head != "nested":
            return self.rows_of_head()
        with self.xml.in_cell_of(1):
            head = self.rows_of_head()
        return self.xml.table([[(head + self.p(), 1)]], 1)

    def rows_of_head(self) -> str:
        look = self.look.head
        rows = self.paper.head
        if look == "pairs":
            return self.pairs([field for row in rows for field in row])
        if look in {"grid", "grid-br", "one-table"}:
            return self.xml.table([row for fields in rows for row in self.grid_rows(fields, look)], _COLUMNS)
        one = {
            "left": self.left,
            "answer-cells": self.answer_cells,
            "leaders": self.lines,
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
        parted = (
            look in {"inline", "inline-tabs", "lines", "leaders", "tabs", "below"} or not self.look.blank_line
        )
        joint = "" if parted and look not in {"above", "left"} else self.p()
        return joint.join(one(fields) for fields in rows)

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

    def pairs(self, fields: Sequence[PrintedField]) -> str:
        """Two labels and their values to a row, whatever rows the paper has."""
        cells = [(self.cell(self.label(field.label)), self.cell(self.value(field))) for field in fields]
        if len(cells) % 2:
            cells.append((self.p(), self.p()))
        rows = [
            [(cell, 1) for pair in cells[place : place + 2] for cell in pair]
            for place in range(0, len(cells), 2)
        ]
        return self.xml.table(rows, 4)

    def answer_cells(self, fields: Sequence[PrintedField]) -> str:
        """Beside each other, and each box in a cell of its own."""
        if not fields[0].options:
            return self.left(fields)
        answer, *others = fields
        boxes = [self.p(self.boxes([option], "")) for option in answer.options]
        cells = [self.p(self.label(answer.label)), *boxes]
        for field in others:
            cells += [self.cell(self.label(field.label)), self.cell(self.value(field))]
        return self.xml.table([[(cell, 1) for cell in cells]], len(cells))

    def left_rows(self, fields: Sequence[PrintedField]) -> str:
        rows = [
            [(self.cell(self.label(field.label)), 1), (self.cell(self.value(field)), 1)] for field in fields
        ]
        return self.xml.table(rows, 2)

    def inline(self, fields: Sequence[PrintedField]) -> str:
        gap = "\t" if self.look.head == "inline-tabs" else self.look.gap
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
            with self.xml.in_cell_of(len(fields)):
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
        if look.options in {"table", "cells"}:
            return self.in_table(label, rows)
        gap = "\t" if look.options == "tabs" else look.gap
        if look.options == "list":
            lines = "".join(map(self.bullet, block.options))
        elif look.options == "behind":
            lines = "".join(self.p(self.boxes_behind(row, gap)) for row in rows)
        else:
            lines = "".join(self.p(self.boxes(row, gap)) for row in rows)
        if look.options == "cell":
            return self.xml.table([[(label + lines, 1)]], 1)
        if look.blocks == "left":
            return self.xml.table([[(label, 1), (lines, 1)]], 2)
        return label + (self.xml.table([[(lines, 1)]], 1) if look.blocks == "cell" else lines)

    def in_table(self, label: str, rows: Sequence[Sequence[PrintedOption]]) -> str:
        """The boxes in cells; their label above the table, in its first row, or merged beside them."""
        apart = self.look.options == "cells"
        width = max(map(len, rows)) * (2 if apart else 1)
        cells = []
        for row in rows:
            inside = [content for option in row for content in self.option_cells(option, apart)]
            cells.append([(content, 1) for content in inside] + [(self.p(), 1)] * (width - len(inside)))
        if self.look.blocks == "left" or (self.look.blocks == "cell" and width == 1):
            marked = [[((MERGED_ON if at else MERGED_FROM + label), 1), *row] for at, row in enumerate(cells)]
            return self.xml.table(marked, width + 1)
        if self.look.blocks == "cell":
            return self.xml.table([[(label, width)], *cells], width)
        return label + self.xml.table(cells, width)

    def option_cells(self, option: PrintedOption, apart: bool) -> list[str]:
        if apart:
            return [self.p(self.xml.box(option.ticked)), self.p(self.xml.run(option.label))]
        return [self.p(self.boxes([option], ""))]

    def boxes_behind(self, options: Sequence[PrintedOption], gap: str) -> str:
        parts = [self.xml.run(f"{option.label} ") + self.xml.box(option.ticked) for option in options]
        return self.xml.run(gap).join(parts)

    def bullet(self, option: PrintedOption) -> str:
        number = 2 if option.ticked else 1
        style = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        return self.xml.paragraph(self.xml.run(option.label), style=style)

    def contacts(self) -> list[str]:
        if self.look.contact != "columns":
            return [self.contact(contact) for contact in self.paper.contacts]
        first = self.paper.contacts[0]
        heads = [
            self.p(self.xml.run("Contato")),
            self.p(self.label(first.on_label)),
            self.p(self.label("Obs.")),
        ]
        rows = [[(head, 1) for head in heads]]
        for contact in self.paper.contacts:
            cells = (
                self.p(self.label(contact.label)),
                self.p(self.xml.value(contact.on, "date")),
                "".join(map(self.p, self.typed(contact.note))),
            )
            rows.append([(cell, 1) for cell in cells])
        return [self.xml.table(rows, 3)]

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

    def note(self, label: str, paragraphs: Sequence[str], *, below: bool = False, bare: bool = False) -> str:
        """`bare`: it stands in a cell already."""
        look = self.look
        words = self.xml.run(label, bold=look.bold == "labels")
        written = self.typed(paragraphs)
        if look.obs == "same" and not below:
            parts = [self.p(words, self.xml.run(" "), written[0]), *map(self.p, written[1:])]
        else:
            parts = [self.p(words), *map(self.p, written)]
        whole = "".join(parts)
        return self.xml.table([[(whole, 1)]], 1) if look.notes == "cell" and not bare else whole

    def typed(self, paragraphs: Sequence[str]) -> list[str]:
        """The paragraphs of a note, one at least: in fields, or as somebody typed them."""
        if self.look.breaks or not paragraphs:
            return [self.xml.value("\n".join(paragraphs))]
        if self.look.fields != "plain":
            return [self.xml.value(paragraph) for paragraph in paragraphs]
        return [self.xml.written(paragraph) for paragraph in paragraphs]

    def signature(self) -> str:
        name = self.paper.signature
        match self.look.sign:
            case "line":
                return self.p(self.xml.run("_" * 32 + "\n" + name))
            case "label":
                return self.p(self.xml.run(f"Assinatura: {name or '_' * 20}"))
            case "cell":
                return self.xml.table([[(self.p(self.xml.run(name)), 1)]], 1) if name else ""
        return self.p(self.xml.run(name)) if name else ""


def _spans(count: int) -> list[int]:
    """Columns of a grid of twelve, the first cells wider."""
    whole, rest = divmod(_COLUMNS, count)
    return [whole + (place < rest) for place in range(count)]
