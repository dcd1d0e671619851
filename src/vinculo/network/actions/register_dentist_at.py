"""A dentist, new or known by their CRO, is entered at a provider: one event for who types it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from vinculo.accounts.actor import Actor
from vinculo.accounts.permissions import Permission
from vinculo.kernel.finding import Finding, Severity
from vinculo.kernel.folding import fold

from ..models import Affiliation, Dentist, Provider
from ..values import DentistData
from .add_dentist import UnableToAddDentist, add_dentist
from .affiliate_dentist import affiliate_dentist
from .dentist_identity import dentist_twin_of


@transaction.atomic
def register_dentist_at(
    *,
    provider: Provider,
    data: DentistData,
    starts_on: dt.date | None,
    actor: Actor,
    now: dt.datetime,
) -> Affiliation:
    """The tie. A dentist whose CRO is known is taken as they stand, if the name typed is theirs or left out.

    Raises:
        NotPermitted: the actor may not edit the registry of the provider's operator.
        UnableToAddDentist: a rule is broken, or the CRO is known under another name.
        UnableToAffiliateDentist: the days cannot be, or the dentist works there already.
    """
    actor.require(Permission.REGISTRY_EDIT, provider.operator_id)
    data = data.tidied()
    dentist = dentist_twin_of(provider.operator_id, data)
    if dentist is None:
        dentist = add_dentist(operator=provider.operator, data=data, actor=actor, now=now)
    elif data.name and fold(data.name) != fold(dentist.name):
        raise UnableToAddDentist([_other_name(dentist)], dentist)
    return affiliate_dentist(provider=provider, dentist=dentist, starts_on=starts_on, actor=actor, now=now)


def _other_name(dentist: Dentist) -> Finding:
    return Finding(
        "cro-under-other-name",
        Severity.BLOCKING,
        "name",
        f"No cadastro, o {dentist.cro} é de {dentist.name}. Confira o CRO, ou deixe o nome em branco para"
        " vincular esta pessoa.",
    )
