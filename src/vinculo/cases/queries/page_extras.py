"""What stands beside the form: attachments, protocols opened later, sibling cases."""

from __future__ import annotations

from vinculo.accounts.actor import Actor

from ..models import Attachment, Case, OpenedProtocol


def attachments_of(case: Case) -> list[Attachment]:
    return list(case.attachments.filter(voided_at=None).order_by("pk"))


def find_attachment(case: Case, attachment_id: int) -> Attachment | None:
    """Also a voided one: it stays reachable from the timeline."""
    return case.attachments.filter(pk=attachment_id).first()


def protocols_of(case: Case) -> list[OpenedProtocol]:
    return list(case.opened_protocols.order_by("opened_at"))


def siblings_of(case: Case, actor: Actor) -> list[Case]:
    """The linked cases that the actor may see; no query where the case has no siblings."""
    if case.sibling_group is None:
        return []
    rows = Case.objects.visible_to(actor).filter(sibling_group=case.sibling_group).exclude(pk=case.pk)
    return list(rows.select_related("operator"))
