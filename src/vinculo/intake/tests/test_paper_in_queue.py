"""The queue takes paper of ours to its case together with the reading: both or neither, and once."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from PIL import Image

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.paper_returned import attach_returned_paper
from vinculo.cases.models import Attachment, CaseEvent, CasePrint
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.intake.actions import take_returned_sheet
from vinculo.intake.actions.receive_files import receive_files
from vinculo.intake.actions.steer_batch import retry_failed
from vinculo.intake.models import Fate, FileState, FormReading, ImportBatch, ReturnedSheet, Sheet
from vinculo.intake.reading_loop import ReadingLoop
from vinculo.intake.reading_queue import STALE_AFTER
from vinculo.paper.printing.paper_code import PaperCode
from vinculo.paper.reading.files import FileReading, SheetPicture
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.page import Box
from vinculo.paper.reading.process import FileReader, ReadingPool
from vinculo.paper.reading.result import Reading
from vinculo.paper.reading.returned_paper import Change, ChangeKind, ComparedSheet, SheetToCompare

from .form_files import certain_form

CODE = PaperCode("7K3MPQ9X2W", 2, 1, "0" * 8)
SIGNED = Change(ChangeKind.WRITTEN, "signed_by", "", Box(0, 0.3, 0.8, 0.5, 0.9), 0.95)


class Canned(FileReader):
    """Finds one form on one sheet of ours, and a signature that was not printed."""

    def read(self, *_: Any, **__: Any) -> FileReading:
        made = io.BytesIO()
        Image.new("L", (40, 60), 255).save(made, "JPEG")
        shown = SheetPicture(0, made.getvalue(), 40, 60, printed=CODE)
        return FileReading(Kind.PICTURE, (Reading(certain_form(), sheets=(0,)),), (shown,))

    def compare(self, paper: SheetToCompare) -> ComparedSheet:
        return ComparedSheet(paper.sheet, (SIGNED,))


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def batch(cast: Cast) -> ImportBatch:
    case = make_decidable(cast.operator, cast.alice)
    facts = {"digest": "0" * 64, "edition": case.edition, "form": {}, "pages": 2, "printed_at": NOW}
    CasePrint.objects.create(case=case, code=CODE.code, **facts)
    files = [("a.jpg", b"\xff\xd8\xff")]
    return receive_files(
        operator=cast.operator, files=files, as_history=False, actor=actor_of(cast.alice), now=NOW
    )


def read(now: dt.datetime = NOW) -> None:
    with ReadingPool(1, make_reader=Canned) as pool:
        ReadingLoop(pool, lambda: now).run()


def fails_once(monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
    """Attaching a sheet goes wrong the first time."""
    failures: Iterator[BaseException] = iter([failure])

    def attach_or_fail(**facts: Any) -> tuple[Attachment, bool]:
        attached = attach_returned_paper(**facts)
        for each in failures:
            raise each
        return attached

    monkeypatch.setattr(f"{take_returned_sheet.__name__}.attach_returned_paper", attach_or_fail)


def assert_taken_once(batch: ImportBatch) -> None:
    [row] = ReturnedSheet.objects.all()
    assert [change["kind"] for change in row.changes] == ["written"]
    assert row.attachment == Attachment.objects.get()
    assert CaseEvent.objects.filter(kind=CaseEvent.Kind.PAPER_RETURNED).count() == 1
    assert [reading.fate for reading in FormReading.objects.all()] == [Fate.MATCHED]
    file = batch.files.get()
    assert (file.state, file.problem) == (FileState.READ, "")


def test_a_sheet_that_is_read_is_compared_and_attached(batch: ImportBatch):
    read()
    assert_taken_once(batch)


def test_a_worker_killed_while_it_attaches_leaves_all_to_the_next_one(
    batch: ImportBatch, monkeypatch: pytest.MonkeyPatch
):
    fails_once(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        read()
    assert not Sheet.objects.exists()
    assert not FormReading.objects.exists()
    assert not Attachment.objects.exists()

    read(NOW + STALE_AFTER * 2)

    assert_taken_once(batch)


def test_what_the_database_refuses_for_now_is_done_again_as_a_whole(
    batch: ImportBatch, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    fails_once(monkeypatch, OperationalError("deadlock detected"))
    read()
    assert batch.files.get().state == FileState.FAILED
    assert not FormReading.objects.exists()

    retry_failed(batch=batch, actor=actor_of(cast.alice), now=NOW)
    read()

    assert_taken_once(batch)


def test_paper_that_cannot_be_taken_leaves_the_reading_and_says_so(
    batch: ImportBatch, monkeypatch: pytest.MonkeyPatch
):
    fails_once(monkeypatch, ZeroDivisionError())
    read()

    file = batch.files.get()
    assert file.state == FileState.READ
    assert file.problem.startswith("Há nele papel impresso aqui que não pôde ser anexado")
    assert FormReading.objects.get().fate == Fate.WAITING
    assert not Attachment.objects.exists()
