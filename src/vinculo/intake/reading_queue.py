"""The queue of files to be read: the rows themselves, claimed one by one.

A claim is kept alive by who holds it; one that has not been for a while belongs to a worker that was killed,
and the file is begun anew by another.
"""

from __future__ import annotations

import datetime as dt
import socket
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from .models import FileState, ImportedFile

READ_FILES_TASK = "intake.read_files"
KEPT_EVERY = dt.timedelta(seconds=5)
STALE_AFTER = dt.timedelta(seconds=30)
"""A claim that was not kept alive for so long is nobody's."""
MOST_TRIES = 3
"""A file whose worker died so often is not begun again."""

_LOCK = 0x0056494E
"""The first half of the advisory lock of a machine's reading; the second half names the machine."""


def unread_files(now: dt.datetime) -> QuerySet[ImportedFile]:
    """Those that anybody may begin now."""
    stale = Q(state=FileState.READING) & (Q(claimed_at=None) | Q(claimed_at__lt=now - STALE_AFTER))
    rows = ImportedFile.objects.filter(Q(state=FileState.WAITING) | stale)
    return rows.filter(batch__paused_at=None, batch__undone_at=None)


def batches_with_work(now: dt.datetime) -> list[int]:
    """The oldest first."""
    rows = unread_files(now).order_by("batch_id").values_list("batch_id", flat=True)
    return list(rows.distinct())


def claim_next(batch_id: int, now: dt.datetime) -> ImportedFile | None:
    """The next file of a batch, now this worker's alone; None where there is none."""
    with transaction.atomic():
        rows = unread_files(now).filter(batch_id=batch_id).order_by("pk")
        file = (
            rows.select_for_update(of=("self",), skip_locked=True).select_related("batch__operator").first()
        )
        if file is None:
            return None
        file.state, file.claimed_at, file.tries = FileState.READING, now, file.tries + 1
        file.save(update_fields=["state", "claimed_at", "tries"])
    return file


def keep_claims(file_ids: Collection[int], now: dt.datetime) -> None:
    if file_ids:
        ImportedFile.objects.filter(pk__in=file_ids, state=FileState.READING).update(claimed_at=now)


def give_back(file_ids: Collection[int]) -> None:
    """By a worker that is asked to stop: the next one begins at once."""
    mine = ImportedFile.objects.filter(pk__in=file_ids, state=FileState.READING)
    mine.update(state=FileState.WAITING, claimed_at=None, tries=0)


@contextmanager
def alone_on_this_machine() -> Iterator[bool]:
    """Whether this process is the one that reads here; one that dies makes room at once."""
    machine = zlib.crc32(socket.gethostname().encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, machine])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, machine])


def wake_readers() -> None:
    """Has the worker called, unless one is reading: that one finds by itself what has been committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [_LOCK],
        )
        if cursor.fetchone()[0]:
            return
    # In the worker the queue has a connection of its own; a job written there would outlive a rollback.
    deferrer = configure_task(
        name=READ_FILES_TASK,
        job_manager=JobManager(DjangoConnector()),
        queue="reading",
        queueing_lock="intake-read-files",
    )
    try:
        with transaction.atomic():
            deferrer.defer()
    except AlreadyEnqueued:
        return
