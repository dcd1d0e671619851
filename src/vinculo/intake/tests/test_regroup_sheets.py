"""Sheets of one file, put together otherwise: what changed is read anew, what stayed keeps what was typed."""

from __future__ import annotations

import io
from contextlib import closing

import pypdfium2 as pdfium
import pytest
from django.core.files.base import ContentFile

from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.intake.actions.accept_reading import accept_reading
from vinculo.intake.actions.regroup_sheets import regroup_sheets
from vinculo.intake.actions.steer_batch import retry_file, stop_batch
from vinculo.intake.actions.undo_import import undo_import
from vinculo.intake.models import Fate, FileState, FormReading, ImportedFile, Sheet
from vinculo.intake.reading_loop import read_due
from vinculo.intake.refusals import UnableToAcceptReading, UnableToSettleReading, UnableToSteerImport
from vinculo.intake.sheet_groups import PlacedSheet, regrouping
from vinculo.kernel.refusal import NotPermitted
from vinculo.paper.editions import packaged_edition
from vinculo.paper.printing import print_form

from .form_files import NOW, another_dentist, certain_form
from .paper_readings import paper_reading

FIRST, SECOND = certain_form(), another_dentist(1)
ASIDE = 10_000


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def groups(*numbers: list[int], turn: int = 0) -> list[tuple[PlacedSheet, ...]]:
    return [tuple(PlacedSheet(number, turn) for number in group) for group in numbers]


@pytest.fixture
def file(cast: Cast) -> ImportedFile:
    """Two forms of two sheets in one PDF, of which the reader made one form."""
    reading = paper_reading(cast.alice, on_paper=FIRST)
    file, made = reading.file, io.BytesIO()
    with closing(pdfium.PdfDocument.new()) as both:
        for form in (FIRST, SECOND):
            with closing(pdfium.PdfDocument(print_form(form, edition=packaged_edition(2)))) as one:
                both.import_pages(one)
        both.save(made)
    file.content.save("quatro.pdf", ContentFile(made.getvalue()))
    for number, like in ((2, 0), (3, 1)):
        sheet = Sheet.objects.get(file=file, number=like)
        sheet.pk, sheet.number, sheet._state.adding = None, number, True
        sheet.save()
    FormReading.objects.filter(pk=reading.pk).update(sheets=[0, 1, 2, 3])
    return file


def standing(file: ImportedFile) -> list[tuple[int, str, list[int]]]:
    rows = FormReading.objects.filter(file=file).exclude(fate=Fate.REGROUPED).order_by("position")
    return [(row.position, row.form["dentist_name"], row.sheets) for row in rows]


def test_one_form_is_parted_in_two_and_read_anew_once(file: ImportedFile, cast: Cast):
    done = regroup_sheets(file=file, groups=groups([0, 1], [2, 3]), actor=actor_of(cast.alice), now=NOW)
    assert (done.to_read, done.replaced) == (2, 1)
    with pytest.raises(UnableToSettleReading):
        regroup_sheets(file=file, groups=groups([0, 1, 2, 3]), actor=actor_of(cast.alice), now=NOW)
    read_due(NOW)
    file.refresh_from_db()
    assert (file.state, file.groups) == (FileState.READ, [])
    assert standing(file) == [(1, "Renata Queiroz Lima", [0, 1]), (2, "Dentista de Nome B", [2, 3])]
    old = FormReading.objects.get(file=file, fate=Fate.REGROUPED)
    with pytest.raises(UnableToAcceptReading, match="reagrupadas"):
        accept_reading(reading=old, as_history=False, actor=actor_of(cast.alice), now=NOW)
    assert (old.position > ASIDE, old.settled_by) == (True, cast.alice)


def test_a_form_whose_sheets_stay_is_not_read_again(file: ImportedFile, cast: Cast):
    FormReading.objects.filter(file=file).update(sheets=[2, 3])
    done = regroup_sheets(file=file, groups=groups([0, 1], [2, 3]), actor=actor_of(cast.alice), now=NOW)
    assert (done.to_read, done.replaced) == (1, 0)
    again = FormReading.objects.get(file=file)
    assert (again.fate, again.position) == (Fate.WAITING, 2)
    file.refresh_from_db()
    assert file.groups == [{"position": 1, "sheets": [[0, 0], [1, 0]]}]


def test_a_turned_sheet_is_shown_upright_at_once(file: ImportedFile, cast: Cast):
    before = Sheet.objects.get(file=file, number=0)
    regroup_sheets(file=file, groups=groups([0], turn=90), actor=actor_of(cast.alice), now=NOW)
    after = Sheet.objects.get(file=file, number=0)
    assert (after.width, after.height, after.turned) == (before.height, before.width, 90)
    assert after.picture.name != before.picture.name


@pytest.mark.parametrize("wrong", [groups([0, 9]), groups([0], [0]), groups([]), groups([0], turn=45)])
def test_groups_that_do_not_fit_change_nothing(file: ImportedFile, cast: Cast, wrong):
    with pytest.raises(UnableToSettleReading):
        regroup_sheets(file=file, groups=wrong, actor=actor_of(cast.alice), now=NOW)
    assert [row[2] for row in standing(file)] == [[0, 1, 2, 3]]


def test_a_form_with_a_case_keeps_its_sheets_and_strangers_move_none(file: ImportedFile, cast: Cast):
    with pytest.raises(NotPermitted):
        regroup_sheets(file=file, groups=groups([0]), actor=actor_of(cast.charlie), now=NOW)
    reading = FormReading.objects.get(file=file)
    accept_reading(reading=reading, as_history=False, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(UnableToSettleReading):
        regroup_sheets(file=file, groups=groups([0]), actor=actor_of(cast.alice), now=NOW)


def test_a_parting_that_was_stopped_is_read_when_somebody_tries_again(file: ImportedFile, cast: Cast):
    actor = actor_of(cast.alice)
    FormReading.objects.filter(file=file).update(sheets=[2, 3])
    regroup_sheets(file=file, groups=groups([0, 1], [2, 3]), actor=actor, now=NOW)
    stop_batch(batch=file.batch, actor=actor, now=NOW)
    retry_file(file=file, actor=actor, now=NOW)
    read_due(NOW)
    assert [row[2] for row in standing(file)] == [[0, 1], [2, 3]]
    with pytest.raises(UnableToSteerImport):
        retry_file(file=file, actor=actor, now=NOW)


def test_nothing_of_an_import_that_was_undone_is_read_anew(file: ImportedFile, cast: Cast):
    undo_import(batch=file.batch, actor=actor_of(cast.alice), now=NOW)
    with pytest.raises(UnableToSettleReading, match="desfeita"):
        regroup_sheets(file=file, groups=groups([0, 1], [2, 3]), actor=actor_of(cast.alice), now=NOW)
    file.refresh_from_db()
    assert file.state == FileState.READ


def test_what_is_kept_and_what_is_read():
    plan = regrouping({7: [0, 1], 8: [2]}, groups([2], [1, 0]))
    assert dict(plan.kept) == {8: 1}
    assert (plan.replaced, list(plan.to_read)) == (frozenset({7}), [2])
    assert regrouping({7: [0, 1]}, groups([0, 1])).changes_nothing
