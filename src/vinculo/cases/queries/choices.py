"""The options that the filters of the list offer: closed lists in the words of the operators' editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Operator, User
from vinculo.accounts.ordering import folded
from vinculo.accounts.permissions import Permission
from vinculo.kernel.places.states import UFS
from vinculo.paper.catalogue import OptionList

from ..models import Case, FormEdition
from ..states import State
from ..typed_fields import REQUESTERS
from .filters import Choice
from .listing import MAY_SIGN, ME, OWN_DECISION
from .needs import NEED_CHOICES


def listing_choices(actor: Actor) -> Mapping[str, Sequence[Choice]]:
    """Every list by its name. Three queries: operators, their editions, people who work on cases there."""
    operators = _operators(actor)
    editions = _editions([operator.pk for operator in operators])
    return {
        "state": [Choice(value, label) for value, label in State.choices],
        "consultant": _consultants(actor, [operator.pk for operator in operators]),
        "signature": _signature(actor),
        "need": NEED_CHOICES,
        "uf": [Choice(uf, uf) for uf in UFS],
        "provider_type": [Choice("PJ", "PJ"), Choice("PF", "PF")],
        "scope": [Choice(value, label) for value, label in Case.Scope.choices],
        "requested_by": [Choice(code, label) for code, label in REQUESTERS.items()],
        "operator": [Choice(str(operator.pk), operator.name) for operator in operators],
        "edition": [
            Choice(str(number), f"Edição {number}") for number in sorted({e.number for e in editions})
        ],
        **{str(which): _options(which, editions) for which in OptionList},
    }


def _signature(actor: Actor) -> list[Choice]:
    if not actor.may_anywhere(Permission.CASES_SIGN):
        return []
    return [Choice(MAY_SIGN, "Posso assinar"), Choice(OWN_DECISION, "Decidi eu")]


def _operators(actor: Actor) -> list[Operator]:
    operators = Operator.objects.order_by(folded("name"), "pk")
    if not actor.is_system:
        operators = operators.filter(pk__in=actor.operators_with(Permission.CASES_SEE))
    return list(operators)


def _editions(operator_ids: Sequence[int]) -> list[FormEdition]:
    return list(FormEdition.objects.filter(operator_id__in=operator_ids).order_by("-valid_from", "-number"))


def _consultants(actor: Actor, operator_ids: Sequence[int]) -> list[Choice]:
    """The asking person first, then everybody whom cases of these operators were ever given to."""
    given = Case.objects.filter(consultant=OuterRef("pk"), operator_id__in=operator_ids)
    people = User.objects.filter(Exists(given)).order_by(folded("name"), "pk").values_list("pk", "name")
    return [*([Choice(ME, "Eu")] if actor.user else []), *(Choice(str(pk), name) for pk, name in people)]


def _options(which: OptionList, editions: Sequence[FormEdition]) -> list[Choice]:
    """The options of all editions, each in the words of the newest that has it, in the order of the paper."""
    labels: dict[str, str] = {}
    for form_edition in editions:
        for option in form_edition.edition.options[which]:
            labels.setdefault(option.code, option.label)
    return [Choice(code, label) for code, label in labels.items()]
