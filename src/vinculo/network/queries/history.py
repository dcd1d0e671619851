"""What was true of a provider when, and what held on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Func, JSONField, OuterRef, Subquery

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import protocol_number

from ..models import AddressPeriod, Affiliation, Contract, Provider, StatusPeriod
from ..models.period import of_provider

_Held = TypeVar("_Held", StatusPeriod, AddressPeriod, Contract)


@dataclass(frozen=True)
class History:
    """Each the latest first; `ties` are all there are, those asked for and withdrawn among them."""

    statuses: tuple[StatusPeriod, ...]
    addresses: tuple[AddressPeriod, ...]
    contracts: tuple[Contract, ...]
    ties: tuple[Affiliation, ...]

    @property
    def technical_managers(self) -> tuple[Affiliation, ...]:
        return tuple(tie for tie in self.ties if tie.is_technical_manager and not tie.is_pending)

    @property
    def changes_asked_for(self) -> tuple[Affiliation, ...]:
        """Changes of the RT that wait, or were given up."""
        return tuple(tie for tie in self.ties if tie.is_technical_manager and tie.is_pending)

    @property
    def staff(self) -> tuple[Affiliation, ...]:
        return tuple(tie for tie in self.ties if not tie.is_technical_manager and not tie.is_pending)


@dataclass(frozen=True)
class HeldOn:
    """What held on a day; None where nothing is known. `asked_for` had been asked for and was not done."""

    day: dt.date
    status: StatusPeriod | None
    address: AddressPeriod | None
    contract: Contract | None
    technical_manager: Affiliation | None
    asked_for: tuple[Affiliation, ...]
    staff: tuple[Affiliation, ...]


def history_of(provider: Provider) -> History:
    """Three queries for a provider of `provider_with_people`."""
    theirs = of_provider(provider)
    ties = sorted(provider.affiliations.all(), key=_latest_first)
    return History(
        statuses=tuple(StatusPeriod.objects.filter(theirs)),
        addresses=joined(AddressPeriod.objects.filter(theirs).select_related("municipality")),
        contracts=tuple(Contract.objects.filter(theirs)),
        ties=tuple(ties),
    )


_PLACE = ("municipality_id", "street", "district", "postal_code")


def joined(periods: Iterable[AddressPeriod]) -> tuple[AddressPeriod, ...]:
    """The latest first: what goes on the same after a period is no other one. They are not saved.

    Where the later one says more, a street that was not told before, nobody has moved.
    """
    found: list[AddressPeriod] = []
    for period in periods:
        later = found[-1] if found else None
        if later is None or later.starts_on != period.ends_on or _moved(later, period):
            found.append(period)
        else:
            later.starts_on = period.starts_on
    return tuple(found)


def _moved(one: AddressPeriod, other: AddressPeriod) -> bool:
    """Whether `other`, the earlier, says something that `one` does not say."""
    told = [(getattr(one, name), getattr(other, name)) for name in _PLACE]
    return any(before and before != now for now, before in told)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the row of a provider does not say: street and notice as they stand."""

    street: str = ""
    district: str = ""
    postal_code: str = ""
    notice_days: int | None = None


def standing_rows() -> Func:
    """For a query of providers: what `standing_of` reads."""
    address = AddressPeriod.objects.filter(provider_id=OuterRef("pk"), ends_on=None)
    contract = Contract.objects.filter(provider_id=OuterRef("pk"), ends_on=None)
    columns = [Subquery(address.values(name)[:1]) for name in ("street", "district", "postal_code")]
    notice = Subquery(contract.values("notice_days")[:1])
    return Func(*columns, notice, function="JSONB_BUILD_ARRAY", output_field=JSONField())


def standing_of(provider: Provider) -> Standing:
    """Of a provider that was read with its `standing_rows`."""
    street, district, postal_code, notice_days = vars(provider)["standing_rows"]
    return Standing(street or "", district or "", postal_code or "", notice_days)


def held_on(history: History, day: dt.date) -> HeldOn:
    managers = [tie for tie in history.technical_managers if tie.stands_on(day)]
    return HeldOn(
        day=day,
        status=_standing(history.statuses, day),
        address=_standing(history.addresses, day),
        contract=_standing(history.contracts, day),
        technical_manager=managers[0] if managers else None,
        asked_for=tuple(tie for tie in history.changes_asked_for if _was_asked_for(tie, day)),
        staff=tuple(
            sorted(
                (tie for tie in history.staff if tie.stands_on(day)),
                key=lambda tie: (tie.dentist.folded_name, tie.pk),
            )
        ),
    )


def asked_on(tie: Affiliation) -> dt.date | None:
    """The day on which a change was asked for, as far as its protocol tells it."""
    moment = protocol_number.opening_moment(tie.protocol_number)
    return moment.astimezone(SAO_PAULO).date() if moment else None


def _was_asked_for(tie: Affiliation, day: dt.date) -> bool:
    """One whose asking has no day counts from the day it was to begin on, if that is told."""
    since = asked_on(tie) or tie.starts_on
    given_up = tie.withdrawn_at.astimezone(SAO_PAULO).date() if tie.withdrawn_at else None
    return (since is None or since <= day) and (given_up is None or day < given_up)


def _standing(periods: Iterable[_Held], day: dt.date) -> _Held | None:
    for period in periods:
        begun = period.starts_on is None or period.starts_on <= day
        if begun and (period.ends_on is None or day < period.ends_on):
            return period
    return None


def _latest_first(tie: Affiliation) -> tuple[int, int]:
    return -(tie.starts_on or dt.date.min).toordinal(), -tie.pk
