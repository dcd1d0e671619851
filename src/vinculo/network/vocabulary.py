"""The words of an operator's registry, and what a misspelt one may have meant.

Looked up among the words, never among the providers: their texts are compared letter by letter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from vinculo.kernel.misspelling import errors_between, one_less
from vinculo.outbox.actions import plan_once
from vinculo.outbox.models import OutboxRow

from .models import RegistryWord

LEARN_KIND = "network.learn_words"
MOST_LIKELY = 5
_MOST_NEAR = 200
_FAR_MORE = 3
"""How many times as common as the rarer ones a word is that tells little beside them."""
_AT_ONCE = 2000
_ORDINARY = "[a-z]{4,30}"
_WORD = re.compile(rf"(?<![^\s]){_ORDINARY}(?![^\s])")
_SAID = """
SELECT word, count(*)
FROM network_provider p, string_to_table(translate(p.search_text, E'\\n', ' '), ' ') word
WHERE p.operator_id = %s AND word ~ %s GROUP BY word
"""
_COUNTED = """
UPDATE network_registryword w SET times = said.times
FROM unnest(%s::text[], %s::integer[]) said (word, times)
WHERE w.operator_id = %s AND w.word = said.word AND w.times <> said.times
"""


def learn_words(operator_id: int, text: str) -> None:
    """The words of what one provider is found by that are not known yet."""
    words = set(_WORD.findall(text))
    known = RegistryWord.objects.filter(operator_id=operator_id, word__in=words)
    if words:
        _add(operator_id, words - set(known.values_list("word", flat=True)))


def relearn_words(row: OutboxRow, now: dt.datetime) -> None:
    """The handler of the kind: all words of an operator's registry, and those of nobody taken out."""
    operator_id = row.payload["operator"]
    # First: what is learned while the registry is looked through stays.
    known = set(RegistryWord.objects.filter(operator_id=operator_id).values_list("word", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [operator_id, f"^{_ORDINARY}$"])
        said = dict(cursor.fetchall())
    with transaction.atomic():
        _add(operator_id, said.keys() - known)
        RegistryWord.objects.filter(operator_id=operator_id, word__in=known - said.keys()).delete()
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED, [list(said), list(said.values()), operator_id])
            # Until it is known how many there are, they are looked through one by one.
            cursor.execute(f"ANALYZE {RegistryWord._meta.db_table}")


def plan_learning(*, operator_id: int, now: dt.datetime, **told: Any) -> None:
    """After a feed, and at night."""
    plan_once(kind=LEARN_KIND, payload={"operator": operator_id}, now=now)


def likely_words(words: Sequence[str], seen: QuerySet[RegistryWord]) -> Mapping[str, list[str]]:
    """For each word what it may mean among those of `seen`, the likeliest first.

    Where some word begins so, that is what was typed. Nothing at all where one of the words is like none.
    """
    doubtful = [word for word in words if re.fullmatch(_ORDINARY, word)]
    if not doubtful:
        return {}
    begun = _begun(doubtful, seen)
    near = _near(doubtful, seen)
    likely = {word: [word] for word in words if word not in doubtful}
    for word in doubtful:
        found = [word] * (word in begun) + [meant for meant in near[word] if meant != word]
        if not found:
            return {}
        likely[word] = found[:MOST_LIKELY]
    return likely


def telling_words(words: Sequence[str], seen: QuerySet[RegistryWord]) -> Collection[str]:
    """Those of the words that an index is worth being asked for.

    Where two of them are rarer by far (Camargo, Pimentel), what most others have as well (Odontologia, Ltda.)
    is found sooner by a look at what these two find. A word that is not known may be the rarest of all.
    """
    times = dict(seen.filter(word__in=words).values_list("word", "times"))
    if len(times) < 2:
        return words
    _, rarer, *_ = sorted(times.values())
    return {
        word
        for word in words
        if word.isdigit() or (re.fullmatch(_ORDINARY, word) and times.get(word, 0) < _FAR_MORE * rarer)
    }


def _begun(words: Sequence[str], seen: QuerySet[RegistryWord]) -> set[str]:
    """The words with which one of the registry begins."""
    beginning = seen.filter(reduce(or_, (Q(word__startswith=word) for word in words)))
    known = list(beginning.values_list("word", flat=True))
    return {word for word in words if any(one.startswith(word) for one in known)}


def _near(words: Sequence[str], seen: QuerySet[RegistryWord]) -> dict[str, list[str]]:
    asked = sorted(reduce(or_, (set(one_less(word)) for word in words)))
    rows = seen.filter(Q(one_less__overlap=asked)).order_by("-times", "word")
    candidates = list(rows.values_list("word", "times")[: _MOST_NEAR * len(words)])
    near = {}
    for word in words:
        found = [
            (errors, -times, meant)
            for meant, times in candidates
            if (errors := errors_between(word, meant)) is not None
        ]
        near[word] = [meant for *_, meant in sorted(found)]
    return near


def _add(operator_id: int, words: Iterable[str]) -> None:
    # In one order everywhere: two writers wait for each other, but never in a circle.
    RegistryWord.objects.bulk_create(
        [RegistryWord(operator_id=operator_id, word=word, one_less=one_less(word)) for word in sorted(words)],
        ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )
