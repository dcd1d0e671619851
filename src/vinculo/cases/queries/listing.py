"""The list of cases: what an address asks of it, and its pages.

Pages go on from a case (`after`, `before`), never by number: a cursor is that case's id, whose place in the
order is read anew, so that an address holds nothing of what the case says and no page is counted off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, OrderBy, Q

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission

from ..models import Case
from ..models.case import CaseQuerySet
from .best_first import best_page
from .case_filters import COMMON, FILTER_OF_PARAMETER, FILTERS, GROUPS
from .choices import consultants_by_name
from .columns import DEFAULT_COLUMNS, FOR_EXCERPTS, ListColumn, with_columns
from .filter_conditions import MAY_SIGN, ME, OWN_DECISION, among, cases_with_contacts, of_contacts
from .filters import DAYS, Applied, FilterContext, Parameters, RangeFilter, one
from .orders import (
    BY_CONSULTANT,
    DEFAULT_ORDER,
    KEY,
    ORDERS,
    Mark,
    Stretch,
    mark_of,
    order_named,
    sorted_by,
    stretches,
    stretches_of_consultants,
    with_key,
)
from .search import Searched, search_for
from .short_lists import ShortList, page_of, short_list

__all__ = [
    "COMMON",
    "COUNTED_UP_TO",
    "DEFAULT_ORDER",
    "FILTERS",
    "FILTER_OF_PARAMETER",
    "GROUPS",
    "MAY_SIGN",
    "ME",
    "ORDERS",
    "OWN_DECISION",
    "PAGE_SIZE",
    "SORTED_BY_ANY",
    "CasePage",
    "Listing",
    "case_ids",
    "first_ids",
    "list_cases",
    "matching",
    "read_listing",
    "rows_of",
]

PAGE_SIZE = 50
COUNTED_UP_TO = 1000
SORTED_WHOLE = 20_000
"""Cases found by their contacts that are sorted whole: along an order, each one's contacts would be asked.
Of those between two days, a quarter, because along another order they lie far away; and of those that are to
be sorted by what has no index."""
SORTED_BY_ANY = SORTED_WHOLE // 4
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Listing:
    """What somebody asked of the list: words, filters, order, and the case that a page goes on from."""

    query: str
    applied: tuple[Applied, ...]
    order: str = DEFAULT_ORDER
    after: int | None = None
    before: int | None = None
    is_best_first: bool = False
    """Words alone, and no order chosen: the cases that answer them best come first."""

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(item.problem for item in self.applied if item.problem)

    @property
    def order_of_many(self) -> str:
        """The order asked for, the usual one where no index holds it."""
        return self.order if ORDERS[self.order.removeprefix("-")].is_indexed else DEFAULT_ORDER

    @property
    def is_of_some_days(self) -> bool:
        """Between two days of another kind than those by which the list is usually sorted."""
        return any(
            isinstance(item.filter, RangeFilter)
            and item.filter.kind is DAYS
            and item.filter.name != "started_on"
            and len(item.parameters) > 1
            for item in self.applied
        )

    @property
    def is_of_one_state(self) -> bool:
        """In the usual order, which an index holds within each state."""
        states = [item.parameters["city_state"] for item in self.applied if item.filter.name == "city_state"]
        return self.order == DEFAULT_ORDER and len(states) == 1 and len(states[0]) == 1

    def contacted(self, most: int) -> list[int] | None:
        """The cases, anybody's, with such contacts as are asked for; None where none are, or for more."""
        asked = [item.condition for item in self.applied if item.filter.on_contact and item.condition]
        ids = cases_with_contacts(asked, most + 1) if asked else []
        return ids if asked and len(ids) <= most else None

    @property
    def parameters(self) -> Parameters:
        """Words and filters as an address carries them, without order and page."""
        asked: dict[str, Sequence[str]] = {"q": [self.query]} if self.query else {}
        for item in self.applied:
            asked |= item.parameters
        return asked

    def condition(self, actor: Actor) -> Q:
        return self.searched(actor).condition

    def searched(self, actor: Actor, *, but_for_contacts: bool = False) -> Searched:
        """Words and filters together, or without those on contacts."""
        words = search_for(self.query, actor) or Searched(Q())
        return Searched(words.condition & self._narrowed(actor, but_for_contacts), words.meant)

    def _narrowed(self, actor: Actor, but_for_contacts: bool) -> Q:
        found = Q()
        if any(item.filter.finds_parts and item.condition is not None for item in self.applied):
            found &= _where_personal_data_is_seen(actor)
        on_contact = []
        for item in self.applied:
            if item.condition is None:
                continue
            if item.filter.on_contact:
                on_contact.append(item.condition)
            else:
                found &= item.condition
        return found & of_contacts(on_contact) if on_contact and not but_for_contacts else found


@dataclass(frozen=True)
class CasePage:
    """One page of the list. `total` is None for more than `COUNTED_UP_TO`.

    `previous` and `next` are the cases that the neighbouring pages go on from, None where there are none.
    """

    rows: tuple[Case, ...]
    total: int | None
    previous: int | None = None
    next: int | None = None
    meant: str = ""
    """What was looked for, where nothing holds the words as they were typed."""
    maybe: str = ""
    """What may have been meant, where hardly anything holds them."""
    is_sorted: bool = True
    """False where too many are found for the order that was asked for: then they come in the usual one."""


def read_listing(parameters: Parameters, context: FilterContext) -> Listing:
    """What an address or a form asks for; whatever cannot be understood narrows nothing."""
    query, sort = one(parameters, "q")[:200], one(parameters, "sort")
    applied = tuple(found for item in FILTERS if (found := item.apply(parameters, context)))
    return Listing(
        query=query,
        applied=applied,
        order=order_named(sort),
        after=_case_id(one(parameters, "after")),
        before=_case_id(one(parameters, "before")),
        is_best_first=bool(query) and not applied and not sort,
    )


def _where_personal_data_is_seen(actor: Actor) -> Q:
    """Nothing is asked where the actor sees it at every operator."""
    seen = actor.operators_with(Permission.PERSONAL_DATA_SEE)
    if actor.is_system or set(actor.operators_with(Permission.CASES_SEE)) <= set(seen):
        return Q()
    return Q(operator_id__in=seen)


def _case_id(text: str) -> int | None:
    """None for anything that is no id; thousands of digits are not even read."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        return None
    return number if 0 < (number := int(text)) <= LARGEST_ID else None


def matching(actor: Actor, condition: Q) -> CaseQuerySet:
    """The cases that the actor may see and the condition holds for."""
    visible: CaseQuerySet = Case.objects.visible_to(actor)
    return visible.filter(condition)


def list_cases(actor: Actor, listing: Listing, columns: Sequence[ListColumn] = DEFAULT_COLUMNS) -> CasePage:
    """One page, with what its columns show. Three queries, one more where it goes on from a case."""
    if listing.is_best_first:
        return _best_first(actor, listing, columns)
    contacted = listing.contacted(SORTED_WHOLE)
    searched = listing.searched(actor, but_for_contacts=contacted is not None)
    condition = searched.condition if contacted is None else searched.condition & among(contacted)
    most = COUNTED_UP_TO
    if contacted is not None or listing.is_of_some_days or listing.order != listing.order_of_many:
        most = SORTED_WHOLE if contacted is not None else SORTED_BY_ANY
    along = listing.is_of_one_state and len(actor.operators_with(Permission.CASES_SEE)) == 1
    few = short_list(matching(actor, condition), listing.order, most, along_an_index=along)
    order = listing.order if few.is_whole else listing.order_of_many
    cursor = listing.before or listing.after
    # Its place counts even where somebody has meanwhile moved it out of what the filters find.
    mark = mark_of(matching(actor, Q()), order, cursor) if cursor else None
    backwards = mark is not None and listing.before is not None
    ids = _page_ids(actor, condition, few, order, mark, backwards=backwards)
    if backwards and len(ids) <= PAGE_SIZE:
        # The beginning is reached: its page is a whole one again.
        mark, backwards = None, False
        ids = _page_ids(actor, condition, few, order, None, backwards=False)
    has_more, ids = len(ids) > PAGE_SIZE, ids[:PAGE_SIZE]
    besides = FOR_EXCERPTS if listing.query else ()
    rows = rows_of(actor, ids[::-1] if backwards else ids, columns, besides)
    return CasePage(
        rows=rows,
        total=None if len(few.rows) > COUNTED_UP_TO else len(few.rows),
        previous=rows[0].pk if rows and (has_more if backwards else mark is not None) else None,
        next=rows[-1].pk if rows and (backwards or has_more) else None,
        meant=searched.meant,
        is_sorted=order == listing.order,
    )


def _best_first(actor: Actor, listing: Listing, columns: Sequence[ListColumn]) -> CasePage:
    page = best_page(actor, listing.query, size=PAGE_SIZE, after=listing.after, before=listing.before)
    rows = rows_of(actor, page.case_ids, columns, FOR_EXCERPTS)
    return CasePage(
        rows=rows,
        total=page.total,
        previous=rows[0].pk if rows and page.has_previous else None,
        next=rows[-1].pk if rows and page.has_next else None,
        meant=page.meant,
        maybe=page.maybe,
    )


def case_ids(actor: Actor, listing: Listing, most: int) -> list[int]:
    """The ids of what the listing finds, in its order, from its beginning, `most` at the most."""
    found = matching(actor, listing.condition(actor))
    return list(sorted_by(found, listing.order).values_list("pk", flat=True)[:most])


def rows_of(
    actor: Actor,
    ids: Sequence[int],
    columns: Sequence[ListColumn] = DEFAULT_COLUMNS,
    besides: Sequence[str] = (),
) -> tuple[Case, ...]:
    """These cases in this order, those that the actor may see, with what the columns show. One query."""
    visible: CaseQuerySet = Case.objects.visible_to(actor)
    cases = visible.filter(pk__in=ids).order_by()
    found = {case.pk: case for case in with_columns(cases, columns, besides)}
    return tuple(found[case_id] for case_id in ids if case_id in found)


def _page_ids(
    actor: Actor, condition: Q, few: ShortList, order: str, mark: Mark | None, *, backwards: bool
) -> list[int]:
    """One id more than a page has, in the order in which they are read."""
    wanted = PAGE_SIZE + 1
    if few.begins_in_order and mark is None and (few.is_whole or len(few.rows) >= wanted):
        return [case_id for _, case_id in few.rows[:wanted]]
    if not few.is_whole:
        beyond = _stretches(actor, order, mark, backwards=backwards)
        return _first_of(actor, matching(actor, condition), beyond, order, wanted)
    if ORDERS[order.removeprefix("-")].is_listed:
        return page_of(few.rows, order, mark, backwards=backwards, most=wanted)
    # The few are cut by their ids, so that no condition is looked at twice.
    rest = matching(actor, among([case_id for _, case_id in few.rows]))
    further = Q()
    for stretch in stretches(order, mark, backwards=backwards):
        further |= stretch.condition
    rest = sorted_by(rest.filter(further), order, backwards=backwards)
    return list(rest.values_list("pk", flat=True)[:wanted])


def first_ids(actor: Actor, found: CaseQuerySet, order: str, wanted: int) -> list[int]:
    """The ids of the first of them in an order, however many there are."""
    return _first_of(actor, found, _stretches(actor, order, None), order, wanted)


def _stretches(
    actor: Actor, order: str, mark: Mark | None, *, backwards: bool = False
) -> tuple[Stretch, ...]:
    if order.removeprefix("-") != BY_CONSULTANT:
        return stretches(order, mark, backwards=backwards)
    people = consultants_by_name(actor)
    return stretches_of_consultants(people, order, mark, backwards=backwards)


def _first_of(
    actor: Actor, found: CaseQuerySet, beyond: Iterable[Stretch], order: str, wanted: int
) -> list[int]:
    ids: list[int] = []
    for stretch in beyond:
        ids += _first_of_stretch(actor, found.filter(stretch.condition), stretch, order, wanted - len(ids))
        if len(ids) >= wanted:
            break
    return ids


def _first_of_stretch(
    actor: Actor, found: CaseQuerySet, stretch: Stretch, order: str, wanted: int
) -> list[int]:
    """The first of each operator, and of these the first: an index holds the order of one operator alone."""
    operators = actor.operators_with(Permission.CASES_SEE)
    if len(operators) < 2:
        return list(found.order_by(*stretch.by).values_list("pk", flat=True)[:wanted])
    parts = [
        with_key(found.filter(operator_id=operator), order)
        .order_by(*stretch.by)
        .values_list("pk", KEY)[:wanted]
        for operator in operators
    ]
    by = [OrderBy(F(name), descending=stretch.by[-1].descending) for name in (KEY, "pk")]
    merged = parts[0].union(*parts[1:], all=True).order_by(*by)
    return [case_id for case_id, _ in merged[:wanted]]
