"""The one form reader: a page in, the form with its findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from vinculo.kernel.finding import Finding, Severity

from ..catalogue import OptionList
from ..editions import Edition
from ..form import FORM_FIELDS, ContactEntry, RetentionForm
from .blocks import Block, find_blocks, head_within
from .calibration import calibrated
from .contacts import ContactText, read_contact
from .flat import flat, squeezed
from .foot import read_signature
from .form_doubts import with_doubts
from .furniture import names_the_sheet, without_furniture
from .head import HeadText, read_head
from .head_places import head_spans
from .list_findings import box_findings, list_findings, missing_boxes
from .lists import ListText, read_list, read_yes_no
from .lost_labels import with_lost_labels
from .mended_labels import as_printed
from .merged_cells import with_merged_cells
from .notes import Wrapping, paragraphs, wrap_width
from .page import Page
from .places import Paper, Places
from .result import Reading, refused
from .shapes import ANSWERED_BOTH, ANSWERED_NO, ANSWERED_YES, ANSWERS, UNANSWERED
from .sureness import sure_on_paper
from .ticks import Ticks
from .told_edition import tell_edition
from .told_form import is_our_form
from .values import ODD, UNREADABLE, WORDED, Value, parse_contact_date, parse_field, quoted
from .vocabulary import (
    ACTIONS,
    BLOCKS,
    CONTACT,
    GENERAL_NOTE,
    OUTCOME,
    PROTOCOL,
    REASONS,
    SECTORS,
    Vocabulary,
    vocabulary_of,
)

__all__ = ["DOUBTED", "NOT_MET", "Reading", "read_page", "refused"]

NOT_MET = 0.4
# Something beside a field was not understood.
DOUBTED = 0.5
# Lines that belong nowhere are told one by one up to so many.
_MOST_STRAY = 5
# A head of more characters is none; a text made to be slow is not searched for one.
_LONGEST_HEAD = 20_000
_ANSWER = "serves_other_plans"
_EDITION_UNCLEAR = "Não dá para saber a edição do formulário; foi lida como {}ª."
_WORD = re.compile(r"[^\W_]{2}")
_OWN_SIGNS = re.compile("[\ue000-\uefff]")


def read_page(page: Page, editions: Sequence[Edition]) -> Reading:
    """Read the one form that stands on a page.

    Raises:
        ValueError: no edition was given.
    """
    if not editions:
        raise ValueError("a form can only be read by an edition")
    vocabularies = [vocabulary_of(edition) for edition in editions]
    lines = as_printed(page.lines, vocabularies) if page.scanned else page.lines
    lines = without_furniture(with_merged_cells(lines, vocabularies[0]), vocabularies[0])
    rows = [line.text for line in lines]
    # The reader's own signs are of this range; what a file has there says nothing to anybody.
    raw = _OWN_SIGNS.sub(" ", "\n".join(rows))
    text = flat(raw)
    starts = [0, *accumulate(len(row) + 1 for row in rows)][: len(rows)]
    vocabulary, told = tell_edition(text, vocabularies)
    blocks = find_blocks(text, starts, vocabulary)
    if page.scanned:
        blocks = with_lost_labels(text, starts, blocks, vocabulary)
    form = _FormReader(raw, text, vocabulary, blocks, page.sure)
    if any(line.words for line in lines):
        form.paper, form.scanned, form.sure = Paper(lines, starts, page.unread), page.scanned, 1.0
    opening = [start for start, line in zip(starts, lines, strict=True) if line.opens]
    # A file that tells its paragraphs has each of them whole.
    if len(opening) < len(lines) and (width := wrap_width(rows)):
        form.wrapping = Wrapping(width, frozenset(opening))
    return form.read(told)


class _FormReader:
    """Collects the values of one form, their confidence and the findings."""

    def __init__(
        self, raw: str, text: str, vocabulary: Vocabulary, blocks: Sequence[Block], sure: float
    ) -> None:
        self.raw = raw
        self.text = text
        self.vocabulary = vocabulary
        self.blocks = blocks
        self.sure = sure
        self.wrapping: Wrapping | None = None
        self.paper: Paper | None = None
        self.scanned = sure < 1.0
        self.places = Places()
        self.values: dict[str, Any] = {}
        self.confidence: dict[str, float] = {}
        self.findings: list[Finding] = []
        self.unread: dict[str, str] = {}

    def read(self, told: bool) -> Reading:
        head = self._read_head()
        titled = self.vocabulary.title.search(self.text) is not None
        if not is_our_form(titled=titled, blocks=self.blocks, met=head.met):
            return refused("not-a-form", "O conteúdo não parece um formulário de retenção.")
        by_name: dict[str, Block] = {block.name: block for block in self.blocks}
        self._read_contacts([block for block in self.blocks if block.name == CONTACT])
        self._read_list(OUTCOME, by_name)
        self._read_list(ACTIONS, by_name)
        self._read_list(REASONS, by_name)
        self._read_protocol(by_name)
        self._read_list(SECTORS, by_name)
        self._read_general_note(by_name)
        self._say_what_is_missing(head, by_name)
        if "�" in self.raw:
            self.sure *= ODD
            self._find("damaged-text", "", "O texto tem letras perdidas (�); confira nomes e observações.")
        edition = self.vocabulary.edition.number
        self.confidence["edition"] = 0.99 if told else 0.5
        if not told:
            self._find("edition-unclear", "edition", _EDITION_UNCLEAR.format(edition))
        form = RetentionForm(edition=edition, **self.values)
        confidence = {name: round(self.sure * self.confidence.get(name, NOT_MET), 3) for name in FORM_FIELDS}
        reading = Reading(form, confidence, tuple(self.findings), self.unread)
        if self.paper is None:
            return reading
        sure = sure_on_paper(form, confidence, self.paper, self.places.spans)
        sure = with_doubts(form, sure, self.paper, self.places, self.findings)
        if self.scanned:
            sure = calibrated(form, sure)
        confidence = {name: round(each, 3) for name, each in sure.items()}
        places = self.places.boxes_on(self.paper)
        return replace(reading, confidence=confidence, sheets=self.paper.sheets, places=places)

    def _find(self, code: str, name: str, message: str) -> None:
        self.findings.append(Finding(code, Severity.WARNING, name, message))

    def _label(self, name: str) -> str:
        return self.vocabulary.names[name]

    def _keep(self, name: str, value: Value, sure: float = 1.0) -> None:
        self.values[name] = value.value
        self.confidence[name] = value.sure * sure
        if value.unread:
            self.unread[name] = value.unread
        if value.finding:
            self.findings.append(value.finding)

    def _read_head(self) -> HeadText:
        end = self.blocks[0].start if self.blocks else len(self.raw)
        title = self.vocabulary.title.search(self.text, 0, end)
        start = title.end() if title else self._first_label(end)
        if self.blocks:
            start = max(start, end - _LONGEST_HEAD)
        end = min(end, start + _LONGEST_HEAD)
        head = read_head(self.raw[start:end].split("\n"), self.vocabulary)
        if self.paper:
            self.places.note_head(head_spans(self.raw, start, end, head.texts, self.vocabulary))
        for name in self.vocabulary.slots:
            if name not in head.met:
                continue
            text = head.texts.get(name, "")
            if name == _ANSWER:
                self._keep(name, self._answer(text))
            else:
                self._keep(name, parse_field(name, self._label(name), text), head.sure.get(name, 1.0))
        self._note_answer_boxes()
        self._say_what_has_no_place(head)
        return head

    def _note_answer_boxes(self) -> None:
        """The boxes of "Atende outros convênios", and what they leave open."""
        ticks = Ticks()
        for start, end in self.places.spans.get(_ANSWER, ()):
            ticks.at = read_yes_no(self.text, start, end, self.vocabulary).ticks.at
            for code, span in ticks.at.items():
                self.places.note(f"{_ANSWER}.{code}", span)
        is_told = any(finding.field == _ANSWER for finding in self.findings)
        if self.paper and _ANSWER in self.values and not (is_told and not ticks.at):
            self.findings += self._box_findings(_ANSWER, ticks)
            if self.scanned and missing_boxes(_ANSWER, ticks, self.vocabulary):
                self.confidence[_ANSWER] = min(self.confidence[_ANSWER], DOUBTED)

    def _say_what_has_no_place(self, head: HeadText) -> None:
        for text, fields in head.open:
            labels = " ou ".join(f"“{self._label(name)}”" for name in fields)
            for name in fields:
                self.confidence[name] = UNREADABLE
                self._find("ambiguous-cell", name, f"“{quoted(text)}” pode ser de {labels}: ficou em branco.")
        for text in head.stray[:_MOST_STRAY]:
            message = f"“{quoted(text)}” está no cabeçalho, mas não se sabe em que campo."
            self._find("unplaced-text", "", message)
        if more := len(head.stray[_MOST_STRAY:]):
            message = f"Há mais {more} linhas no cabeçalho que não são de nenhum campo."
            self._find("unplaced-text", "", message)

    def _first_label(self, end: int) -> int:
        """Where the head begins without a title: a mail before it may have a "Data:" of its own."""
        vocabulary = self.vocabulary
        for found in vocabulary.head_label.finditer(self.text, 0, min(end, _LONGEST_HEAD)):
            name = vocabulary.fields_of_label[found.lastgroup or ""][0]
            if vocabulary.places[name].place == 0:
                return self.text.rfind("\n", 0, found.start()) + 1
        return 0

    def _answer(self, text: str) -> Value:
        """What the boxes, or the word, of "Atende outros convênios" say."""
        label = self._label(_ANSWER)
        sign = next((char for char in text if char in ANSWERS), "")
        if sign in {ANSWERED_YES, ANSWERED_NO, UNANSWERED}:
            return Value({ANSWERED_YES: True, ANSWERED_NO: False}.get(sign), 0.99)
        if sign == ANSWERED_BOTH:
            return Value(None, UNREADABLE, _several(_ANSWER, label, ("Sim", "Não")))
        answer = read_yes_no(flat(text), 0, len(text), self.vocabulary)
        if len(answer.ticks.ticked) == 1:
            return Value(answer.ticks.ticked[0] == "yes", 0.9)
        plain = parse_field("other_plans", label, text)
        if plain.value is None:
            return plain
        message = f"{label}: não foi possível ler “{quoted(text)}” como sim ou não."
        return Value(None, UNREADABLE, Finding("unreadable-choice", Severity.WARNING, _ANSWER, message))

    def _read_contacts(self, blocks: Sequence[Block]) -> None:
        entries: list[ContactEntry] = []
        sure = [0.99 if blocks else NOT_MET]
        for block in blocks:
            text = read_contact(self.raw, self.text, block, self.vocabulary)
            self.places.note_contact(block, text)
            on = parse_contact_date(block.number, self.vocabulary.edition.labels["contact_on"], text.date)
            note = paragraphs(self.raw, *text.note, self.wrapping)
            if on.finding:
                self.findings.append(on.finding)
                sure.append(ODD)
            if on.unread:
                self.unread[f"contacts.{block.number}.on"] = on.unread
            sure.append(self._note_stray(text))
            if on.value or note:
                entries.append(ContactEntry(block.number, on.value, note))
        if self._say_of_heads_in_notes(blocks) or not {1, len(blocks)} <= {each.number for each in blocks}:
            sure.append(DOUBTED)
        self.values["contacts"] = tuple(entries)
        self.confidence["contacts"] = min(sure)

    def _say_of_heads_in_notes(self, blocks: Sequence[Block]) -> bool:
        """Says where a note holds what looks like a contact's head, as if one number stood there twice."""
        found = False
        for block in blocks:
            number = head_within(self.text, block, self.vocabulary)
            if number:
                found = True
                self._find(
                    "repeated-contact",
                    f"contacts.{block.number}.note",
                    f"{block.number}º contato: a observação parece ter outro {number}º contato; confira.",
                )
        return found

    def _say_what_stands_behind(self, name: str, block: Block, found: ListText) -> None:
        """Between the boxes of a list and the next label nothing is printed: what stands there is lost."""
        rows = self.raw[max(found.ticks.end, block.content) : block.end].replace("\v", "\n").split("\n")
        lost = [row for row in rows if _WORD.search(row) and not names_the_sheet(row)]
        if not lost or found.lost:
            return
        self.confidence[name] = min(self.confidence[name], DOUBTED)
        if name == OUTCOME:
            # The contacts come next on paper.
            self.confidence["contacts"] = min(self.confidence["contacts"], DOUBTED)
        for row in lost[:_MOST_STRAY]:
            message = f"{self._label(name)}: “{quoted(row)}” está depois das opções e não foi lido."
            self._find("unplaced-text", name, message)

    def _note_stray(self, text: ContactText) -> float:
        words = squeezed(text.stray).strip(" -–—:;,.|*_()[]/")
        if not words or not any(map(str.isalnum, words)):
            return 1.0
        message = f"{text.number}º contato: “{quoted(words)}” não é data nem observação."
        self._find("unplaced-text", "contacts", message)
        return ODD

    def _read_list(self, name: str, blocks: Mapping[str, Block]) -> None:
        block = blocks.get(name)
        if block is None:
            return
        found = read_list(self.raw, self.text, block, self.vocabulary, in_words=not self.scanned)
        self._report(name, found)
        self.places.note_list(name, block, found.ticks)
        codes = found.ticks.ticked
        sure = found.sure
        if name == OUTCOME:
            if len(codes) > 1:
                edition = self.vocabulary.edition
                words = [edition.option_label(OptionList.OUTCOME, code) for code in codes]
                self.findings.append(_several(name, self._label(name), words))
                sure = UNREADABLE
            self.values[name] = codes[0] if len(codes) == 1 else None
        else:
            self.values[name] = tuple(code for code in self.vocabulary.options[name].codes if code in codes)
        self.confidence[name] = sure
        if name in (OUTCOME, REASONS):
            self._say_what_stands_behind(name, block, found)
        if name == ACTIONS:
            self._read_actions_note(found)
        if name == SECTORS:
            self._read_signature(found)

    def _report(self, name: str, found: ListText) -> None:
        self.findings += list_findings(name, found, self.vocabulary)
        self.findings += self._box_findings(name, found.ticks)

    def _box_findings(self, name: str, ticks: Ticks) -> Iterable[Finding]:
        if self.paper is None:
            return ()
        return box_findings(name, ticks, self.paper, self.vocabulary, scanned=self.scanned)

    def _read_actions_note(self, found: ListText) -> None:
        start, end = found.note
        raw = self.raw
        if "obrigat" in self.text[start:end]:
            for printed in self.vocabulary.instruction.finditer(self.text, start, end):
                # It parts paragraphs and says nothing; what stands behind stays where it was.
                raw = raw[: printed.start()] + "\n".ljust(len(printed[0])) + raw[printed.end() :]
        note = paragraphs(raw, start, end, self.wrapping)
        self.values["actions_note"] = note
        self.places.note("actions_note", found.note, self.places.labels[ACTIONS])
        self.confidence["actions_note"] = found.note_sure

    def _read_protocol(self, blocks: Mapping[str, Block]) -> None:
        block = blocks.get(PROTOCOL)
        if block is None:
            return
        found = read_yes_no(self.text, block.content, block.end, self.vocabulary, in_words=not self.scanned)
        self._report(PROTOCOL, found)
        self.places.note_list(PROTOCOL, block, found.ticks)
        codes = found.ticks.ticked
        self.confidence[PROTOCOL] = found.sure
        self.values[PROTOCOL] = codes[0] == "yes" if len(codes) == 1 else None
        if len(codes) > 1:
            self.findings.append(_several(PROTOCOL, self._label(PROTOCOL), ("Sim", "Não")))
            self.confidence[PROTOCOL] = UNREADABLE
        self._say_what_stands_behind(PROTOCOL, block, found)

    def _read_general_note(self, blocks: Mapping[str, Block]) -> None:
        block = blocks.get(GENERAL_NOTE)
        if block is None:
            return
        self.values[GENERAL_NOTE] = paragraphs(self.raw, block.content, block.end, self.wrapping)
        self.confidence[GENERAL_NOTE] = WORDED
        self.places.note(GENERAL_NOTE, (block.content, block.end), (block.start, block.content))

    def _read_signature(self, found: ListText) -> None:
        name, others = read_signature(self.raw[found.note[0] : found.note[1]])
        self.values["signed_by"] = name
        at = self.raw.find(name, *found.note) if name else -1
        self.places.note("signed_by", (at, at + len(name)) if name and at >= 0 else None)
        self.confidence["signed_by"] = ODD if others else 0.95
        for line in others:
            message = f"“{quoted(line)}” está no fim do formulário e não foi lido como assinatura."
            self._find("unplaced-text", "signed_by", message)

    def _say_what_is_missing(self, head: HeadText, blocks: Mapping[str, Block]) -> None:
        missing = [self._label(name) for name in self.vocabulary.slots if name not in head.met]
        labels = self.vocabulary.edition.labels
        missing += [labels[name].replace("{number}", "1") for name in BLOCKS if name not in blocks]
        if missing:
            words = "; ".join(missing[:12]) + ("; …" if len(missing) > 12 else "")
            self._find("half-form", "", f"O formulário está incompleto; não foi encontrado: {words}.")


def _several(name: str, label: str, options: Iterable[str]) -> Finding:
    message = f"{label}: há mais de uma opção marcada onde só cabe uma ({', '.join(options)})."
    return Finding("several-ticks", Severity.WARNING, name, message)
