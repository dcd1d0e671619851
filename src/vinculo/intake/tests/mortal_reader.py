"""A worker that reads the queue in a process of its own, on the tests' database: one that can be killed.

Run with the folder of the files, the seconds by which its clock is ahead, and the jobs at once.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from vinculo.paper.reading.process import ReadingPool


def start_reader(folder: Path, *, ahead: int, jobs: int = 2) -> subprocess.Popen[bytes]:
    facts = connection.settings_dict
    place = f"{quote(facts['HOST'], safe='')}:{facts['PORT']}/{facts['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{facts['USER']}:{facts['PASSWORD']}@{place}",
        "DJANGO_SETTINGS_MODULE": "vinculo.config.settings_test",
    }
    command = [sys.executable, "-m", __name__, str(folder), str(ahead), str(jobs)]
    return subprocess.Popen(command, env=environment)


def main(folder: str, ahead: str, jobs: str) -> None:
    django.setup()
    # Models can be imported from here on.
    loop = import_string("vinculo.intake.reading_loop.ReadingLoop")
    settings.MEDIA_ROOT = folder
    with ReadingPool(int(jobs)) as pool:
        loop(pool, lambda: timezone.now() + dt.timedelta(seconds=int(ahead))).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
