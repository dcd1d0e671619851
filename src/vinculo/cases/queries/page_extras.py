"""What stands beside the form: attachments, and protocols opened later."""

from __future__ import annotations

from ..models import Attachment, Case, OpenedProtocol


def attachments_of(case: Case) -> list[Attachment]:
    return list(case.attachments.filter(voided_at=None).order_by("pk"))


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """Also a voided one: it stays reachable from the timeline."""
    return case.attachments.filter(pk=attachment_id).first()


def protocols_of(case: Case) -> list[OpenedProtocol]:
    return list(case.opened_protocols.order_by("opened_at"))
