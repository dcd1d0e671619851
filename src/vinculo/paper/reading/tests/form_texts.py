"""Writes a form as text in a layout: the reader's counterpart, built without it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from random import Random
from typing import Any

from vinculo.kernel.identifiers import cnpj, cpf
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.form import DATE_FIELDS, MONEY_FIELDS, RetentionForm

from .layouts import BOXES, Layout
from .written_head import head_rows

LISTS = {
    "outcome": OptionList.OUTCOME,
    "actions": OptionList.ACTION,
    "termination_reasons": OptionList.REASON,
    "sectors": OptionList.SECTOR,
}
INSTRUCTION = 'OBRIGATÓRIO JUSTIFICATIVA CASO SELECIONE "OUTROS".'
PLACEHOLDERS = {
    "word": "Clique ou toque aqui para inserir o texto.",
    "line": "____________",
    "dots": "..........",
    "dash": "-",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|$-])")


class FormText:
    """One form being written."""

    def __init__(self, form: RetentionForm, edition: Edition, layout: Layout, rng: Random) -> None:
        self.form = form
        self.edition = edition
        self.layout = layout
        self.rng = rng
        self.boxed = layout.head in {"boxed", "boxed-rule", "pairs", "pairs-wide", "cell-colon", "cell-break"}

    # What is written

    def value(self, name: str) -> str:
        """A field of the head, as this layout's writer writes it."""
        value = getattr(self.form, name)
        layout = self.layout
        if name == "serves_other_plans":
            return self.yes_no_boxes(value)
        if value is None:
            return PLACEHOLDERS.get(layout.placeholder, "") if self.rng.random() < 0.6 else ""
        return self.escaped(self.written(name, value))

    def written(self, name: str, value: Any) -> str:
        layout = self.layout
        if name in DATE_FIELDS:
            text = self.date(value)
        elif name in MONEY_FIELDS:
            sign = layout.us_money if name == "us_value" else layout.money
            text = sign + brazilian(value, layout.thousands)
        elif name == "duration_days":
            text = f"{value} {layout.days}".strip()
        elif isinstance(value, int):
            text = f"{value:,}".replace(",", ".") if layout.thousands else str(value)
        elif name == "cro" and layout.cro == "dotted":
            text = f"{int(value):,}".replace(",", ".")
        elif name == "cro":
            text = layout.cro.format(value)
        elif name in {"cnpj", "cpf"} and layout.punctuated:
            text = (cnpj if name == "cnpj" else cpf).formatted(value)
        else:
            text = str(value)
        return text

    def date(self, day: dt.date) -> str:
        return day.strftime(self.layout.date)

    def escaped(self, text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text) if self.layout.escape else text

    def label(self, name: str) -> str:
        return self.styled(self.edition.label_of(name))

    def styled(self, words: str) -> str:
        layout = self.layout
        words = re.sub("[º°]", layout.ordinal or "o", words) if "nº" in words.lower() else words
        return words.upper() if layout.upper else words

    def emphasised(self, words: str) -> str:
        mark = self.layout.bold_labels
        if mark == "###":
            return words
        return f"{mark}{words}{mark}"

    # Lists

    def option(self, label: str, ticked: bool) -> str:
        layout = self.layout
        box = BOXES[layout.boxes][0 if ticked else 1]
        words = label.upper() if layout.upper else label
        gap = "" if layout.tight else " "
        return f"{words}{gap or ' '}{box}" if layout.behind else f"{box}{gap}{words}"

    def yes_no_boxes(self, value: bool | None) -> str:
        yes, no = self.layout.yes_no
        parts = (self.option(yes, value is True), self.option(no, value is False))
        return " ".join(parts)

    def options(self, name: str) -> str:
        which = LISTS[name]
        chosen = getattr(self.form, name)
        chosen = {chosen} if isinstance(chosen, str) else set(chosen or ())
        words = [
            self.option(self.wording(option.label, option.seen), option.code in chosen)
            for option in self.edition.options[which]
        ]
        return self.lines_of(words)

    def wording(self, label: str, seen: tuple[str, ...]) -> str:
        return label if self.layout.clean_wording or not seen else self.rng.choice(seen)

    def lines_of(self, words: list[str]) -> str:
        layout = self.layout
        step = layout.per_line
        rows = [layout.gap.join(words[at : at + step]) for at in range(0, len(words), step)]
        ends = layout.line_break
        if self.boxed and ends == "<br>":
            ends = ""
        return layout.bullet + f"{ends}\n".join(rows)

    def block(self, label: str, content: str) -> str:
        layout = self.layout
        head = (
            f"### {self.styled(label)}"
            if layout.bold_labels == "###"
            else self.emphasised(self.styled(label))
        )
        parted = "\n\n" if layout.bullet or layout.bold_labels == "###" else f"{layout.line_break}\n"
        return f"{head}{layout.label_end}{parted}{content}"

    # Notes

    def note(self, label: str, text: str | None, extra: str = "") -> str:
        layout = self.layout
        mark = layout.bold_obs
        head = f"{mark}{label}{mark}"
        body = self.note_body(text)
        if layout.instruction and extra:
            extra = f"{mark}{extra}{mark}" if mark in {"**", ""} else extra
            body = f"{body}\n\n{extra}" if layout.instruction == "below" else body
            if layout.instruction == "same":
                return f"{head} {extra}\n\n{body}"
            head = f"{extra}\n\n{head}" if layout.instruction == "above" else head
        if layout.obs == "same" and body:
            return f"{head} {body}"
        if layout.obs == "gap":
            return f"{head}\n\n{body}"
        if layout.obs == "cell" and self.boxed and body and "\n" not in head + body:
            return f"| {head} | {body.replace('|', chr(92) + '|')} |"
        return f"{head}{layout.line_break if layout.line_break != chr(92) else ''}\n{body}"

    def note_body(self, text: str | None) -> str:
        if text is None:
            return PLACEHOLDERS.get(self.layout.placeholder, "")
        paragraphs = [self.escaped(paragraph) for paragraph in text.split("\n")]
        joint = {"blank": "\n\n", "newline": "\n"}.get(self.layout.paragraphs, self.layout.paragraphs)
        return joint.join(paragraphs)

    def contact(self, number: int) -> str:
        layout = self.layout
        entry = next((known for known in self.form.contacts if known.number == number), None)
        day = self.date(entry.on) if entry and entry.on else ""
        day = self.escaped(day) if day else day
        label = self.edition.labels["contact"].format(number=number).replace("º", layout.ordinal)
        first = self.emphasised(self.styled(label))
        data = self.emphasised(self.styled("Data"))
        if layout.bold_labels == "###":
            first = f"### {first}"
        match layout.contact_date:
            case "same" if layout.head in {"tabs", "stacked"}:
                head = f"{first}\t{data}\n\t{day}"
            case "same" if self.boxed:
                head = f"| {first} | {data} |\n| | {day} |"
            case "same":
                head = f"{first}  {data}: {day}"
            case "row":
                head = f"{first} {data}\n{day}"
            case "own":
                head = f"{first}\n\n{data}: {day}"
            case _:
                head = f"{first}{layout.label_end} {day}"
        return f"{head}\n\n{self.note(layout.obs_word, entry.note if entry else None)}"

    # The whole

    def text(self) -> str:
        form, edition = self.form, self.edition
        parts = [head_rows(self)]
        parts.append(self.block(edition.label_of("outcome"), self.options("outcome")))
        parts += [self.contact(number) for number in range(1, 6)]
        parts.append(
            self.block(edition.label_of("actions"), self.options("actions"))
            + "\n\n"
            + self.note(self.layout.obs_word, form.actions_note, INSTRUCTION)
        )
        parts.append(self.block(edition.label_of("termination_reasons"), self.options("termination_reasons")))
        boxes = self.yes_no_boxes(form.protocol_required)
        parts.append(self.block(edition.label_of("protocol_required"), self.layout.bullet + boxes))
        colon = ":" if self.layout.obs_word.endswith(":") else ""
        parts.append(self.note(f"{self.styled('Obs. Geral')}{colon}", form.general_note))
        parts.append(self.block(edition.label_of("sectors"), self.options("sectors")))
        parts.append(self.signature())
        return self.finished(parts)

    def signature(self) -> str:
        name = self.form.signed_by or ""
        match self.layout.sign:
            case "line":
                return f"______________________________\n{name}"
            case "label":
                return f"Assinatura: {name or '_' * 20}"
            case _:
                return name

    def finished(self, parts: list[str]) -> str:
        layout = self.layout
        joint = f"\n\n{layout.rules}\n\n" if layout.rules else "\n\n"
        running = (
            "Relacionamento com o Prestador | Uso interno" if not self.boxed else "Gestão de Rede Credenciada"
        )
        if layout.page_break:
            at = self.rng.randrange(1, len(parts) - 1)
            parts[at] += "\n\nPágina 1 de 2" + (f"\n\n{running}" if layout.page_break == "head" else "")
        text = joint.join(part for part in parts if part)
        if layout.title:
            words = edition_title(self.edition.title, layout)
            text = f"{layout.title.format(words)}\n\n{text}"
        if layout.page_break == "head" and layout.title:
            text = f"{running}\n\n{text}"
        if layout.preface and layout.title:
            text = f"{layout.preface}\n{text}"
        if layout.foot:
            text += f"\n\n{layout.foot}"
        return as_copied("\n" * layout.lead + text, layout)


def as_copied(text: str, layout: Layout) -> str:
    """What a mail program, an editor or the clipboard does to a text."""
    if layout.trailing:
        text = text.replace("\n", "  \n")
    if layout.margin:
        text = "\n".join(" " * layout.margin + line if line else line for line in text.split("\n"))
    if layout.quoted:
        text = "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
    if layout.nbsp:
        text = text.replace(" ", "\xa0")
    text = text.replace("\n", layout.newline)
    return f"\ufeff{text}" if layout.bom else text


def edition_title(title: str, layout: Layout) -> str:
    words = title.replace(" - ", layout.dash)
    return words.upper() if layout.upper else words


def brazilian(value: Decimal, thousands: bool) -> str:
    whole, _, decimals = format(value, "f").partition(".")
    whole = f"{int(whole):,}".replace(",", ".") if thousands else whole
    return f"{whole},{decimals}"


def write_form(form: RetentionForm, edition: Edition, layout: Layout, rng: Random) -> str:
    return FormText(form, edition, layout, rng).text()
