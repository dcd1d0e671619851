"""Providers as one types: name, CRO, CPF, CNPJ, phone, city; best first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Affiliation, Provider, ProviderPhone, RegistryWord
from ..search_terms import SearchTerms, is_number, understand
from ..vocabulary import MOST_LIKELY, likely_words, telling_words
from .providers import providers
from .search_rank import Meanings, best_ids, ranked, whole

LIMIT = 50
MOST_GUESSES = 10
MOST_RANKED = 300
MOST_NEAR = 100
NEAR_ENOUGH = 0.45
MOST_NOTED = 50


@dataclass(frozen=True)
class Found:
    """`is_a_guess`: nothing has these words, but these names are close, by the words that were `meant`."""

    providers: list[Provider]
    has_more: bool = False
    is_a_guess: bool = False
    meant: Meanings = ()


def search_providers(
    actor: Actor,
    query: str = "",
    *,
    operator_id: int | None = None,
    status: str = "",
    uf: str = "",
    limit: int = LIMIT,
    most_ranked: int | None = None,
) -> Found:
    """Providers with their municipality and dentists; all of them, by name, where nothing is asked.

    With `most_ranked` the work is bounded: the best of so many that match, and no guesses.

    Who may not see personal data finds by a whole CPF or phone only, never by a part of one.
    """
    seen = _narrowed(providers(actor), operator_id, status, uf)
    terms = understand(query)
    if terms.is_empty:
        return _cut(seen.order_by("folded_name", "pk"), limit)
    matching = seen.filter(_matches(terms, actor))
    if most_ranked is not None:
        matching = Provider.objects.filter(pk__in=matching.order_by().values("pk")[:most_ranked])
    found = _cut(ranked(matching, terms), limit)
    if found.providers or not terms.is_a_name or most_ranked is not None:
        return found
    return _guessed(seen, terms, _words_seen(actor, operator_id), None)


def find_providers(actor: Actor, query: str, *, operator_id: int, today: dt.date, limit: int = 20) -> Found:
    """Those that somebody who types a name or a number is after, at once whatever the registry's size.

    A whole number or name is all there is; else names that begin so come before the best of so many that have
    the words, and where nobody does, before those whose words are nearly written so.
    """
    seen = _narrowed(providers(actor), operator_id, "", "")
    terms = understand(query)
    if terms.is_empty:
        return Found([])
    number = whole(terms) | _noted(terms)
    if number and (found := _cut(seen.filter(number).order_by("folded_name", "pk"), limit)).providers:
        return found
    first: list[int] = []
    # What is a title before a person's name belongs to a clinic's (Dr. Dente).
    for name in dict.fromkeys((terms.text, terms.name)):
        begins = seen.filter(folded_name__startswith=name).exclude(pk__in=first)
        first += begins.order_by("folded_name", "pk").values_list("pk", flat=True)[: limit + 1 - len(first)]
    if len(first) <= limit:
        telling = telling_words(terms.words, _words_seen(actor, operator_id))
        having = _some_of(seen.filter(_all_words(terms, actor, telling)), MOST_RANKED)
        first += best_ids(having.exclude(pk__in=first), terms, limit + 1 - len(first), today)
    if first or not terms.is_a_name:
        return _in_order(first, limit)
    return _guessed(seen, terms, _words_seen(actor, operator_id), today)


def _guessed(
    seen: QuerySet[Provider], terms: SearchTerms, words: QuerySet[RegistryWord], today: dt.date | None
) -> Found:
    """What is found by the words that were likely meant; else the names that look nearly so."""
    likely = likely_words(terms.words, words)
    for most in (1, MOST_LIKELY) if likely else ():
        meant = tuple(tuple(likely[word][:most]) for word in terms.words)
        if ids := _meant(seen, meant, words, today):
            return replace(_in_order(ids, MOST_GUESSES), is_a_guess=True, meant=meant)
    ids = _nearest(seen, terms)
    return replace(_in_order(ids, MOST_GUESSES), is_a_guess=bool(ids))


def _meant(
    seen: QuerySet[Provider], meant: Meanings, known: QuerySet[RegistryWord], today: dt.date | None
) -> list[int]:
    """By a word of each of `meant`."""
    terms = SearchTerms(" ".join(words[0] for words in meant))
    telling = telling_words([words[0] for words in meant], known)
    having = _some_of(seen.filter(*(_has_one_of(words, telling) for words in meant)), MOST_RANKED)
    return best_ids(having, terms, MOST_GUESSES, today, meant)


def _has_one_of(words: Sequence[str], telling: Collection[str] | None) -> Q:
    return reduce(or_, (_says(word, telling) if len(words) == 1 else _says(word) for word in words))


def _says(word: str, telling: Collection[str] | None = None) -> Q:
    """By the index, or by a look at what that finds by the `telling` words."""
    if telling is None or word in telling:
        return Q(search_text__contains=word)
    return Q(GreaterThan(StrIndex(F("search_text"), Value(word)), 0))


def _words_seen(actor: Actor, operator_id: int | None) -> QuerySet[RegistryWord]:
    words = RegistryWord.objects.visible_to(actor)
    return words if operator_id is None else words.filter(operator_id=operator_id)


def _nearest(seen: QuerySet[Provider], terms: SearchTerms) -> list[int]:
    """Where every word is nearly written so, or where one is; the nearest of so many."""
    every, one = Q(), Q()
    for word in terms.words:
        every &= Q(search_text__trigram_word_similar=word)
        one |= Q(search_text__trigram_word_similar=word)
    for close in (every, one):
        near = _some_of(seen.filter(close), MOST_NEAR)
        near = near.annotate(nearness=TrigramWordSimilarity(terms.text, "search_text"))
        nearest = near.filter(nearness__gte=NEAR_ENOUGH).order_by("-nearness", "folded_name", "pk")
        if found := list(nearest.values_list("pk", flat=True)[:MOST_GUESSES]):
            return found
    return []


def _some_of(matching: QuerySet[Provider], most: int) -> QuerySet[Provider]:
    return Provider.objects.filter(pk__in=matching.order_by().values("pk")[:most])


def _in_order(ids: list[int], limit: int) -> Found:
    """These providers in this order, read whole."""
    found = _cut(Provider.objects.filter(pk__in=ids[: limit + 1]).order_by(), limit + 1)
    rows = sorted(found.providers, key=lambda provider: ids.index(provider.pk))
    return Found(rows[:limit], has_more=len(rows) > limit)


def _narrowed(seen: QuerySet[Provider], operator_id: int | None, status: str, uf: str) -> QuerySet[Provider]:
    if operator_id is not None:
        seen = seen.filter(operator_id=operator_id)
    if status:
        seen = seen.filter(status=status)
    if uf:
        seen = seen.filter(municipality__uf=uf)
    return seen


def _matches(terms: SearchTerms, actor: Actor) -> Q:
    all_words, number = _all_words(terms, actor), whole(terms) | _noted(terms)
    return all_words | number if number else all_words


def _all_words(terms: SearchTerms, actor: Actor, telling: Collection[str] | None = None) -> Q:
    all_words = Q()
    for word in terms.words:
        here = _has_one_of(terms.ways(word), telling)
        if is_number(word):
            here |= Q(personal_search_text__contains=word) & _sees_personal_data(actor)
        all_words &= here
    return all_words


def _noted(terms: SearchTerms) -> Q:
    """Whose number a note of a case says, by their ids: an index answers each side of the question."""
    if not terms.phone:
        return Q()
    rows = ProviderPhone.objects.filter(digits=terms.phone, dismissed_at=None)
    ids = list(rows.values_list("provider_id", flat=True)[:MOST_NOTED])
    return Q(pk__in=ids) if ids else Q()


def _sees_personal_data(actor: Actor) -> Q:
    if actor.is_system:
        return Q()
    return Q(operator_id__in=actor.operators_with(Permission.PERSONAL_DATA_SEE))


def _cut(found: QuerySet[Provider], limit: int) -> Found:
    ties = Affiliation.objects.filter(withdrawn_at__isnull=True).select_related("dentist")
    read = found.select_related("operator", "municipality").prefetch_related(
        Prefetch("affiliations", queryset=ties)
    )
    rows = list(read[: limit + 1])
    return Found(rows[:limit], has_more=len(rows) > limit)
