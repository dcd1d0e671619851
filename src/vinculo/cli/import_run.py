"""One run of `vinculo import`: files in, read by this very process and its children, told in their order."""

from __future__ import annotations

import time
from collections import deque

from django.conf import settings
from django.utils import timezone

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.intake import queries
from vinculo.intake.actions.receive_files import open_batch, receive_file
from vinculo.intake.models import FileState, ImportBatch, ImportedFile
from vinculo.intake.reading_loop import ReadingLoop
from vinculo.kernel.refusal import Refusal
from vinculo.paper.reading.process import ReadingPool

from .import_report import ImportReport
from .progress import Progress

SECONDS_BETWEEN_LOOKS = 0.5
_UNREAD = (FileState.WAITING, FileState.READING)


class ImportRun:
    """Its batch is opened with the first file. A worker of the server may help with it."""

    def __init__(
        self, operator: Operator, actor: Actor, report: ImportReport, *, as_history: bool, jobs: int | None
    ) -> None:
        self._operator, self._actor, self._report, self._as_history = operator, actor, report, as_history
        self._jobs = jobs if jobs and jobs > 0 else settings.READING_BOUNDS.jobs
        self.batch: ImportBatch | None = None
        self._to_tell: deque[tuple[str, int]] = deque()
        self._batches: set[int] = set()
        self._progress = Progress(0, "arquivos")

    def receive(self, name: str, content: bytes) -> None:
        """Takes one file in; whatever is refused is told, and the rest goes on."""
        now = timezone.now()
        if self.batch is None:
            self.batch = open_batch(
                operator=self._operator, as_history=self._as_history, actor=self._actor, now=now
            )
            self._batches.add(self.batch.pk)
        try:
            file = receive_file(batch=self.batch, name=name, content=content, actor=self._actor, now=now)
        except Refusal as refusal:
            self._report.refuse(name, refusal.message)
            return
        self._note(name, file)

    def _note(self, name: str, file: ImportedFile) -> None:
        """A file that an interrupted run brought in and left unread is this run's to read."""
        same = file.same_as
        if same is not None and same.batch_id != file.batch_id and same.state in _UNREAD:
            self._batches.add(same.batch_id)
            file = same
        self._to_tell.append((name, file.pk))

    def read(self) -> None:
        """Reads what has been received, and tells of each file when its turn has come."""
        self._progress = Progress(len(self._to_tell), "arquivos")
        limits, bounds = settings.READING_LIMITS, settings.READING_BOUNDS
        jobs = min(self._jobs, max(len(self._to_tell), 1))
        with self._progress, ReadingPool(jobs, limits=limits, bounds=bounds) as pool:
            self._tell_what_is_read()
            while self._to_tell:
                for batch_id in self._batches:
                    ReadingLoop(pool, timezone.now, only=batch_id, settled=self._tell_what_is_read).run()
                self._tell_what_is_read()
                if self._to_tell:
                    # In the hands of the server's worker, which may have died with it.
                    time.sleep(SECONDS_BETWEEN_LOOKS)

    def _tell_what_is_read(self) -> None:
        while self._to_tell:
            name, file_id = self._to_tell[0]
            file = queries.find_file(self._actor, file_id)
            if file is not None and file.state in _UNREAD:
                self._progress.draw()
                return
            self._to_tell.popleft()
            self._progress.clear()
            if file is not None:
                self._tell(name, file)
            self._progress.advance()

    def _tell(self, name: str, file: ImportedFile) -> None:
        if file.same_as is not None:
            self._repeat(name, file, file.same_as)
            return
        if file.problem:
            self._report.refuse(name, file.problem)
        within = list(queries.files_of(self._actor, file.batch).filter(within=file))
        for inner in within:
            self._note(f"{name}: {inner.name}", inner)
        self._progress.total += len(within)
        readings = list(queries.readings_of(self._actor, file.batch).filter(file=file))
        for reading in readings:
            alone = len(readings) == 1
            self._report.tell(reading, name, alone=alone, actor=self._actor, as_history=self._as_history)

    def _repeat(self, name: str, file: ImportedFile, same: ImportedFile) -> None:
        """The same bytes came before: what became of each of their forms."""
        known = list(queries.readings_of(self._actor, same.batch).filter(file=same))
        if same.batch_id == file.batch_id or not known:
            self._report.repeat(name, file.problem)
            return
        for reading in known:
            where = name if len(known) == 1 else f"{name}, {reading.position}º formulário"
            self._report.repeat_reading(reading, where)
