"""Who is at a provider on a day: its RT, its dentists, those who left, those who are to come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..models import Affiliation, Dentist, Provider


@dataclass(frozen=True)
class People:
    """`former` are ties that have ended, the latest first; `coming` begin on a day ahead."""

    technical_manager: Affiliation | None
    pending_technical_manager: Affiliation | None
    working: tuple[Affiliation, ...]
    coming: tuple[Affiliation, ...]
    former: tuple[Affiliation, ...]
    withdrawn: tuple[Affiliation, ...]

    def dentists(self) -> tuple[Dentist, ...]:
        """Everybody who is there on that day, each once, the RT first."""
        first = [self.technical_manager] if self.technical_manager else []
        return tuple({tie.dentist_id: tie.dentist for tie in [*first, *self.working]}.values())


def people_of(provider: Provider, today: dt.date) -> People:
    """No query for a provider of `provider_with_people`; one for another."""
    ties = list(provider.affiliations.all())
    settled = [tie for tie in ties if not tie.is_pending]
    standing = [tie for tie in settled if tie.stands_on(today)]
    former = [tie for tie in settled if tie.ends_on is not None and tie.ends_on <= today]
    coming = [tie for tie in settled if tie.starts_on is not None and tie.starts_on > today]
    waiting = [tie for tie in ties if tie.is_pending and tie.withdrawn_at is None]
    return People(
        technical_manager=next((tie for tie in standing if tie.is_technical_manager), None),
        pending_technical_manager=next((tie for tie in waiting if tie.is_technical_manager), None),
        working=tuple(tie for tie in standing if not tie.is_technical_manager),
        coming=tuple(sorted(coming, key=lambda tie: (tie.starts_on or dt.date.max, tie.pk))),
        former=tuple(sorted(former, key=lambda tie: (tie.ends_on or dt.date.min, tie.pk), reverse=True)),
        withdrawn=tuple(tie for tie in ties if tie.withdrawn_at is not None),
    )
