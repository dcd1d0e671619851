"""Search as one types: names and numbers in the search texts, the provider's name in the registry, words of
the notes in `notes_vector`.
"""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.folding import fold
from vinculo.kernel.identifiers import cnpj, cpf, cro, phone, protocol_number
from vinculo.network.models import Provider

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


def search_condition(text: str, actor: Actor) -> Q | None:
    """Every term in the names and numbers, or in the notes; None for an empty query.

    Who may not see personal data finds by a whole CPF, phone or address only, never by a part of one.
    """
    plain = text.replace("\x00", "").strip()[:LONGEST_QUERY]
    number = _as_number(plain)
    terms = [number] if number else fold(plain).split()[:MOST_TERMS]
    if not terms:
        return None
    condition = Q()
    for term in terms:
        condition &= _term_condition(term.strip(",;:()\"'“”") or term, actor)
    if number:
        return condition
    notes = _notes_query(words_of_notes(plain))
    return condition | _whole_line(fold(plain)) | (Q(search__notes_vector=notes) if notes is not None else Q())


def providers_named(text: str) -> QuerySet[Provider]:
    """Those of the registry whose name holds the text, as it says today; the index narrows first."""
    by_name = Q(name__unaccent__icontains=text) | Q(trade_name__unaccent__icontains=text)
    return Provider.objects.filter(by_name, search_text__contains=fold(text)).order_by()


def _term_condition(term: str, actor: Actor) -> Q:
    found = Q(search__search_text__contains=term)
    if any(char.isalpha() for char in term):
        found |= Q(provider__in=providers_named(term).values("pk"))
    personal = Q(search__personal_search_text__contains=term)
    if _sees_all_personal_data(actor):
        return found | personal
    whole = _whole_line(cpf.clean(term) or phone.clean(term) or term)
    operators = actor.operators_with(Permission.PERSONAL_DATA_SEE)
    return found | whole | (Q(operator_id__in=operators) & personal if operators else Q())


def _whole_line(line: str) -> Q:
    return Q(search__personal_search_text__contains=f"\n{line}\n")


def _sees_all_personal_data(actor: Actor) -> bool:
    """Whether at every operator whose cases the actor sees."""
    seen = set(actor.operators_with(Permission.CASES_SEE))
    return actor.is_system or seen <= set(actor.operators_with(Permission.PERSONAL_DATA_SEE))


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
