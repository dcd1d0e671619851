"""What a reading worker does: claims files, has as many read at once as there are cores, keeps what they say.

All that touches the database happens in the thread that runs the loop; the pool's threads only wait for their
reading processes. Batches take turns, so that one form does not wait behind ten thousand.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from vinculo.accounts.actor import Actor
from vinculo.kernel.refusal import Refusal
from vinculo.paper.editions import Edition
from vinculo.paper.reading.archives import ArchiveLimits, Member, UnableToUnfold, unfold
from vinculo.paper.reading.files import FileReading
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.process import ReadingPool
from vinculo.paper.reading.returned_paper import ComparedSheet

from .actions.receive_files import clean_name, receive_file
from .actions.settle_file import keep_file_problem, keep_file_reading, keep_unfolded
from .actions.take_returned_sheet import importer, sheets_to_compare
from .limits import MOST_FILES_IN_BATCH
from .models import ImportedFile
from .queries import editions_to_read
from .reading_queue import KEPT_EVERY, MOST_TRIES, batches_with_work, claim_next, give_back, keep_claims
from .sheet_groups import chosen_sheets

logger = logging.getLogger(__name__)

AHEAD = 1
"""Claimed beyond those that are being read, so that no process waits for the database."""
LONGEST_WAIT = 0.5
PROBLEMS_TOLD = 20
"""Of the files in a ZIP."""
LOOKS_EVERY = dt.timedelta(seconds=1)
_GIVEN_UP = (
    f"O leitor parou {MOST_TRIES} vezes neste arquivo, que não é mais tentado. Confira-o e tente de novo."
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file says, and what pen changed on the paper of ours in it; None until that was compared."""

    reading: FileReading
    compared: tuple[ComparedSheet, ...] | None = None


class ReadingLoop:
    """`only` is the one batch to read; `clock` tells the moment. `settled` is called after each file."""

    def __init__(
        self,
        pool: ReadingPool,
        clock: Callable[[], dt.datetime],
        *,
        only: int | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        self._pool, self._clock, self._only, self._settled = pool, clock, only, settled
        self._in_hand: dict[Future[_Read], ImportedFile] = {}
        self._unfolding: set[int] = set()
        self._turns: deque[int] = deque()
        self._editions: dict[int, list[Edition]] = {}
        self._kept_at = self._looked_at = clock()

    def run(self, should_stop: Callable[[], bool] = lambda: False) -> None:
        """Until nothing is left that may be begun. What is in hand when it is stopped is given back."""
        try:
            while not should_stop():
                self._fill()
                if not self._in_hand:
                    return
                self._settle()
                self._keep_claims()
        finally:
            give_back([file.pk for file in self._in_hand.values()])
            for coming in self._in_hand:
                coming.cancel()
            self._in_hand.clear()

    def _fill(self) -> None:
        while len(self._in_hand) < self._pool.jobs + AHEAD:
            file = self._next()
            if file is None:
                return
            self._begin(file)

    def _next(self) -> ImportedFile | None:
        """From the batch whose turn it is; then it comes last."""
        if not self._turns or self._clock() - self._looked_at >= LOOKS_EVERY:
            self._look_for_batches()
        while self._turns:
            batch_id = self._turns.popleft()
            file = claim_next(batch_id, self._clock())
            if file is not None:
                self._turns.append(batch_id)
                return file
        return None

    def _look_for_batches(self) -> None:
        self._looked_at = self._clock()
        found = batches_with_work(self._looked_at)
        new = (batch for batch in found if batch not in self._turns and self._only in (None, batch))
        self._turns.extendleft(new)

    def _begin(self, file: ImportedFile) -> None:
        if file.tries > MOST_TRIES:
            self._done(keep_file_problem(file=file, problem=_GIVEN_UP, now=self._clock()))
            return
        try:
            if file.kind == Kind.ARCHIVE:
                self._unfold(file)
                return
            with file.content.open("rb") as stored:
                data = stored.read()
        except OSError as problem:
            logger.warning("imported file %s cannot be opened: %s", file.pk, type(problem).__name__)
            sentence = "O arquivo guardado não pôde ser aberto agora. Tente de novo."
            self._done(keep_file_problem(file=file, problem=sentence, now=self._clock()))
            return
        editions = self._editions_for(file)
        groups = chosen_sheets(file.groups)
        coming = self._pool.submit(
            lambda reader: _Read(reader.read(data, editions, with_pictures=True, groups=groups))
        )
        self._in_hand[coming] = file

    def _editions_for(self, file: ImportedFile) -> list[Edition]:
        operator = file.batch.operator
        if operator.pk not in self._editions:
            self._editions[operator.pk] = editions_to_read(operator)
        return self._editions[operator.pk]

    def _settle(self) -> None:
        done, _ = wait(self._in_hand, timeout=LONGEST_WAIT, return_when=FIRST_COMPLETED)
        for coming in done:
            file = self._in_hand.pop(coming)
            self._done(self._keep(file, coming))

    def _keep(self, file: ImportedFile, coming: Future[_Read]) -> bool:
        """Whatever a reader or the database makes of one file, the others go on."""
        try:
            read = coming.result()
            if read.compared is None and self._compare(file, read):
                return False
            return keep_file_reading(
                file=file, reading=read.reading, compared=read.compared or (), now=self._clock()
            )
        except Exception as failure:
            # Only the kind is told: the words may hold somebody's data.
            kind = type(failure).__name__
            logger.error("imported file %s could not be kept: %s", file.pk, kind)
            sentence = (
                f"O que foi lido deste arquivo não pôde ser guardado ({kind}). O arquivo fica guardado."
            )
            return keep_file_problem(file=file, problem=sentence, now=self._clock())

    def _compare(self, file: ImportedFile, read: _Read) -> bool:
        """Has paper of ours held against its prints where files are read; False where there is none."""
        papers = sheets_to_compare(file=file, reading=read.reading, actor=importer(file))
        if papers:
            coming = self._pool.submit(
                lambda reader: replace(read, compared=tuple(reader.compare(paper) for paper in papers))
            )
            self._in_hand[coming] = file
        return bool(papers)

    def _done(self, written: bool) -> None:
        if written:
            self._settled()

    def _keep_claims(self) -> None:
        now = self._clock()
        if now - self._kept_at >= KEPT_EVERY:
            self._kept_at = now
            keep_claims({file.pk for file in self._in_hand.values()} | self._unfolding, now)

    def _unfold(self, file: ImportedFile) -> None:
        """What is in a ZIP comes in file by file; begun anew, what came before is known again."""
        if file.within is not None and file.within.within_id is not None:
            sentence = "É um ZIP dentro de outro, que já estava dentro de outro: tire-o de lá e importe-o."
            self._done(keep_file_problem(file=file, problem=sentence, now=self._clock()))
            return
        problems: list[str] = []
        self._unfolding = {file.pk}
        try:
            with file.content.open("rb") as stored:
                for member in unfold(cast("BinaryIO", stored), ArchiveLimits(files=MOST_FILES_IN_BATCH)):
                    self._take_in(file, member, problems)
                    self._keep_claims()
        except UnableToUnfold as refusal:
            problems.append(str(refusal))
        except Refusal as refusal:
            problems.append(refusal.message)
        finally:
            self._unfolding = set()
        self._done(keep_unfolded(file=file, problem=_in_few_words(problems), now=self._clock()))

    def _take_in(self, archive: ImportedFile, member: Member, problems: list[str]) -> None:
        if member.problem:
            problems.append(f"{clean_name(member.name)}: {member.problem}")
            return
        receive_file(
            batch=archive.batch,
            name=member.name,
            content=member.data,
            actor=Actor.system(),
            now=self._clock(),
            within=archive,
        )


def _in_few_words(problems: Sequence[str]) -> str:
    """The first of them: a ZIP may have as many as files."""
    told, more = problems[:PROBLEMS_TOLD], len(problems) - PROBLEMS_TOLD
    rest = [f"E mais {more} com problema neste ZIP."] if more > 0 else []
    return " ".join([*told, *rest])


def read_due(now: dt.datetime, *, jobs: int = 1, only: int | None = None) -> None:
    """Reads everything that waits at a moment; for tests, and for whoever has no worker."""
    with ReadingPool(jobs) as pool:
        ReadingLoop(pool, lambda: now, only=only).run()
