"""A person has held a field against the paper and found it as it stands there."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor

from ..corrections import is_correctable
from ..models import FieldConfirmation, FormReading
from ..refusals import UnableToCorrectReading
from .reading_write import count_doubts, writing_reading

_SHOWN_ALONE = frozenset({"operator", "duration_days", "edition"})
"""Fields of the paper that nobody types here, but that somebody may look at."""


def confirm_field(
    *, reading: FormReading, field: str, actor: Actor, now: dt.datetime, confirmed: bool = True
) -> FormReading:
    """Notes who looked at a field and when; with `confirmed` False, takes that back. Twice is once.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        UnableToCorrectReading: there is no such field, or the reading waits no longer.
    """
    if actor.user is None or not (is_correctable(field) or field in _SHOWN_ALONE):
        raise UnableToCorrectReading("Este campo não existe no formulário. Nada foi alterado.")
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        if not write.reading.is_waiting:
            raise UnableToCorrectReading(
                "Este formulário já não espera conferência. O que foi conferido antes continua guardado."
            )
        rows = FieldConfirmation.objects.filter(reading=write.reading, field=field)
        if confirmed:
            _, is_new = FieldConfirmation.objects.get_or_create(
                reading=write.reading, field=field, defaults={"by": actor.user, "at": now}
            )
            if not is_new:
                return write.reading
        elif not rows.delete()[0]:
            return write.reading
        count_doubts(write.reading, now)
        write.save()
        write.audit("form.field_confirmed" if confirmed else "form.confirmation_taken_back", {"field": field})
        return write.reading
