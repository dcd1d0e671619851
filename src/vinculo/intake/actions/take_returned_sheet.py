"""Paper that we printed came back: it finds its case, is attached there, and what pen changed is kept."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from django.conf import settings

from vinculo.accounts.actor import Actor
from vinculo.accounts.audit import record_audit
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.paper_returned import attach_returned_paper
from vinculo.cases.models import Attachment, Case, CasePrint
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.refusal import Refusal
from vinculo.paper.printing import PrintName
from vinculo.paper.reading.files import FileReading, ReturnedPage
from vinculo.paper.reading.returned_paper import ComparedSheet, SheetToCompare

from ..models import Fate, FileState, FormReading, ImportedFile, ReturnedSheet, Sheet
from ..twins import twin_with_case
from .reading_write import count_doubts

logger = logging.getLogger(__name__)

UNKNOWN_PRINT = "unknown-print"
NOT_COMPARED = "not_compared"
"""The kind of the only change of a sheet that could not be held against its print."""


def importer(file: ImportedFile) -> Actor:
    """Whoever brought the file: paper finds cases that they see, and no others."""
    owner = file.batch.created_by
    return Actor.for_user(owner) if owner else Actor.system()


def sheets_to_compare(
    *, file: ImportedFile, reading: FileReading, actor: Actor
) -> tuple[SheetToCompare, ...]:
    """The sheets of a file that are prints of cases of its operator, each with what was kept of its print.

    A print of another operator is as unknown as a code that we never made.
    """
    if not reading.returned or not _may_take(file, actor):
        return ()
    pictures = {sheet.number: sheet.jpeg for sheet in reading.sheets}
    found = ((page, _print_of(file, page, actor)) for page in reading.returned)
    return tuple(
        SheetToCompare(
            sheet=page.sheet,
            jpeg=pictures[page.sheet],
            kept=case_print.form,
            edition=case_print.edition.edition,
            name=PrintName(case_print.code, case_print.digest),
            page=page.code.page,
        )
        for page, case_print in found
        if case_print is not None
    )


def take_returned_sheets(
    *,
    file: ImportedFile,
    returned: Sequence[ReturnedPage],
    compared: Sequence[ComparedSheet],
    actor: Actor,
    now: dt.datetime,
) -> list[ReturnedSheet]:
    """Each of those sheets attached to its case, once; within the transaction that keeps the file's reading.

    What the general reader made of these sheets is no new form: it is settled with the case. Of a sheet whose
    code is unknown somebody is told so: it stays what the reader made of it.
    """
    if not returned or not _may_take(file, actor):
        return []
    changes = {sheet.sheet: _kept_changes(sheet) for sheet in compared}
    taken: list[ReturnedSheet] = []
    unknown: list[ReturnedPage] = []
    for page in returned:
        row = _take(file, page, changes, actor, now)
        if row is None:
            unknown.append(page)
        else:
            taken.append(row)
    if taken:
        _settle_readings(file, taken, now)
    for page in unknown:
        _tell_unknown(file, page, now)
    return taken


def _tell_unknown(file: ImportedFile, page: ReturnedPage, now: dt.datetime) -> None:
    """On the form that was read of the sheet; else as what is wrong with the file."""
    where = f"A folha {page.sheet + 1} traz o código {page.code.line}"
    told = f"{where}, que não é de nenhum impresso desta operadora"
    readings = FormReading.objects.filter(file=file, sheets__contains=[page.sheet], fate=Fate.WAITING)
    for reading in readings:
        sentence = f"{told}: foi lida como um formulário qualquer."
        finding = Finding(UNKNOWN_PRINT, Severity.WARNING, "", sentence)
        reading.findings = [*reading.findings, finding.to_json()]
        count_doubts(reading, now)
        reading.save(update_fields=["findings", "doubts"])
    if not readings:
        sentence = f"{told}, e não foi anexada a nenhum processo."
        problem = " ".join(filter(None, (file.problem, sentence)))
        ImportedFile.objects.filter(pk=file.pk).update(problem=problem)


def _may_take(file: ImportedFile, actor: Actor) -> bool:
    return actor.may(Permission.FORMS_IMPORT, file.batch.operator_id)


Changes = list[dict[str, object]]


def _kept_changes(sheet: ComparedSheet) -> Changes:
    if sheet.changes is None:
        return [{"kind": NOT_COMPARED}]
    return [change.to_json() for change in sheet.changes]


def _take(
    file: ImportedFile, page: ReturnedPage, compared: dict[int, Changes], actor: Actor, now: dt.datetime
) -> ReturnedSheet | None:
    case_print = _print_of(file, page, actor)
    sheet = Sheet.objects.filter(file=file, number=page.sheet).first()
    if case_print is None or sheet is None:
        return None
    changes = compared.get(page.sheet, [{"kind": NOT_COMPARED}])
    known = ReturnedSheet.objects.filter(sheet=sheet).first()
    if known is not None:
        # Read anew, its picture may be turned: the places of its changes count on the new one.
        known.changes = changes
        known.save(update_fields=["changes"])
        return known
    attachment = _attached(case_print, page.code.page, sheet, len(changes), actor=actor, now=now)
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


def _attached(
    case_print: CasePrint, page: int, sheet: Sheet, changes: int, *, actor: Actor, now: dt.datetime
) -> Attachment | None:
    """None where the case takes no more files: the sheet is kept with its import all the same."""
    case = _where_it_went(case_print.case)
    with sheet.picture.open("rb") as stored:
        content = stored.read()
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


def _settle_readings(file: ImportedFile, taken: Sequence[ReturnedSheet], now: dt.datetime) -> None:
    """Forms that stand on returned sheets alone are those of the case, and wait for nobody.

    The code found the case, and no person: nobody is named as who settled them. A code may have been copied
    onto another paper: what could not be held against its print waits for a person.
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
        reading.settled_at = now
        reading.save(update_fields=["fate", "duplicate_of", "case", "settled_at"])
    if not Sheet.objects.filter(file=file, returned=None).exists():
        # A second page has no form of its own: of paper that found its case nothing is left unread.
        ImportedFile.objects.filter(pk=file.pk).update(problem="", state=FileState.READ)
