"""Somebody looked at a form: noted, because personal data stand in it."""

from __future__ import annotations

import datetime as dt

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission

from ..models import FormReading, ImportedFile, Sheet


def note_reading_view(*, reading: FormReading, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: the actor may not import forms of that operator.
    """
    actor.require(Permission.FORMS_IMPORT, reading.operator_id)
    record_audit(
        actor=actor,
        operator_id=reading.operator_id,
        action="form.viewed",
        subject_kind="form_reading",
        subject_id=reading.pk,
        now=now,
    )


def note_file_view(*, file: ImportedFile, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: the actor may not import forms of that operator.
    """
    actor.require(Permission.FORMS_IMPORT, file.batch.operator_id)
    record_audit(
        actor=actor,
        operator_id=file.batch.operator_id,
        action="import.file_viewed",
        subject_kind="imported_file",
        subject_id=file.pk,
        now=now,
    )


def note_sheet_view(*, sheet: Sheet, actor: Actor, now: dt.datetime) -> None:
    """
    Raises:
        NotPermitted: the actor may not import forms of that operator.
    """
    operator_id = sheet.file.batch.operator_id
    actor.require(Permission.FORMS_IMPORT, operator_id)
    record_audit(
        actor=actor,
        operator_id=operator_id,
        action="import.sheet_viewed",
        subject_kind="imported_file",
        subject_id=sheet.file_id,
        now=now,
        detail={"sheet": sheet.number},
    )
