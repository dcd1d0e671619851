"""The conditions of those filters that ask for more than a comparison of one column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.db.models import BooleanField, Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Trunc
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from vinculo.kernel.dates import SAO_PAULO

from ..models import Attachment, CaseDentist, CaseEvent, Contact, Offer, OpenedProtocol
from ..models.case_orders import DurationDays
from ..states import OPEN_STATES, CaseAction, State
from .filters import NONE, FilterContext

ME = "me"
MAY_SIGN = "me"
OWN_DECISION = "own"
LONGEST_DURATION = 100_000

Picked = Callable[[Sequence[str], FilterContext], Q]
Answered = Callable[[bool, FilterContext], Q]
Compared = Callable[[str, dt.date, FilterContext], Q]


def any_of(column: str) -> Picked:
    """Any of the values, or none given."""

    def condition(values: Sequence[str], context: FilterContext) -> Q:
        given = [value for value in values if value != NONE]
        return Q(**{f"{column}__in": given}) | (Q(**{f"{column}__isnull": True}) if NONE in values else Q())

    return condition


def person(column: str) -> Picked:
    """The people, of whom one may be the asking one."""

    def condition(values: Sequence[str], context: FilterContext) -> Q:
        people = [str(context.user_id) if value == ME else value for value in values]
        return any_of(column)([one for one in people if one != "None"] or ["-1"], context)

    return condition


def overlap(column: str) -> Picked:
    def condition(values: Sequence[str], context: FilterContext) -> Q:
        given = [value for value in values if value != NONE]
        found = Q(**{f"{column}__overlap": given}) if given else Q()
        return found | (Q(**{column: []}) if NONE in values else Q())

    return condition


def flag(column: str) -> Answered:
    return lambda yes, context: Q(**{column: yes})


def given(column: str) -> Answered:
    return lambda yes, context: Q(**{f"{column}__isnull": not yes})


def at_day(column: str) -> Compared:
    """A moment, compared by its day in São Paulo."""

    def condition(sign: str, day: dt.date, context: FilterContext) -> Q:
        midnight = dt.datetime.combine(day, dt.time(), SAO_PAULO)
        if sign == "gte":
            return Q(**{f"{column}__gte": midnight})
        return Q(**{f"{column}__lt": midnight + dt.timedelta(days=1)}) if day < dt.date.max else Q()

    return condition


def offered(values: Sequence[str], context: FilterContext) -> Q:
    offers = Offer.objects.filter(case=OuterRef("pk"), is_ticked=True)
    given = [value for value in values if value != NONE]
    found = Q(Exists(offers.filter(code__in=given))) if given else Q()
    return found | (Q(~Exists(offers)) if NONE in values else Q())


def offered_us_value(sign: str, value: object, context: FilterContext) -> Q:
    offers = Offer.objects.filter(case=OuterRef("pk"), is_ticked=True)
    return Q(Exists(offers.filter(**{f"offered_us_value__{sign}": value})))


def silent_since(day: dt.date) -> Q:
    """The last contact lies on or before the day; without one, the start, or else the making of the case."""
    created = Trunc("created_at", "day", output_field=DateField(), tzinfo=SAO_PAULO)
    return Q(LessThanOrEqual(Coalesce("last_contact_on", "started_on", created), day))


def silent(yes: bool, context: FilterContext) -> Q:
    reached = Q(silent_from__lte=context.today)
    return reached if yes else Q(silent_from=None) | Q(silent_from__gt=context.today)


def late_to_decide(yes: bool, context: FilterContext) -> Q:
    late = Q(state__in=OPEN_STATES, decide_by__lt=context.today)
    return late if yes else ~Q(state__in=OPEN_STATES) | Q(decide_by=None) | Q(decide_by__gte=context.today)


def next_contact_missing(yes: bool, context: FilterContext) -> Q:
    """An open case which nobody is to be reminded of; a draft owes no date yet."""
    missing = Q(state__in=[State.IN_PROGRESS, State.WAITING], next_contact_on=None)
    return missing if yes else ~missing


def draft_age(sign: str, days: int, context: FilterContext) -> Q:
    """Drafts made so many days ago; the more days, the earlier the making."""
    day = context.today - dt.timedelta(days=min(days, LONGEST_DURATION))
    made = at_day("created_at")("lte" if sign == "gte" else "gte", day, context)
    return Q(state=State.DRAFT) & made


def returned(yes: bool, context: FilterContext) -> Q:
    """The last change of state was a supervisor's return: no other state is left by it than this one."""
    changes = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEvent.Kind.STATE_CHANGED)
    newer = CaseEvent.objects.filter(
        case=OuterRef("case"), kind=CaseEvent.Kind.STATE_CHANGED, pk__gt=OuterRef("pk")
    )
    found = Exists(changes.filter(~Exists(newer), data__action=str(CaseAction.RETURN)))
    return Q(found) if yes else ~Q(found)


def duration(sign: str, days: int, context: FilterContext) -> Q:
    compare = GreaterThanOrEqual if sign == "gte" else LessThanOrEqual
    return Q(compare(DurationDays(), min(days, LONGEST_DURATION)))


def opened_protocol(text: str) -> Q:
    return Q(Exists(OpenedProtocol.objects.filter(case=OuterRef("pk"), number__icontains=text)))


def has_protocols(yes: bool, context: FilterContext) -> Q:
    opened = Q(Exists(OpenedProtocol.objects.filter(case=OuterRef("pk"))))
    return opened if yes else ~opened


def has_attachments(yes: bool, context: FilterContext) -> Q:
    attached = Q(Exists(Attachment.objects.filter(case=OuterRef("pk"), voided_at=None)))
    return attached if yes else ~attached


def further_cro(number: str) -> Q:
    return Q(Exists(CaseDentist.objects.filter(case=OuterRef("pk"), removed_at=None, cro=number)))


def signature(values: Sequence[str], context: FilterContext) -> Q:
    own = Q(decided_by_id=context.user_id)
    found = Q()
    if MAY_SIGN in values:
        found |= ~(own & Q(operator__signer_must_not_be_decider=True))
    if OWN_DECISION in values:
        found |= own
    return Q(state=State.DECIDED) & found


def valid_contacts() -> QuerySet[Contact]:
    return Contact.objects.filter(case=OuterRef("pk"), voided_at=None).order_by()


def contact_count(sign: str, count: int, context: FilterContext) -> Q:
    """Contacts are numbered, so that the many of few cases are found by their places."""
    counted = valid_contacts().values("case").annotate(n=Count("pk")).values("n")
    compare = GreaterThanOrEqual if sign == "gte" else LessThanOrEqual
    found = Q(compare(Coalesce(Subquery(counted), 0), count))
    if sign == "gte" and 0 < count < 32_000:
        found &= Q(Exists(Contact.objects.filter(case=OuterRef("pk"), position__gte=count)))
    return found


def among(case_ids: Sequence[int]) -> Q:
    """As one array: thousands of ids, each said for itself, take Django longer than the database."""
    said = RawSQL('"cases_case"."id" = ANY(%s)', [list(case_ids)], output_field=BooleanField())
    return Q(said)


def cases_with_contacts(conditions: Sequence[Q], most: int) -> list[int]:
    """Ids of cases, read from the contacts: along the cases, the contacts of each would be asked."""
    found = Contact.objects.filter(*conditions, voided_at=None).order_by()
    return list(found.values_list("case_id", flat=True).distinct()[:most])


def of_contacts(conditions: Sequence[Q]) -> Q:
    """One contact for which all of them hold."""
    found = valid_contacts()
    for condition in conditions:
        found = found.filter(condition)
    return Q(Exists(found))
