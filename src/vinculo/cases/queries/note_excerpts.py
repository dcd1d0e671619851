"""Why a case was found: the piece of its notes, or of an attachment, that holds the searched words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.folding import fold

from ..models import Attachment, Case, Contact

BEFORE = 40
AFTER = 60
SHORTEST_WORD = 3
ENDING = 3
MOST_FILES = 60
"""Attachments that are looked through for one page of results, the newest."""
"""Letters that a word may have at its end otherwise than the searched one: the index knows stems alone."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a note around one searched word; `source` is the attachment that it stands in."""

    before: str
    word: str
    after: str
    source: str = ""


def note_excerpts(cases: Sequence[Case], query: str, actor: Actor) -> dict[int, Excerpt]:
    """By case id, for those cases whose names and numbers do not explain the finding. Two queries.

    Who may not open a case's attachments is shown no word of theirs.
    """
    words = [word for word in _WORD.findall(fold(query)) if len(word) >= SHORTEST_WORD]
    unexplained = [
        case for case in cases if not all(term in _names_and_numbers(case) for term in fold(query).split())
    ]
    if not words or not unexplained:
        return {}
    contacts = Contact.objects.filter(case__in=unexplained, voided_at=None).exclude(note=None)
    notes: dict[int, list[str]] = {
        case.pk: [note for note in (case.general_note, case.actions_note) if note] for case in unexplained
    }
    for case_id, note in contacts.order_by("position").values_list("case_id", "note"):
        notes[case_id].append(note or "")
    found = {case_id: next(_excerpts(texts, words), None) for case_id, texts in notes.items()}
    excerpts = {case_id: excerpt for case_id, excerpt in found.items() if excerpt is not None}
    opened = [case for case in unexplained if actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id)]
    return excerpts | _attachment_excerpts([case.pk for case in opened if case.pk not in excerpts], words)


def _attachment_excerpts(case_ids: Sequence[int], words: Sequence[str]) -> dict[int, Excerpt]:
    """Of the first attachment of each that holds a word, in its text or in its name."""
    if not case_ids:
        return {}
    rows = Attachment.objects.filter(case__in=case_ids, voided_at=None).order_by("-pk")
    found = dict[int, Excerpt]()
    for case_id, name, text in rows.values_list("case_id", "name", "text")[:MOST_FILES]:
        if excerpt := next(_excerpts([text, name], words), None):
            source = "" if excerpt.word in name and not text else name
            found[case_id] = replace(excerpt, source=source)
    return found


def _names_and_numbers(case: Case) -> str:
    return case.search.search_text + case.search.personal_search_text


def _excerpts(texts: Sequence[str], words: Sequence[str]) -> Iterator[Excerpt]:
    """Where the first searched word stands; the next words are looked for where it does not."""
    beginnings = [word[: max(SHORTEST_WORD, len(word) - ENDING)] for word in words]
    for beginning in beginnings:
        for text in texts:
            for match in _WORD.finditer(text):
                if fold(match[0]).startswith(beginning):
                    yield _around(text, match.start(), match.end())


def _around(text: str, start: int, end: int) -> Excerpt:
    """Whole words on both sides, one line."""
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    if start > BEFORE:
        before = "… " + before.partition(" ")[2]
    if end + AFTER < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Excerpt(_one_line(before), text[start:end], _one_line(after))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
