"""Paper that we printed came back: it finds its case, is attached there, and what pen changed is kept."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from django.conf import settings
from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.paper_returned import attach_returned_paper
from vinculo.cases.models import Attachment, Case, CasePrint
from vinculo.kernel.refusal import Refusal
from vinculo.paper.printing import PrintName
from vinculo.paper.reading.files import ReturnedPage
from vinculo.paper.reading.own_paper import changes_on, reference_page

from ..models import Fate, FileState, FormReading, ImportBatch, ImportedFile, ReturnedSheet, Sheet
from ..twins import twin_with_case

logger = logging.getLogger(__name__)

NOT_COMPARED = "not_compared"
"""The kind of the only change of a sheet that could not be held against its print."""


def take_returned_sheets(
    *, file: ImportedFile, found: Sequence[ReturnedPage], actor: Actor, now: dt.datetime
) -> list[ReturnedSheet]:
    """The sheets of a file that are prints of cases of this operator, each attached to its case, once.

    A print of another operator is as unknown as a code that we never made. What the general reader made of
    these sheets is no new form: it is settled with the case.
    """
    if not file.batch.operator_id or not actor.may(Permission.FORMS_IMPORT, file.batch.operator_id):
        return []
    taken = [row for page in found if (row := _take(file, page, actor, now)) is not None]
    if taken:
        _settle_readings(file, taken, actor, now)
    return taken


def _take(file: ImportedFile, page: ReturnedPage, actor: Actor, now: dt.datetime) -> ReturnedSheet | None:
    case_print = _print_of(file, page, actor)
    sheet = Sheet.objects.filter(file=file, number=page.sheet).first()
    if case_print is None or sheet is None:
        return None
    known = ReturnedSheet.objects.filter(sheet=sheet).first()
    if known is not None:
        return known
    with sheet.picture.open("rb") as stored:
        content = stored.read()
    changes = _changes(content, case_print, page)
    with transaction.atomic():
        if ImportBatch.objects.select_for_update().get(pk=file.batch_id).undone_at is not None:
            return None
        attachment = _attached(case_print, page.code.page, content, len(changes), actor=actor, now=now)
        before = ReturnedSheet.objects.filter(attachment=attachment).first() if attachment else None
        row = ReturnedSheet.objects.create(
            sheet=sheet,
            case_print=case_print,
            page=page.code.page,
            changes=changes,
            attachment=attachment,
            seen_by=before.seen_by if before else None,
            seen_at=before.seen_at if before else None,
        )
        record_audit(
            actor=actor,
            operator_id=file.batch.operator_id,
            action="import.paper_returned",
            subject_kind="import_batch",
            subject_id=file.batch_id,
            now=now,
            detail={"file": file.pk, "sheet": sheet.number, "case": row.case.pk},
        )
    return row


def _print_of(file: ImportedFile, page: ReturnedPage, actor: Actor) -> CasePrint | None:
    """By code and hash: a code of another installation that happens to be one of ours has another hash."""
    cases = Case.objects.visible_to(actor).filter(operator_id=file.batch.operator_id)
    rows = CasePrint.objects.filter(code=page.code.code, case__in=cases)
    found = rows.select_related("case__operator", "case__edition", "edition").first()
    if found is None or PrintName(found.code, found.digest).hash != page.code.hash:
        return None
    return found


def _changes(content: bytes, case_print: CasePrint, page: ReturnedPage) -> list[dict[str, Any]]:
    name = PrintName(case_print.code, case_print.digest)
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    printed = reference_page(
        case_print.form, edition=case_print.edition.edition, name=name, number=page.code.page
    )
    if picture is None or printed is None:
        return [{"kind": NOT_COMPARED}]
    changes = changes_on(np.asarray(picture, np.uint8), printed, sheet=page.sheet)
    if changes is None:
        return [{"kind": NOT_COMPARED}]
    return [change.to_json() for change in changes]


def _attached(
    case_print: CasePrint, page: int, content: bytes, changes: int, *, actor: Actor, now: dt.datetime
) -> Attachment | None:
    """None where the case takes no more files: the sheet is kept with its import all the same."""
    case = _where_it_went(case_print.case)
    try:
        attachment, _ = attach_returned_paper(
            case=case,
            case_print=case_print,
            page=page,
            name=f"{case.number or 'rascunho'} página {page} em papel.jpg",
            content=content,
            largest=settings.MAX_ATTACHMENT_BYTES,
            changes=changes,
            actor=actor,
            now=now,
        )
    except Refusal as refusal:
        logger.info("a returned sheet was not attached: %s", type(refusal).__name__)
        return None
    return attachment


def _where_it_went(case: Case) -> Case:
    """The case itself, or the one that took it in."""
    while case.merged_into is not None:
        case = case.merged_into
    return case


def _settle_readings(
    file: ImportedFile, taken: Sequence[ReturnedSheet], actor: Actor, now: dt.datetime
) -> None:
    """Forms that stand on returned sheets alone are those of the case, and wait for nobody.

    A code may have been copied onto another paper: what could not be held against its print waits for a
    person.
    """
    compared = (row for row in taken if row.changes != [{"kind": NOT_COMPARED}])
    by_sheet = {row.sheet.number: row.case.pk for row in compared}
    for reading in FormReading.objects.filter(file=file, fate=Fate.WAITING):
        cases = {by_sheet.get(number) for number in reading.sheets}
        if len(cases) != 1 or None in cases:
            continue
        twin = twin_with_case(reading)
        reading.fate = Fate.DUPLICATE if twin else Fate.MATCHED
        reading.duplicate_of = twin
        reading.case_id = None if twin else cases.pop()
        reading.settled_by, reading.settled_at = actor.user, now
        reading.save(update_fields=["fate", "duplicate_of", "case", "settled_by", "settled_at"])
    if not Sheet.objects.filter(file=file, returned=None).exists():
        # A second page has no form of its own: of paper that found its case nothing is left unread.
        ImportedFile.objects.filter(pk=file.pk).update(problem="", state=FileState.READ)
