"""What searches and orders look a case up by: folded names and numbers, personal ones apart, and the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection

from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import phone

from .models import Case

_NASAL_PLURAL = re.compile(r"(?:[oa]es|aos)\b")
LONGEST_NOTES = 200_000
"""Characters of notes that are indexed; a vector may hold one megabyte."""
LONGEST_WORDS = 500
"""Characters of each short field that are indexed."""
LONGEST_FOLDED = 200

_UPSERT = """
INSERT INTO cases_casesearch AS old
    (case_id, operator_id, is_open, search_text, personal_search_text, notes_vector)
VALUES (%s, %s, %s, %s, %s, to_tsvector('portuguese', %s))
ON CONFLICT (case_id) DO UPDATE SET
    operator_id = excluded.operator_id,
    is_open = excluded.is_open,
    search_text = excluded.search_text,
    personal_search_text = excluded.personal_search_text,
    notes_vector = excluded.notes_vector
WHERE (old.operator_id, old.is_open, old.search_text, old.personal_search_text, old.notes_vector)
    IS DISTINCT FROM (excluded.operator_id, excluded.is_open, excluded.search_text,
                      excluded.personal_search_text, excluded.notes_vector)
"""


def words_of_notes(text: str) -> str:
    """A text as the notes' vector holds it: folded, and plurals in -ões, -ães, -ãos said as -ão.

    Without their accents the Portuguese stemmer takes *liberação* and *liberações* for two words.
    """
    return _NASAL_PLURAL.sub("ao", fold(text))


def refresh_search_index(case: Case) -> None:
    """Writes what is searched and ordered by anew from the case and what hangs on it.

    The linked provider is searched in the registry itself, where it may be renamed.
    """
    contacts = list(
        case.contacts.filter(voided_at=None).values_list("note", "address", "spoken_to", "made_by")
    )
    offers = list(case.offers.filter(is_ticked=True).values_list("note", flat=True))
    dentists = case.dentists.filter(removed_at=None).values_list("name", "cro", "cro_state")
    protocols = case.opened_protocols.values_list("number", flat=True)
    notes = [case.actions_note, case.general_note, *offers, *(row[0] for row in contacts)]
    said = "\n".join(text for text in notes if text)[:LONGEST_NOTES]
    addresses = [row[1][:LONGEST_WORDS] for row in contacts if row[1]]
    words: list[str | None] = [
        case.number,
        case.dentist_name,
        _cro_words(case.cro, case.cro_state),
        case.cnpj,
        case.protocol_number,
        case.city,
        *(word for name, cro, uf in dentists for word in (name, _cro_words(cro, uf))),
        *protocols,
        *(person for row in contacts for person in row[2:]),
    ]
    phones = {found.digits for text in (said, *addresses) for found in phone.find_in(text)}
    _write(case, search_words(words), personal_lines([case.cpf, *addresses, *sorted(phones)]), said)
    _write_sorted_names(case)


def _write(case: Case, words: str, personal: str, notes: str) -> None:
    """One statement, which writes nothing where nothing changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            [case.pk, case.operator_id, case.is_open, words, personal, words_of_notes(notes)],
        )


def _write_sorted_names(case: Case) -> None:
    name, city = folded_key(case.dentist_name), folded_key(case.city)
    if (name, city) != (case.folded_name, case.folded_city):
        case.folded_name, case.folded_city = name, city
        Case.objects.filter(pk=case.pk).update(folded_name=name, folded_city=city)


def folded_key(name: str | None) -> str | None:
    """What names are sorted by: as people look for them, accents and case ignored."""
    return fold(name[:LONGEST_FOLDED])[:LONGEST_FOLDED].replace("\x00", "") if name else None


def search_words(words: Iterable[str | None]) -> str:
    """Names and numbers that anybody who sees the case may search by a part of."""
    return fold(" ".join(word[:LONGEST_WORDS] for word in words if word)).replace("\x00", "")


def personal_lines(things: Iterable[str | None]) -> str:
    """Each thing once, folded, on a line of its own, so that a whole one can be told from a part of one."""
    folded = (fold(thing).replace("\x00", "") for thing in things if thing)
    kept = dict.fromkeys(line for line in folded if line)
    return "".join(f"\n{line}" for line in kept) + "\n" if kept else ""


def _cro_words(number: str | None, uf: str | None) -> str:
    return f"cro {uf or ''} {number}" if number else ""
