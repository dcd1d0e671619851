"""The official forms of many cases: printed one by one, gathered in a ZIP at the end."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.actions.print_case import print_case
from vinculo.cases.models import Case
from vinculo.cases.queries.case_records import find_case, records_of
from vinculo.cases.refusals import UnableToWriteCase
from vinculo.kernel.refusal import NotPermitted

from ..bulk_steps import Done, Step
from ..models import BulkJob, BulkLine


class PrintForm(Step):
    """Prints a case and puts the PDF aside, until all are there."""

    def do(self, line: BulkLine, actor: Actor, now: dt.datetime) -> Done:
        case = find_case(actor, line.case_id)
        if case is None:
            raise UnableToWriteCase("O seu perfil não dá mais acesso a este processo. Ele não foi impresso.")
        if not actor.may(Permission.PERSONAL_DATA_SEE, case.operator_id):
            raise NotPermitted("O formulário mostra o CPF, que o seu perfil não vê. Ele não foi impresso.")
        pdf = print_case(case=case, records=records_of(case), actor=actor, now=now)
        _put_aside(part_name(line.job_id, line.position), pdf)
        return Done()


def part_name(job_id: int, position: int) -> str:
    return f"exports/parts/{job_id}/{position:06d}.pdf"


def write_zip(file: IO[bytes], job: BulkJob) -> int:
    """The printed forms in the order of the list, copied through; how many."""
    lines = BulkLine.objects.filter(job=job, fate=BulkLine.Fate.DONE).order_by("position")
    count = 0
    # A PDF is compressed already.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for line in lines.select_related("case").only("position", "job_id", "case__number").iterator(500):
            printed = default_storage.open(part_name(job.pk, line.position))
            with printed as part, archive.open(_name_of(line.case), "w") as member:
                shutil.copyfileobj(part, member, 256 * 1024)
            count += 1
    return count


def delete_parts(job: BulkJob) -> None:
    for position in BulkLine.objects.filter(job=job).values_list("position", flat=True).iterator(1000):
        default_storage.delete(part_name(job.pk, position))


def _put_aside(name: str, content: bytes) -> None:
    """In the place of what an earlier try may have left there."""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def _name_of(case: Case) -> str:
    return f"{case.number or f'rascunho-{case.pk}'}.pdf"
