"""Stored files that no row names: a worker was killed after it had stored them and before it could commit."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from django.core.files.storage import Storage
from django.db.models import FileField, Model

from vinculo.kernel.dates import SAO_PAULO

from .models import Conversation, ImportedFile, Sheet

STRAY_AFTER = dt.timedelta(days=1)
"""A younger file may belong to a row that somebody is writing."""

_KEPT: tuple[tuple[type[Model], str], ...] = (
    (ImportedFile, "content"),
    (Sheet, "picture"),
    (Conversation, "content"),
)


def sweep_stray_files(*, now: dt.datetime) -> int:
    """Deletes those of this month and the last; how many."""
    this_month = now.astimezone(SAO_PAULO).replace(day=1)
    months = (this_month, this_month - dt.timedelta(days=1))
    return sum(_sweep(model, column, month, now) for model, column in _KEPT for month in months)


def _sweep(model: type[Model], column: str, month: dt.datetime, now: dt.datetime) -> int:
    field = model._meta.get_field(column)
    if not isinstance(field, FileField):
        raise TypeError(column)
    folder, storage = month.strftime(str(field.upload_to)), field.storage
    # The files before the rows: what is stored in between is not among them.
    stored = _names_in(storage, folder)
    if not stored:
        return 0
    rows = model._default_manager.filter(**{f"{column}__startswith": folder})
    swept = 0
    for path in stored.difference(rows.values_list(column, flat=True)):
        with suppress(FileNotFoundError):
            if storage.get_modified_time(path) < now - STRAY_AFTER:
                storage.delete(path)
                swept += 1
    return swept


def _names_in(storage: Storage, folder: str) -> set[str]:
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return set()
    return {f"{folder}{name}" for name in names}
