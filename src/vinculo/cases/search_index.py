"""What the list's search looks through: one folded text of names and numbers, one vector of the notes."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import phone

from .models import Case

_NASAL_PLURAL = re.compile(r"(?:[oa]es|aos)\b")
LONGEST_NOTES = 200_000
"""Characters of notes that are indexed; a vector may hold one megabyte."""


def words_of_notes(text: str) -> str:
    """A text as the notes' vector holds it: folded, and plurals in -ões, -ães, -ãos said as -ão.

    Without their accents the Portuguese stemmer takes *liberação* and *liberações* for two words.
    """
    return _NASAL_PLURAL.sub("ao", fold(text))


def refresh_search_index(case: Case) -> None:
    """Writes both columns anew from the case and what hangs on it."""
    contacts = list(
        case.contacts.filter(voided_at=None).values_list("note", "address", "spoken_to", "made_by")
    )
    offers = list(case.offers.filter(is_ticked=True).values_list("note", flat=True))
    dentists = case.dentists.filter(removed_at=None).values_list("name", "cro", "cro_state")
    protocols = case.opened_protocols.values_list("number", flat=True)
    notes = [case.actions_note, case.general_note, *offers, *(row[0] for row in contacts)]
    said = "\n".join(text for text in notes if text)[:LONGEST_NOTES]
    phones = {
        found.digits
        for text in (said, *(row[1] for row in contacts if row[1]))
        for found in phone.find_in(text)
    }
    words: list[str | None] = [
        case.number,
        case.dentist_name,
        _cro_words(case.cro, case.cro_state),
        case.cnpj,
        case.cpf,
        case.protocol_number,
        case.city,
        case.provider.name if case.provider else None,
        *(word for name, cro, uf in dentists for word in (name, _cro_words(cro, uf))),
        *protocols,
        *(person for row in contacts for person in row[1:] if person),
        *sorted(phones),
    ]
    Case.objects.filter(pk=case.pk).update(
        search_text=fold(" ".join(word for word in words if word)).replace("\x00", ""),
        notes_vector=SearchVector(Value(words_of_notes(said)), config="portuguese"),
    )


def _cro_words(number: str | None, uf: str | None) -> str:
    return f"cro {uf or ''} {number}" if number else ""
