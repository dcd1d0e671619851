"""Which edition of the form holds on a day, and which an operator has."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator
from vinculo.accounts.permissions import Permission
from vinculo.paper.catalogue import OptionList

from ..models import Case, FormEdition


def editions_of(operator: Operator | int) -> QuerySet[FormEdition]:
    """All editions of an operator, by number."""
    operator_id = operator if isinstance(operator, int) else operator.pk
    return FormEdition.objects.filter(operator_id=operator_id).order_by("number")


def edition_for(operator: Operator | int, on: dt.date) -> FormEdition:
    """The latest edition valid on the day; the first one for a day before all of them.

    Raises:
        FormEdition.DoesNotExist: the operator has no edition at all.
    """
    editions = editions_of(operator)
    valid = editions.filter(valid_from__lte=on).order_by("-valid_from", "-number").first()
    found = valid or editions.first()
    if found is None:
        raise FormEdition.DoesNotExist
    return found


def find_edition(actor: Actor, edition_id: int) -> FormEdition | None:
    """An edition of an operator to which the actor belongs."""
    found = FormEdition.objects.select_related("operator").filter(pk=edition_id).first()
    return found if found and (actor.is_system or found.operator_id in actor.roles) else None


def kept_editions(actor: Actor) -> QuerySet[FormEdition]:
    """The editions that the actor keeps, newest first, each with its operator and whether it is `in_use`."""
    in_use = Exists(Case.objects.filter(edition=OuterRef("pk")))
    editions = FormEdition.objects.select_related("operator").annotate(in_use=in_use)
    editions = editions.order_by("operator__name", "-number")
    if actor.is_system:
        return editions
    return editions.filter(operator_id__in=actor.operators_with(Permission.EDITIONS_EDIT))


def edition_numbered(operator: Operator | int, number: int) -> FormEdition | None:
    """An operator's edition by its number, for a form that says which it is."""
    return editions_of(operator).filter(number=number).first()


def edition_before(form_edition: FormEdition) -> FormEdition | None:
    """The edition that one was made from."""
    return editions_of(form_edition.operator_id).filter(number__lt=form_edition.number).last()


def sectors_of(operator: Operator | int) -> dict[str, str]:
    """Every sector on any of the operator's editions, label by code, the newest label."""
    return {
        option.code: option.label
        for form_edition in editions_of(operator)
        for option in form_edition.edition.options[OptionList.SECTOR]
    }
