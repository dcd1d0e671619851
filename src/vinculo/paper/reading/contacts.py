"""One contact of the form: its date and where its note stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .blocks import DATE_SHAPE, Block
from .notes import PLACEHOLDER
from .vocabulary import BEFORE_LABEL, BEHIND_LABEL, BEHIND_NOTE, Vocabulary

_BETWEEN = re.compile(r"[\s|*_`:,;/()\[\]–—-]*")
_BLANK_DATE = re.compile(r"[ \t]*[_./ \t…-]{0,20}[)\]][*_]*")
_CLOSED = re.compile(r"[ \t]*[)\]*_]*")
_GAP = re.compile(r"\t|[ ]{2,}|\||\n|\v")
_BEFORE_NOTE = re.compile(r"[ \t|:,;–—-]*[\s|]*")
_TIME = re.compile(r"(?:[ ,]*(?:as )?[0-9]{1,2}(?:[h:][0-9]{0,2}){1,2}(?:min|hs?)?(?![0-9a-z]))?")
# More than this between "Data" and "Obs." is no date that went wrong, but a note.
_LONGEST_ODD_DATE = 40


@dataclass(frozen=True, slots=True)
class ContactText:
    """What stands at a contact, not yet parsed. Places are offsets into the text of the form."""

    number: int
    date: str
    note: tuple[int, int]
    stray: str = ""  # Words that are neither date nor note.
    day: tuple[int, int] | None = None  # Where the date stands, or what should be one.


def read_contact(raw: str, text: str, block: Block, vocabulary: Vocabulary) -> ContactText:
    """The date and the note of a contact block; `text` is the flat form of `raw`."""
    end = block.end
    place, labelled = _past_date_label(text, _skip(text, block.content, end), end, vocabulary)
    if labelled and vocabulary.note_label.match(text, place, end):
        return _labels_first(raw, text, place, block, vocabulary)
    day, behind = _date_at(text, place, block, labelled)
    written = raw[slice(*day)] if day else ""
    label = _skip(text, behind, end)
    if not vocabulary.note_label.match(text, label, end):
        later = _later_label(text, behind, end, vocabulary)
        if later is None:
            return ContactText(block.number, written, (_note_start(text, behind, end), end), day=day)
        label = later
    stray = raw[behind:label]
    note = (_past_note_label(text, label, end, vocabulary), end)
    # What stands where the date should, and is none, is a date that cannot be read.
    if day:
        return ContactText(block.number, written, note, stray, day)
    return ContactText(block.number, stray, note, day=(behind, label))


def _date_at(text: str, place: int, block: Block, labelled: bool) -> tuple[tuple[int, int] | None, int]:
    """Where the date stands that comes next, and where it ends; a note may begin with a date of its own."""
    start = _skip(text, place, block.end)
    date = DATE_SHAPE.match(text, start, block.end)
    if date is None:
        printed = PLACEHOLDER.match(text, start, block.end)
        blank = printed or (_BLANK_DATE.match(text, place, block.end) if labelled else None)
        return None, blank.end() if blank else place
    clock = _TIME.match(text, date.end(), block.end)
    behind = clock.end() if clock else date.end()
    closed = _CLOSED.match(text, behind, block.end)
    behind = closed.end() if closed and closed[0].strip() else behind
    own_line = "\n" not in text[block.content : date.start()]
    if labelled or own_line or behind >= block.end or _GAP.match(text, behind):
        return date.span("day"), behind
    return None, place


def _labels_first(raw: str, text: str, place: int, block: Block, vocabulary: Vocabulary) -> ContactText:
    """ "1º contato | Data | Obs." on one line, what they say on the next."""
    end = block.end
    note = _past_note_label(text, place, end, vocabulary)
    if "\n" in text[place:note] or text[note : note + 1] == "\n":
        start = _skip(text, note, end)
        date = DATE_SHAPE.match(text, start, end)
        if date and (date.end() >= end or _GAP.match(text, date.end())):
            day = date.span("day")
            return ContactText(
                block.number, raw[slice(*day)], (_note_start(text, date.end(), end), end), day=day
            )
    return ContactText(block.number, "", (note, end))


def _skip(text: str, place: int, end: int) -> int:
    found = _BETWEEN.match(text, place, end)
    return found.end() if found else place


def _note_start(text: str, place: int, end: int) -> int:
    """Past what parts a note from what is before it, but not past a dash that opens its list."""
    found = _BEFORE_NOTE.match(text, place, end)
    return found.end() if found else place


def _past_note_label(text: str, place: int, end: int, vocabulary: Vocabulary) -> int:
    return _past_label(text, place, end, vocabulary.note_label, BEHIND_NOTE)


def _past_label(
    text: str, place: int, end: int, label: re.Pattern[str], pattern: re.Pattern[str] = BEHIND_LABEL
) -> int:
    found = label.match(text, place, end)
    if found is None:
        return place
    behind = pattern.match(text, found.end(), end)
    assert behind is not None
    return behind.end()


def _past_date_label(text: str, place: int, end: int, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Past "Data", if it is the label and not the first word of a note ("Data limite 01/07")."""
    found = vocabulary.date_label.match(text, place, end)
    if found is None:
        return place, False
    behind = _past_label(text, place, end, vocabulary.date_label)
    alone = (
        behind >= end
        or text[behind] in "\n_."
        or re.search(r"[:\t|]", text[found.end() : behind])
        or DATE_SHAPE.match(text, behind, end)
        or PLACEHOLDER.match(text, behind, end)
        or vocabulary.note_label.match(text, behind, end)
    )
    return (behind, True) if alone else (place, False)


def _later_label(text: str, place: int, end: int, vocabulary: Vocabulary) -> int | None:
    """Where "Obs." stands apart soon after a contact's label, with little between."""
    for gap in _GAP.finditer(text, place, min(end, place + _LONGEST_ODD_DATE)):
        before = BEFORE_LABEL.match(text, gap.end(), end)
        assert before is not None
        if vocabulary.note_label.match(text, before.end(), end):
            return before.end()
    return None
