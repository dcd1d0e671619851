"""Who is "we" in a conversation: a guess that a person confirms. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from vinculo.kernel.folding import fold

_TITLES = frozenset({"dr", "dra", "sr", "sra", "doutor", "doutora"})


@dataclass(frozen=True, slots=True)
class KnownNames:
    """`staff`: who works here; `before`: who was "we" before; `theirs`: who surely is not."""

    staff: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


def guess_our_names(authors: Sequence[str], known: KnownNames) -> frozenset[str]:
    """Those of the authors who seem to be our people; nobody where nothing tells."""
    before = {fold(name) for name in known.before}
    theirs = [_words(name) for name in known.theirs]
    others = {name for name in authors if fold(name) not in before and _is_one_of(_words(name), theirs)}
    staff = [_words(name) for name in known.staff]
    ours = {
        name
        for name in authors
        if name not in others and (fold(name) in before or _is_one_of(_words(name), staff))
    }
    if not ours and len(authors) == 2 and len(others) == 1:
        ours = set(authors) - others
    return frozenset(ours) if len(ours) < len(authors) or len(authors) == 1 else frozenset()


def _words(name: str) -> frozenset[str]:
    plain = fold("".join(char if char.isalnum() else " " for char in name))
    return frozenset(word for word in plain.split() if word not in _TITLES and len(word) > 1)


def _is_one_of(words: frozenset[str], names: Iterable[Collection[str]]) -> bool:
    """Whether one of the names holds all the words, or is held by them."""
    return any(words and name and (words <= set(name) or set(name) <= words) for name in names)
