"""The words that stand in an operator's cases, and what a misspelt one may have meant.

Looked up among the words, never among the notes: their number stops growing long before the cases do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet

from vinculo.kernel.misspelling import errors_between, one_less

from .models import SearchWord
from .search_terms import is_ordinary

MOST_CANDIDATES = 200
MOST_COUNTED = 50_000
MOST_COMPLETIONS = 30
TIMES_COMMONER = 20
"""A word that stands in so many times as many cases may be what a rare one was meant to be."""

_ENDINGS = """
WITH asked AS (
  (SELECT word, cases FROM cases_searchword
   WHERE operator_id = ANY(%(operators)s) AND word LIKE %(beginning)s ORDER BY cases DESC LIMIT %(most)s)
  UNION ALL SELECT unnest(%(words)s::text[]), 0)
SELECT DISTINCT word, (ts_lexize('portuguese_stem', word))[1] FROM asked
"""
_RECOUNT = """
WITH counted AS MATERIALIZED (SELECT word AS term, ndoc FROM ts_stat(%(newest)s)),
found AS (
  SELECT known.id, coalesce(named.ndoc, 0) + coalesce(told.ndoc, 0) AS cases FROM cases_searchword AS known
  LEFT JOIN counted AS named ON named.term = 'n' || known.word
  LEFT JOIN counted AS told ON told.term = '~' || (ts_lexize('portuguese_stem', known.word))[1]
  WHERE known.operator_id = %(operator)s)
UPDATE cases_searchword AS known SET cases = greatest(1, found.cases)
FROM found WHERE found.id = known.id AND known.cases <> greatest(1, found.cases)
"""


def learn_words(words: Mapping[int, Mapping[str, str]]) -> None:
    """Adds, by operator, those that are not known yet: each word with its accents."""
    for operator_id, found in words.items():
        # In one order everywhere: two writers wait for each other, but never in a circle.
        new = sorted(set(found) - _known(operator_id, list(found)))
        if not new:
            continue
        SearchWord.objects.bulk_create(
            [
                SearchWord(operator_id=operator_id, word=word, spelled=found[word], one_less=one_less(word))
                for word in new
            ],
            ignore_conflicts=True,
        )


def _known(operator_id: int, words: list[str]) -> set[str]:
    """A save asks for hundreds of words: said as one array, they cost neither Django nor the planner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM cases_searchword WHERE operator_id = %s AND word = ANY(%s)",
            [operator_id, words],
        )
        return {word for (word,) in cursor.fetchall()}


def recount_words() -> None:
    """In how many of the newest cases each word stands: the commoner one is likelier meant."""
    with connection.cursor() as cursor:
        for operator_id in SearchWord.objects.values_list("operator_id", flat=True).distinct():
            newest = (  # ts_stat takes a text; what stands in it are numbers of our own
                f"SELECT terms FROM cases_casesearch WHERE operator_id = {int(operator_id)} "  # noqa: S608
                f"ORDER BY case_id DESC LIMIT {MOST_COUNTED}"
            )
            cursor.execute(_RECOUNT, {"operator": operator_id, "newest": newest})


def stems(words: Sequence[str], beginning: str, operators: Sequence[int]) -> Mapping[str, str | None]:
    """The stem of each word, and of the commonest words of these operators that begin so.

    None for a word that says nothing (*de*, *para*).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _ENDINGS,
            {
                "operators": list(operators) if beginning else [],
                "beginning": beginning.replace("\\", "").replace("%", "").replace("_", "") + "%",
                "words": list(words),
                "most": MOST_COMPLETIONS,
            },
        )
        return dict(cursor.fetchall())


def corrected(words: Iterable[str], operators: Iterable[int]) -> dict[str, str]:
    """The words that do not stand in these operators' cases at all, each with the nearest that does."""
    doubtful = [word for word in words if is_ordinary(word)]
    seen = SearchWord.objects.filter(operator_id__in=list(operators))
    known = set(seen.filter(word__in=doubtful).values_list("word", flat=True)) if doubtful else set()
    nearest = {word: _nearest(word, seen) for word in doubtful if word not in known}
    return {word: meant for word, meant in nearest.items() if meant}


def commoner(words: Iterable[str], operators: Iterable[int]) -> dict[str, str]:
    """The words with a much commoner one beside them, a typing error apart."""
    seen = SearchWord.objects.filter(operator_id__in=list(operators))
    known = seen.filter(word__in=[word for word in words if is_ordinary(word)])
    counted: dict[str, int] = {}
    for word, cases in known.values_list("word", "cases"):
        counted[word] = counted.get(word, 0) + cases
    nearest = {
        word: _nearest(word, seen.filter(cases__gte=TIMES_COMMONER * cases).exclude(word=word))
        for word, cases in counted.items()
    }
    return {word: meant for word, meant in nearest.items() if meant}


def _nearest(word: str, seen: QuerySet[SearchWord]) -> str | None:
    near = seen.filter(one_less__overlap=one_less(word)).order_by("-cases")[:MOST_CANDIDATES]
    candidates = [
        (errors, -found.cases, found.spelled)
        for found in near
        if (errors := errors_between(word, found.word)) is not None
    ]
    return min(candidates)[-1] if candidates else None
