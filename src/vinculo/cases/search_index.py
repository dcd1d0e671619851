"""What searches and orders look a case up by: derived from it by the actions, in their transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection

from vinculo.accounts.prepared import rows_of
from vinculo.kernel.folding import fold
from vinculo.network.models import Provider

from .models import Case
from .search_terms import SearchFacts, phones_in, terms_of, told, vocabulary_of
from .search_vocabulary import learn_words

LONGEST_NOTES = 200_000
"""Characters of notes, and again of attachments, that are indexed; a vector may hold one megabyte."""
LONGEST_WORDS = 500
"""Characters of each short field that are indexed."""
LONGEST_FOLDED = 200
REBUILT_AT_ONCE = 500

TERMS = """array_to_tsvector({terms}::text[] || ARRAY(
    SELECT '~' || stem FROM unnest(tsvector_to_array(to_tsvector('portuguese', {told}))) AS stem))"""
"""The vector of a row as SQL, from its terms and what is told in its notes."""
TERMS_OF_FILES = """array_to_tsvector(ARRAY(
    SELECT '+' || stem FROM unnest(tsvector_to_array(to_tsvector('portuguese', {told}))) AS stem))"""
"""The same of what its attachments tell."""

_UPSERT = """
INSERT INTO cases_casesearch AS old
    (case_id, operator_id, is_open, search_text, personal_search_text, terms)
VALUES (%s, %s, %s, %s, %s, {TERMS})
ON CONFLICT (case_id) DO UPDATE SET
    operator_id = excluded.operator_id,
    is_open = excluded.is_open,
    search_text = excluded.search_text,
    personal_search_text = excluded.personal_search_text,
    terms = excluded.terms
WHERE (old.operator_id, old.is_open, old.search_text, old.personal_search_text, old.terms)
    IS DISTINCT FROM (excluded.operator_id, excluded.is_open, excluded.search_text,
                      excluded.personal_search_text, excluded.terms)
""".replace("{TERMS}", f"{TERMS.format(terms='%s', told='%s')} || {TERMS_OF_FILES.format(told='%s')}")


def refresh_search_index(case: Case) -> None:
    """Writes what is searched and ordered by anew from the case and what hangs on it.

    Nothing is written where nothing changed.
    """
    facts = search_facts([case])[0]
    if _write(facts):
        learn_words({facts.operator_id: vocabulary_of(facts)})
    _write_folded(case)


def refresh_search_indexes(case_ids: Iterable[int]) -> int:
    """The same for many cases; how many of them were written."""
    pending, written = list(case_ids), 0
    for start in range(0, len(pending), REBUILT_AT_ONCE):
        cases = Case.objects.filter(pk__in=pending[start : start + REBUILT_AT_ONCE])
        words: dict[int, dict[str, str]] = defaultdict(dict)
        rows = list(cases.select_related("provider"))
        for case, facts in zip(rows, search_facts(rows), strict=True):
            written += _write(facts)
            _write_folded(case)
            words[facts.operator_id] |= vocabulary_of(facts)
        learn_words(words)
    return written


def _write_folded(case: Case) -> None:
    provider = case.provider if case.provider_id else None
    folded = {
        "folded_name": folded_key(case.dentist_name),
        "folded_city": folded_key(case.city),
        "folded_provider": folded_names([provider.name, provider.trade_name]) if provider else None,
    }
    if any(getattr(case, column) != value for column, value in folded.items()):
        Case.objects.filter(pk=case.pk).update(**folded)
        for column, value in folded.items():
            setattr(case, column, value)


def refresh_cases_of(sender: object, provider: Provider, **kwargs: object) -> None:
    """A provider's cases are found by what it is called now."""
    refresh_search_indexes(Case.objects.filter(provider=provider).order_by("pk").values_list("pk", flat=True))


def cases_without_index() -> list[int]:
    """Cases that no search finds yet: those of a database from before the terms."""
    without = Case.objects.filter(search__terms=None)
    return list(without.order_by("pk").values_list("pk", flat=True))


def search_facts(cases: Iterable[Case]) -> list[SearchFacts]:
    """What each of them is looked up by; one query, whatever their number."""
    rows = list(cases)
    found = _hanging_on([case.pk for case in rows])
    return [_facts(case, *(kind[case.pk] for kind in found)) for case in rows]


Hanging = defaultdict[int, list[tuple[Any, ...]]]
"""By case, what of one kind hangs on it."""
_KINDS = 5
_HANGING = """
SELECT 0 AS kind, case_id, position AS place, note, address, spoken_to, made_by
FROM cases_contact WHERE case_id = ANY(%(cases)s) AND voided_at IS NULL
UNION ALL SELECT 1, case_id, id, note, '', '', ''
FROM cases_offer WHERE case_id = ANY(%(cases)s) AND is_ticked
UNION ALL SELECT 2, case_id, position, name, cro, cro_state, ''
FROM cases_casedentist WHERE case_id = ANY(%(cases)s) AND removed_at IS NULL
UNION ALL SELECT 3, case_id, id, number, '', '', ''
FROM cases_openedprotocol WHERE case_id = ANY(%(cases)s)
UNION ALL SELECT 4, case_id, id, name, text, '', ''
FROM cases_attachment WHERE case_id = ANY(%(cases)s) AND voided_at IS NULL
ORDER BY kind, case_id, place
"""


def _hanging_on(case_ids: list[int]) -> list[Hanging]:
    """Of each kind apart: contacts, offers, dentists, protocols, files."""
    found = [Hanging(list) for _ in range(_KINDS)]
    for kind, case_id, _, *values in rows_of(_HANGING, {"cases": case_ids}):
        found[kind][case_id].append(tuple(values))
    return found


def _facts(case: Case, *hanging: Collection[tuple[Any, ...]]) -> SearchFacts:
    contacts, offers, dentists, protocols, files = hanging
    provider = case.provider if case.provider_id else None
    notes = [case.actions_note, case.general_note, *(row[0] for row in offers), *(row[0] for row in contacts)]
    people = [*(row[0] for row in dentists), *(who for row in contacts for who in row[2:])]
    in_files = "\n".join(part for row in files for part in row[:2] if part)
    return SearchFacts(
        case_id=case.pk,
        operator_id=case.operator_id,
        is_open=case.is_open,
        number=case.number,
        names=_short([case.dentist_name, *([provider.name, provider.trade_name] if provider else [])]),
        words=_short([case.city, *people]),
        registrations=[(case.cro, case.cro_state), *((row[1], row[2]) for row in dentists)],
        cnpj=case.cnpj,
        cpf=case.cpf,
        protocols=_short([case.protocol_number, *(row[0] for row in protocols)]),
        addresses=[address for row in contacts for address in _short([row[1]])],
        notes="\n".join(note for note in notes if note)[:LONGEST_NOTES],
        files=in_files[:LONGEST_NOTES],
    )


def _short(texts: Iterable[str | None]) -> list[str]:
    return [text[:LONGEST_WORDS].replace("\x00", "") for text in texts if text]


def _write(facts: SearchFacts) -> bool:
    """One statement; whether something changed."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [*row_of(facts), told(facts.files).replace("\x00", "")])
        return bool(cursor.rowcount)


def row_of(facts: SearchFacts) -> list[Any]:
    """The row of `cases_casesearch`, up to its terms and what is told (see `TERMS`)."""
    numbers = [f"cro {uf or ''} {number}" for number, uf in facts.registrations if number]
    words = [facts.number, *facts.names[:1], *numbers, facts.cnpj, *facts.protocols, *facts.words]
    return [
        facts.case_id,
        facts.operator_id,
        facts.is_open,
        search_words(words),
        personal_lines(
            [facts.cpf, *facts.addresses, *phones_in((facts.notes, facts.files, *facts.addresses))]
        ),
        [term.replace("\x00", "") for term in terms_of(facts)],
        told(facts.notes).replace("\x00", ""),
    ]


def folded_key(name: str | None) -> str | None:
    """What names are sorted by: as people look for them, accents and case ignored."""
    return fold(name[:LONGEST_FOLDED])[:LONGEST_FOLDED].replace("\x00", "") if name else None


def folded_names(names: Iterable[str]) -> str:
    """What a provider is called, a line for each name, so that no text is found across two of them."""
    return "\n".join(key for name in names if (key := folded_key(name)))


def search_words(words: Iterable[str | None]) -> str:
    """Names and numbers that anybody who sees the case may search by a part of."""
    return fold(" ".join(word[:LONGEST_WORDS] for word in words if word)).replace("\x00", "")


def personal_lines(things: Iterable[str | None]) -> str:
    """Each thing once, folded, on a line of its own, so that a whole one can be told from a part of one."""
    folded = (fold(thing).replace("\x00", "") for thing in things if thing)
    kept = dict.fromkeys(line for line in folded if line)
    return "".join(f"\n{line}" for line in kept) + "\n" if kept else ""
