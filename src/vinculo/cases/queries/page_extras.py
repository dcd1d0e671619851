"""What stands beside the form: attachments, and protocols opened later."""

from __future__ import annotations

from django.db.models import F

from ..models import Attachment, Case, OpenedProtocol


def attachments_of(case: Case) -> list[Attachment]:
    """Those that stand and, last, the voided ones, for which voiding can be taken back."""
    return list(case.attachments.defer("text").order_by(F("voided_at").asc(nulls_first=True), "pk"))


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """Also a voided one: it stays reachable from the timeline."""
    return case.attachments.defer("text").filter(pk=attachment_id).first()


def protocols_of(case: Case) -> list[OpenedProtocol]:
    return list(case.opened_protocols.order_by("opened_at"))
