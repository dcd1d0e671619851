"""Files that somebody sent for a run: kept where the worker finds them, gone when they have been read."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from ..feed.unpacking import GivenFile
from ..models import SyncRun

_FOLDER = "sync/incoming"
_LONGEST_NAME = 100
STRAY_AFTER = dt.timedelta(hours=1)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\\ud800-\udfff]+")


def keep_incoming(run: SyncRun, files: Iterable[tuple[str, BinaryIO]]) -> None:
    for place, (name, content) in enumerate(files):
        default_storage.save(f"{_FOLDER}/{run.pk}/{place:02}-{file_name(name)}", File(content))


def fetch_incoming(run: SyncRun, folder: Path) -> list[GivenFile]:
    """The files as local ones in `folder`, in the order in which they were sent."""
    found = []
    for name in sorted(_names(f"{_FOLDER}/{run.pk}")):
        path = folder / name[:2]
        with default_storage.open(f"{_FOLDER}/{run.pk}/{name}", "rb") as kept, path.open("wb") as target:
            shutil.copyfileobj(kept, target)
        found.append(GivenFile(name[3:], path))
    return found


def forget_incoming(run_id: int) -> None:
    folder = f"{_FOLDER}/{run_id}"
    for name in _names(folder):
        default_storage.delete(f"{folder}/{name}")
    # A store has no folders; one of this machine is deleted when it is empty.
    if default_storage.exists(folder):
        default_storage.delete(folder)


def sweep_incoming(*, now: dt.datetime) -> None:
    """What was sent for runs that nobody reads any more, because their process died."""
    try:
        folders, _ = default_storage.listdir(_FOLDER)
    except FileNotFoundError:
        return
    kept = {int(name) for name in folders if name.isdecimal()}
    reading = SyncRun.objects.filter(pk__in=kept, state=SyncRun.State.READING).values_list("pk", flat=True)
    for run_id in kept.difference(reading):
        folder = f"{_FOLDER}/{run_id}"
        times = [default_storage.get_modified_time(f"{folder}/{name}") for name in _names(folder)]
        # A run that is just being written has its files before its row.
        if all(time < now - STRAY_AFTER for time in times):
            forget_incoming(run_id)


def file_name(name: str) -> str:
    """What people call the file: no path, nothing that cannot be shown."""
    plain = _UNSAFE.sub("", PurePosixPath(name.replace("\\", "/")).name).strip(". ")
    return plain[-_LONGEST_NAME:] or "arquivo"


def _names(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
