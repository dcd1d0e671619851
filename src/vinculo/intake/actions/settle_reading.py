"""Putting a reading aside, and taking that back."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor

from ..models import Fate, FormReading
from ..refusals import UnableToSettleReading
from ..twins import twin_in_waiting, twin_with_case
from .reading_write import writing_reading


def discard_reading(*, reading: FormReading, actor: Actor, now: dt.datetime) -> FormReading:
    """The form shall be no case. The reading and its file stay, and `restore_reading` undoes it.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        UnableToSettleReading: the reading has a case already.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        if write.reading.fate == Fate.DISCARDED:
            return write.reading
        if not write.reading.is_waiting:
            raise UnableToSettleReading(
                f"Este formulário está como “{write.reading.get_fate_display()}” e não pode ser descartado."
            )
        write.settle(Fate.DISCARDED)
        write.save()
        write.audit("form.discarded")
        return write.reading


def restore_reading(*, reading: FormReading, actor: Actor, now: dt.datetime) -> FormReading:
    """Undoes a discard or a match; a repetition waits anew if what it repeated has come to nothing.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        UnableToSettleReading: the reading has made a case, or still repeats another one.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        if write.reading.is_waiting:
            return write.reading
        if write.reading.fate not in (Fate.DISCARDED, Fate.MATCHED, Fate.DUPLICATE):
            raise UnableToSettleReading(
                "Este formulário já criou um processo. Trate do processo, não da leitura."
            )
        twin = twin_with_case(write.reading) or twin_in_waiting(write.reading)
        if twin is not None and write.reading.fate == Fate.DUPLICATE:
            raise UnableToSettleReading("Este formulário repete outro, que está à espera ou já tem processo.")
        write.settle(Fate.DUPLICATE if twin else Fate.WAITING)
        write.reading.case, write.reading.duplicate_of = None, twin
        write.save()
        write.audit("form.restored")
        return write.reading
