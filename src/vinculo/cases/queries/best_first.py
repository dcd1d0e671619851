"""Pages of the list in the order of how well each case answers what was searched for."""

from __future__ import annotations

from dataclasses import dataclass

from vinculo.accounts.actor import Actor

from .search import best_cases, count_found

MOST_RANKED = 1_000


@dataclass(frozen=True)
class BestPage:
    """`total` is None for more than are counted. `meant` is what was looked for instead of what was typed,
    `maybe` what may have been meant where hardly anything was found.
    """

    case_ids: tuple[int, ...]
    has_previous: bool
    has_next: bool
    total: int | None
    meant: str = ""
    maybe: str = ""


def best_page(
    actor: Actor, text: str, *, size: int, after: int | None = None, before: int | None = None
) -> BestPage:
    """One page; from its beginning where it is to go on from a case that is not among the best."""
    goes_on = bool(after or before)
    found = best_cases(text, actor, limit=MOST_RANKED if goes_on else size + 1)
    ids = found.case_ids
    start = 0
    if after in ids:
        start = ids.index(after) + 1
    elif before in ids:
        start = max(0, ids.index(before) - size)
    # Fewer than asked for are all that there are.
    is_whole = len(ids) < (MOST_RANKED if goes_on else size + 1)
    total = len(ids) if is_whole else count_found(found.query, actor, most=MOST_RANKED)
    return BestPage(
        case_ids=ids[start : start + size],
        has_previous=start > 0,
        has_next=len(ids) > start + size,
        total=total,
        meant=found.query.typed if found.corrected_from else "",
        maybe=found.maybe,
    )
