"""Search as one types: names and numbers in `search_text`, words of the notes in `notes_vector`."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone, protocol_number

from ..search_index import words_of_notes

LONGEST_QUERY = 200
MOST_TERMS = 8

_ONLY_NUMBER = re.compile(r"[0-9\s./()+-]{3,}")
_CASE_NUMBER = re.compile(r"[A-Z]{2,5}-[0-9]{4}-[0-9]{1,6}", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")


def is_private_query(text: str) -> bool:
    """Whether a query is, or is about to become, a person's number, which must not stand in an address.

    Numbers of cases and protocols are nobody's; a name is what a colleague would send in a link.
    """
    plain = text.strip()
    if _CASE_NUMBER.fullmatch(plain) or protocol_number.clean(plain):
        return False
    return sum(char.isdigit() for char in plain) >= 4


def search_condition(text: str) -> Q | None:
    """Every term in the names and numbers, or in the notes; None for an empty query."""
    plain = text.replace("\x00", "").strip()[:LONGEST_QUERY]
    number = _as_number(plain)
    terms = [number] if number else fold(plain).split()[:MOST_TERMS]
    if not terms:
        return None
    condition = Q()
    for term in terms:
        condition &= Q(search_text__contains=term.strip(",;:()\"'“”") or term)
    notes = _notes_query(words_of_notes(plain))
    return condition | Q(notes_vector=notes) if notes is not None and not number else condition


def _as_number(text: str) -> str | None:
    """The query as the number it is, the way the index keeps it; None if it has words."""
    for clean in (cpf.clean, cnpj.clean, phone.clean, protocol_number.clean):
        value = clean(text)
        if value:
            return fold(value)
    registration = cro.parse(text)
    if registration is not None and registration.uf:
        return fold(f"cro {registration.uf} {registration.number}")
    if _ONLY_NUMBER.fullmatch(text):
        return re.sub(r"[^0-9]", "", text) or None
    return None


def _notes_query(folded: str) -> SearchQuery | None:
    """All words, the last one as the beginning of one. Short words alone would match half of the notes."""
    words = _WORD.findall(folded)[:MOST_TERMS]
    if not any(len(word) >= 3 for word in words):
        return None
    *whole, last = words
    raw = " & ".join([*whole, f"{last}:*" if len(last) >= 3 else last])
    return SearchQuery(raw, search_type="raw", config="portuguese")
