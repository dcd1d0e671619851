"""What every write to a reading has in common: the lock, the permission, the doubts, the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.refusal import NotPermitted

from ..doubts import doubts_in, findings_of
from ..models import Fate, FormReading
from ..queries import facts_of, form_edition_of
from ..twins import twins_of_cancelled_cases


@dataclass
class ReadingWrite:
    """A locked reading, for the length of one action."""

    reading: FormReading
    actor: Actor
    now: dt.datetime

    def settle(self, fate: Fate) -> None:
        """What becomes of the reading, by whom and when; a waiting one is settled by nobody. Unsaved."""
        self.reading.fate = fate
        waits = fate == Fate.WAITING
        self.reading.settled_by = None if waits else self.actor.user
        self.reading.settled_at = None if waits else self.now

    def save(self) -> None:
        columns = ["fate", "case", "duplicate_of", "settled_by", "settled_at", "corrections", "doubts"]
        self.reading.save(update_fields=columns)

    def claim(self, fate: Fate) -> bool:
        """Makes this the one reading that has its form's case; False where another one just did."""
        twins_of_cancelled_cases(self.reading).update(fate=Fate.RELEASED)
        try:
            with transaction.atomic():
                self.settle(fate)
                self.save()
        except IntegrityError:
            return False
        return True

    def audit(self, action: str, detail: Mapping[str, Any] | None = None) -> None:
        record_audit(
            actor=self.actor,
            operator_id=self.reading.operator_id,
            action=action,
            subject_kind="form_reading",
            subject_id=self.reading.pk,
            now=self.now,
            detail=detail,
        )


@contextmanager
def writing_reading(*, reading: FormReading, actor: Actor, now: dt.datetime) -> Iterator[ReadingWrite]:
    """Locks a reading for one action.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
    """
    with transaction.atomic():
        rows = FormReading.objects.visible_to(actor).select_for_update(of=("self",))
        locked = rows.select_related("operator", "file__batch").filter(pk=reading.pk).first()
        if locked is None:
            raise NotPermitted
        actor.require(Permission.FORMS_IMPORT, locked.operator_id)
        yield ReadingWrite(reading=locked, actor=actor, now=now)


def count_doubts(reading: FormReading, now: dt.datetime) -> None:
    """Counts what a person should look at. Unsaved."""
    facts = facts_of(reading, form_edition_of(reading), now.astimezone(SAO_PAULO).date())
    reading.doubts = len(doubts_in(findings_of(facts), facts.confirmed))


def recount_doubts(*, reading: FormReading, actor: Actor, now: dt.datetime) -> None:
    """What should be looked at may have changed without a write to the reading: another case is there now.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        count_doubts(write.reading, now)
        write.save()
