"""Printed words that a scan misread, put right: labels and options are known, so what is nearly one is one.

Only what stands where such words are printed is looked at: a label at the start of a line or a cell, behind
another label or before a colon, an option behind its box. What people wrote is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .flat import skeleton
from .lost_contacts import with_numbered_contacts
from .lost_marks import with_lost_marks
from .mended_answers import with_mended_answers, with_whole_questions
from .mended_counts import with_mended_counts
from .mended_placeholders import with_mended_placeholders
from .mended_rows import with_mended_rows
from .page import CELL, TICKED, UNTICKED, Line
from .printed_words import ODD_COLON, FoundLabel, PrintedLabel, WordsOfLine, changed_line, printed_labels
from .vocabulary import Vocabulary

_OPENS = " \t|>#*·•"
_FAR_DOWN = 60
# The first letter of an option, read as a box of its own.
_LETTER_AS_BOX = re.compile(f"(?<=[{TICKED}{UNTICKED}])[ ]*[{TICKED}{UNTICKED}][ ]*\\Z")
_QUESTION = "serves_other_plans"
# Under the form, before who signs.
_SIGNATURE = "Assinatura"
_INSTRUCTION = 'OBRIGATÓRIO JUSTIFICATIVA CASO SELECIONE "OUTROS".'


@dataclass(frozen=True, slots=True)
class _Labels:
    title: tuple[PrintedLabel, ...]
    head: tuple[PrintedLabel, ...]
    blocks: tuple[PrintedLabel, ...]
    parts: tuple[PrintedLabel, ...]  # Of a contact: its day and its note.
    options: tuple[PrintedLabel, ...]
    questions: tuple[str, ...]  # Of the head, with boxes.


def as_printed(lines: Sequence[Line], vocabularies: Sequence[Vocabulary]) -> list[Line]:
    """The lines of a scan with what is printed as it is printed: labels, options, and their boxes."""
    # The reader of Word imports the form reader, which imports this.
    from .word.contact_tables import with_contacts_apart  # noqa: PLC0415

    mended = with_contacts_apart(with_mended_labels(lines, vocabularies))
    mended = with_numbered_contacts(mended, vocabularies[0])
    return with_lost_marks(mended, vocabularies)


def with_mended_labels(lines: Sequence[Line], vocabularies: Sequence[Vocabulary]) -> list[Line]:
    """The lines with misread labels and options as they are printed, their words where they were."""
    labels = _labels_of(tuple(vocabularies))
    mended: list[Line] = []
    in_head = True
    for number, line in enumerate(lines):
        in_head = in_head and number < _FAR_DOWN and not _opens_with(line.text, labels.blocks)
        mended.append(_mended(line, labels, in_head))
    mended = with_mended_rows(mended, vocabularies[0])
    mended = with_whole_questions(with_mended_answers(mended), labels.questions)
    return with_mended_counts(with_mended_placeholders(mended), vocabularies[0])


@lru_cache(maxsize=4)
def _labels_of(vocabularies: tuple[Vocabulary, ...]) -> _Labels:
    title: list[str] = []
    head: list[str] = []
    blocks: list[str] = []
    parts: list[str] = []
    options: list[str] = []
    questions: list[str] = []
    for vocabulary in vocabularies:
        edition = vocabulary.edition
        printed = [labelled for row in edition.head for labelled in row]
        head += (labelled.label for labelled in printed)
        questions += (labelled.label for labelled in printed if labelled.field == _QUESTION)
        names = ("outcome", "actions", "termination_reasons", "protocol_required", "general_note", "sectors")
        title.append(edition.title)
        blocks += (edition.labels[name] for name in names)
        blocks += (edition.labels["contact"].format(number=number) for number in range(1, 6))
        parts += (edition.labels["contact_on"], edition.labels["contact_note"], _INSTRUCTION, _SIGNATURE)
        options += (edition.labels["yes"], edition.labels["no"])
        for listed in edition.options.values():
            options += (wording for option in listed for wording in option.wordings)
    return _Labels(
        printed_labels(title),
        printed_labels(head),
        printed_labels(blocks),
        printed_labels(parts),
        printed_labels(options),
        tuple(dict.fromkeys(questions)),
    )


def _mended(line: Line, labels: _Labels, in_head: bool) -> Line:
    words = WordsOfLine(line.text)
    changes: list[tuple[int, int, str]] = []
    place, behind_label = 0, False
    while place < len(words.spans):
        start = words.spans[place][0]
        found = words.nearest(place, _meant(line.text[:start], labels, in_head, behind_label))
        behind_label = found is not None
        if found is None:
            place += 1
            continue
        if found.apart and (letter := _LETTER_AS_BOX.search(line.text[:start])):
            start = letter.start()
            changes.append((start, found.end, f" {found.label.printed}"))
            place += found.count
            continue
        odd = None if found.label in labels.options else ODD_COLON.match(line.text, found.end)
        if odd:
            changes.append((start, odd.end(), f"{found.label.printed.rstrip('.:?')}:"))
        elif not _is_as_printed(found, line.text[start : found.end], labels):
            changes.append((start, found.end, found.label.printed))
        place += found.count
    return changed_line(line, changes) if changes else line


def _is_as_printed(found: FoundLabel, text: str, labels: _Labels) -> bool:
    """Whether a label was read as it is printed; one of the head with no colon within ("Nome: dentista")."""
    if found.label in labels.head and ":" in text[:-1]:
        return False
    words = [skeleton(word) for word in text.split()]
    return words == [skeleton(word) for word in found.label.printed.split()]


def _meant(
    before: str, labels: _Labels, in_head: bool, behind_label: bool
) -> Iterator[tuple[Sequence[PrintedLabel], bool]]:
    """Which labels may stand behind what stands before, and whether only with a colon."""
    opens_line = not before.strip(_OPENS)
    opens_cell = opens_line or before.rstrip(" ")[-1:] in (CELL, "|", "\v") or before.endswith("  ")
    if before.rstrip()[-1:] in (TICKED, UNTICKED):
        yield labels.options, False
    if opens_line:
        yield labels.blocks, False
        yield labels.title, False
    if in_head:
        yield labels.head, not (opens_cell or behind_label)
    elif opens_cell or behind_label:
        yield labels.parts, False


def _opens_with(text: str, labels: Sequence[PrintedLabel]) -> bool:
    words = WordsOfLine(text)
    return bool(words.spans) and words.nearest(0, [(labels, False)]) is not None
