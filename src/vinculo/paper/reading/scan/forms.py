"""Which sheets of a file make a form, and in which order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...editions import Edition
from ...printing.paper_code import PaperCode
from ..flat import flat
from ..page import Line
from ..vocabulary import BLOCKS, CONTACT, vocabulary_of
from .kept_sheet import KeptSheet

_PAGE_OF = re.compile(r"(?:pagina|pag\.?|folha|fl\.?)[ ]*([0-9]{1,2})[ ]*(?:de|/)[ ]*([0-9]{1,2})(?![0-9])")
# A sheet that goes on may say "Data", "CRO" and some more in its notes.
_LABELS_OF_A_HEAD = 12


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells where a sheet belongs."""

    has_title: bool
    number: int  # As it is printed, 0 where it is not.
    total: int
    head: int  # So many labels of the head.
    blocks: tuple[tuple[int, int], ...]  # In the order of the paper.

    @property
    def begins(self) -> bool:
        return self.has_title or self.head >= _LABELS_OF_A_HEAD or self.number == 1

    @property
    def says_something(self) -> bool:
        return self.begins or bool(self.blocks) or bool(self.number)


def forms_of(sheets: Sequence[KeptSheet], editions: Sequence[Edition]) -> list[list[KeptSheet]]:
    """The sheets of each form, in the order of the paper; sheets that hold nothing are left out.

    Those that say which print of ours they are go by that, the others by their title and labels.
    """
    filled = [sheet for sheet in sheets if any(line.text.strip() for line in sheet.lines)]
    signs = [_signs_of(sheet, editions) for sheet in filled]
    groups = _by_print(filled)
    named = {place for group in groups for place in group}
    firsts = [place for place, sign in enumerate(signs) if sign.begins and place not in named]
    if len(groups) + len(firsts) <= 1:
        return [_in_order(filled, signs)] if filled else []
    for place in firsts:
        # The foot of a page of text was taken off.
        rest = _rest_of_print(place, signs, groups, (0, 1) if filled[place].is_text else (1,))
        if rest is None:
            groups.append([place])
        else:
            rest.append(place)
    groups = sorted(map(sorted, groups))
    loose = sorted({*range(len(filled))} - {place for group in groups for place in group})
    unclear: list[list[int]] = []
    for place in loose:
        # One may lie before its first sheet, but then not far.
        begun = [group for group in groups if min(group) < place] or ([] if place + 1 in firsts else groups)
        lacking = [group for group in begun if _lacks(signs[place], [signs[other] for other in group])]
        unclear += lacking if len(lacking) > 1 else []
        _home(place, signs, groups).append(place)
    for place in loose:
        if signs[place].says_something and any(place in group for group in unclear):
            filled[place] = replace(filled[place], may_be_of_another=True)
    return [
        _in_order([filled[place] for place in sorted(group)], [signs[place] for place in sorted(group)])
        for group in groups
    ]


def _lacks(sign: _Signs, others: Sequence[_Signs]) -> bool:
    """Whether a form, as far as it was found, has hardly anything of what is on a sheet: words of a note may
    look like a label."""
    taken = {block for other in others for block in other.blocks} & set(sign.blocks)
    hardly_any = not taken or 2 * len(taken) < len(sign.blocks)
    return sign.says_something and hardly_any and not _clashes(sign, others)


def one_form_of(sheets: Sequence[KeptSheet], editions: Sequence[Edition]) -> list[KeptSheet]:
    """Sheets of which a person says that they are one form, in the order of the paper."""
    filled = [sheet for sheet in sheets if any(line.text.strip() for line in sheet.lines)]
    return _in_order(filled, [_signs_of(sheet, editions) for sheet in filled])


def forms_with_text(
    scanned: Sequence[KeptSheet], texts: Sequence[KeptSheet], editions: Sequence[Edition]
) -> list[list[KeptSheet]]:
    """The forms of scanned sheets, together with the pages beside them that were read as text and are of the
    same form: that one which the others lack. Forms of text alone are left out.
    """
    telling = [sheet for sheet in scanned if _signs_of(sheet, editions).says_something]
    together = forms_of(sorted((*telling, *texts), key=lambda sheet: sheet.number), editions)
    mixed = [form for form in together if len({sheet.is_text for sheet in form}) == 2]
    if not mixed or not all(_is_one_form(form, editions) for form in mixed):
        return forms_of(scanned, editions)
    taken = {sheet.number for form in mixed for sheet in form}
    others = forms_of([sheet for sheet in scanned if sheet.number not in taken], editions)
    return sorted((*mixed, *others), key=lambda form: min(sheet.number for sheet in form))


def _is_one_form(sheets: Sequence[KeptSheet], editions: Sequence[Edition]) -> bool:
    """Whether the scanned sheets hold what those of text lack: else they are an annex, or a copy."""
    texts = [_signs_of(sheet, editions) for sheet in sheets if sheet.is_text]
    scanned = [_signs_of(sheet, editions) for sheet in sheets if not sheet.is_text]
    known = {block for sign in texts for block in sign.blocks}
    totals = {sign.total for sign in texts} - {0}
    return all(
        sign.begins or not known.issuperset(sign.blocks) or sign.total in totals for sign in scanned
    ) and not any(_clashes(sign, texts) for sign in scanned)


def _by_print(sheets: Sequence[KeptSheet]) -> list[list[int]]:
    """The sheets of each print of ours; a page that is there twice is of two forms."""
    groups: dict[tuple[str, int], list[int]] = {}
    seen: Counter[PaperCode] = Counter()
    for place, sheet in enumerate(sheets):
        if sheet.printed is not None:
            groups.setdefault((sheet.printed.code, seen[sheet.printed]), []).append(place)
            seen[sheet.printed] += 1
    return list(groups.values())


def _rest_of_print(
    place: int, signs: Sequence[_Signs], groups: Sequence[list[int]], first_numbers: Sequence[int]
) -> list[int] | None:
    """The further pages of a print whose first page has a code that cannot be read; none where it may be
    another one's."""
    if signs[place].number not in first_numbers:
        return None
    without_first = [group for group in groups if not any(signs[other].begins for other in group)]
    beside = [group for group in without_first if place + 1 in group]
    return (beside or without_first)[0] if len(beside or without_first) == 1 else None


def _home(place: int, signs: Sequence[_Signs], groups: Sequence[list[int]]) -> list[int]:
    """The form before it that has room for it; else the next one."""
    before = [group for group in groups if group[0] < place]
    for group in [*reversed(before), *(each for each in groups if each[0] > place)]:
        if not _clashes(signs[place], [signs[other] for other in group]):
            return group
    return before[-1] if before else groups[0]


def _clashes(sign: _Signs, others: Sequence[_Signs]) -> bool:
    taken = {block for other in others for block in other.blocks}
    numbers = {other.number for other in others}
    return bool(sign.number and sign.number in numbers) or len(taken & set(sign.blocks)) > 1


def _in_order(sheets: Sequence[KeptSheet], signs: Sequence[_Signs]) -> list[KeptSheet]:
    """By printed numbers where all have one, else by the blocks on them; what says nothing stays behind its
    neighbour."""
    if len(sheets) < 2:
        return list(sheets)
    numbers = [sign.number for sign in signs]
    if all(numbers) and len(set(numbers)) == len(numbers):
        return [sheets[place] for place in sorted(range(len(sheets)), key=lambda place: numbers[place])]
    keys: list[tuple[int, int]] = []
    last = (-1, 0)
    for sign in signs:
        if sign.begins:
            last = (-1, 0)
        elif sign.blocks:
            last = sign.blocks[0]
        keys.append(last)
    return [sheets[place] for place in sorted(range(len(sheets)), key=lambda place: keys[place])]


def _signs_of(sheet: KeptSheet, editions: Sequence[Edition]) -> _Signs:
    signs = _signs(sheet.lines, editions)
    if sheet.printed is None:
        return signs
    is_first = sheet.printed.page == 1
    return replace(
        signs, number=sheet.printed.page, has_title=is_first, head=_LABELS_OF_A_HEAD if is_first else 0
    )


def _signs(lines: Sequence[Line], editions: Sequence[Edition]) -> _Signs:
    text = flat("\n".join(line.text for line in lines))
    number = total = 0
    for found in _PAGE_OF.finditer(text):
        if 0 < int(found[1]) <= int(found[2]):
            number, total = int(found[1]), int(found[2])
    vocabulary = vocabulary_of(editions[0])
    blocks: list[tuple[int, int]] = []
    for edition in editions:
        for label in _labels(text, edition):
            if label not in blocks:
                blocks.append(label)
    head = {found.lastgroup for found in vocabulary.head_label.finditer(text)}
    before = text.find("contato")
    title = vocabulary.title.search(text)
    return _Signs(
        title is not None and (before < 0 or title.start() < before), number, total, len(head), tuple(blocks)
    )


def _labels(text: str, edition: Edition) -> list[tuple[int, int]]:
    vocabulary = vocabulary_of(edition)
    found = []
    start = 0
    for row in text.split("\n"):
        label = vocabulary.block_label.match(row)
        if label:
            number = int(label["number"]) if label["number"] else 0
            name = CONTACT if number else label.lastgroup or ""
            if name in BLOCKS:
                found.append((BLOCKS.index(name), number))
        start += len(row) + 1
    return found
