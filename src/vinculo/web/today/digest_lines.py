"""What the morning's e-mail says in a line each: the law's days, promises, what else is left to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from vinculo.accounts.actor import Actor
from vinculo.consequences.models import Duty
from vinculo.consequences.queries.duties import DutyShelf
from vinculo.consequences.queries.legal_clocks import Shelf
from vinculo.consequences.queries.owed_by_kind import OwedCount, own_deadlines_owed, own_duties_owed
from vinculo.kernel.numbers import format_count

from ..deadlines.presenters import list_address
from ..duties.presenters import shelf_address

PROMISE = Duty.Kind.PROMISE


@dataclass(frozen=True, slots=True)
class DigestLine:
    """`words` says how much there is: "2 atrasados, 1 para hoje"; `short` says it all: "3 prazos legais"."""

    title: str
    words: str
    short: str
    url: str


def digest_lines(actor: Actor, today: dt.date) -> Sequence[DigestLine]:
    """One for each kind of which something is late or due today."""
    deadlines, by_kind = own_deadlines_owed(actor, today), own_duties_owed(actor, today)
    others = [count for kind, count in by_kind.items() if kind != PROMISE]
    rest = OwedCount(sum(one.late for one in others), sum(one.today for one in others))
    mine = shelf_address(DutyShelf.MINE)
    found = (
        ("Prazos legais", deadlines, "o", ("prazo legal", "prazos legais"), list_address(_shelf(deadlines))),
        ("Promessas", by_kind.get(PROMISE, OwedCount()), "a", ("promessa", "promessas"), mine),
        ("Providências", rest, "a", ("providência", "providências"), mine),
    )
    return [
        DigestLine(
            title=title,
            words=_words(count, ending),
            short=f"1 {names[0]}" if count.all == 1 else f"{format_count(count.all)} {names[1]}",
            url=settings.SITE_URL + address,
        )
        for title, count, ending, names, address in found
        if count.all
    ]


def _shelf(deadlines: OwedCount) -> Shelf:
    return Shelf.LATE if deadlines.late and not deadlines.today else Shelf.OPEN


def _words(count: OwedCount, ending: str) -> str:
    told = []
    if count.late:
        plural = "" if count.late == 1 else "s"
        told.append(f"{format_count(count.late)} atrasad{ending}{plural}")
    if count.today:
        told.append(f"{format_count(count.today)} para hoje")
    return ", ".join(told)
