"""Search as one types: the best cases first, with work that does not grow with the number of cases.

Each level of a query is asked of the open cases before the closed ones and of the newest block before all,
and only until there are enough. A common word is found in the newest blocks at once; what is not found
there is rare enough for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission

from ..models import Case, CaseSearch
from ..search_terms import BLOCK, NUMBER, PERSONAL, bare, block_scope, whole_scope
from ..search_vocabulary import commoner, corrected, stems
from ..terms_query import TermsQuery
from .search_query import SearchQuery, completes, is_private_query, said, understand, with_stems, with_words

__all__ = [
    "Found",
    "Searched",
    "best_cases",
    "cases_of",
    "count_found",
    "holds_number",
    "is_private_query",
    "search_for",
]

NEWEST_BLOCKS = 2
SECONDS_KNOWN = 60
MOST_OF_A_LEVEL = 5_000
"""Rows that are sorted at most for one level; what is rare in the newest blocks is far from it."""
FEW = 3_000
"""Cases that a condition names one by one; of more, each case that is looked at is asked."""
COMMON_IN_NEWEST = 60
HARDLY_ANY = 3
_NEWEST = """
SELECT operator.id, (SELECT max(case_id) FROM cases_casesearch WHERE operator_id = operator.id)
FROM unnest(%s::bigint[]) AS operator(id)
"""
_FEW = """
WITH newest AS MATERIALIZED (SELECT count(*) = %s AS are_many FROM cases_with_terms(%s::tsquery, %s))
SELECT NULL FROM newest WHERE are_many
UNION ALL SELECT found FROM newest, LATERAL cases_with_terms(%s::tsquery, %s) AS found WHERE NOT are_many
"""
"""One row without a case where there are many."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The operators whose cases are searched alike, each with its newest block."""

    newest: dict[int, int]
    may_see_personal: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of cases, the best first, with how well each was found; `query` is what was looked for.

    `corrected_from` is what was typed, where nothing was found as typed. `maybe` is what may have been meant
    where hardly anything was found: it is only offered.
    """

    query: SearchQuery
    case_ids: tuple[int, ...] = ()
    corrected_from: str = ""
    maybe: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """The cases in which all that was typed is found, or if there are none, what was `meant` instead."""

    condition: Q
    meant: str = ""


def best_cases(text: str, actor: Actor, *, limit: int, exactly: bool = False) -> Found:
    """The best cases for what was typed; for what it may have meant, unless `exactly`, if there are none."""
    scopes = _scopes(actor)
    query = understand(text)
    if not query.things or not scopes:
        return Found(query)
    query = _told(query, scopes)
    ids = _ranked(query, scopes, limit)
    if ids or exactly:
        hardly_any = len(ids) < min(HARDLY_ANY, limit) and not exactly
        maybe = _meant(query, scopes, hardly_any=True) if hardly_any else None
        return Found(query, ids, maybe=maybe.typed if maybe else "")
    meant = _meant(query, scopes)
    if meant is None:
        return Found(query)
    ids = _ranked(meant, scopes, limit)
    return Found(meant, ids, corrected_from=query.typed) if ids else Found(query)


def cases_of(actor: Actor, case_ids: Sequence[int]) -> list[Case]:
    """Those of them that the actor may see, in this order, with what a row of results says."""
    visible = Case.objects.visible_to(actor).select_related("provider", "search")
    found = visible.in_bulk(list(case_ids))
    return [found[case_id] for case_id in case_ids if case_id in found]


def search_for(text: str, actor: Actor) -> Searched | None:
    """What a list is narrowed to by words; None for an empty query.

    Few are named one by one; otherwise each case that the list comes to is asked, so that a list of what
    is common reads no more than its page.
    """
    query = understand(text)
    if not query.typed:
        return None
    scopes = _scopes(actor)
    if not scopes or not query.things:
        return Searched(Q(pk__in=[]))
    query = _told(query, scopes)
    ids = _few(query, scopes)
    if ids == () and (other := _meant(query, scopes)):
        found = _few(other, scopes)
        if found != ():
            return Searched(_condition(other, scopes, found), other.typed)
    return Searched(_condition(query, scopes, ids))


def _condition(query: SearchQuery, scopes: Sequence[Scope], ids: tuple[int, ...] | None) -> Q:
    if ids is not None:
        return Q(pk__in=ids)
    own = CaseSearch.objects.filter(case=OuterRef("pk"))
    asked = RawSQL("terms @@ %s::tsquery", [_everywhere(query, scopes)], output_field=BooleanField())
    return Q(Subquery(own.annotate(is_found=asked).values("is_found")[:1], output_field=BooleanField()))


def count_found(query: SearchQuery, actor: Actor, *, most: int) -> int | None:
    """How many cases are found; None for more than `most`."""
    ids = _few(query, _scopes(actor))
    return None if ids is None or len(ids) > most else len(ids)


def holds_number(number: str, *, is_personal: bool) -> Q:
    """The cases among whose numbers this one is, whole."""
    term = PERSONAL + bare(number) if is_personal else NUMBER + (bare(number).lstrip("0") or bare(number))
    return Q(search__terms=TermsQuery(f"'{term}'"))


def _scopes(actor: Actor) -> list[Scope]:
    """One for the operators at which the actor sees personal data, one for the others."""
    every = Operator.objects.values_list("pk", flat=True) if actor.is_system else ()
    operators = sorted(every or actor.operators_with(Permission.CASES_SEE))
    newest = _newest_blocks(operators)
    scopes = []
    for may_see in (True, False):
        own = {pk: newest[pk] for pk in operators if actor.may(Permission.PERSONAL_DATA_SEE, pk) is may_see}
        if own:
            scopes.append(Scope(own, may_see))
    return scopes


_known_blocks: dict[int, tuple[float, int]] = {}


def _newest_blocks(operators: Sequence[int]) -> dict[int, int]:
    """By operator, as of at most a minute ago: meanwhile, the block after it is searched too."""
    now = time.monotonic()
    unknown = [pk for pk in operators if _known_blocks.get(pk, (0, 0))[0] < now]
    if unknown:
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST, [unknown])
            for operator_id, case_id in cursor.fetchall():
                _known_blocks[operator_id] = (now + SECONDS_KNOWN, (case_id or 0) // BLOCK)
    return {pk: _known_blocks[pk][1] for pk in operators}


def _told(query: SearchQuery, scopes: Sequence[Scope]) -> SearchQuery:
    operators = [operator_id for scope in scopes for operator_id in scope.newest]
    words = [said(thing.word) for thing in query.things if thing.word]
    last = next((thing for thing in query.things if completes(thing)), None)
    return with_stems(query, stems(words, said(last.word) if last else "", operators) if words else {})


def _meant(query: SearchQuery, scopes: Sequence[Scope], *, hardly_any: bool = False) -> SearchQuery | None:
    """The same with its misspelt words as they were meant; None if there are none."""
    operators = [operator_id for scope in scopes for operator_id in scope.newest]
    better = (commoner if hardly_any else corrected)(query.words, operators)
    return _told(with_words(query, better), scopes) if better else None


def _ranked(query: SearchQuery, scopes: Sequence[Scope], limit: int) -> tuple[int, ...]:
    """One statement, of which no more is done than is needed for so many cases."""
    branches, parameters = [], list[str | int]()
    for condition in _conditions(query, scopes):
        branches.append(
            "(SELECT found FROM cases_with_terms(%s::tsquery, %s) AS found ORDER BY found DESC LIMIT %s)"
        )
        parameters += [condition, MOST_OF_A_LEVEL, limit]
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(branches)} LIMIT %s", [*parameters, limit])
        return tuple(row[0] for row in cursor.fetchall())


def _few(query: SearchQuery, scopes: Sequence[Scope]) -> tuple[int, ...] | None:
    """All cases that are found; None if the newest alone hold so many that all must be far more."""
    newest = " | ".join(
        f"({_place(scope, is_open=None, newest=True)} & ({_levels(query, scope)[-1]}))" for scope in scopes
    )
    parameters: list[str | int] = [
        COMMON_IN_NEWEST,
        newest,
        COMMON_IN_NEWEST,
        _everywhere(query, scopes),
        FEW + 1,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_FEW, parameters)
        found = tuple(row[0] for row in cursor.fetchall())
    return None if None in found or len(found) > FEW else found


def _conditions(query: SearchQuery, scopes: Sequence[Scope]) -> Iterator[str]:
    """On the terms, in the order of how good the cases are; no case satisfies two of them."""
    levels = [_levels(query, scope) for scope in scopes]
    for level in range(len(levels[0])):
        for is_open in (True, False):
            for newest in (True, False):
                parts = []
                for scope, asked in zip(scopes, levels, strict=True):
                    place = _place(scope, is_open=is_open, newest=newest)
                    if not newest:
                        place += f" & !({_place(scope, is_open=is_open, newest=True)})"
                    better = "".join(f" & !({condition})" for condition in asked[:level])
                    parts.append(f"({place} & ({asked[level]}){better})")
                yield " | ".join(parts)


def _levels(query: SearchQuery, scope: Scope) -> list[str]:
    return query.levels(may_see_personal=scope.may_see_personal)


def _place(scope: Scope, *, is_open: bool | None, newest: bool) -> str:
    """The terms of the cases that are looked through."""
    states = (True, False) if is_open is None else (is_open,)
    places = [
        place
        for operator_id, block in scope.newest.items()
        for state in states
        for place in (
            [block_scope(operator_id, block + 1 - back, is_open=state) for back in range(NEWEST_BLOCKS + 1)]
            if newest
            else [whole_scope(operator_id, is_open=state)]
        )
    ]
    return "(" + " | ".join(f"'{place}'" for place in places) + ")"


def _everywhere(query: SearchQuery, scopes: Sequence[Scope]) -> str:
    return " | ".join(
        f"({_place(scope, is_open=None, newest=False)} & ({_levels(query, scope)[-1]}))" for scope in scopes
    )
