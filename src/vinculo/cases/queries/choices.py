"""The options that the filters of the list offer: closed lists in the words of the operators' editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from vinculo.accounts.actor import Actor
from vinculo.accounts.models import Membership, Operator, User
from vinculo.accounts.ordering import folded
from vinculo.accounts.permissions import Permission
from vinculo.accounts.prepared_for import prepared_for
from vinculo.kernel.places.states import UFS
from vinculo.paper.catalogue import OptionList
from vinculo.paper.editions import Edition
from vinculo.paper.requesters import REQUESTERS

from ..models import Case, Contact, FormEdition
from ..states import State
from .filter_conditions import MAY_SIGN, ME, OWN_DECISION
from .filters import Choice
from .needs import NEED_CHOICES


def listing_choices(actor: Actor) -> Mapping[str, Sequence[Choice]]:
    """Every list by its name. Three queries: operators, their editions, people who work on cases there."""
    operators = _operators(actor)
    # Read once each: a definition has ten lists, and making an edition of it makes them all.
    editions = [row.edition for row in _editions(actor)]
    consultants, people = _people(actor, [operator.pk for operator in operators])
    sectors = _options(OptionList.SECTOR, editions)
    return {
        "state": [Choice(value, label) for value, label in State.choices],
        "consultant": consultants,
        "person": people,
        "waiting_on": [Choice(Case.PROVIDER, "O prestador"), *sectors],
        "channel": [Choice(value, label) for value, label in Contact.Channel.choices],
        "direction": [Choice(value, label) for value, label in Contact.Direction.choices],
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


@prepared_for
def _operators(actor: Actor) -> QuerySet[Operator]:
    operators = Operator.objects.order_by(folded("name"), "pk")
    if actor.is_system:
        return operators
    return operators.filter(pk__in=actor.operators_with(Permission.CASES_SEE))


@prepared_for
def _editions(actor: Actor) -> QuerySet[FormEdition]:
    editions = FormEdition.objects.order_by("-valid_from", "-number")
    if actor.is_system:
        return editions
    return editions.filter(operator_id__in=actor.operators_with(Permission.CASES_SEE))


def _people(actor: Actor, operator_ids: Sequence[int]) -> tuple[list[Choice], list[Choice]]:
    """The asking person first; then those whom cases of these operators were ever given to, and besides
    them everybody who belongs to the operators."""
    rows = list(_people_at(operator_ids)) if actor.is_system else _people_seen(actor)
    me = [Choice(ME, "Eu")] if actor.user else []
    consultants = [Choice(str(pk), name) for pk, name, is_given in rows if is_given]
    return [*me, *consultants], [*me, *(Choice(str(pk), name) for pk, name, _ in rows)]


@prepared_for
def _people_seen(actor: Actor) -> QuerySet[User, tuple[int, str, bool]]:
    return _people_at(actor.operators_with(Permission.CASES_SEE))


def _people_at(operator_ids: Sequence[int]) -> QuerySet[User, tuple[int, str, bool]]:
    belongs = Exists(Membership.objects.filter(user=OuterRef("pk"), operator_id__in=operator_ids))
    users = User.objects.annotate(is_given=_is_given(operator_ids)).filter(Q(is_given=True) | Q(belongs))
    return users.order_by(folded("name"), "pk").values_list("pk", "name", "is_given")


def _is_given(operator_ids: Sequence[int]) -> ExpressionWrapper[Any]:
    """Whether a case of these operators is a user's."""
    given = Q()
    for operator_id in operator_ids:
        # One look into the index for each person; asked with EXISTS, the database reads every case.
        theirs = Case.objects.filter(consultant=OuterRef("pk"), operator_id=operator_id).order_by()
        given |= Q(IsNull(Subquery(theirs.values("pk")[:1]), False))
    return ExpressionWrapper(given or Q(pk__in=[]), output_field=BooleanField())


def consultants_by_name(actor: Actor) -> list[tuple[str, list[int]]]:
    """Those whom cases that the actor may see were ever given to: each folded name, with who bears it."""
    operators = [operator.pk for operator in _operators(actor)]
    users = User.objects.annotate(is_given=_is_given(operators), key=folded("name")).filter(is_given=True)
    rows = users.order_by("key", "pk").values_list("key", "pk")
    return [(key, [pk for _, pk in same]) for key, same in groupby(rows, key=lambda row: row[0])]


def _options(which: OptionList, editions: Sequence[Edition]) -> list[Choice]:
    """The options of all editions, each in the words of the newest that has it, in the order of the paper."""
    labels: dict[str, str] = {}
    for edition in editions:
        for option in edition.options[which]:
            labels.setdefault(option.code, option.label)
    return [Choice(code, label) for code, label in labels.items()]
