"""What is to be said of a list of boxes: what it says against itself, and what its boxes leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vinculo.kernel.finding import Finding, Severity

from .lists import ListText, all_ticked
from .places import Paper
from .sureness import unclear_boxes
from .ticks import Ticks
from .vocabulary import ACTIONS, LIST_OF_BLOCK, REASONS, Options, Vocabulary

# So many options are told by name.
_MOST_NAMED = 6


def list_findings(name: str, found: ListText, vocabulary: Vocabulary) -> Iterator[Finding]:
    """What the list's own words and marks say that cannot be."""
    label, ticks = vocabulary.names[name], found.ticks
    for words in ticks.unknown:
        message = f"{label}: “{words}” está marcado, mas não é opção desta edição."
        yield Finding("unknown-option", Severity.WARNING, name, message)
    if found.lost:
        message = f"{label}: as opções estão no texto, mas as marcas se perderam."
        yield Finding("ticks-lost", Severity.WARNING, name, message)
    elif name in (ACTIONS, REASONS) and all_ticked(ticks, vocabulary.options[name]):
        message = f"{label}: todas as opções estão marcadas; confira."
        yield Finding("all-ticked", Severity.WARNING, name, message)
    if ticks.contradicted:
        message = f"{label}: há opção repetida, uma vez marcada e outra não."
        yield Finding("repeated-option", Severity.WARNING, name, message)


def box_findings(
    name: str, ticks: Ticks, paper: Paper, vocabulary: Vocabulary, *, scanned: bool
) -> Iterator[Finding]:
    """Boxes of which ink does not say whether they are ticked, and those that were not found on a scan."""
    label = vocabulary.names[name]
    if codes := unclear_boxes(paper, ticks):
        words = _named(name, codes, vocabulary)
        yield Finding(
            "unclear-tick", Severity.WARNING, name, f"{label}: não dá para ver se está marcado: {words}."
        )
    # Options without any mark are told as a list whose marks were lost.
    is_told = not ticks.at and bool(ticks.off)
    if scanned and not is_told and (codes := missing_boxes(name, ticks, vocabulary)):
        words = _named(name, codes, vocabulary)
        message = f"{label}: não foi possível ler o quadradinho de: {words}; confira no papel."
        yield Finding("box-not-found", Severity.WARNING, name, message)


def missing_boxes(name: str, ticks: Ticks, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The options of a list for which no box was found."""
    return tuple(code for code in _options_of(name, vocabulary).codes if code not in ticks.at)


def _options_of(name: str, vocabulary: Vocabulary) -> Options:
    return vocabulary.options[name] if name in LIST_OF_BLOCK else vocabulary.yes_no


def _named(name: str, codes: Sequence[str], vocabulary: Vocabulary) -> str:
    edition, which = vocabulary.edition, LIST_OF_BLOCK.get(name)
    words = [edition.option_label(which, code) if which else edition.labels[code] for code in codes]
    more = f" e mais {len(words) - _MOST_NAMED}" if len(words) > _MOST_NAMED else ""
    return ", ".join(f"“{each}”" for each in words[:_MOST_NAMED]) + more
