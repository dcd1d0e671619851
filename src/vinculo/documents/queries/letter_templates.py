"""The letters of an operator, its own or those that come with the product."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.cases.models import Case

from ..models import LetterTemplate, LetterTemplateVersion
from ..starter_letters import Wording, starter_letters


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """A letter that may be issued. `key` names it in a request; a packaged one has no version row."""

    key: str
    name: str
    wording: Wording
    version: LetterTemplateVersion | None = None

    @property
    def version_number(self) -> int:
        """0 for the packaged wording."""
        return self.version.number if self.version else 0


def offered_letters(actor: Actor, case: Case) -> list[OfferedLetter]:
    """Those in use that are about this decision; the packaged ones where the operator never had its own."""
    own = list(_with_versions(LetterTemplate.objects.visible_to(actor)).filter(operator_id=case.operator_id))
    if not own:
        return [
            OfferedLetter(f"inicial-{place}", letter.name, letter.wording)
            for place, letter in enumerate(starter_letters(), 1)
            if letter.outcome in ("", case.outcome)
        ]
    return [
        OfferedLetter(str(template.pk), template.name, _wording(newest), newest)
        for template in own
        if template.is_active and template.outcome in ("", case.outcome)
        for newest in list(template.versions.all())[:1]
    ]


def edited_letters(actor: Actor) -> QuerySet[LetterTemplate]:
    """Those that the actor may edit, each with its versions, the newest first."""
    there = actor.operators_with(Permission.DESK_EDIT)
    rows = LetterTemplate.objects.visible_to(actor).filter(operator_id__in=there).select_related("operator")
    return _with_versions(rows).order_by("operator__name", "-is_active", "position", "pk")


def _with_versions(rows: QuerySet[LetterTemplate]) -> QuerySet[LetterTemplate]:
    versions = LetterTemplateVersion.objects.order_by("-number")
    return rows.prefetch_related(Prefetch("versions", versions))


def _wording(version: LetterTemplateVersion) -> Wording:
    return Wording(version.title, version.body, version.message)
