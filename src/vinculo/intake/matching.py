"""Cases that seem to be the very process of a form that has come in, and providers that it may be about."""

from __future__ import annotations

from django.db.models import Q

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Case
from vinculo.cases.states import OPEN_STATES, State
from vinculo.kernel.places import find_municipality
from vinculo.network.lookalikes import Identity
from vinculo.network.queries.lookalikes import Lookalike, lookalikes
from vinculo.network.values import tidy_cro
from vinculo.paper.form import RetentionForm

MOST = 5


def matching_cases(actor: Actor, operator_id: int, form: RetentionForm) -> tuple[Case, ...]:
    """Open cases with the form's protocol, CRO, CNPJ or CPF, and any that began on its day for the same one.

    The second kind is the same paper written anew: a case of it may be closed already.
    """
    same_one = _same_one(form)
    same = same_one | Q(protocol_number=form.protocol_number) if form.protocol_number else same_one
    if not same:
        return ()
    alike = Q(state__in=OPEN_STATES) & same
    if same_one and form.started_on is not None:
        alike |= same_one & Q(started_on=form.started_on) & ~Q(state=State.CANCELLED)
    rows = Case.objects.visible_to(actor).filter(alike, operator_id=operator_id)
    return tuple(rows.select_related("operator", "edition", "consultant").order_by("-pk")[:MOST])


def matching_providers(actor: Actor, operator_id: int, form: RetentionForm) -> tuple[Lookalike, ...]:
    """Providers of the registry that share something telling with the form, the likeliest first."""
    return lookalikes(actor, operator_id, identity_in(form))


def identity_in(form: RetentionForm) -> Identity:
    """Who leaves, as far as a form tells it."""
    place = find_municipality(form.city, form.state) if form.city and form.state else None
    number, uf = tidy_cro(form.cro or "", form.cro_state or "")
    return Identity(
        names=frozenset([form.dentist_name] if form.dentist_name else []),
        cnpj=form.cnpj or "",
        cpfs=frozenset([form.cpf] if form.cpf else []),
        cros=frozenset([(uf, number)] if number and uf else []),
        municipality_id=place.ibge_code if place else None,
    )


def _same_one(form: RetentionForm) -> Q:
    """The same dentist or clinic."""
    same = Q()
    if form.cro and form.cro_state:
        same |= Q(cro=form.cro, cro_state=form.cro_state)
    if form.cnpj:
        same |= Q(cnpj=form.cnpj)
    if form.cpf:
        same |= Q(cpf=form.cpf)
    return same
