"""One list of tick boxes: what is ticked, how sure that is, and where the text behind it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .blocks import Block
from .ticks import Ticks, read_ticks
from .vocabulary import ACTIONS, BEFORE_LABEL, BEHIND_NOTE, OUTCOME, REASONS, Options, Vocabulary

_SURE, _FEW, _GUESSED, _PLAIN, _ALL, _UNBOXED, _LOST = 0.99, 0.93, 0.85, 0.7, 0.6, 0.5, 0.2
_SEPARATION = re.compile(r"[\s|*_`:;,.–—-]*")
# Hardly ever all of more options than this are meant.
_HARDLY_ALL = 4
_SAYS_MORE = re.compile(r"[0-9a-z]")


@dataclass(frozen=True, slots=True)
class ListText:
    ticks: Ticks
    sure: float
    lost: bool  # The options are there, their marks are not.
    note: tuple[int, int]  # Where the text behind the list stands.
    note_sure: float = 0.97


def read_list(
    raw: str, text: str, block: Block, vocabulary: Vocabulary, *, in_words: bool = True
) -> ListText:
    """The list of a block; `text` is the flat form of `raw`.

    `in_words`: an option that is written without any mark may be meant. Where marks may have been drawn
    beside the text, it is not.
    """
    options = vocabulary.options[block.name]
    label = _note_label(text, block, vocabulary) if block.name == ACTIONS else None
    end = label.start() if label else block.end
    ticks = read_ticks(text, block.content, end, options, scanned=not in_words)
    if not ticks.marked and ticks.on and not _is_said_in_words(text, block, ticks, in_words):
        ticks.on, ticks.off = [], ticks.on
    lost = _are_lost(ticks, options)
    if label:
        behind = BEHIND_NOTE.match(text, label.end(), block.end)
        assert behind is not None
        note, note_sure = behind.end(), 0.97
    else:
        separation = _SEPARATION.match(text, max(ticks.end, block.content), block.end)
        assert separation is not None
        inline = vocabulary.note_label.match(text, separation.end(), block.end)
        if block.name == ACTIONS and inline:
            behind = BEHIND_NOTE.match(text, inline.end(), block.end)
            note, note_sure = behind.end() if behind else inline.end(), 0.9
        else:
            note, note_sure = _not_into_a_word(raw, separation), 0.8
    sure = _sure(ticks, options, lost, in_words=in_words)
    return ListText(ticks, sure, lost, (note, block.end), note_sure)


def _is_said_in_words(text: str, block: Block, ticks: Ticks, in_words: bool) -> bool:
    """Whether options without marks are the writer's answer: nothing stands behind that is no note."""
    if ticks.off or not in_words:
        return bool(ticks.off)
    return block.name not in {OUTCOME, REASONS} or not _SAYS_MORE.search(text, ticks.end, block.end)


def read_yes_no(
    text: str, start: int, end: int, vocabulary: Vocabulary, *, in_words: bool = True
) -> ListText:
    ticks = read_ticks(text, start, end, vocabulary.yes_no, scanned=not in_words)
    if not ticks.marked and not in_words:
        ticks.on, ticks.off = [], [*ticks.off, *ticks.on]
    lost = not ticks.marked and bool(ticks.off) and not ticks.on
    sure = _sure(ticks, vocabulary.yes_no, lost, in_words=in_words)
    return ListText(ticks, sure, lost, (end, end))


def _note_label(text: str, block: Block, vocabulary: Vocabulary) -> re.Match[str] | None:
    """The "Obs." under the boxes: the first that stands at the start of a line or of a cell."""
    for found in vocabulary.note_label.finditer(text, block.content, block.end):
        line = text.rfind("\n", block.content, found.start()) + 1 or block.content
        before = BEFORE_LABEL.match(text, line)
        apart = text[max(line, found.start() - 2) : found.start()]
        if (before and before.end() >= found.start()) or apart[-1:] in ("\t", "\v", "|") or apart == "  ":
            return found
    return None


def _not_into_a_word(raw: str, separation: re.Match[str]) -> int:
    """The end of what parts list and note, but before a line of its own that begins with a dash."""
    break_at = raw.rfind("\n", separation.start(), separation.end())
    return break_at + 1 if break_at >= 0 else separation.end()


def _are_lost(ticks: Ticks, options: Options) -> bool:
    """Whether the options are there and their marks are not: with none at all, or with mere bullets."""
    if not ticks.marked:
        return bool(ticks.off) and not ticks.on
    if ticks.bulleted and all_ticked(ticks, options):
        ticks.on = []
        return True
    return False


def all_ticked(ticks: Ticks, options: Options) -> bool:
    return len(set(ticks.on)) == len(options.codes) > 1 and not ticks.off


def _sure(ticks: Ticks, options: Options, lost: bool, *, in_words: bool) -> float:
    if lost:
        return _LOST
    if not in_words and len(ticks.at) < len(options.codes):
        # Each option has a box on paper: what was not found may be ticked.
        return _UNBOXED
    if ticks.unknown or ticks.guessed or ticks.begun or ticks.contradicted:
        return _GUESSED
    if not ticks.marked:
        return _PLAIN if ticks.on else _LOST
    if all_ticked(ticks, options) and len(options.codes) > _HARDLY_ALL:
        return _ALL
    printed = len(set(ticks.on) | set(ticks.off))
    return _SURE if printed == len(options.codes) else _FEW
