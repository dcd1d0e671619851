"""What the queue's worker does for imports. The only place of this room that reads the clock."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from vinculo.paper.reading.process import ReadingPool

from .reading_loop import ReadingLoop
from .reading_queue import READ_FILES_TASK, alone_on_this_machine, unread_files, wake_readers
from .stray_files import sweep_stray_files


@app.task(name=READ_FILES_TASK, queue="reading", pass_context=True)
def read_files(context: JobContext) -> None:
    """One at a time on each machine, with as many reading processes as it has cores."""
    while not context.should_abort():
        with alone_on_this_machine() as alone:
            if not alone:
                return
            with ReadingPool(
                settings.READING_BOUNDS.jobs, limits=settings.READING_LIMITS, bounds=settings.READING_BOUNDS
            ) as pool:
                ReadingLoop(pool, timezone.now).run(context.should_abort)
        # What came in while this one was ending found it still there, and woke nobody.
        if not unread_files(timezone.now()).exists():
            return


@app.periodic(cron="* * * * *")
@app.task(name="intake.look_for_files", queue="reading", queueing_lock="intake-look-for-files")
def look_for_files(timestamp: int) -> None:
    """Files whose worker was killed, and those of which nobody was told."""
    if unread_files(timezone.now()).exists():
        wake_readers()


@app.periodic(cron="41 6 * * *")
@app.task(name="intake.sweep_stray_files", queue="outbox", queueing_lock="intake-sweep-stray-files")
def sweep(timestamp: int) -> None:
    """At night: what workers that were killed left behind."""
    sweep_stray_files(now=timezone.now())
