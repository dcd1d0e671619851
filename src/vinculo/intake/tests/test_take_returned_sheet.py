"""Paper of ours comes back: it finds its case, is attached once, and nothing of the case's data changes."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from django.core.files.base import ContentFile

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import Cast, actor_of
from vinculo.cases.actions.change_state import change_state
from vinculo.cases.actions.merge_cases import merge_cases
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.actions.tick_option import tick_option
from vinculo.cases.models import Attachment, Case, CaseEvent, CasePrint
from vinculo.cases.queries.case_records import find_case, records_of
from vinculo.cases.queries.editions import editions_of
from vinculo.cases.states import CaseAction, State
from vinculo.cases.tests.case_files import NOW, make_decidable
from vinculo.intake.actions.receive_files import open_batch
from vinculo.intake.actions.review_returned_sheet import note_returned_seen
from vinculo.intake.actions.take_returned_sheet import sheets_to_compare, take_returned_sheets
from vinculo.intake.actions.undo_import import UNDO_KIND, take_back_cases, undo_import
from vinculo.intake.batch_queries import kept_paper
from vinculo.intake.models import Fate, FileState, FormReading, ImportedFile, ReturnedSheet, Sheet
from vinculo.intake.returned_queries import returned_to_case
from vinculo.outbox.models import OutboxRow
from vinculo.paper.catalogue import OptionList
from vinculo.paper.form import RetentionForm
from vinculo.paper.reading.files import FileReading, SheetPicture
from vinculo.paper.reading.kinds import Kind
from vinculo.paper.reading.own_paper.comparing import compare
from vinculo.paper.reading.own_paper.returned import named_code
from vinculo.paper.reading.returned_paper import ComparedSheet

from .returned_scans import scanned

NO_FORM = RetentionForm(edition=2).to_json()


def printed(case: Case, user: User) -> bytes:
    found = find_case(actor_of(user), case.pk)
    assert found is not None
    return print_case(case=found, records=records_of(found), actor=actor_of(user), now=NOW)


def imported(user: User, operator, jpeg: bytes, name: str) -> tuple[ImportedFile, FileReading]:
    """A file of one sheet, kept, and what was read of it."""
    batch = open_batch(operator=operator, as_history=False, actor=actor_of(user), now=NOW)
    file = ImportedFile(batch=batch, name=name, sha256=name.ljust(64, "0"), size=len(jpeg))
    file.content.save(name, ContentFile(jpeg), save=False)
    file.save()
    sheet = Sheet(file=file, number=0, width=1241, height=1754)
    sheet.picture.save("0.jpg", ContentFile(jpeg), save=False)
    sheet.save()
    grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    code = named_code([np.asarray(grey, np.uint8)])
    shown = SheetPicture(0, jpeg, sheet.width, sheet.height, printed=code)
    return file, FileReading(Kind.PICTURE, (), (shown,))


def take(file: ImportedFile, read: FileReading, user: User) -> list[ReturnedSheet]:
    actor = actor_of(user)
    compared = [compare(paper) for paper in sheets_to_compare(file=file, reading=read, actor=actor)]
    return take_returned_sheets(file=file, returned=read.returned, compared=compared, actor=actor, now=NOW)


def take_uncompared(file: ImportedFile, read: FileReading, user: User) -> list[ReturnedSheet]:
    return take_returned_sheets(file=file, returned=read.returned, compared=(), actor=actor_of(user), now=NOW)


def test_a_signed_sheet_finds_its_case_and_shows_the_signature(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    before = Case.objects.filter(pk=case.pk).values("outcome", "general_note", "state").get()
    jpeg = scanned(printed(case, cast.alice), 2, signed=True)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")

    [row] = take(file, read, cast.alice)

    assert (row.case_print.case, row.page) == (case, 2)
    assert [(change["kind"], change["field"]) for change in row.changes] == [("written", "signed_by")]
    assert Attachment.objects.get(case=case) == row.attachment
    assert CaseEvent.objects.get(case=case, kind=CaseEvent.Kind.PAPER_RETURNED).data["page"] == 2
    assert Case.objects.filter(pk=case.pk).values("outcome", "general_note", "state").get() == before


def test_the_same_sheet_again_adds_nothing(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")

    [first] = take(file, read, cast.alice)
    assert take(file, read, cast.alice) == [first]
    another, read = imported(cast.alice, cast.operator, jpeg, "b.jpg")
    [second] = take(another, read, cast.alice)

    assert first.changes == second.changes == []
    assert first.attachment == second.attachment == Attachment.objects.get(case=case)
    assert CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.PAPER_RETURNED).count() == 1


def test_paper_of_another_operator_is_unknown(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    file, read = imported(cast.charlie, cast.other_operator, jpeg, "a.jpg")
    form = FormReading.objects.create(
        operator=cast.other_operator, file=file, position=1, form=NO_FORM, fingerprint="f", sheets=[0]
    )

    assert take_uncompared(file, read, cast.charlie) == []

    form.refresh_from_db()
    assert form.fate == Fate.WAITING
    assert "não é de nenhum impresso desta operadora" in form.findings[0]["message"]

    assert not ReturnedSheet.objects.exists()
    assert not Attachment.objects.exists()


def test_a_code_with_another_hash_is_of_another_house(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    CasePrint.objects.filter(case=case).update(digest="0" * 64)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")

    assert take_uncompared(file, read, cast.alice) == []


def test_paper_of_a_case_that_was_merged_goes_to_the_one_that_took_it_in(cast: Cast):
    merged, kept = make_decidable(cast.operator, cast.alice), make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(merged, cast.alice), 1, signed=False)
    merge_cases(kept=kept, merged=merged, actor=actor_of(cast.bob), now=NOW)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")

    [row] = take_uncompared(file, read, cast.alice)

    assert row.case == Attachment.objects.get().case == kept
    assert list(returned_to_case(kept)) == [row]
    assert not returned_to_case(merged)


def test_a_second_page_that_found_its_case_is_not_told_as_unread(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 2, signed=False)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")
    ImportedFile.objects.filter(pk=file.pk).update(problem="Não é um formulário.", state=FileState.FAILED)

    take_uncompared(file, read, cast.alice)

    file.refresh_from_db()
    assert (file.state, file.problem) == (FileState.READ, "")


def test_a_print_of_months_ago_comes_back_upside_down(cast: Cast):
    """Of an older edition, printed by one who has left; its case was changed, decided and signed since."""
    case = make_decidable(cast.operator, cast.alice)
    Case.objects.filter(pk=case.pk).update(edition=editions_of(cast.operator).get(number=1))
    pdf = printed(case, cast.alice)
    tick_option(
        case=case, which=OptionList.SECTOR, code="it", ticked=True, actor=actor_of(cast.alice), now=NOW
    )
    for action, by in ((CaseAction.OPEN, "alice"), (CaseAction.DECIDE, "alice"), (CaseAction.SIGN, "bob")):
        change_state(case=case, action=action, actor=actor_of(getattr(cast, by)), now=NOW)
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)
    jpeg = scanned(pdf, 2, signed=True, turned=181.2)
    file, read = imported(cast.beto, cast.operator, jpeg, "a.jpg")

    [row] = take(file, read, cast.beto)

    assert [(change["kind"], change["field"]) for change in row.changes] == [("written", "signed_by")]
    assert row.attachment == Attachment.objects.get(case=case)
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


def test_a_sheet_that_lies_twice_in_a_pile_is_one_attachment(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.pdf")
    Sheet.objects.create(file=file, number=1, picture=file.sheets.get().picture, width=1241, height=1754)
    read = replace(read, sheets=(*read.sheets, replace(read.sheets[0], number=1)))

    rows = take_uncompared(file, read, cast.alice)

    assert len(rows) == 2
    assert {row.attachment for row in rows} == {Attachment.objects.get()}


def test_paper_of_a_cancelled_case_is_shown_there_and_not_attached(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1)
    cancel, alice = CaseAction.CANCEL, actor_of(cast.alice)
    change_state(case=case, action=cancel, actor=alice, now=NOW, reason="Aberto por engano.")
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")

    [row] = take_uncompared(file, read, cast.alice)

    assert row.attachment is None
    assert list(returned_to_case(case)) == [row]


def undone(file: ImportedFile, cast: Cast) -> None:
    undo_import(batch=file.batch, actor=actor_of(cast.alice), now=NOW)
    take_back_cases(OutboxRow.objects.get(kind=UNDO_KIND, payload__batch=file.batch_id), NOW)


def test_undoing_the_import_takes_its_paper_back(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")
    take_uncompared(file, read, cast.alice)

    undone(file, cast)

    assert Attachment.objects.get().voided_at == NOW
    assert not returned_to_case(case)
    assert kept_paper(actor_of(cast.alice), file.batch, 9) == []


def test_paper_that_somebody_looked_over_stays_when_its_import_is_undone(cast: Cast):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")
    [row] = take_uncompared(file, read, cast.alice)
    note_returned_seen(returned=row, actor=actor_of(cast.alice), now=NOW)

    undone(file, cast)

    assert list(returned_to_case(case)) == [row]
    [(sheet, why)] = kept_paper(actor_of(cast.alice), file.batch, 9)
    assert sheet == row
    assert why.startswith(f"Foi conferido por {cast.alice.name} em ")


@pytest.mark.parametrize(("is_compared", "fate"), [(True, Fate.MATCHED), (False, Fate.WAITING)])
def test_a_form_that_only_bears_our_code_waits_for_a_person(cast: Cast, is_compared: bool, fate: Fate):
    case = make_decidable(cast.operator, cast.alice)
    jpeg = scanned(printed(case, cast.alice), 1, signed=False)
    file, read = imported(cast.alice, cast.operator, jpeg, "a.jpg")
    reading = FormReading.objects.create(
        operator=cast.operator, file=file, position=1, form=NO_FORM, fingerprint="f", sheets=[0]
    )
    compared = [ComparedSheet(0, () if is_compared else None)]

    take_returned_sheets(
        file=file, returned=read.returned, compared=compared, actor=actor_of(cast.alice), now=NOW
    )

    reading.refresh_from_db()
    # Nobody has said that it is this case: the code has.
    assert (reading.fate, reading.is_found_by_code, reading.settled_by) == (fate, is_compared, None)
