"""A person corrects what was read, field by field. What is typed is kept, whatever it says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from vinculo.accounts.actor import Actor
from vinculo.cases.actions.typed_write import clean_raw
from vinculo.paper.editions import PACKAGED_EDITIONS, Edition, packaged_edition

from ..corrections import (
    TICK_LISTS,
    Correction,
    corrections_of,
    is_correctable,
    stamp,
    standing,
    text_of,
)
from ..models import FieldConfirmation, FormReading
from ..queries import form_edition_of
from ..refusals import UnableToCorrectReading
from .reading_write import ReadingWrite, count_doubts, writing_reading


class CorrectionFate(StrEnum):
    """Applied; or kept apart, because another one's came between or the reading was settled."""

    APPLIED = "applied"
    CONFLICTING = "conflicting"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a correction. `raw`, `version` and `by_name` are of what stands in the field now."""

    fate: CorrectionFate
    version: int
    raw: str
    by_name: str = ""


def correct_reading(
    *, reading: FormReading, field: str, raw: str, base_version: int, actor: Actor, now: dt.datetime
) -> Corrected:
    """Keeps what was typed in one field; `base_version` is the version that the person was looking at.

    For a list of ticks, `raw` holds the ticked codes, parted by spaces.

    Raises:
        NotPermitted: the reading is another operator's, or the actor may not import forms there.
        UnableToCorrectReading: there is no such field, or the edition has no such option.
    """
    with writing_reading(reading=reading, actor=actor, now=now) as write:
        text = clean_raw(raw)
        _require_field(write.reading, field, text)
        corrections = corrections_of(write.reading.corrections)
        stands = standing(corrections).get(field)
        version = stands.version if stands else 0
        as_read = write.reading.unread.get(field) or text_of(write.reading.form_as_read(), field)
        standing_text = stands.raw if stands else as_read
        if text == standing_text:
            return Corrected(CorrectionFate.APPLIED, version, text)
        if not write.reading.is_waiting or base_version != version:
            _keep(write, Correction(field, text, version, actor.name, stamp(now), applied=False))
            settled = CorrectionFate.CONFLICTING if write.reading.is_waiting else CorrectionFate.REJECTED
            return Corrected(settled, version, standing_text, stands.by_name if stands else "")
        _keep(write, Correction(field, text, version + 1, actor.name, stamp(now)))
        return Corrected(CorrectionFate.APPLIED, version + 1, text)


def _keep(write: ReadingWrite, correction: Correction) -> None:
    write.reading.corrections = [*write.reading.corrections, correction.to_json()]
    if correction.applied:
        # What somebody found right was another text.
        FieldConfirmation.objects.filter(reading=write.reading, field=correction.field).delete()
        count_doubts(write.reading, write.now)
    write.save()
    action = "form.corrected" if correction.applied else "form.correction_kept_apart"
    write.audit(action, {"field": correction.field})


def _require_field(reading: FormReading, field: str, raw: str) -> None:
    if not is_correctable(field):
        raise UnableToCorrectReading("Este campo não existe no formulário. Nada foi alterado.")
    if field not in TICK_LISTS:
        return
    edition = edition_shown(reading)
    if any(edition.option(TICK_LISTS[field], code) is None for code in raw.split()):
        raise UnableToCorrectReading("Esta opção não existe na edição do formulário. Nada foi alterado.")


def edition_shown(reading: FormReading) -> Edition:
    """The operator's edition of the form; the packaged one where the operator does not have it."""
    found = form_edition_of(reading)
    if found is not None:
        return found.edition
    number = reading.form["edition"]
    return packaged_edition(number if number in PACKAGED_EDITIONS else PACKAGED_EDITIONS[-1])
