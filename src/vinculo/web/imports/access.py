"""What the person who asks may open here: anything else is not found."""

from __future__ import annotations

from django.http import Http404

from vinculo.accounts.permissions import Permission
from vinculo.intake import queries
from vinculo.intake.batch_queries import CountedBatch, find_batch
from vinculo.intake.models import FormReading, ImportedFile
from vinculo.kernel.refusal import NotPermitted
from vinculo.web.site.http import Request


def require_importer(request: Request) -> None:
    """
    Raises:
        NotPermitted: the person may import forms nowhere.
    """
    if not request.actor.may_anywhere(Permission.FORMS_IMPORT):
        raise NotPermitted


def batch_or_404(request: Request, pk: int) -> CountedBatch:
    """
    Raises:
        Http404: there is no such batch for this person.
    """
    batch = find_batch(request.actor, pk)
    if batch is None:
        raise Http404
    return batch


def reading_or_404(request: Request, pk: int) -> FormReading:
    """
    Raises:
        Http404: there is no such reading for this person.
    """
    reading = queries.find_reading(request.actor, pk)
    if reading is None:
        raise Http404
    return reading


def file_or_404(request: Request, pk: int) -> ImportedFile:
    """
    Raises:
        Http404: there is no such file for this person.
    """
    file = queries.find_file(request.actor, pk)
    if file is None:
        raise Http404
    return file
