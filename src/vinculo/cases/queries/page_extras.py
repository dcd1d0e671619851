"""What stands beside the form: attachments, and protocols opened later."""

from __future__ import annotations

from django.db.models import F, QuerySet

from vinculo.accounts.prepared import prepared

from ..models import Attachment, Case, OpenedProtocol


def attachments_of(case: Case) -> list[Attachment]:
    """Those that stand and, last, the voided ones, for which voiding can be taken back."""
    found = _attachments(case.pk)
    for attachment in found:
        attachment.case = case
    return found


@prepared
def _attachments(case_id: int) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(case_id=case_id).defer("text")
    return rows.order_by(F("voided_at").asc(nulls_first=True), "pk")


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """Also a voided one: it stays reachable from the timeline."""
    return case.attachments.defer("text").filter(pk=attachment_id).first()


def protocols_of(case: Case) -> list[OpenedProtocol]:
    return _protocols(case.pk)


@prepared
def _protocols(case_id: int) -> QuerySet[OpenedProtocol]:
    return OpenedProtocol.objects.filter(case_id=case_id).order_by("opened_at")
