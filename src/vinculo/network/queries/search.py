"""Providers as one types: name, CRO, CPF, CNPJ, phone, city; best first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Affiliation, Provider, ProviderPhone, RegistryWord
from ..search_terms import SearchTerms, is_number, understand
from ..vocabulary import MOST_LIKELY, likely_words
from .providers import providers

LIMIT = 50
MOST_GUESSES = 10
MOST_RANKED = 300
MOST_NEAR = 100
NEAR_ENOUGH = 0.45
MOST_NOTED = 50


@dataclass(frozen=True)
class Found:
    """`is_a_guess`: nothing has these words, but these names are close."""

    providers: list[Provider]
    has_more: bool = False
    is_a_guess: bool = False


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
    found = _cut(matching.annotate(rank=_rank(terms)).order_by("rank", "folded_name", "pk"), limit)
    if found.providers or not terms.is_a_name or most_ranked is not None:
        return found
    return _guessed(seen, terms, _words_seen(actor, operator_id))


def find_providers(actor: Actor, query: str, *, operator_id: int, limit: int = 20) -> Found:
    """Those that somebody who types a name or a number is after, at once whatever the registry's size.

    A whole number or name is all there is; else names that begin so come before the best of so many that have
    the words, and where nobody does, before those whose words are nearly written so.
    """
    seen = _narrowed(providers(actor), operator_id, "", "")
    terms = understand(query)
    if terms.is_empty:
        return Found([])
    whole = _whole(terms) | _noted(terms)
    if whole and (found := _cut(seen.filter(whole).order_by("folded_name", "pk"), limit)).providers:
        return found
    begins = seen.filter(folded_name__startswith=terms.text).order_by("folded_name", "pk")
    first = list(begins.values_list("pk", flat=True)[: limit + 1])
    if len(first) <= limit:
        having = _some_of(seen.filter(_all_words(terms, actor)), MOST_RANKED).annotate(rank=_rank(terms))
        rest = having.exclude(pk__in=first).order_by("rank", "folded_name", "pk")
        first += rest.values_list("pk", flat=True)[: limit + 1 - len(first)]
    if first or not terms.is_a_name:
        return _in_order(first, limit)
    return _guessed(seen, terms, _words_seen(actor, operator_id))


def _guessed(seen: QuerySet[Provider], terms: SearchTerms, words: QuerySet[RegistryWord]) -> Found:
    """What is found by the words that were likely meant; else the names that look nearly so."""
    ids = _meant(seen, terms, words) or _nearest(seen, terms)
    return Found(_in_order(ids, MOST_GUESSES).providers, is_a_guess=bool(ids))


def _meant(seen: QuerySet[Provider], terms: SearchTerms, words: QuerySet[RegistryWord]) -> list[int]:
    """By the likeliest meaning of each word, then by all that they may mean."""
    likely = likely_words(terms.words, words)
    for most in (1, MOST_LIKELY) if likely else ():
        meant = SearchTerms(" ".join(likely[word][0] for word in terms.words))
        having = seen.filter(*(_has_one_of(likely[word][:most]) for word in terms.words))
        ranked = _some_of(having, MOST_RANKED).annotate(rank=_rank(meant))
        ids = ranked.order_by("rank", "folded_name", "pk").values_list("pk", flat=True)
        if found := list(ids[:MOST_GUESSES]):
            return found
    return []


def _has_one_of(words: list[str]) -> Q:
    return reduce(or_, (Q(search_text__contains=word) for word in words))


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
    all_words, whole = _all_words(terms, actor), _whole(terms) | _noted(terms)
    return all_words | whole if whole else all_words


def _all_words(terms: SearchTerms, actor: Actor) -> Q:
    all_words = Q()
    for word in terms.words:
        here = Q(search_text__contains=word)
        if is_number(word):
            here |= Q(personal_search_text__contains=word) & _sees_personal_data(actor)
        all_words &= here
    return all_words


def _whole(terms: SearchTerms) -> Q:
    """The whole number that was typed, whatever it may be; nothing where it cannot be one."""
    whole = Q()
    for line in terms.lines:
        whole |= Q(search_text__contains=f"\n{line}\n")
    for end in terms.line_ends:
        whole |= Q(search_text__contains=f" {end}\n")
    for line in terms.personal_lines:
        whole |= Q(personal_search_text__contains=f"\n{line}\n")
    return whole


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


def _rank(terms: SearchTerms) -> Case:
    """A whole number first, then names that begin so, then words that do."""
    whole = _whole(terms) | Q(search_text__contains=f"\n{terms.text}\n")
    return Case(
        When(whole, then=Value(0)),
        When(folded_name__startswith=terms.text, then=Value(1)),
        When(search_text__contains=f"\n{terms.text}", then=Value(2)),
        When(search_text__contains=f" {terms.text}", then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )


def _cut(found: QuerySet[Provider], limit: int) -> Found:
    ties = Affiliation.objects.filter(withdrawn_at__isnull=True).select_related("dentist")
    whole = found.select_related("operator", "municipality").prefetch_related(
        Prefetch("affiliations", queryset=ties)
    )
    rows = list(whole[: limit + 1])
    return Found(rows[:limit], has_more=len(rows) > limit)
