"""A refused write shown on the Django form that asked for it: each remark beside its field."""

from __future__ import annotations

from django.forms import BaseForm

from vinculo.kernel.refusal import Refusal


def show_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Findings about a field of the form go beside it, everything else above the form."""
    if not refusal.findings:
        form.add_error(None, refusal.message)
    for finding in refusal.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)
