"""Boxes that a scan took for letters, or lost: within a list each option has one, of which nothing is known.

Such a box is written as not ticked and hardly sure, so that its list is found, and looked at by a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from .flat import flat
from .page import UNTICKED, Line, Word
from .printed_words import PrintedLabel, WordsOfLine, changed_line, printed_labels
from .ticks import MARK
from .vocabulary import LIST_OF_BLOCK, PROTOCOL, Vocabulary

_UNKNOWN = 0.3
_PUT_IN = f"{UNTICKED} "
# "(8)", "8)", "O", "Q", "&": what a box with a pen's tick may be read as.
_LIKE_A_BOX = re.compile(r"(?:^|(?<=[\s|]))(?:[(\[{|]?[^\s☒☐][)\]}|]?|[(\[{][)\]}])[ \t]*\Z")
_ENDS_WITH_MARK = re.compile(rf"(?:{MARK.pattern})\s*\Z")
_BEGINS_WITH_MARK = re.compile(rf"[\s|]*(?:{MARK.pattern})")
_ROW = re.compile(r"[\v\n]")
_FEWEST_BEHIND = 3
_NOTE = re.compile(r"[^\w]*obs", re.IGNORECASE)


def with_lost_marks(lines: Sequence[Line], vocabularies: Sequence[Vocabulary]) -> list[Line]:
    """The lines, where each option of a list that has no box before it has one."""
    lists = _lists_of(tuple(vocabularies))
    if _stand_behind(lines):
        return list(lines)
    marked: list[Line] = []
    options: Sequence[PrintedLabel] = ()
    for line in lines:
        # A box at the end of a line is that of the option that begins the next.
        has_box = bool(options and marked and _ENDS_WITH_MARK.search(flat(marked[-1].text)))
        opened = _list_opened(line, lists)
        if opened is not None:
            options, start = opened
            marked.append(_marked(line, options, start, has_box=False))
            continue
        if _ends_list(line, vocabularies[0]):
            options = ()
        marked.append(_marked(line, options, 0, has_box=has_box) if options else line)
    return marked


def _stand_behind(lines: Sequence[Line]) -> bool:
    """Whether boxes stand behind their options: most rows that have any end with one."""
    rows = [flat(row) for line in lines for row in _ROW.split(line.text) if MARK.search(flat(row))]
    ending = sum(_ENDS_WITH_MARK.search(row) is not None for row in rows)
    beginning = sum(_BEGINS_WITH_MARK.match(row) is not None for row in rows)
    return ending >= _FEWEST_BEHIND and ending > 2 * beginning


_Lists = tuple[tuple[re.Pattern[str], tuple[PrintedLabel, ...]], ...]


@lru_cache(maxsize=4)
def _lists_of(vocabularies: tuple[Vocabulary, ...]) -> _Lists:
    """The label of each list, loosely, and its options."""
    lists = []
    for vocabulary in vocabularies:
        edition = vocabulary.edition
        for name, which in LIST_OF_BLOCK.items():
            wordings = [wording for option in edition.options[which] for wording in option.wordings]
            lists.append((_label_pattern(edition.labels[name]), printed_labels(wordings)))
        answers = printed_labels((edition.labels["yes"], edition.labels["no"]))
        lists.append((_label_pattern(edition.labels[PROTOCOL]), answers))
    return tuple(lists)


def _label_pattern(label: str) -> re.Pattern[str]:
    return re.compile(r"[\s|]*" + r"\s+".join(map(re.escape, label.split())) + r"[\s:.|]*", re.IGNORECASE)


def _list_opened(line: Line, lists: _Lists) -> tuple[Sequence[PrintedLabel], int] | None:
    """The options of the list whose label opens a line, and where they may begin."""
    for pattern, options in lists:
        found = pattern.match(line.text)
        if found:
            return options, found.end()
    return None


def _ends_list(line: Line, vocabulary: Vocabulary) -> bool:
    return _NOTE.match(line.text) is not None or vocabulary.block_label.match(line.text.lower()) is not None


def _marked(line: Line, options: Sequence[PrintedLabel], start: int, *, has_box: bool) -> Line:
    if _ENDS_WITH_MARK.search(flat(line.text)):
        # Its boxes stand behind their options.
        return line
    words = WordsOfLine(line.text)
    changes: list[tuple[int, int, str]] = []
    place = next((n for n, span in enumerate(words.spans) if span[0] >= start), len(words.spans))
    while place < len(words.spans):
        at = words.spans[place][0]
        found = words.nearest(place, [(options, False)])
        if found is None:
            place += 1
            continue
        before = line.text[start:at]
        like = _LIKE_A_BOX.search(before)
        has_mark = MARK.search(flat(before)) or MARK.match(flat(line.text), at)
        is_first = has_box and not line.text[:at].strip()
        if not has_mark and not is_first and (like or not before.strip()):
            begin = start + like.start() if like else at
            changes.append((begin, found.end, _PUT_IN + found.label.printed))
        start = found.end
        place += found.count
    return _with_unknown(changed_line(line, changes)) if changes else line


def _with_unknown(line: Line) -> Line:
    """The boxes that were put in as words of their own, of which nothing is known."""
    words: list[Word] = []
    for word in line.words:
        start = word.start
        if line.text.startswith(_PUT_IN, start) and word.end > start + len(_PUT_IN):
            words.append(Word(start, start + 1, word.box, _UNKNOWN))
            start += len(_PUT_IN)
        words.append(replace(word, start=start))
    return replace(line, words=tuple(words))
