"""Page heads and feet: lines that belong to the sheet of paper and to no field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .flat import flat, squeezed
from .page import Line
from .ticks import MARK
from .vocabulary import Vocabulary

_PAGE_NUMBER = re.compile(
    r"(?:(?P<before>.*?)(?:[\t|·•–—]|[ ]{2,}| - )[ ]*)?"
    r"[-–—(\[]?[ ]*(?:pagina|pag\.?|page|folha|fl\.?)[ ]*[0-9]{1,3}"
    r"[ ]*(?:(?:de|/|of)[ ]*[0-9]{1,3})?[ ]*[-–—)\].]?"
    r"(?:[ ]*(?:[\t|·•–—]|[ ]{2,}| - )(?P<behind>.{0,60}))?"
)
_MAY_BE_NUMBERED = re.compile(r"pag(?:ina|\.|[ ]?[0-9])|page|folha|fl[. ]")
_DEEPEST_TITLE = 40
_LETTERS = re.compile(r"[a-z].*[a-z].*[a-z].*[a-z]")
_FORM_FEED = "\f"
# A head or foot is short, and says no sentence.
_LONGEST = 90
_SHEET_WORDS = re.compile(
    r"uso interno|confidencial|revisao|form-?[a-z]*-?[0-9]|versao [0-9]|edicao|gestao d|departamento|setor d|"
    r"depto\.|diretoria|gerencia|relacionamento com|rede credenciada|impresso em|gerado em|www\.|https?:|@"
)


def without_furniture(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Line]:
    """The lines without page numbers and without the heads and feet that stand beside them or come back."""
    text = flat("\n".join(line.text for line in lines))
    flats = [row.strip() for row in text.split("\n")]
    numbered: set[int] = set()
    if _MAY_BE_NUMBERED.search(text):
        numbered = {
            place for place, row in enumerate(flats) if _MAY_BE_NUMBERED.search(row) and _is_page_number(row)
        }
    fed: set[int] = set()
    if _FORM_FEED in text:
        fed = {place for place, line in enumerate(lines) if _FORM_FEED in line.text}
    running = _running_heads(text, flats, vocabulary) | _first_of_sheets(lines, flats)
    if not numbered and not fed and not running:
        return list(lines)
    gone = numbered | _beside_edges(flats, numbered | fed, vocabulary)
    gone |= {place for place, text in enumerate(flats) if text in running}
    kept: list[Line] = []
    gap = False
    for place, line in enumerate(lines):
        if place in gone:
            gap = True
            continue
        text = line.text.replace(_FORM_FEED, "")
        goes_on = (
            gap and kept and not kept[-1].text.rstrip().endswith((".", "!", "?", ":")) and text[:1].islower()
        )
        if goes_on:
            # The note runs over the page: no paragraph ends at its foot.
            kept[-1] = _joined(kept[-1], line, text)
        elif text.strip():
            kept.append(line if text == line.text else replace(line, text=text))
        gap = False
    return kept


def _joined(above: Line, line: Line, text: str) -> Line:
    """Two lines as one; `text` is what is left of the second."""
    head, rest = above.text.rstrip(), text.lstrip()
    moved = len(head) + 1 - (len(line.text) - len(line.text.lstrip()))
    words = tuple(replace(word, start=word.start + moved, end=word.end + moved) for word in line.words)
    return replace(above, text=f"{head} {rest}", words=above.words + words)


def _beside_edges(flats: Sequence[str], edges: set[int], vocabulary: Vocabulary) -> set[int]:
    """Lines beside a page's edge that say what sheets say, or that stand beside another edge as well."""
    near: dict[str, list[int]] = {}
    last = len(flats) - 1
    for place, text in enumerate(flats):
        beside = edges & {place - 2, place - 1, place, place + 1, place + 2} or place < 2 or place > last - 2
        short = len(text) <= _LONGEST and ". " not in text and _LETTERS.search(text)
        if beside and short and not _is_label(text, vocabulary):
            near.setdefault(text, []).append(place)
    return {
        place
        for text, places in near.items()
        for place in places
        if edges & set(range(place - 2, place + 3))
        and (_is_sheet_line(text) or (len(places) > 1 and not text.endswith((".", "!", "?", ";"))))
    }


def _is_label(text: str, vocabulary: Vocabulary) -> bool:
    bare = text.lstrip("#*_~`> |-")
    patterns = (vocabulary.note_label, vocabulary.date_label, vocabulary.block_label, vocabulary.head_label)
    return any(pattern.match(bare) for pattern in patterns) or MARK.search(text) is not None


def names_the_sheet(text: str) -> bool:
    """Whether a line under the form is a foot (a department, a form's number) and no signature."""
    plain = flat(squeezed(text))
    return _is_sheet_line(plain) or _is_page_number(plain)


def _is_sheet_line(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_SHEET_WORDS.search(text)) and not text.endswith((".", "!", "?"))


def _is_page_number(text: str) -> bool:
    return len(text) <= _LONGEST and bool(_PAGE_NUMBER.fullmatch(text))


def _first_of_sheets(lines: Sequence[Line], flats: Sequence[str]) -> set[str]:
    """Lines with which several sheets of paper begin."""
    first: dict[int, str] = {}
    # A page without lines has one blank row.
    for line, text in zip(lines, flats, strict=False):
        if line.words:
            first.setdefault(line.words[0].box.sheet, text)
    found = list(first.values())
    return {each for each in found if found.count(each) > 1 and 3 < len(each) <= _LONGEST}


def _running_heads(text: str, flats: Sequence[str], vocabulary: Vocabulary) -> set[str]:
    """Lines above the title that come back on a later page."""
    found = vocabulary.title.search(text)
    title = text.count("\n", 0, found.start()) if found else 0
    if not 0 < title < _DEEPEST_TITLE:
        return set()
    above = {row for row in flats[:title] if 3 < len(row) <= _LONGEST}
    return above & set(flats[title:]) if above else above
