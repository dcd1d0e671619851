"""Which of the providers that are found comes first: by its own name, by who is there today, by who was."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from ..models import Affiliation, Provider
from ..search_terms import SearchTerms

Meanings = tuple[tuple[str, ...], ...]
"""For each word that was typed those that it may mean."""

_OF_OTHERS = 5
"""The first rank of those that are found by another name than their own."""
_LOOKED_AT = 2


def whole(terms: SearchTerms) -> Q:
    """The whole number that was typed, whatever it may be; nothing where it cannot be one."""
    told = Q()
    for line in terms.lines:
        told |= Q(search_text__contains=f"\n{line}\n")
    for end in terms.line_ends:
        told |= Q(search_text__contains=f" {end}\n")
    for line in terms.personal_lines:
        told |= Q(personal_search_text__contains=f"\n{line}\n")
    return told


def ranked(found: QuerySet[Provider], terms: SearchTerms, meant: Meanings = ()) -> QuerySet[Provider]:
    """Best first; `meant` are the words by which they were found where those of `terms` are not."""
    steps = _steps(terms, meant or as_typed(terms))
    # Who typed no number would find all by it.
    told = [When(step, then=Value(place)) for place, step in enumerate(steps) if step]
    rank = Case(*told, default=Value(len(steps)), output_field=IntegerField())
    return found.annotate(rank=rank).order_by("rank", "folded_name", "pk")


def best_ids(
    found: QuerySet[Provider], terms: SearchTerms, most: int, today: dt.date | None, meant: Meanings = ()
) -> list[int]:
    """The first of `ranked`. With `today`, who is there today comes before who was."""
    if today is None:
        return list(ranked(found, terms, meant).values_list("pk", flat=True)[:most])
    # To look at the people of all that are found would take longer than to find them.
    rows = list(ranked(found, terms, meant).values_list("pk", F("rank"))[: _LOOKED_AT * most])
    theirs = [pk for pk, rank in rows if rank >= _OF_OTHERS]
    there = _working_there(theirs, meant or as_typed(terms), today) if theirs else frozenset()
    rows.sort(key=lambda row: row[1] >= _OF_OTHERS and row[0] not in there)
    return [pk for pk, _ in rows[:most]]


def as_typed(terms: SearchTerms) -> Meanings:
    return tuple(terms.ways(word) for word in terms.words)


def _steps(terms: SearchTerms, words: Meanings) -> tuple[Q | Func, ...]:
    """A whole number, then the provider's own name, then the names of others."""
    # The name is the first line of the text; the trade name, where there is one, stands in `folded_name`.
    own = Concat(
        Value("\n "),
        Func(F("search_text"), Value("\n"), Value(2), function="SPLIT_PART", output_field=TextField()),
        Value("\n "),
        F("folded_name"),
        output_field=TextField(),
    )
    return (
        whole(terms),
        _has_all(own, ((terms.text,),), "\n ") if terms.text != terms.name else Q(),
        _has_all(own, ((terms.name,),), "\n "),
        _has_all(own, words, " "),
        _has_all(own, words),
        Q(search_text__contains=f"\n{terms.name}"),
        Q(search_text__contains=f" {terms.name}"),
    )


def _working_there(providers: Sequence[int], words: Meanings, today: dt.date) -> frozenset[int]:
    """Those of them where somebody works who has all the words, each as the beginning of one."""
    standing = Affiliation.objects.standing_on(today).filter(provider__in=providers)
    spoken = Concat(Value(" "), F("dentist__folded_name"), output_field=TextField())
    named = standing.filter(_has_all(spoken, words, " "))
    return frozenset(named.order_by().values_list("provider_id", flat=True))


class _FitsAll(Func):
    """Whether a text fits each of some patterns: it is put together once for all of them."""

    arg_joiner = " ~ ALL ("
    template = "(%(expressions)s::text[]))"
    output_field = BooleanField()
    conditional = True


def _has_all(text: Combinable, words: Meanings, before: str = "") -> Func:
    """One meaning of each word, with `before` in front of it."""
    patterns = [f"{before}({'|'.join(map(re.escape, meanings))})" for meanings in words]
    return _FitsAll(text, Value(patterns, output_field=ArrayField(TextField())))
